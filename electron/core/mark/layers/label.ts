import { type Result, succeed } from '#shared/contract/errors.ts';
import type { MarkLayer } from '#shared/domain/marking.ts';
import { CheckOutput, WriteOutput } from '../../labels/writing/tasks.ts';
import { withFullStop } from '../../labels/writing/words.ts';
import { reasonProblem } from '../task-problems.ts';
import { ask, labelOrder, type Making, type Step } from './making.ts';
import { labelsWritten, layer, notAsked } from './words.ts';

export type WrittenLabels = Extract<WriteOutput, { ok: true }>;

export interface LabelStep extends Step {
  readonly wrote: WrittenLabels | null;
}

/** The label for machines, in the metadata: not a pixel or sample moves. */
export async function addLabel(making: Making, content: string): Promise<Result<LabelStep>> {
  const { order, drafts } = making;
  const { labels } = order.labelling;
  const none = { content, notes: [], wrote: null };
  if (labels.length === 0) return succeed({ ...none, layer: layer('label', 'skipped', notAsked) });
  const input = {
    order: labelOrder(making, content, { labels }),
    drafts: { rendered: drafts.rendered, file: drafts.labelled },
  };
  const answer = await ask(making, 'label-write', input, WriteOutput, [0.6, 0.7]);
  if (!answer.ok) return answer;
  if (!answer.value.ok)
    return succeed({ ...none, layer: layer('label', 'refused', withFullStop(answer.value.reason.text)) });
  return succeed({
    content: drafts.labelled,
    notes: answer.value.notes,
    layer: layer('label', 'done', notAsked),
    wrote: answer.value,
  });
}

/** Read the labels from the finished copy: by our own reader and by the programs of others. */
export async function readLabel(
  making: Making,
  content: string,
  { promised }: WrittenLabels,
): Promise<Result<MarkLayer>> {
  const answer = await ask(making, 'label-check', { path: content, promised }, CheckOutput, [0.9, 0.93]);
  if (!answer.ok) return answer;
  if (!answer.value.ok) return reasonProblem(answer.value.reason);
  const agreeing = answer.value.readBack.filter(({ state }) => state === 'agrees');
  return succeed(
    layer(
      'label',
      'done',
      labelsWritten(promised.entries.map(({ place }) => place)),
      agreeing.map(({ reader, version }) => `${reader} ${version}`),
    ),
  );
}
