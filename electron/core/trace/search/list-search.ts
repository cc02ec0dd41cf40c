import { type Result, succeed } from '#shared/contract/errors.ts';
import { type CopyClaim, copyClaims, type FingerprintMatch } from '#shared/domain/fingerprint.ts';
import type { Print } from '../fingerprints/define.ts';
import { fingerprinters } from '../fingerprints/fingerprinters.ts';
import type { CodeHits } from '../index/code-hits.ts';
import { expectedMatches, pictureImpostors } from '../index/expected-matches.ts';
import type { ListEntry } from '../lists/entry-file.ts';
import type { HashLists, ListIndex } from '../lists/hash-lists.ts';

/** An entry of a list from elsewhere that a suspect agrees with. */
export interface ListedMatch {
  readonly list: string;
  readonly entry: ListEntry;
  readonly claim: CopyClaim;
  /** `null`: the digest of the file itself is on the list. */
  readonly match: FingerprintMatch | null;
}

export interface FileDigests {
  readonly sha256: string;
  readonly md5: string;
}

/** Bits within which a code of a list counts (PDQ and vPDQ README of ThreatExchange), and entries told of one list. */
const listedBits = 31;
const mostListed = 50;
/** Share of a film's frames that must be on the list (vpdq README), and frames from which on it is worth a look. */
const filmShare = 0.8;
const leastFrames = 3;
const codeBytes = 32;

/** Everything of the imported lists that a file agrees with, the most telling first. */
export async function listedMatches(
  lists: HashLists,
  prints: readonly Print[],
  { sha256, md5 }: FileDigests,
  signal?: AbortSignal,
): Promise<Result<ListedMatch[]>> {
  const found: ListedMatch[] = [];
  for (const [kind, digest] of [
    ['sha256', sha256],
    ['md5', md5],
  ] as const) {
    const listed = await lists.byDigest(kind, digest);
    if (!listed.ok) return listed;
    for (const { list, entry } of listed.value)
      found.push({ list: list.name, entry, claim: 'same-bytes', match: null });
  }
  for (const index of ['pictures', 'frames'] as const) {
    const coded = await codedMatches(lists, index, prints, signal);
    if (!coded.ok) return coded;
    found.push(...coded.value);
  }
  found.sort((a, b) => copyClaims.indexOf(a.claim) - copyClaims.indexOf(b.claim));
  return succeed(found);
}

async function codedMatches(
  lists: HashLists,
  index: ListIndex,
  prints: readonly Print[],
  signal: AbortSignal | undefined,
): Promise<Result<ListedMatch[]>> {
  const method = index === 'pictures' ? 'pdq' : 'frames';
  const fingerprinter = await fingerprinters.get(method)?.();
  const found: ListedMatch[] = [];
  for (const print of prints) {
    const asked =
      print.method === method && print.version === fingerprinter?.version
        ? fingerprinter.queried(print)
        : null;
    if (asked === null || asked.index !== index) continue;
    const { codes } = asked;
    const query = { codes, radius: listedBits, limit: 200, ...(signal === undefined ? {} : { signal }) };
    const answer = await lists.search(index, query);
    if (!answer.ok) return answer;
    const queries = codes.length / codeBytes;
    for (const { list, hits } of answer.value) {
      for (const [owner, agreed] of nearestOf(hits)) {
        const entry = await lists.entry(list.id, owner);
        if (!entry.ok) return entry;
        const size = { known: lists.codes(index), queries };
        const match =
          index === 'pictures' ? pictureMatch(print, agreed, codes, size) : filmMatch(agreed, size);
        if (match !== null) found.push({ list: list.name, entry: entry.value, claim: match.claim, match });
      }
    }
  }
  return succeed(found);
}

interface Agreed {
  /** Nearest code of the entry, with the query it is nearest to. */
  readonly bits: number;
  readonly query: number;
  readonly code: Uint8Array;
  /** Queries that led to the entry. */
  readonly queries: Set<number>;
}

/** For each entry what agreed, the nearest entries first. */
function nearestOf({ queries, distances, owners, codes }: CodeHits): [number, Agreed][] {
  const byOwner = new Map<number, Agreed>();
  for (let row = 0; row < owners.length; row += 1) {
    const [owner, bits, query] = [owners[row]!, distances[row]!, queries[row]!];
    const before = byOwner.get(owner);
    before?.queries.add(query);
    if (before !== undefined && before.bits <= bits) continue;
    const code = codes.slice(row * codeBytes, (row + 1) * codeBytes);
    byOwner.set(owner, { bits, query, code, queries: before?.queries ?? new Set([query]) });
  }
  return [...byOwner].sort(([, a], [, b]) => a.bits - b.bits).slice(0, mostListed);
}

interface SearchSize {
  readonly known: number;
  readonly queries: number;
}

function pictureMatch(
  { variant, quality }: Print,
  { bits, query, code }: Agreed,
  codes: Uint8Array,
  size: SearchSize,
): FingerprintMatch {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  return {
    ...{ method: 'pdq', variant, claim: 'likely', score: bits, unit: 'bits', threshold: listedBits },
    descending: true,
    codes: [hex(codes.subarray(query * codeBytes, (query + 1) * codeBytes)), hex(code)],
    quality: quality === null ? null : [quality, quality],
    expectedFalse: expectedMatches({ ...size, radius: bits }, pictureImpostors).expected,
  };
}

function filmMatch({ bits, queries }: Agreed, size: SearchSize): FingerprintMatch | null {
  const share = queries.size / Math.max(1, size.queries);
  if (queries.size < leastFrames) return null;
  const likely = share >= filmShare;
  return {
    ...{ method: 'frames', variant: 'listed', claim: likely ? 'likely' : 'candidate' },
    ...{
      score: share,
      unit: 'share',
      threshold: likely ? filmShare : leastFrames / Math.max(1, size.queries),
    },
    ...{ descending: false, codes: null, quality: null },
    expectedFalse: expectedMatches({ ...size, radius: bits }, pictureImpostors).expected,
  };
}
