import type { Vision } from '../../media/vision.ts';
import type { FloatPlane } from '../picture.ts';
import { aligned } from './alignment.ts';
import type { Candidate, FoundBy } from './candidate.ts';
import { clusters } from './clusters.ts';
import { ringDescriptors } from './descriptors.ts';
import { type FineDetail, fineDetail } from './fine-detail.ts';
import type { Region } from './growth.ts';
import { cornerPairs } from './keypoints.ts';
import { linearRegions } from './offset-fitting.ts';
import { grownPairs, pointsIn, type RegionPair } from './pairs.ts';
import { patchMatch } from './patch-match.ts';
import { fineStructure, partsOfPatterns } from './patterns.ts';
import { type ReducedPlane, reducedTo, tapsFor } from './plane.ts';
import { type Affine, determinant, enlarged, type NamedTransform, named, plausible } from './transform.ts';

/** Pixels of the plane that corners and regions are looked for in. */
export const workingPixels = 1_500_000;
/** Pixels of the plane of the dense search. */
const densePixels = 400_000;
/** Scales of the second region the dense search is made at; each finds about a fifth to either side. */
const denseScales = [1, 1.41, 1.9] as const;
/** Pixels between nodes of the dense search. */
const denseStep = 2;
const denseRounds = [5, 4, 4] as const;
/** In a plane of fewer pixels more rounds cost little, and a turned copy has fewer nodes to be met by chance. */
const fewPixels = 150_000;
const moreRounds = 3;
/** Pixels of their plane by which two regions are apart. */
const leastDistance = 20;

/** A pair of alike regions with all that is known of it. Regions in pixels of the working plane. */
export interface Copy {
  readonly first: Region;
  readonly second: Region;
  readonly by: readonly FoundBy[];
  /** In pixels of the picture. */
  readonly transform: Affine;
  readonly named: NamedTransform;
  /** Mean local correlation in the working plane. */
  readonly correlation: number;
  /** `null`: too little detail to compare. */
  readonly detail: FineDetail | null;
  /** Decimal logarithm of the number of false alarms; `null` without detail. */
  readonly falseAlarms: number | null;
  /**
   * `clone`: shares its finest detail. Otherwise why that is not shown: its detail is not shared, there is too little of
   * it, the regions are drawn in few grey levels, or they belong to a pattern that goes on.
   */
  readonly verdict: Verdict;
}

export type Verdict = 'clone' | 'other-detail' | 'no-detail' | 'drawn' | 'pattern';

export interface Search {
  readonly working: ReducedPlane;
  /** Alike corners elsewhere in the picture. */
  readonly cornerPairs: number;
  /** Transforms that were proposed. */
  readonly candidates: number;
  readonly copies: readonly Copy[];
}

/** Correlation of the quiet pixels' fine detail from which on a pair is called a copy. */
const leastDetail = 0.35;
/**
 * The same for a copy moved by whole blocks of JPEG. Its blocks are compressed alike and stay the same in every pixel;
 * drawn things that merely stand on the same place of their blocks share the traces of compression and little else.
 */
const leastDetailOnGrid = 0.7;
/** Logarithm of the expected number of pairs as good by chance. */
export const mostFalseAlarms = -3;
/** Share of a region in one grey level, above which it is drawn and not exposed. */
export const mostFlat = 0.3;
/** Tests to each candidate: two alignments, and a safety of fifty for the choice of the candidates. */
const testsEach = 100;

/**
 * Copies within a picture: transforms proposed by corners and by a dense field, regions grown from them, fine detail
 * compared at full size.
 */
export function findCopies(
  luma: FloatPlane,
  vision: Vision,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: (fraction: number) => void },
): Search {
  const working = reducedTo(luma, workingPixels);
  progress(0.1);
  const corners = cornerPairs(working, vision, leastDistance);
  signal.throwIfAborted();
  progress(0.35);
  const dense = denseCandidates(luma, working, signal);
  progress(0.8);
  const candidates = [...clusters(corners, signal), ...dense];
  const pairs = grownPairs(working, candidates, leastDistance, signal);
  progress(0.95);
  const checked = pairs.map((pair) => ({
    pair,
    copy: verified(luma, working.factor, pair, candidates.length),
  }));
  const clones = checked.filter(({ copy }) => copy.verdict === 'clone').map(({ pair }) => pair);
  const patterns = new Set(clones.length === 0 ? [] : partsOfPatterns(fineStructure(working), clones));
  const copies = checked.map(
    ({ pair, copy }): Copy => (patterns.has(pair) ? { ...copy, verdict: 'pattern' } : copy),
  );
  return { working, cornerPairs: corners.count, candidates: candidates.length, copies };
}

function denseCandidates(luma: FloatPlane, working: ReducedPlane, signal: AbortSignal): Candidate[] {
  const plane = reducedTo(luma, densePixels);
  const ratio = plane.factor / working.factor;
  const own = ringDescriptors(plane, 1);
  const found: Candidate[] = [];
  for (const [index, scale] of denseScales.entries()) {
    signal.throwIfAborted();
    const other = scale === 1 ? own : ringDescriptors(plane, scale);
    const rounds = denseRounds[index]! + (plane.width * plane.height < fewPixels ? moreRounds : 0);
    const options = { step: denseStep, leastDistance, rounds };
    for (const candidate of linearRegions(patchMatch(own, other, options, signal))) {
      const seeds = candidate.seeds.map((value) => (value + 0.5) * ratio - 0.5);
      found.push({ ...candidate, transform: enlarged(candidate.transform, ratio), seeds });
    }
  }
  return found;
}

function verified(luma: FloatPlane, factor: number, pair: RegionPair, candidates: number): Copy {
  const { first, second, by } = pair;
  const rough = enlarged(pair.transform, factor);
  const taps = tapsFor(Math.sqrt(Math.abs(determinant(rough))));
  const whole = (points: Float32Array) => points.map((value) => Math.round((value + 0.5) * factor - 0.5));
  const points = whole(pointsIn(first, 6000));
  const close = aligned(luma, rough, points, taps);
  const best = close !== null && plausible(close) ? close : rough;
  const centres = whole(pointsIn(core(first, factor), 400));
  let [transform, detail] = [best, fineDetail(luma, best, centres, taps)] as [Affine, FineDetail | null];
  const exact = wholePixels(best, points);
  if (exact !== null) {
    const other = fineDetail(luma, exact, centres, taps);
    if (other !== null && other.correlation >= (detail?.correlation ?? -1))
      [transform, detail] = [exact, other];
  }
  const falseAlarms = detail === null ? null : logFalseAlarms(detail, candidates * testsEach);
  const [x, y] = [mean(points, 0), mean(points, 1)];
  return {
    first,
    second,
    by,
    transform,
    named: named(transform, x, y),
    correlation: first.correlation,
    detail,
    falseAlarms,
    verdict: verdictOn(detail, falseAlarms, detailNeeded(named(transform, x, y))),
  };
}

/** Correlation of fine detail that is needed to call a pair under a transform a copy. */
export function detailNeeded({ offset, angle, scale, mirrored }: NamedTransform): number {
  const upright = !mirrored && Math.abs(angle) < 0.2 && Math.abs(scale - 1) < 0.003;
  const blocks = offset.every((length) => Math.abs(length - 8 * Math.round(length / 8)) < 0.3);
  return upright && blocks ? leastDetailOnGrid : leastDetail;
}

function verdictOn(detail: FineDetail | null, falseAlarms: number | null, needed: number): Verdict {
  if (detail === null || falseAlarms === null) return 'no-detail';
  const shared = detail.correlation - Math.max(0, detail.elsewhere[0]);
  if (shared < needed || falseAlarms > mostFalseAlarms) return 'other-detail';
  return detail.flat > mostFlat ? 'drawn' : 'clone';
}

function mean(points: Float32Array, from: 0 | 1): number {
  let sum = 0;
  for (let at = from; at < points.length; at += 2) sum += points[at]!;
  return (2 * sum) / points.length;
}

/** The part of a region whose squares of 24 pixels lie inside it; as near to that as the region allows. */
function core(region: Region, factor: number): Region {
  const { width, height } = region;
  let { mask, area } = region;
  for (let step = 0; step < Math.ceil(12 / factor); step += 1) {
    const smaller = new Uint8Array(mask.length);
    let left = 0;
    for (let y = 1; y < height - 1; y += 1) {
      for (let x = 1, at = y * width + 1; x < width - 1; x += 1, at += 1) {
        if ((mask[at]! & mask[at - 1]! & mask[at + 1]! & mask[at - width]! & mask[at + width]!) === 0)
          continue;
        smaller[at] = 1;
        left += 1;
      }
    }
    if (left < 20) break;
    mask = smaller;
    area = left;
  }
  return { ...region, mask, area };
}

/**
 * The transform made of whole pixels, quarter turns and mirroring that lies within a pixel of one: a copy that was never
 * resampled.
 */
function wholePixels(transform: Affine, points: Float32Array): Affine | null {
  const [a, b, c, d, e, f] = transform;
  const [p, q, r, s] = [a, b, d, e].map((value) => Math.round(value)) as [number, number, number, number];
  if (Math.abs(p * s - q * r) !== 1 || Math.abs(p) + Math.abs(q) !== 1) return null;
  const [x, y] = [mean(points, 0), mean(points, 1)];
  const exact: Affine = [
    p,
    q,
    Math.round(a * x + b * y + c - p * x - q * y),
    r,
    s,
    Math.round(d * x + e * y + f - r * x - s * y),
  ];
  for (let at = 0; at < points.length; at += 2) {
    const [u, v] = [points[at]!, points[at + 1]!];
    const missX = (a - p) * u + (b - q) * v + c - exact[2];
    const missY = (d - r) * u + (e - s) * v + f - exact[5];
    if (Math.hypot(missX, missY) > 1) return null;
  }
  return exact;
}

/**
 * Expected number of pairs whose fine detail would agree as well if it were unrelated: tests times the tail of a normal
 * distribution (Desolneux, Moisan and Morel, Int. J. Computer Vision 40(1), 2000, on the principle). Its deviation is what
 * displaced places show, but never less than that of independent noise correlated over nine pixels by the 3 × 3 mean.
 */
function logFalseAlarms({ correlation, pixels, elsewhere }: FineDetail, tests: number): number {
  const deviation = Math.max(elsewhere[1], Math.sqrt(9 / pixels));
  return Math.log10(tests) + logTail((correlation - elsewhere[0]) / deviation);
}

/** log₁₀ of the upper tail of the normal distribution; above 1 by its asymptotic series, an upper bound. */
function logTail(z: number): number {
  if (z < 1) return 0;
  return (-z * z) / (2 * Math.LN10) - Math.log10(z * Math.sqrt(2 * Math.PI));
}
