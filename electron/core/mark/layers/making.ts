import type { z } from 'zod';
import { type Result, succeed } from '#shared/contract/errors.ts';
import type { Localized } from '#shared/domain/localized.ts';
import type { MarkedFile, MarkLayer } from '#shared/domain/marking.ts';
import { LabelOrder } from '../../labels/writing/order.ts';
import { defaultLimits } from '../../media/limits.ts';
import type { TaskOptions } from '../../ports.ts';
import type { MarkMeans } from '../mark-file.ts';
import type { MarkOrder } from '../mark-order.ts';
import type { PlanOutput } from '../mark-tasks.ts';
import { taskProblem } from '../task-problems.ts';

/** Encoding a long film again takes hours, and an encoder of large pictures gigabytes. */
const markingLimits = { ...defaultLimits, timeMs: 6 * 3_600_000, memoryBytes: 6 * 1024 ** 3 };

/** New files without a name yet, in the folder of the output: what each layer leaves for the next one. */
export interface DraftPaths {
  readonly rendered: string;
  readonly explicit: string;
  readonly marked: string;
  readonly labelled: string;
  readonly signed: string;
}

/** Everything the layers of one copy have in common. */
export interface Making {
  readonly order: MarkOrder & { readonly payload: string };
  readonly source: MarkedFile['source'];
  readonly plan: PlanOutput;
  readonly drafts: DraftPaths;
  readonly means: MarkMeans;
  readonly signal: AbortSignal | undefined;
  onProgress(fraction: number): void;
  onReserved(number: number): void;
}

/** What a layer leaves behind. */
export interface Step {
  /** The file the next layer works on: a new draft, or what it was given. */
  readonly content: string;
  readonly layer: MarkLayer;
  readonly notes: readonly Localized[];
}

export function taskOptions(
  { signal, onProgress }: Pick<Making, 'signal' | 'onProgress'>,
  [start, end]: readonly [number, number],
): TaskOptions {
  return {
    priority: 'interactive',
    limits: markingLimits,
    ...(signal === undefined ? {} : { signal }),
    onProgress: (fraction) => onProgress(start + fraction * (end - start)),
  };
}

/** A task of the worker, or the problem its failure is for the whole copy. */
export async function ask<T>(
  making: Pick<Making, 'signal' | 'onProgress' | 'means' | 'order'>,
  task: string,
  input: unknown,
  schema: z.ZodType<T>,
  share: readonly [number, number],
): Promise<Result<T>> {
  const answer = await making.means.ports.workers.run(task, input, schema, taskOptions(making, share));
  return answer.ok ? succeed(answer.value) : taskProblem(answer.failure, making.order.out);
}

/** The order by which the room of labels writes one of the layers. */
export function labelOrder(
  { order, means }: Pick<Making, 'order' | 'means'>,
  content: string,
  part: Partial<LabelOrder>,
): LabelOrder {
  return LabelOrder.parse({ ...part, source: content, out: order.out, sign: means.signer !== null });
}
