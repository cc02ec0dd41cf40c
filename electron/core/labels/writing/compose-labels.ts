import type { LabelStatement } from '#shared/domain/label.ts';
import type { LabelToWrite } from '#shared/domain/labelling.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { Carrier, LabelEntry } from '../define.ts';
import { readSource, sourceStrength } from '../source-type/source-meaning.ts';
import { standards } from '../standards.generated.ts';
import { supersededCode } from '../statement.ts';
import type { LabelOrder } from './order.ts';
import { asReason, noPlace, withFullStop } from './words.ts';

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
    const denied = deniedBy(label, labels, existing);
    if (denied !== null) return { ok: false, reason: asReason('lowered', denied) };
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

const saysGenerated: ReadonlySet<LabelStatement['meaning']> = new Set([
  'generated',
  'partly-generated',
  'possibly-generated',
  'suspected',
]);

/**
 * A source type that speaks of capture or of human work would take back, in another standard, what a label of the
 * file or of the same order says; `null`: it does not.
 */
function deniedBy(
  label: LabelToWrite,
  ordered: readonly LabelToWrite[],
  existing: readonly LabelStatement[],
): Localized | null {
  if (label.standard === 'gb45438-aigc') return null;
  const source = readSource(label.sourceType);
  if (source.class === null || sourceStrength(source.class) > 0) return null;
  if (ordered.some(({ standard }) => standard === 'gb45438-aigc')) {
    return localized(
      `The order says that the content is generated (GB 45438) and that it is not (“${source.says.en}”).`,
      `同一请求既标明内容为生成合成（GB 45438），又标明并非如此（“${source.says['zh-CN']}”）。`,
    );
  }
  const found = existing.find(({ kind, meaning }) => kind === 'label' && saysGenerated.has(meaning));
  if (found === undefined) return null;
  return localized(
    `The file says “${found.says.en}” (${found.place}), and a label is never lowered: “${source.says.en}” would contradict it.`,
    `文件现有标识为“${found.says['zh-CN']}”（${found.place}），标识不得降低：“${source.says['zh-CN']}”与之矛盾。`,
  );
}
