import type { Evidence } from '#shared/domain/evidence.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Reason, Run } from '#shared/domain/run.ts';
import { placeFolder } from '../case/folder.ts';
import { defaultLimits, type Limits } from '../media/limits.ts';
import type { Ports, TaskFailure } from '../ports.ts';
import { type Cell, createCell, evidenceMissing } from './cell.ts';
import type { AnyAnalysis } from './define.ts';
import { PerformOutput } from './perform.ts';
import { runKey } from './run-key.ts';

export interface RunRequest {
  readonly analysis: AnyAnalysis;
  readonly evidence: Evidence;
  /** Path of the stored evidence file. */
  readonly path: string;
  /** Path of the companion, when the analysis has one for this evidence. */
  readonly companion?: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Versions of the engines the analysis names; a missing engine is left out. */
  readonly engines: Readonly<Record<string, string>>;
  /** Folder for private cells, on the case's file system. */
  readonly work: string;
  /** Where the run's artifacts are kept when there are any. */
  derived(run: string): string;
  readonly priority: 'interactive' | 'batch';
  readonly signal?: AbortSignal;
  onProgress?(fraction: number): void;
}

/** Everything about a run that is known before it starts. Throws `ZodError` for bad parameters. */
export function planRun(
  request: RunRequest,
): Pick<Run, 'evidence' | 'analysis' | 'version' | 'parameters' | 'engines' | 'key'> {
  const { analysis, evidence, engines } = request;
  const parameters = analysis.parameters.parse(request.parameters) as Record<string, unknown>;
  const parts = {
    evidence: evidence.sha256,
    analysis: analysis.id,
    version: analysis.version,
    parameters,
    engines: { ...engines },
  };
  return { ...parts, key: runKey(parts) };
}

/** The record of an analysis that has nothing to say about this kind of file. */
export function notApplicableRun(request: RunRequest, ports: Ports, why: Localized): Run {
  return {
    id: ports.id(),
    ...planRun(request),
    outcome: 'not-applicable',
    reason: { code: 'not-applicable', text: why },
    warnings: [],
    startedAt: ports.clock().toISOString(),
    durationMs: 0,
    result: null,
    findings: [],
    figures: [],
    artifacts: [],
  };
}

/**
 * Make one run ready: its private cell is built, nothing is queued yet. The function it gives executes the run
 * in the pool; called in order, the runs of one evidence follow each other and share what the worker keeps.
 * Whatever happens inside (crash, hang, bomb, bug), the answer is one run with one outcome. `null` only when it
 * was cancelled: nothing is recorded then.
 */
export async function prepareRun(request: RunRequest, ports: Ports): Promise<() => Promise<Run | null>> {
  const id = ports.id();
  const cell = await createCell(request.work, id, request.path, request.companion);
  if (cell !== null) return () => executeRun(request, ports, id, cell);
  const lost = unreadRun(request, ports, { code: 'evidence-missing', text: evidenceMissing });
  return async () => lost;
}

/** The record of an analysis that was not begun, because the stored file is not what was taken in. */
export function unreadRun(request: RunRequest, ports: Pick<Ports, 'id' | 'clock'>, reason: Reason): Run {
  return {
    id: ports.id(),
    ...planRun(request),
    outcome: 'failed',
    reason,
    warnings: [],
    startedAt: ports.clock().toISOString(),
    durationMs: 0,
    ...empty,
  };
}

async function executeRun(request: RunRequest, ports: Ports, id: string, cell: Cell): Promise<Run | null> {
  const { analysis, evidence } = request;
  const limits: Limits = { ...defaultLimits, ...analysis.limits };
  try {
    const answer = await ports.workers.run(
      'analysis',
      {
        analysis: analysis.id,
        parameters: request.parameters,
        evidence: {
          path: cell.evidence,
          sha256: evidence.sha256,
          size: evidence.size,
          media: evidence.media,
          companion: cell.companion,
        },
        scratch: cell.scratch,
        artifacts: cell.artifacts,
      },
      PerformOutput,
      {
        priority: request.priority,
        limits,
        affinity: evidence.sha256,
        ...(request.signal === undefined ? {} : { signal: request.signal }),
        ...(request.onProgress === undefined ? {} : { onProgress: request.onProgress }),
      },
    );
    const durationMs = Math.round(answer.durationMs);
    // When a worker took it up, not when it was queued behind others.
    const startedAt = new Date(ports.clock().getTime() - durationMs).toISOString();
    const common = { id, ...planRun(request), startedAt, durationMs };
    const complaints = lines(answer.stderr);
    if (!(await cell.untouched())) {
      return { ...common, ...empty, outcome: 'failed', warnings: complaints, reason: evidenceTouched };
    }
    if (!answer.ok) {
      if (answer.failure.code === 'cancelled') return null;
      const outcome = answer.failure.code === 'limit-reached' ? 'undetermined' : 'failed';
      return { ...common, ...empty, outcome, warnings: complaints, reason: failureReason(answer.failure) };
    }
    const { value } = answer;
    if (value.artifacts.length > 0) {
      await placeFolder(cell.artifacts, request.derived(id));
    }
    return {
      ...common,
      outcome: value.outcome,
      ...(value.reason === undefined ? {} : { reason: value.reason }),
      warnings: [...value.warnings, ...complaints],
      result: value.result,
      findings: value.findings,
      figures: value.figures,
      artifacts: value.artifacts,
    };
  } finally {
    await cell.remove();
  }
}

const empty = { result: null, findings: [], figures: [], artifacts: [] };

/** Lines a decoder printed on standard error: part of the record, never thrown away. */
function lines(stderr: string): string[] {
  return stderr
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(-50);
}

const evidenceTouched: Reason = {
  code: 'evidence-touched',
  text: localized(
    'The process that examined the file changed it or its attributes. The result was discarded; verify the case before going on.',
    '检验进程改动了该文件或其属性。结果已丢弃；请先校验案件再继续。',
  ),
};

const failureTexts: Record<Exclude<TaskFailure['code'], 'cancelled'>, Localized> = {
  'worker-crashed': localized(
    'The process that examined the file crashed, also on a second try in a fresh process. Other runs are not affected.',
    '检验该文件的进程崩溃，在新进程中重试后仍然崩溃。其他检验不受影响。',
  ),
  'timed-out': localized('The time limit was reached before the method finished.', '方法未能在时限内完成。'),
  'memory-exceeded': localized('The method needed more memory than its limit.', '方法所需内存超出其上限。'),
  'limit-reached': localized(
    'A safety limit was reached, so the method cannot speak about this file.',
    '达到安全上限，方法无法就该文件给出结论。',
  ),
  'task-failed': localized(
    'The method failed unexpectedly. This is a fault of the program, recorded here.',
    '方法意外失败。这是程序缺陷，已在此记录。',
  ),
};

function failureReason(failure: TaskFailure): Reason {
  if (failure.code === 'cancelled') throw new Error('A cancelled run has no reason: it is not recorded');
  const detail = [failure.message, failure.detail]
    .filter((text) => text !== undefined && text !== '')
    .join('\n');
  return { code: failure.code, text: failureTexts[failure.code], detail };
}
