import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Result, succeed } from '#shared/contract/errors.ts';
import { copyClaims, type FingerprintMatch, type FingerprintMethod } from '#shared/domain/fingerprint.ts';
import { localized } from '#shared/domain/localized.ts';
import type { Trace, TraceCandidate, TraceMethod, TraceRoute } from '#shared/domain/trace.ts';
import { defaultLimits, type Limits } from '../media/limits.ts';
import { problem } from '../problems.ts';
import { MatchOutput } from '../trace/fingerprints/match-task.ts';
import type { SearchAnswer } from '../trace/search/register-search.ts';
import {
  fromCase,
  fromLists,
  fromRegister,
  type Source,
  type TraceQuestion,
  type TraceSources,
} from './trace-sources.ts';

interface Found {
  readonly candidates: TraceCandidate[];
  readonly searched: Trace['searched'];
  readonly methods: TraceMethod[];
}

/** Comparing features of hundreds of exhibits takes its time. */
const limits: Limits = { ...defaultLimits, timeMs: 900_000, memoryBytes: 2 * 1024 ** 3 };

/** Everything in the register and in the case that the suspect may be a copy of, the most telling first. */
export async function findCandidates(question: TraceQuestion, means: TraceSources): Promise<Result<Found>> {
  const { store, suspect, prints, signal } = question;
  const answer = await means.search.leads(prints.prints, signal);
  if (!answer.ok) return answer;
  const folder = join(store.folder.work, `trace-${means.ports.id()}`);
  await mkdir(folder, { recursive: true });
  try {
    const entries = await fromRegister(question, answer.value, means, folder);
    if (!entries.ok) return entries;
    const exhibits = await fromCase(question, means);
    if (!exhibits.ok) return exhibits;
    const sources = [...entries.value, ...exhibits.value];
    const listed = await fromLists(question, means);
    if (!listed.ok) return listed;
    const total = await means.register.numbers();
    if (!total.ok) return total;
    const searched = {
      entries: total.value.length,
      exhibits: exhibits.value.length,
      lists: listed.value.lists,
    };
    const known = sources.flatMap(({ id, prints: path }) => (path === null ? [] : [{ id, path }]));
    const size = Math.max(1, searched.entries + searched.exhibits);
    const compared = await means.ports.workers.run(
      'fingerprint-match',
      { suspect: prints.path, known, searched: size },
      MatchOutput,
      { priority: 'batch', limits, affinity: suspect.sha256, signal },
    );
    if (!compared.ok) {
      const { code, message, detail } = compared.failure;
      if (code === 'cancelled') return problem('cancelled');
      means.ports.log('error', 'prints could not be compared', { message, detail });
      return problem('tracing-failed', message);
    }
    const matches = new Map(compared.value.answers.map((one) => [one.id, one]));
    const candidates = [
      ...listed.value.candidates,
      ...sources.flatMap((source) => candidateOf(source, matches.get(source.id))),
    ];
    candidates.sort(byStrength);
    return succeed({ candidates, searched, methods: methodsOf(question, answer.value) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A source becomes a candidate when anything leads to it. */
function candidateOf(
  source: Source,
  { compared, matches }: Omit<MatchOutput['answers'][number], 'id'> = { compared: [], matches: [] },
): TraceCandidate[] {
  const routes = new Set(source.routes);
  // The index leads to more than what holds when both are compared.
  if (matches.length === 0) routes.delete('fingerprint');
  else routes.add('fingerprint');
  if (routes.size === 0) return [];
  const order: readonly TraceRoute[] = ['bytes', 'content', 'mark', 'credential', 'fingerprint'];
  return [
    {
      ...source.candidate,
      claim: claimOf(routes, matches),
      routes: order.filter((route) => routes.has(route)),
      compared,
      matches: [...matches].sort((a, b) => rank(a) - rank(b)),
      payload: source.payload,
      comparison: null,
      note: null,
    },
  ];
}

/**
 * A mark or a credential alone is a candidate: either can be transplanted, and the entry may have no prints to confirm
 * it by.
 */
function claimOf(
  routes: ReadonlySet<TraceRoute>,
  matches: readonly FingerprintMatch[],
): TraceCandidate['claim'] {
  if (routes.has('bytes')) return 'same-bytes';
  if (routes.has('content')) return 'same-content';
  const claims = matches.map(({ claim }) => claim);
  return copyClaims.find((claim) => claims.includes(claim)) ?? 'candidate';
}

function rank({ claim }: { readonly claim: TraceCandidate['claim'] }): number {
  return copyClaims.indexOf(claim);
}

function byStrength(a: TraceCandidate, b: TraceCandidate): number {
  return (
    rank(a) - rank(b) ||
    Number(b.payload !== null) - Number(a.payload !== null) ||
    b.matches.length - a.matches.length ||
    bestScore(b) - bestScore(a) ||
    a.name.localeCompare(b.name)
  );
}

/** How far the best match of a candidate is on the good side of its threshold. */
function bestScore({ matches }: TraceCandidate): number {
  return Math.max(
    0,
    ...matches.map(({ score, threshold, descending }) =>
      descending ? (threshold + 1) / (score + 1) : score / Math.max(threshold, 1e-9),
    ),
  );
}

/** Methods whose codes are found through the index; those of others are compared one by one. */
const lookedUp: ReadonlySet<FingerprintMethod> = new Set(['pdq', 'features', 'frames']);

const lowQuality = localized(
  'Too little structure: its codes are of too low a quality to be looked up. That nothing is found for it means nothing.',
  '结构过少：编码质量过低，无法用于检索。检索无结果不说明任何问题。',
);

function methodsOf({ prints }: TraceQuestion, { searched }: SearchAnswer): TraceMethod[] {
  return prints.answers.map(({ method, state, reason }): TraceMethod => {
    const size = searched.get(method) ?? { asked: 0, among: 0 };
    // Printed, and every code of too little quality to be looked up.
    if (state === 'printed' && size.asked === 0 && lookedUp.has(method))
      return { method, state: 'not-traceable', reason: lowQuality, ...size };
    return { method, state: state === 'printed' ? 'searched' : state, reason, ...size };
  });
}
