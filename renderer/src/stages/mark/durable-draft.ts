import type { EvidenceMarkingRequest, MarkPlan } from '#shared/domain/marking.ts';
import type { MediaKind } from '#shared/domain/media.ts';
import { type IdentifierFault, readIdentifier } from '#shared/text/mark-identifier.ts';
import { asksForNothing, type MarkDraft, requestOf } from './mark-draft.ts';

/** Strengths the form offers, decibels, and what they are measured as; `null`: such a mark has no strength. */
export interface StrengthScale {
  readonly measure: 'picture' | 'sound';
  readonly minimum: number;
  readonly maximum: number;
  /** Where the slider stands when it is taken up. */
  readonly start: number;
}

export function strengthScale(kind: MediaKind): StrengthScale | null {
  switch (kind) {
    case 'image':
    case 'video':
    case 'scene':
      return { measure: 'picture', minimum: 36, maximum: 50, start: 44.5 };
    case 'audio':
      return { measure: 'sound', minimum: 30, maximum: 45, start: 30.5 };
    default:
      return null;
  }
}

/** What a file's plan allows of what the draft asks. */
export interface DurableChoice {
  /** A mark is written. */
  readonly marks: boolean;
  /** An entry is made: with the mark, or alone where such a file can have none. */
  readonly registers: boolean;
}

export function durableChoice(draft: MarkDraft, plan: MarkPlan | null): DurableChoice {
  const marks = draft.mark && plan !== null && plan.codec !== null;
  const without = plan !== null && plan.codec === null;
  return { marks, registers: draft.register && (marks || without) };
}

/** Nothing of the chain is asked for. */
export function asksForNothingDurable(draft: MarkDraft, { marks, registers }: DurableChoice): boolean {
  return asksForNothing(draft) && !marks && !registers;
}

/** What is wrong with a typed identifier; `null`: nothing, or none is typed. */
export function identifierFault(draft: MarkDraft): IdentifierFault | null {
  if (draft.identifier === 'random') return null;
  const read = readIdentifier(draft.payload);
  return 'fault' in read ? read.fault : null;
}

/**
 * The request of the whole chain; `null`: only labels are asked for. Without labels the mark is what is wanted, and
 * there is no copy without it; with labels, or with an entry alone, every layer stands for itself.
 */
export function markingRequestOf(
  draft: MarkDraft,
  choice: DurableChoice,
  producerName: string,
  held: boolean,
): EvidenceMarkingRequest | null {
  const { marks, registers } = choice;
  if (!marks && !registers) return null;
  const markAlone = marks && asksForNothing(draft);
  return {
    ...markPartOf(draft),
    register: registers,
    labelling: markAlone ? null : requestOf(draft, producerName, held),
  };
}

/** Identifier, key, strength and note as a request has them. */
export function markPartOf(
  draft: MarkDraft,
): Pick<EvidenceMarkingRequest, 'payload' | 'key' | 'strength' | 'keep' | 'note'> {
  const read = draft.identifier === 'typed' ? readIdentifier(draft.payload) : null;
  return {
    payload: read !== null && 'decimal' in read ? read.decimal : null,
    key: draft.key === '' ? null : draft.key,
    strength: draft.decibels,
    keep: draft.keep,
    note: draft.note.trim(),
  };
}
