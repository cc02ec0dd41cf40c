import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import type { Job } from '#shared/contract/events.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import {
  MarkSurvival,
  type SurvivalAttack,
  type SurvivalCatalogue,
  type SurvivalListing,
  type SurvivalRequest,
  type SurvivalStep,
} from '#shared/domain/mark-survival.ts';
import type { Reason } from '#shared/domain/run.ts';
import { type Cell, createCell, evidenceMissing } from '../analysis/cell.ts';
import type { CaseStore } from '../case/store.ts';
import { attacks } from '../mark/attacks/attacks.generated.ts';
import { attackMediaOf, type ChosenAttack, chooseAttacks, suites } from '../mark/suites.ts';
import { baselineOf, judge, notJudged, thresholdsOf } from '../mark/survive-judgement.ts';
import { AttackOutput, LayerReading, type MarkSearch } from '../mark/survive-tasks.ts';
import { defaultLimits, type Limits } from '../media/limits.ts';
import { writeNew } from '../new-file.ts';
import type { Ports, TaskFailure } from '../ports.ts';
import { problem } from '../problems.ts';
import { version } from '../version.ts';
import type { JobHandle, Jobs } from './jobs.ts';

/** The survival lab: what of a file is left after which processing, measured on copies. */
export interface SurvivalLab {
  catalogue(): SurvivalCatalogue;
  /** Starts a job; the run is kept under the job's id when it is over, also when it was stopped halfway. */
  run(store: CaseStore, caseId: string, request: SurvivalRequest): Result<Job>;
  /** Runs kept in the case, the newest first. */
  list(store: CaseStore): Promise<SurvivalListing[]>;
  get(store: CaseStore, id: string): Promise<Result<MarkSurvival>>;
  /** The newest run on each of these exhibits. */
  latest(store: CaseStore, evidence: readonly string[]): Promise<MarkSurvival[]>;
}

/** Encoding and searching a film takes long, and encoders keep many frames. */
const limits: Limits = { ...defaultLimits, timeMs: 1_800_000, memoryBytes: 4 * 1024 ** 3 };
/** Steps handed to the pool at a time: enough for every worker, few enough to keep the disk free. */
const inFlight = 4;

export function createSurvivalLab(ports: Ports, jobs: Jobs): SurvivalLab {
  return {
    catalogue: () => ({
      suites: [...suites],
      attacks: attacks.map(({ id, media, family, title, about, cite, ladder }) => ({
        ...{ id, media, family, title, about, cite },
        ladder: ladder.map((step) => ({ id: step.id, label: step.label, typical: step.typical })),
      })),
    }),
    run(store, caseId, request) {
      const evidence = store.evidence(request.evidence);
      if (evidence === null) return problem('not-found', request.evidence);
      const media = attackMediaOf(evidence.media);
      if (media === null) return fail('bad-request', nothingAttacks(evidence.media.format));
      const choice = chooseAttacks(request.attacks, media);
      if (!choice.ok) return fail('bad-request', choice.why, choice.item);
      const job: Job = jobs.start('survive', caseId, 'runs', (handle) =>
        survive({ store, evidence, request, chosen: choice.chosen, id: job.id, ports, handle }),
      );
      return succeed(job);
    },
    async list(store) {
      const kept = await keptRuns(store);
      return kept.map(({ survival, sha256 }) => ({
        ...{ id: survival.id, at: survival.at, evidence: survival.file.sha256, suite: survival.suite },
        ...{ attacks: survival.attacks.length, complete: survival.complete, sha256 },
      }));
    },
    async get(store, id) {
      const kept = (await keptRuns(store)).find(({ survival }) => survival.id === id);
      return kept === undefined ? problem('not-found', id) : succeed(kept.survival);
    },
    async latest(store, evidence) {
      const kept = await keptRuns(store);
      return evidence.flatMap(
        (sha256) => kept.find(({ survival }) => survival.file.sha256 === sha256)?.survival ?? [],
      );
    },
  };
}

interface Survival {
  readonly store: CaseStore;
  readonly evidence: Evidence;
  readonly request: SurvivalRequest;
  readonly chosen: readonly ChosenAttack[];
  readonly id: string;
  readonly ports: Ports;
  readonly handle: JobHandle;
}

async function survive(task: Survival): Promise<void> {
  const { store, evidence, id, ports, handle, chosen } = task;
  const started = performance.now();
  const cell = await createCell(store.folder.work, id, store.evidencePath(evidence.sha256));
  if (cell === null) {
    handle.problem(evidence.name, evidenceMissing);
    return;
  }
  try {
    const steps = chosen.flatMap(({ attack, steps: wanted }) => wanted.map((step) => ({ attack, step })));
    handle.progress(0, steps.length + 1, evidence.name);
    const search: MarkSearch = {
      keys: task.request.key === null ? null : [task.request.key],
      identifiers: task.request.identifiers,
    };
    const before = await readFirst(task, cell, search);
    if (before === null) return;
    handle.progress(1, steps.length + 1, evidence.name);
    const measured = await allSteps(task, cell, steps, before, narrowed(search, before));
    if (!(await cell.untouched())) {
      handle.problem(evidence.name, touched);
      return;
    }
    const survival: MarkSurvival = {
      format: 'assay-survival',
      version: 1,
      id,
      at: ports.clock().toISOString(),
      assay: version,
      file: {
        name: evidence.name,
        sha256: evidence.sha256,
        size: evidence.size,
        number: evidence.number,
        media: evidence.media,
      },
      suite: task.request.attacks,
      keys: before.mark.keys,
      identifiers: before.mark.identifiers,
      baseline: baselineOf(before),
      attacks: gathered(chosen, measured),
      complete: measured.length === steps.length,
      durationMs: Math.round(performance.now() - started),
    };
    if (survival.attacks.length > 0) await keep(store, survival);
  } finally {
    await cell.remove();
  }
}

/** With the key that read the mark alone, where one did: others cannot read it from a copy either. */
function narrowed(search: MarkSearch, before: LayerReading): MarkSearch {
  const keys = before.mark.readings.flatMap(({ key }) => key.fingerprint ?? []);
  return keys.length === 0 ? search : { ...search, keys: [...new Set(keys)] };
}

async function readFirst(
  { evidence, ports, handle }: Survival,
  cell: Cell,
  search: MarkSearch,
): Promise<LayerReading | null> {
  const input = { ...subject(evidence, cell), folder: join(cell.scratch, 'first'), search };
  const read = await ports.workers.run(
    'survival-read',
    input,
    LayerReading,
    options(evidence, handle.signal),
  );
  if (read.ok) return read.value;
  if (read.failure.code !== 'cancelled') handle.problem(evidence.name, failureReason(read.failure).text);
  return null;
}

interface Measured {
  readonly attack: string;
  readonly step: SurvivalStep;
}

async function allSteps(
  task: Survival,
  cell: Cell,
  steps: readonly { readonly attack: ChosenAttack['attack']; readonly step: string }[],
  before: LayerReading,
  search: MarkSearch,
): Promise<Measured[]> {
  const { evidence, ports, handle } = task;
  const measured: Measured[] = [];
  const queue = steps.entries();
  const work = async (): Promise<void> => {
    for (const [index, { attack, step }] of queue) {
      if (handle.signal.aborted) return;
      const folder = join(cell.scratch, String(index));
      const input = { ...subject(evidence, cell), folder, search, attack: attack.id, step };
      const answer = await ports.workers.run(
        'survival-attack',
        input,
        AttackOutput,
        options(evidence, handle.signal),
      );
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
      handle.progress(measured.length + 1, steps.length + 1, `${attack.id} ${step}`);
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

function subject({ sha256, media }: Evidence, cell: Cell) {
  return { path: cell.evidence, sha256, media };
}

function options({ sha256 }: Evidence, signal: AbortSignal) {
  return { priority: 'batch', limits, affinity: sha256, signal } as const;
}

/** Attacks in the order they were chosen in, rungs in that of their ladders, whatever order they ended in. */
function gathered(chosen: readonly ChosenAttack[], measured: readonly Measured[]): SurvivalAttack[] {
  return chosen.flatMap(({ attack, steps: wanted }) => {
    const { id, family, title, about, cite } = attack;
    const steps = wanted.flatMap(
      (step) => measured.find((one) => one.attack === id && one.step.id === step)?.step ?? [],
    );
    return steps.length === 0
      ? []
      : [{ id, family, title, about, cite, steps, thresholds: thresholdsOf(steps) }];
  });
}

async function keep(store: CaseStore, survival: MarkSurvival): Promise<void> {
  const folder = store.folder.survival;
  await mkdir(folder, { recursive: true });
  const bytes = Buffer.from(`${JSON.stringify(MarkSurvival.parse(survival))}\n`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await writeNew(join(folder, `${survival.id}.json`), bytes);
  store.recordSurvival(sha256, {
    evidence: survival.file.sha256,
    suite: survival.suite,
    attacks: survival.attacks.length,
    complete: survival.complete,
    run: survival.id,
  });
}

interface KeptRun {
  readonly survival: MarkSurvival;
  readonly sha256: string;
}

/** Files of runs, the newest first; one that is no run, or was changed beyond recognition, is left out. */
async function keptRuns(store: CaseStore): Promise<KeptRun[]> {
  const kept: KeptRun[] = [];
  for (const name of await namesIn(store.folder.survival)) {
    const bytes = await readFile(join(store.folder.survival, name));
    const survival = MarkSurvival.safeParse(jsonOrNull(bytes.toString('utf8')));
    if (!survival.success) continue;
    kept.push({ survival: survival.data, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  return kept.sort((a, b) => b.survival.at.localeCompare(a.survival.at));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.json'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const touched = localized(
  'The process that attacked copies changed the file itself. The results were discarded; verify the case.',
  '对副本施加攻击的进程改动了原文件。结果已丢弃；请校验案件。',
);

function nothingAttacks(format: string): Localized {
  return localized(
    `The survival lab attacks pictures, sound, films and texts, not ${format}.`,
    `留存实验可处理图像、声音、视频和文本，不支持 ${format}。`,
  );
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
