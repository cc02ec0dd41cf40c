import { type Result, succeed } from '#shared/contract/errors.ts';
import type { Comparison } from '#shared/domain/comparison.ts';
import { localized } from '#shared/domain/localized.ts';
import type { RegisterEntry } from '#shared/domain/register.ts';
import type { Recovered, TraceCandidate } from '#shared/domain/trace.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import { sameSceneCode } from '../trace/align/picture/reasons.ts';
import type { Register } from '../trace/register/register.ts';
import type { Comparing } from './comparing.ts';
import { originOf } from './origins.ts';
import type { TraceQuestion } from './trace-sources.ts';

/** Candidates the suspect is laid over, the best first. */
const mostCompared = 3;

/** Lay the best sources over the suspect; each candidate says which comparison it is, or why there is none. */
export async function compareBest(
  { store, suspect, signal }: TraceQuestion,
  candidates: readonly TraceCandidate[],
  { comparing }: { readonly comparing: Comparing },
): Promise<Result<TraceCandidate[]>> {
  let left = mostCompared;
  const compared: TraceCandidate[] = [];
  for (const candidate of candidates) {
    const { source, claim } = candidate;
    if (left === 0 || source.kind === 'list' || claim === 'same-bytes') {
      compared.push(candidate);
      continue;
    }
    left -= 1;
    const first =
      source.kind === 'case'
        ? ({ from: 'case', evidence: source.evidence } as const)
        : ({ from: 'register', entry: source.entry } as const);
    const made = await comparing.make(store, { first, second: suspect.sha256 }, { signal });
    if (!made.ok && made.problem.code === 'cancelled') return problem('cancelled');
    compared.push(
      made.ok
        ? {
            ...candidate,
            comparison: made.value.id,
            claim: judged(claim, made.value),
            note: made.value.reason?.text ?? null,
          }
        : { ...candidate, note: made.problem.message },
    );
  }
  return succeed(compared);
}

/**
 * Laying both over each other can confirm a lead. Of one that was confirmed by its codes it takes something back only when
 * it shows another photograph of the same scene, whose codes are as much alike.
 */
function judged(
  claim: TraceCandidate['claim'],
  { claim: found, reason }: Pick<Comparison, 'claim' | 'reason'>,
): TraceCandidate['claim'] {
  if (claim === 'same-bytes' || claim === 'same-content') return claim;
  if (reason?.code === sameSceneCode) return 'candidate';
  return found === 'copy' ? 'copy' : claim;
}

/** What the register still has of what the suspect lost: the labels and the credential of each confirmed entry. */
export async function recover(
  question: TraceQuestion,
  candidates: readonly TraceCandidate[],
  { register, ports }: { readonly register: Register; readonly ports: Ports },
): Promise<Result<Recovered[]>> {
  const recovered: Recovered[] = [];
  for (const { source, claim } of candidates) {
    if (source.kind !== 'register' || claim === 'candidate') continue;
    const entry = await register.show(source.entry);
    if (!entry.ok) return entry;
    const { labels, manifest } = entry.value;
    if (labels.length === 0 && manifest === null) continue;
    const own = question.origin.layers.labels.statements;
    const credential = await credentialOf(question, entry.value, { register, ports });
    if (!credential.ok) return credential;
    recovered.push({
      entry: source.entry,
      labels: labels.map((label) => ({
        ...label,
        inSuspect: own.some(({ standard, raw }) => standard === label.standard && raw === label.value),
      })),
      credential: credential.value,
    });
  }
  return succeed(recovered);
}

async function credentialOf(
  { store, suspect, origin, signal }: TraceQuestion,
  { manifest, copy, original, media, name }: RegisterEntry,
  { register, ports }: { readonly register: Register; readonly ports: Ports },
): Promise<Result<Recovered['credential']>> {
  if (manifest === null) return succeed(null);
  const inSuspect = origin.manifest === manifest;
  const sha256 = copy ?? original;
  if (sha256 === suspect.sha256) {
    const { credential } = origin.layers;
    const verdict = credential === 'none' ? 'undetermined' : credential;
    return succeed({ manifest, verdict, reason: null, inSuspect });
  }
  const kept = await register.kept(sha256);
  if (!kept.ok) return kept;
  if (kept.value === null || media === null)
    return succeed({ manifest, verdict: 'not-checked', reason: fileNotKept, inSuspect });
  const read = await originOf({ path: kept.value, sha256, media, name }, store.folder.work, ports, signal);
  if (!read.ok && read.problem.code === 'cancelled') return read;
  if (!read.ok)
    return succeed({ manifest, verdict: 'undetermined', reason: read.problem.message, inSuspect });
  if (read.value.manifest !== manifest)
    return succeed({ manifest, verdict: 'undetermined', reason: otherManifest, inSuspect });
  const { credential } = read.value.layers;
  return succeed({
    manifest,
    verdict: credential === 'none' ? 'undetermined' : credential,
    reason: null,
    inSuspect,
  });
}

const fileNotKept = localized(
  'The registered file is not kept here, so its credential cannot be checked against it.',
  '登记的文件未保存在本机，无法据其校验凭证。',
);
const otherManifest = localized(
  'The kept file carries another credential than the one that was entered.',
  '保存的文件所带凭证与登记时的不同。',
);
