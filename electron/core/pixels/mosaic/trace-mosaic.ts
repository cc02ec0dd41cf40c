import { binomialTailLog10 } from '../../mark/code/binomial-tail.ts';
import { type GreenPhase, type LatticeErrors, latticeErrors, varianceRatio } from './lattice-errors.ts';
import { absence, fitMixture, type Mixture } from './mixture.ts';

/** Arrangement of the 2 × 2 cell that begins at the picture's upper left pixel, read row by row. */
export type MosaicPattern = 'RGGB' | 'GRBG' | 'GBRG' | 'BGGR';

export interface MosaicWindow {
  /** Pixels. */
  readonly left: number;
  readonly top: number;
  readonly side: number;
  readonly kind: 'other-phase' | 'no-pattern';
  readonly votes: number;
  readonly of: number;
  readonly log10: number;
}

export interface MosaicTrace {
  /** Green lies on the diagonal of the upper left pixel (0) or on the other one (1). */
  readonly phase: GreenPhase;
  /** Blocks that vote for the phase, of those that can tell; lg of the number of false alarms of two phases. */
  readonly votes: number;
  readonly of: number;
  readonly log10: number;
  /** `null`: red and blue do not say which of the two patterns of this phase it is. */
  readonly pattern: MosaicPattern | null;
  readonly patternLog10: number;
  /** Blocks, and the posterior probability that a block has no mosaic; NaN: cannot tell. */
  readonly columns: number;
  readonly rows: number;
  readonly side: number;
  readonly absent: Float32Array;
  readonly mixture: Mixture;
  /** Significant windows, most significant first; at most 50. */
  readonly windows: readonly MosaicWindow[];
  readonly windowTests: number;
}

/** Side of a block in pixels: whole cells, and small enough to be many. */
const blockSide = 8;
/** Blocks along the side of a window that is tested on its own. */
const windowBlocks = 12;
/** Blocks from one window to the next. */
const step = 4;
/** Share of votes from which a part without the pattern is told from chance and texture. */
const clearShare = 0.6;
const patterns: readonly (readonly [MosaicPattern, MosaicPattern])[] = [
  ['GRBG', 'GBRG'],
  ['RGGB', 'BGGR'],
];

/**
 * Traces of a colour mosaic: the phase most blocks vote for, with the number of false alarms of the vote (Q. Bammey, R.
 * Grompone von Gioi, J.-M. Morel, "An adaptive neural network for unsupervised mosaic consistency analysis in image
 * forensics", CVPR 2020, section 5: without a mosaic either phase is as likely), Ferrara's posterior for each block,
 * and windows that vote otherwise.
 *
 * @param log10 of the number of false alarms up to which a window counts
 */
export function traceMosaic(
  rgb: Uint8Array,
  width: number,
  height: number,
  log10: number,
  onRow: (share: number) => void,
): MosaicTrace {
  const errors = latticeErrors(rgb, width, height, blockSide, onRow);
  const { columns, rows } = errors;
  const ballots = new Int8Array(columns * rows);
  const tally: [number, number] = [0, 0];
  for (let block = 0; block < ballots.length; block += 1) {
    const ratio = varianceRatio(errors, block, 0);
    if (Number.isNaN(ratio) || ratio === 0) continue;
    const vote = ratio > 0 ? 0 : 1;
    ballots[block] = vote === 0 ? 1 : -1;
    tally[vote] += 1;
  }
  const phase: GreenPhase = tally[0] >= tally[1] ? 0 : 1;
  const [votes, of] = [tally[phase], tally[0] + tally[1]];
  const ratios = Float32Array.from(ballots, (_, block) => varianceRatio(errors, block, phase));
  const mixture = fitMixture(ratios);
  const own = phase === 0 ? 1 : -1;
  const { windows, tests } = windowsOf(errors, ballots, own, votes / Math.max(1, of), log10);
  return {
    phase,
    votes,
    of,
    log10: Math.min(0, binomialTailLog10(of, votes, 0.5) + Math.log10(2)),
    ...patternOf(errors, phase),
    columns,
    rows,
    side: blockSide,
    absent: ratios.map((ratio) => (Number.isNaN(ratio) ? Number.NaN : absence(mixture, ratio))),
    mixture,
    windows,
    windowTests: tests,
  };
}

/** Red stands on one of the two sites that are not green, blue on the other: each block votes with both. */
function patternOf(
  { green, red, blue }: LatticeErrors,
  phase: GreenPhase,
): { readonly pattern: MosaicPattern | null; readonly patternLog10: number } {
  const [one, other] = phase === 0 ? [1, 2] : [0, 3];
  let [votes, of] = [0, 0];
  for (let block = 0; block < green[0].length; block += 1) {
    if (green[0][block]! < 0) continue;
    const at = 4 * block;
    const balance = red[at + one]! + blue[at + other]! - red[at + other]! - blue[at + one]!;
    if (balance === 0) continue;
    of += 1;
    if (balance > 0) votes += 1;
  }
  const most = Math.max(votes, of - votes);
  const patternLog10 = Math.min(0, binomialTailLog10(of, most, 0.5) + Math.log10(2));
  if (patternLog10 > -3) return { pattern: null, patternLog10 };
  return { pattern: patterns[phase]![votes === most ? 0 : 1]!, patternLog10 };
}

/**
 * Windows of 12 × 12 blocks, two thirds over each other; only where the picture's own lead is clear. A window of another phase votes against the picture's; one without
 * a mosaic votes as a coin does, tested against half of the picture's own lead, because texture weakens votes too.
 */
function windowsOf(
  { columns, rows, side }: LatticeErrors,
  ballots: Int8Array,
  own: number,
  share: number,
  log10: number,
): { readonly windows: MosaicWindow[]; readonly tests: number } {
  const across = Math.max(0, Math.floor((columns - windowBlocks) / step) + 1);
  const down = Math.max(0, Math.floor((rows - windowBlocks) / step) + 1);
  const tests = 2 * across * down;
  const windows: MosaicWindow[] = [];
  if (share < clearShare) return { windows, tests: 0 };
  const expected = 0.5 + (share - 0.5) / 2;
  for (let row = 0; row < down; row += 1)
    for (let column = 0; column < across; column += 1) {
      let [votes, of] = [0, 0];
      for (let y = 0; y < windowBlocks; y += 1) {
        const from = (row * step + y) * columns + column * step;
        for (let x = 0; x < windowBlocks; x += 1) {
          const ballot = ballots[from + x]!;
          if (ballot !== 0) of += 1;
          if (ballot === own) votes += 1;
        }
      }
      const place = { left: 2 + column * step * side, top: 2 + row * step * side, side: windowBlocks * side };
      const against = binomialTailLog10(of, of - votes, 0.5) + Math.log10(tests);
      const without = binomialTailLog10(of, of - votes, 1 - expected) + Math.log10(tests);
      if (against <= log10)
        windows.push({ ...place, kind: 'other-phase', votes: of - votes, of, log10: against });
      else if (without <= log10) windows.push({ ...place, kind: 'no-pattern', votes, of, log10: without });
    }
  windows.sort((one, other) => one.log10 - other.log10);
  return { windows: windows.slice(0, 50), tests };
}
