import type { Coverage } from '#shared/domain/credential-detail.ts';
import { type ByteRange, ownerRoles } from '#shared/domain/figure.ts';
import type { Span } from '../../media/structure/coverage.ts';
import { bytesIn, endOf, intersect, subtract } from './ranges.ts';

type CoverageSpan = Coverage['spans'][number];

/** Spans listed at most. */
export const SPAN_LIMIT = 10_000;

/**
 * The structure of a file, cut where the hash begins and ends.
 *
 * @param spans owners of all bytes from 0 to `size`, in order
 * @param covered bytes under the hash
 * @param carriers bytes of the credential
 */
export function coverageSpans(
  size: number,
  spans: readonly Span[],
  covered: readonly ByteRange[],
  carriers: readonly ByteRange[],
): Coverage {
  const whole: ByteRange[] = size > 0 ? [[0, size]] : [];
  const hashed = intersect(whole, covered);
  const open = subtract(whole, hashed);
  const credential = intersect(open, carriers);
  const free = subtract(open, credential);
  const states: (readonly [ByteRange, CoverageSpan['state']])[] = [
    ...hashed.map((range) => [range, 'protected'] as const),
    ...credential.map((range) => [range, 'credential'] as const),
    ...free.map((range) => [range, 'unprotected'] as const),
  ];
  states.sort(([a], [b]) => a[0] - b[0]);
  const limited = limit(cut(spans, states));
  return {
    size,
    protected: bytesIn(hashed),
    credential: bytesIn(credential),
    unprotected: bytesIn(free),
    ...limited,
  };
}

const unexplained: Pick<Span, 'owner' | 'role'> = { owner: 'unexplained', role: 'unexplained' };

/** A thumbnail within Exif is data about the picture, not the picture, and so are its tables. */
const insideMetadata = /^(APP\d+|eXIf|EXIF|Exif)\b.* \/ /;

/** Both are in order and cover the same bytes; one pass over both. */
function cut(
  spans: readonly Span[],
  states: readonly (readonly [ByteRange, CoverageSpan['state']])[],
): CoverageSpan[] {
  const pieces: CoverageSpan[] = [];
  let next = 0;
  for (const [range, state] of states) {
    let position = range[0];
    while (position < endOf(range)) {
      while (next < spans.length && spans[next]!.start + spans[next]!.length <= position) next += 1;
      const span = spans[next];
      const end = Math.min(endOf(range), span === undefined ? endOf(range) : span.start + span.length);
      const part = span ?? unexplained;
      const role = insideMetadata.test(part.owner)
        ? 'metadata'
        : (ownerRoles.find((name) => name === part.role) ?? 'unexplained');
      append(pieces, { start: position, length: end - position, state, owner: part.owner, role });
      position = end;
    }
  }
  return pieces;
}

function append(pieces: CoverageSpan[], piece: CoverageSpan): void {
  const last = pieces.at(-1);
  if (last?.state === piece.state && last.owner === piece.owner && last.role === piece.role)
    last.length += piece.length;
  else pieces.push(piece);
}

/** Give up owners of protected bytes first, then of all; what is still too much is called unprotected. */
function limit(spans: readonly CoverageSpan[]): Pick<Coverage, 'spans' | 'merged'> {
  if (spans.length <= SPAN_LIMIT) return { spans: [...spans], merged: false };
  let merged = mergeStates(spans, new Set(['protected']));
  if (merged.length > SPAN_LIMIT)
    merged = mergeStates(spans, new Set(['protected', 'credential', 'unprotected']));
  if (merged.length > SPAN_LIMIT) {
    const rest = merged.splice(SPAN_LIMIT - 1);
    const { start } = rest[0]!;
    const last = rest.at(-1)!;
    const length = last.start + last.length - start;
    merged.push({ start, length, state: 'unprotected', owner: '…', role: 'unexplained' });
  }
  return { spans: merged, merged: true };
}

/** Neighbours of one of these states become one span, which keeps the role of most of its bytes. */
function mergeStates(spans: readonly CoverageSpan[], states: ReadonlySet<string>): CoverageSpan[] {
  const merged: CoverageSpan[] = [];
  let roles = new Map<CoverageSpan['role'], number>();
  for (const span of spans) {
    const last = merged.at(-1);
    if (last === undefined || last.state !== span.state || !states.has(span.state)) {
      merged.push({ ...span });
      roles = new Map([[span.role, span.length]]);
      continue;
    }
    roles.set(span.role, (roles.get(span.role) ?? 0) + span.length);
    last.length += span.length;
    if (!last.owner.endsWith('…')) last.owner = `${last.owner} …`;
    if ((roles.get(span.role) ?? 0) > (roles.get(last.role) ?? 0)) last.role = span.role;
  }
  return merged;
}
