import type { ComparisonRequest } from '#shared/domain/comparison.ts';
import type { Sha256 } from '#shared/domain/evidence.ts';
import type { Trace, TraceCandidate, TraceListing, TraceMethod, TraceWarning } from '#shared/domain/trace.ts';

/** What a trace says first: sources, leads that nothing confirms, nothing, or that it could not look. */
export type TraceAnswer = 'found' | 'candidates' | 'nothing' | 'not-traceable';

export function answerOf({ candidates, methods }: Pick<Trace, 'candidates' | 'methods'>): TraceAnswer {
  if (candidates.some(({ claim }) => claim !== 'candidate')) return 'found';
  if (candidates.length > 0) return 'candidates';
  return methods.some(({ state }) => state === 'searched') ? 'nothing' : 'not-traceable';
}

export interface MethodsApart {
  /** Codes of these were looked up. */
  readonly searched: readonly TraceMethod[];
  /** They fit the media and could say nothing of this file: it is not that they found nothing. */
  readonly silent: readonly TraceMethod[];
}

/** Methods that do not fit the media are left out: they say nothing of the file. */
export function methodsApart(methods: readonly TraceMethod[]): MethodsApart {
  return {
    searched: methods.filter(({ state }) => state === 'searched'),
    silent: methods.filter(({ state }) => state === 'not-traceable' || state === 'undetermined'),
  };
}

/** A mark or a credential that belongs elsewhere misleads; equal content is only worth knowing. */
export function gravity({ code }: TraceWarning): 'problem' | 'caution' | 'information' {
  switch (code) {
    case 'transplanted':
      return 'problem';
    case 'mark-without-content':
    case 'manifest-elsewhere':
      return 'caution';
    case 'same-pixels-other-metadata':
    case 'same-sound-other-picture':
    case 'same-picture-other-sound':
      return 'information';
  }
}

/** What would be laid over the suspect; `null`: there is no file of this source here. */
export function originalOf({ source }: TraceCandidate): ComparisonRequest['first'] | null {
  if (source.kind === 'case') return { from: 'case', evidence: source.evidence };
  if (source.kind === 'register' && source.kept) return { from: 'register', entry: source.entry };
  return null;
}

/** Hashes under which the case may hold the file of a source, the copy first. */
export function heldAs({ source }: TraceCandidate): readonly Sha256[] {
  if (source.kind === 'case') return [source.evidence];
  if (source.kind === 'list') return [];
  return [...(source.copy === null ? [] : [source.copy]), source.original].filter(
    (hash, index, all) => all.indexOf(hash) === index,
  );
}

/** The trace to show of an exhibit: the one that was opened if it is of it, else its newest. */
export function shownTrace(
  traces: readonly TraceListing[],
  evidence: Sha256 | null,
  opened: string | null,
): TraceListing | null {
  const own = traces.filter((one) => one.evidence === evidence);
  return own.find(({ id }) => id === opened) ?? own[0] ?? null;
}

/** How many exhibits were traced at all. */
export function tracedExhibits(traces: readonly TraceListing[]): number {
  return new Set(traces.map(({ evidence }) => evidence)).size;
}
