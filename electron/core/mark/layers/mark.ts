import { type Result, succeed } from '#shared/contract/errors.ts';
import type { MarkLayer, WrittenMark } from '#shared/domain/marking.ts';
import { withFullStop } from '../../labels/writing/words.ts';
import { CheckMarkOutput, WriteMarkOutput } from '../mark-tasks.ts';
import { noCodec } from '../mark-words.ts';
import { reasonProblem, refusal } from '../task-problems.ts';
import { ask, type Making, type Step } from './making.ts';
import { reserveEntry } from './register.ts';
import { layer, markWritten, notAsked } from './words.ts';

/** A mark that is written and not yet read back. */
export interface PendingMark extends Omit<WrittenMark, 'reading'> {
  /** The content it was put into. */
  readonly before: string;
}

export interface MarkStep extends Step {
  readonly mark: PendingMark | null;
  /** Number in the register under which its identifier is reserved. */
  readonly entry: number | null;
}

/**
 * The mark: after what is drawn, which would lie over it, and before everything that is bytes, because it makes the
 * content anew. Its identifier is entered first: no mark leaves this machine unknown.
 */
export async function addMark(making: Making, content: string): Promise<Result<MarkStep>> {
  const { order, plan, drafts } = making;
  const { codec, why, media } = plan;
  const { payload, key, strength } = order;
  const none = { content, notes: [], mark: null, entry: null };
  if (codec === null) {
    const reason = withFullStop(why ?? noCodec(media.format));
    return order.needs === 'mark'
      ? refusal(reason)
      : succeed({ ...none, layer: layer('mark', 'refused', reason) });
  }
  let entry: number | null = null;
  if (order.register) {
    const reserved = await reserveEntry(making, { payload, codec, key: key.name.fingerprint });
    if (!reserved.ok) return reserved;
    entry = reserved.value;
  }
  const input = { source: content, target: drafts.marked, payload, key, strength };
  const answer = await ask(making, 'mark-write', input, WriteMarkOutput, [0.25, 0.6]);
  if (!answer.ok) return answer;
  if (!answer.value.ok) {
    const { reason } = answer.value;
    if (order.needs === 'mark') return reasonProblem(reason);
    if (entry !== null) await making.means.register.remove(entry);
    return succeed({ ...none, layer: layer('mark', 'refused', withFullStop(reason.text)) });
  }
  const { quality, notes } = answer.value;
  return succeed({
    content: drafts.marked,
    notes,
    entry,
    layer: layer('mark', 'done', notAsked),
    mark: { codec, payload, key: key.name, quality, before: content },
  });
}

/** Read the mark from the finished copy, as a stranger would. */
export async function readMark(
  making: Making,
  content: string,
  mark: PendingMark,
): Promise<Result<{ readonly mark: WrittenMark; readonly layer: MarkLayer }>> {
  const { before, ...written } = mark;
  const input = { path: content, before, payload: mark.payload, key: making.order.key };
  const answer = await ask(making, 'mark-check', input, CheckMarkOutput, [0.75, 0.9]);
  if (!answer.ok) return answer;
  if (!answer.value.ok) return reasonProblem(answer.value.reason);
  const { reading } = answer.value;
  const words = markWritten(mark.codec, mark.payload, reading.falseAlarmLog10);
  return succeed({
    mark: { ...written, reading },
    layer: layer('mark', 'done', words, [`${reading.codec} ${reading.version}`]),
  });
}
