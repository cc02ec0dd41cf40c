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
} from '#shared/domain/mark-survival.ts';
import { createCell, evidenceMissing } from '../analysis/cell.ts';
import type { CaseStore } from '../case/store.ts';
import { attacks } from '../mark/attacks/attacks.generated.ts';
import { attackMediaOf, type ChosenAttack, chooseAttacks, measuredSuites } from '../mark/suites.ts';
import { baselineOf, thresholdsOf } from '../mark/survive-judgement.ts';
import type { LayerReading, MarkSearch } from '../mark/survive-tasks.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import { version } from '../version.ts';
import type { JobHandle, Jobs } from './jobs.ts';
import { type DocumentKind, keepDocument, keptDocuments } from './kept-documents.ts';
import { type Measured, measureSteps, readFirst, type Subject } from './survival-steps.ts';

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

export function createSurvivalLab(ports: Ports, jobs: Jobs): SurvivalLab {
  return {
    catalogue: () => ({
      suites: measuredSuites(),
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
      const kept = await keptDocuments(runs, store);
      return kept.map(({ document: survival, sha256 }) => ({
        ...{ id: survival.id, at: survival.at, evidence: survival.file.sha256, suite: survival.suite },
        ...{ attacks: survival.attacks.length, complete: survival.complete, sha256 },
      }));
    },
    async get(store, id) {
      const kept = (await keptDocuments(runs, store)).find(({ document }) => document.id === id);
      return kept === undefined ? problem('not-found', id) : succeed(kept.document);
    },
    async latest(store, evidence) {
      const kept = await keptDocuments(runs, store);
      return evidence.flatMap(
        (sha256) => kept.find(({ document }) => document.file.sha256 === sha256)?.document ?? [],
      );
    },
  };
}

const runs: DocumentKind<MarkSurvival> = {
  schema: MarkSurvival,
  folder: (store) => store.folder.survival,
  record: (store, sha256, survival) =>
    store.recordDocument('survival.measured', sha256, {
      evidence: survival.file.sha256,
      suite: survival.suite,
      attacks: survival.attacks.length,
      complete: survival.complete,
      run: survival.id,
    }),
};

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
    const subject: Subject = { evidence, cell, workers: ports.workers, signal: handle.signal };
    const before = await readFirst(subject, search);
    if ('reason' in before) {
      if (before.reason !== null) handle.problem(evidence.name, before.reason.text);
      return;
    }
    handle.progress(1, steps.length + 1, evidence.name);
    const measured = await measureSteps(subject, steps, before, narrowed(search, before), (done, name) =>
      handle.progress(done + 1, steps.length + 1, name),
    );
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
    if (survival.attacks.length > 0) await keepDocument(runs, store, survival);
  } finally {
    await cell.remove();
  }
}

/** With the key that read the mark alone, where one did: others cannot read it from a copy either. */
function narrowed(search: MarkSearch, before: LayerReading): MarkSearch {
  const keys = before.mark.readings.flatMap(({ key }) => key.fingerprint ?? []);
  return keys.length === 0 ? search : { ...search, keys: [...new Set(keys)] };
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
