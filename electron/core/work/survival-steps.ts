import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evidence } from '#shared/domain/evidence.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { SurvivalStep } from '#shared/domain/mark-survival.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { Cell } from '../analysis/cell.ts';
import type { Attack } from '../mark/attacks/define.ts';
import { judge, notJudged } from '../mark/survive-judgement.ts';
import { AttackOutput, LayerReading, type MarkSearch } from '../mark/survive-tasks.ts';
import { defaultLimits, type Limits } from '../media/limits.ts';
import type { TaskFailure, Workers } from '../ports.ts';

/** The host's side of one run of the survival lab: tasks in the pool, one for each rung. */

/** Encoding and searching a film takes long, and encoders keep many frames. */
const limits: Limits = { ...defaultLimits, timeMs: 1_800_000, memoryBytes: 4 * 1024 ** 3 };
/** Steps handed to the pool at a time: enough for every worker, few enough to keep the disk free. */
const inFlight = 4;

/** A file in its private cell, and who works on it. */
export interface Subject {
  readonly evidence: Evidence;
  readonly cell: Cell;
  readonly workers: Workers;
  readonly signal: AbortSignal;
}

export interface Measured {
  readonly attack: string;
  readonly step: SurvivalStep;
}

/** What the unattacked file carries, or why that could not be read; the reason is `null` when it was cancelled. */
export async function readFirst(
  subject: Subject,
  search: MarkSearch,
): Promise<LayerReading | { readonly reason: Reason | null }> {
  const input = { ...described(subject), folder: join(subject.cell.scratch, 'first'), search };
  const read = await subject.workers.run('survival-read', input, LayerReading, options(subject));
  if (read.ok) return read.value;
  return { reason: read.failure.code === 'cancelled' ? null : failureReason(read.failure) };
}

/** Each rung in turn, several at a time; fewer than were asked for when it was cancelled. */
export async function measureSteps(
  subject: Subject,
  steps: readonly { readonly attack: Attack; readonly step: string }[],
  before: LayerReading,
  search: MarkSearch,
  onStep: (done: number, name: string) => void,
): Promise<Measured[]> {
  const { cell, workers, signal } = subject;
  const measured: Measured[] = [];
  const queue = steps.entries();
  const work = async (): Promise<void> => {
    for (const [index, { attack, step }] of queue) {
      if (signal.aborted) return;
      const folder = join(cell.scratch, String(index));
      const input = { ...described(subject), folder, search, attack: attack.id, step };
      const answer = await workers.run('survival-attack', input, AttackOutput, options(subject));
      // A worker that was ended could not clean up after itself.
      await rm(folder, { recursive: true, force: true });
      if (!answer.ok && answer.failure.code === 'cancelled') return;
      const rung = attack.ladder.find(({ id }) => id === step)!;
      const made: AttackOutput = answer.ok
        ? answer.value
        : { ok: false, reason: failureReason(answer.failure) };
      measured.push({
        attack: attack.id,
        step: {
          id: step,
          label: rung.label,
          typical: rung.typical,
          ...judged(before, made),
          durationMs: Math.round(answer.durationMs),
        },
      });
      onStep(measured.length, `${attack.id} ${step}`);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  return measured;
}

function judged(
  before: LayerReading,
  made: AttackOutput,
): Omit<SurvivalStep, 'id' | 'label' | 'typical' | 'durationMs'> {
  if (!made.ok) return { notRun: made.reason, copy: null, ...notJudged(before, made.reason) };
  const { media, size } = made.reading;
  return {
    notRun: null,
    copy: {
      format: media.format,
      size,
      width: media.width ?? null,
      height: media.height ?? null,
      seconds: media.durationSeconds ?? null,
      psnr: made.psnr,
    },
    ...judge(before, made.reading),
  };
}

function described({ evidence: { sha256, media }, cell }: Subject) {
  return { path: cell.evidence, sha256, media };
}

function options({ evidence: { sha256 }, signal }: Subject) {
  return { priority: 'batch', limits, affinity: sha256, signal } as const;
}

const failures: Readonly<Record<Exclude<TaskFailure['code'], 'cancelled'>, Localized>> = {
  'worker-crashed': localized('The process crashed, also on a second try.', '进程崩溃，重试后仍然崩溃。'),
  'timed-out': localized('The time limit was reached.', '达到时限。'),
  'memory-exceeded': localized('More memory was needed than the limit allows.', '所需内存超出上限。'),
  'limit-reached': localized('A safety limit was reached.', '达到安全上限。'),
  'task-failed': localized(
    'It failed unexpectedly; this is a fault of the program.',
    '意外失败；这是程序缺陷。',
  ),
};

function failureReason({ code, message, detail }: TaskFailure): Reason {
  const text = code === 'cancelled' ? localized('Cancelled.', '已取消。') : failures[code];
  return { code, text, detail: [message, detail ?? ''].join('\n').trim().slice(0, 2000) };
}
