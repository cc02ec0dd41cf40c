import type { FloatPlane } from '../picture.ts';
import { LineSpectrum } from './line-spectrum.ts';
import {
  countVotes,
  type Peak,
  type PeakOptions,
  peaksOf,
  type TileVotes,
  tileEvidence,
  voteForLine,
} from './peaks.ts';
import { TileSpectrum, tileSide } from './tile-spectrum.ts';

/** Pictures with a side below this hold too few tiles. */
export const leastSide = tileSide + 2;

export interface ResamplingTrace {
  /** Most significant first. */
  readonly peaks: readonly Peak[];
  readonly jpegHarmonics: boolean;
  /** Tiles that could be read. */
  readonly tiles: number;
  /** Tiles that were too flat or clipped. */
  readonly silent: number;
  /** Frequencies and windows tested. */
  readonly tests: number;
  /** Tiles across and down, and what each says of the peaks: −lg of chance in its surroundings; NaN: silent. */
  readonly columns: number;
  readonly rows: number;
  readonly evidence: Float32Array;
}

/** Tiles are laid half over each other (P. D. Welch, IEEE Trans. Audio 15, 1967) unless there would be too many. */
const mostTiles = 200;

/**
 * Traces of resampling in a plane. Each tile votes for the frequencies that stand out of their surroundings; how many
 * votes a frequency has by chance is binomial, so its number of false alarms is known without a model of pictures.
 *
 * @param onTile called before every tile with the share done
 */
export function traceResampling(
  plane: FloatPlane,
  options: PeakOptions,
  onTile: (share: number) => void,
): ResamplingTrace {
  const xs = tilePlaces(plane.width, plane);
  const ys = tilePlaces(plane.height, plane);
  const [spectrum, lines] = [new TileSpectrum(), new LineSpectrum()];
  const votes: TileVotes[] = [];
  for (const top of ys)
    for (const left of xs) {
      onTile(votes.length / (xs.length * ys.length));
      const places = spectrum.standingOut(plane, left, top);
      if (places === null) {
        votes.push(null);
        continue;
      }
      const all = Array.from(places);
      for (const axis of ['x', 'y'] as const)
        for (const line of lines.standingOut(plane, left, top, axis)) all.push(voteForLine(line, axis));
      votes.push(Uint32Array.from(all));
    }
  const tiles = votes.filter((one) => one !== null).length;
  const counts = countVotes(votes);
  const grid = { columns: xs.length, rows: ys.length, votes };
  const { peaks, tests, jpegHarmonics } = peaksOf(grid, counts, tiles, options);
  return {
    peaks,
    jpegHarmonics,
    tiles,
    silent: votes.length - tiles,
    tests,
    columns: xs.length,
    rows: ys.length,
    evidence: tileEvidence(grid, peaks),
  };
}

/** First pixels of the tiles along a side; the first and the last tile lie at the borders. */
function tilePlaces(side: number, { width, height }: FloatPlane): number[] {
  const room = side - 2 - tileSide;
  const stride = Math.max(tileSide / 2, Math.sqrt((width * height) / mostTiles));
  const steps = Math.round(room / stride);
  return Array.from({ length: steps + 1 }, (_, index) =>
    steps === 0 ? 1 + (room >> 1) : 1 + Math.floor((room * index) / steps),
  );
}
