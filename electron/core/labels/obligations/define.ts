import type { LabelStatement } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Duty, DutyOutcome, DutyRole, DutySupport, Jurisdiction } from '#shared/domain/obligation.ts';
import type { DutyFacts } from './facts.ts';

/**
 * What content is to the rules: they name five kinds, and a document is text to them. A 360° picture or film is a
 * virtual scene to China's rules and stays image or video to rules that know no scenes.
 */
export type RuleKind = 'image' | 'audio' | 'video' | 'text' | 'scene' | 'panorama' | 'other';

/** Everything the rules speak of. `other` (archives, unknown bytes) is content to none of them. */
export const content: readonly RuleKind[] = ['image', 'audio', 'video', 'text', 'scene', 'panorama'];
/** Rules about image, sound and film. */
export const imageSoundFilm: readonly RuleKind[] = ['image', 'audio', 'video', 'panorama'];
/** The same with virtual scenes. */
export const seenOrHeard: readonly RuleKind[] = [...imageSoundFilm, 'scene'];

/** What the examiner chose, as a rule sees it. */
export interface Asked {
  readonly roles: ReadonlySet<DutyRole>;
  /** ISO date. */
  readonly date: string;
}

/** A rule's own answer, before what its standing allows is applied. */
export interface Judgement {
  readonly outcome: DutyOutcome;
  readonly reasoning: readonly Localized[];
  readonly support: readonly DutySupport[];
}

/** One duty: its clause as data, and one pure function from facts to an answer. */
export interface DutyRule extends Omit<Duty, 'pack' | 'jurisdiction' | 'roles'> {
  readonly roles: readonly DutyRole[];
  /** Kinds of content the clause is about; for others it does not apply. */
  readonly media: readonly RuleKind[];
  evaluate(facts: DutyFacts, asked: Asked): Judgement;
}

/** One instrument. The only export of a file in `obligations/packs/`, named `pack`. */
export interface RulePack {
  readonly id: string;
  readonly jurisdiction: Jurisdiction;
  /** Position among the packs of its jurisdiction, from 1. */
  readonly place: number;
  readonly title: Localized;
  /** What the reader of the pack must know about its sources. */
  readonly note: Localized;
  readonly rules: readonly DutyRule[];
}

export function definePack(pack: RulePack): RulePack {
  return pack;
}

export function judged(
  outcome: DutyOutcome,
  reasoning: Localized | readonly Localized[],
  support: readonly DutySupport[] = [],
): Judgement {
  return { outcome, reasoning: Array.isArray(reasoning) ? reasoning : [reasoning as Localized], support };
}

/** The same answer with more to say. */
export function remarked(judgement: Judgement, ...remarks: readonly Localized[]): Judgement {
  return { ...judgement, reasoning: [...judgement.reasoning, ...remarks] };
}

/** Does a statement say that a generative model had, may have had or is suspected to have had a part? */
export function saysGenerated({ kind, meaning }: LabelStatement): boolean {
  return kind === 'label' && meaning !== 'not-generative' && meaning !== 'unclear';
}

type Citation = Duty['citation'];

/** Citations of one instrument, clause by clause; a clause that is only a number is the same in every language. */
export function instrument(fixed: Omit<Citation, 'clause'>): (en: string, chinese?: string) => Citation {
  return (en, chinese = en) => ({ ...fixed, clause: localized(en, chinese) });
}

/** A clause's own words. */
export function quoted(language: string, text: string): NonNullable<Duty['quote']> {
  return { text, language };
}
