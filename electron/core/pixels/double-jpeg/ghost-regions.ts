import { binomialTailLog10 } from '../../mark/code/binomial-tail.ts';
import type { GhostVotes } from './ghost-votes.ts';
import { CellSums, eachWindow, type FoundWindow, separateWindows, windowCount } from './windows.ts';

/** A square of cells with a minimum of its own, or without that of the rest of the picture. */
interface GhostRegion extends FoundWindow {
  /** IJG quality of the minimum. */
  readonly quality: number;
  /** Samples from the left and top to the grid on which it appears. */
  readonly shiftX: number;
  readonly shiftY: number;
  readonly kind: 'ghost' | 'lacking';
  /** Cells of the square that show the minimum, of those that show any. */
  readonly votes: number;
  readonly of: number;
  /** The same share over the picture, 0…1. */
  readonly elsewhere: number;
}

const leastVotes = 10;
/** A window shows a ghost in at least this part of its cells, and at least so many times as often as the picture. */
const leastShare = 0.25;
const leastGain = 3;
/** The picture shows it in at least this part, a window that lacks it in at most that part of its cells. */
const commonShare = 0.6;
const lackingShare = 0.1;
/** Of the votes outside a window with a ghost, at most this part goes to the same grid. */
const mostOutside = 0.34;
/** A cell's minimum on the last grid is outlying by at least this (natural logarithm). */
const leastOutlier = 0.3;
/** log₁₀ of the number of false alarms from which on a region is told. */
const mostLogNfa = -4;

export interface GhostSearch {
  /** Not overlapping, log₁₀ NFA below −4, best first. */
  readonly regions: readonly GhostRegion[];
  /** The best of all windows, meaningful or not. */
  readonly best: GhostRegion | null;
}

/**
 * Windows in which an offset wins more often, or less often, than in the rest of the picture. The number of false alarms is
 * the number of windows, offsets and qualities times the tail of the binomial distribution, with the greater of 1/64
 * and the share over the whole picture as probability (after Desolneux, Moisan & Morel, From Gestalt Theory to
 * Image Analysis, 2008).
 */
export function ghostRegions(votes: GhostVotes): GhostSearch {
  const { wide, high, qualities, offsets, aligned } = votes;
  const tests = Math.log10(Math.max(1, windowCount(wide, high)) * 64 * qualities.length * 2);
  const found: GhostRegion[] = [];
  let best: GhostRegion | null = null;
  const look = (
    chosen: (cell: number) => boolean,
    any: CellSums,
    voting: CellSums,
    at: GhostPlace,
    least: GhostTest,
  ) => {
    const own = new CellSums(wide, high, (cell) => (chosen(cell) ? 1 : 0));
    const [won, all] = [own.of(0, 0, wide, high), any.of(0, 0, wide, high)];
    if (won < leastVotes || all < leastVotes) return;
    const elsewhere = won / all;
    const voters = voting.of(0, 0, wide, high);
    eachWindow(wide, high, (x, y, size) => {
      const of = any.of(x, y, size, size);
      if (of < leastVotes) return;
      const votes = own.of(x, y, size, size);
      const kind = kindOf(votes / of, elsewhere, least);
      if (kind === null) return;
      // Where the rest shows it too, as far as it shows anything, the window is only the part with texture. Its
      // surroundings are left out: a window need not hold all of a region.
      if (kind === 'ghost') {
        const [left, top] = [Math.max(0, x - size), Math.max(0, y - size)];
        const near = [
          left,
          top,
          Math.min(wide, x + 2 * size) - left,
          Math.min(high, y + 2 * size) - top,
        ] as const;
        const outside = voters - voting.of(...near);
        if (won - own.of(...near) > mostOutside * (outside + 5)) return;
      }
      const tail =
        kind === 'ghost'
          ? binomialTailLog10(of, votes, Math.max(1 / 64, elsewhere))
          : binomialTailLog10(of, of - votes, 1 - elsewhere);
      const logNfa = Math.max(-9999, tests + least.weight * tail);
      if (logNfa >= (best?.logNfa ?? Infinity) && logNfa > mostLogNfa) return;
      const region: GhostRegion = { x, y, size, logNfa, ...at, kind, votes, of, elsewhere };
      if (logNfa < (best?.logNfa ?? Infinity)) best = region;
      if (logNfa < mostLogNfa) found.push(region);
    });
  };
  for (const [number, quality] of qualities.entries()) {
    const winners = offsets[number]!;
    const dips = aligned[number]!;
    const textured = new CellSums(wide, high, (cell) => (Number.isNaN(dips[cell]!) ? 0 : 1));
    const voting = new CellSums(wide, high, (cell) => (winners[cell] === 255 ? 0 : 1));
    for (let offset = 0; offset < 64; offset += 1) {
      const at = { quality, shiftX: offset & 7, shiftY: offset >> 3 };
      const chosen = (cell: number) => winners[cell] === offset;
      look(chosen, voting, voting, at, offset === 0 ? lackingOwn : lackingOther);
      if (offset > 0) look(chosen, textured, voting, at, onOtherGrid);
    }
    const outlying = outlierBound(dips);
    const at = { quality, shiftX: 0, shiftY: 0 };
    look((cell) => dips[cell]! < outlying, textured, textured, at, onOwnGrid);
  }
  return { regions: separateWindows(found, 8), best };
}

type GhostPlace = Pick<GhostRegion, 'quality' | 'shiftX' | 'shiftY'>;

/** From which shares on a window is looked at. */
interface GhostTest {
  readonly ghosts: boolean;
  readonly share: number;
  readonly common: number;
  /** Of the logarithm of the tail: less than 1 where neighbouring cells are alike without any ghost. */
  readonly weight: number;
}

/** Votes for one of the 63 other grids, of all cells with texture. */
const onOtherGrid: GhostTest = { ghosts: true, share: leastShare, common: 2, weight: 1 };
/** Cells with an outlying minimum on the last grid. Neighbouring cells are alike there without any ghost. */
const onOwnGrid: GhostTest = { ghosts: true, share: 0.5, common: 2, weight: 1 / 3 };
/** Cells that vote otherwise where nearly all vote for one grid. */
const lackingOther: GhostTest = { ghosts: false, share: 1, common: commonShare, weight: 1 };
/** The last compression leaves minima of its own, at multiples of its steps: they are most of the votes. */
const lackingOwn: GhostTest = { ghosts: false, share: 1, common: 0.85, weight: 1 };

/** Three deviations below the picture's own minimum (median and median deviation), and no less than the least depth. */
function outlierBound(dips: Float32Array): number {
  const sorted = dips.filter((dip) => !Number.isNaN(dip)).sort();
  if (sorted.length === 0) return Number.NEGATIVE_INFINITY;
  const middle = sorted[sorted.length >> 1]!;
  const away = sorted.map((dip) => Math.abs(dip - middle)).sort();
  return middle - Math.max(leastOutlier, 3 * 1.4826 * away[away.length >> 1]!);
}

function kindOf(share: number, elsewhere: number, least: GhostTest): GhostRegion['kind'] | null {
  if (least.ghosts && share >= least.share && share >= leastGain * elsewhere) return 'ghost';
  return elsewhere >= least.common && share <= lackingShare ? 'lacking' : null;
}
