import type { LabelStatement } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { Carrier, LabelEntry } from '../define.ts';
import { standards } from '../standards.generated.ts';
import { supersededCode } from '../statement.ts';
import type { LabelOrder } from './order.ts';
import { asReason, noPlace } from './words.ts';

/** What one standard asks the container to keep. */
export interface Composed {
  readonly standard: string;
  readonly entries: readonly LabelEntry[];
}

export type ComposedLabels =
  | { readonly ok: true; readonly composed: readonly Composed[]; readonly notes: readonly Localized[] }
  | { readonly ok: false; readonly reason: Reason };

/** Every label asked for, as its standard writes it beside what the file says already. */
export function composeLabels(
  { labels }: LabelOrder,
  { format }: Media,
  carrier: Carrier | undefined,
  existing: readonly LabelStatement[],
): ComposedLabels {
  const composed: Composed[] = [];
  const notes: Localized[] = [];
  for (const label of labels) {
    const standard = standards.find(({ id }) => id === label.standard);
    if (standard?.compose === undefined || carrier?.write === undefined)
      return { ok: false, reason: noPlace(format, label.standard) };
    const own = existing.filter(
      ({ standard: id, checks }) => id === standard.id && checks.every(({ code }) => code !== supersededCode),
    );
    const answer = standard.compose(label, { format, carrier, existing: own });
    if (!answer.ok) return { ok: false, reason: asReason('compose', withFullStop(answer.reason)) };
    if (answer.entries.some(({ kind }) => carrier.writes?.includes(kind) !== true))
      return { ok: false, reason: noPlace(format, label.standard) };
    composed.push({ standard: standard.id, entries: answer.entries });
    notes.push(...answer.notes.map(withFullStop));
  }
  return { ok: true, composed, notes };
}

/** Reasons of standards and carriers are clauses to be continued; here they are sentences. */
export function withFullStop(text: Localized): Localized {
  const stop = (words: string, mark: string): string => (/[.。!！?？]$/.test(words) ? words : words + mark);
  return localized(stop(text.en, '.'), stop(text['zh-CN'], '。'));
}
