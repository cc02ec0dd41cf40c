/**
 * The time-frequency grid of the sound mark. One cell is one keyed sign: for 90 ms the magnitudes of a band are raised
 * or lowered (patchwork on magnitudes: D. Gruhl, W. Bender and A. Lu, IH 1996; M. Arnold, ICME 2000; M. Steinebach,
 * thesis, TU Darmstadt 2003; R. Tachibana et al., ICME 2001). Cells this long outlive reverberation and the cutting
 * and pasting of time stretchers, and let a reader be a quarter of a cell off.
 */

/** Seconds of one cell. */
export const CELL_SECONDS = 0.09;
/** Cells until the pattern repeats: 5.76 s. */
export const PERIOD_CELLS = 64;
/** Steps per cell in which a reader looks at time. */
export const STEPS_PER_CELL = 4;
export const PERIOD_STEPS = PERIOD_CELLS * STEPS_PER_CELL;

export const BANDS = 88;
/** In each group of bands one is a pilot, drawn anew for every cell of time. */
export const PILOT_GROUP = 4;
export const PERIOD_SIZE = PERIOD_CELLS * BANDS;

const LOWEST_HZ = 300;

/** Borders of the bands, hertz: 38 Hz wide at 300 Hz, 90 Hz at 5.5 kHz. `BANDS + 1` values. */
export const bandEdges: Float64Array = (() => {
  const edges = new Float64Array(BANDS + 1);
  edges[0] = LOWEST_HZ;
  for (let band = 0; band < BANDS; band += 1) edges[band + 1] = edges[band]! * 1.01 + 35;
  return edges;
})();

/** Highest frequency the mark touches. */
export const HIGHEST_HZ: number = bandEdges[BANDS]!;

/** Weights of one place in each of two neighbouring bins, by which sums over a band become differences of a running sum. */
export interface BandBorders {
  /** Bin in which each border lies. */
  readonly bin: Uint16Array;
  /** Part of that bin below the border. */
  readonly part: Float64Array;
  /** Bands that lie wholly below the highest bin. */
  readonly usable: number;
}

/** Borders in bins of a spectrum, each bin covering ± half its distance; `scale` shifts all frequencies. */
export function bandBorders(bins: number, binHertz: number, scale: number): BandBorders {
  const bin = new Uint16Array(BANDS + 1);
  const part = new Float64Array(BANDS + 1);
  let usable = 0;
  for (let edge = 0; edge <= BANDS; edge += 1) {
    const place = (bandEdges[edge]! * scale) / binHertz + 0.5;
    const whole = Math.min(bins - 1, Math.floor(place));
    bin[edge] = whole;
    part[edge] = Math.min(1, place - whole);
    if (place < bins - 1) usable = edge;
  }
  return { bin, part, usable };
}

/** Sum of `values` over each band by their running sum; `running` has one place more than there are bins. */
export function sumBands(
  values: Float64Array,
  running: Float64Array,
  { bin, part, usable }: BandBorders,
  sums: Float64Array,
): void {
  let sum = 0;
  const last = bin[usable]! + 1;
  for (let at = 0; at < last; at += 1) {
    running[at] = sum;
    sum += values[at]!;
  }
  running[last] = sum;
  let below = running[bin[0]!]! + part[0]! * values[bin[0]!]!;
  for (let band = 0; band < usable; band += 1) {
    const above = running[bin[band + 1]!]! + part[band + 1]! * values[bin[band + 1]!]!;
    sums[band] = above - below;
    below = above;
  }
  sums.fill(0, usable, BANDS);
}

/** Change of each bin from that of the bands, by the part of the bin that lies in them. */
export function spreadGains(
  gains: Float32Array,
  row: number,
  { bin, part, usable }: BandBorders,
  change: Float64Array,
): void {
  change.fill(0);
  for (let band = 0; band < usable; band += 1) {
    const gain = gains[row + band]!;
    const [from, to] = [bin[band]!, bin[band + 1]!];
    if (from === to) {
      change[from]! += gain * (part[band + 1]! - part[band]!);
      continue;
    }
    change[from]! += gain * (1 - part[band]!);
    for (let at = from + 1; at < to; at += 1) change[at] = gain;
    change[to]! += gain * part[band + 1]!;
  }
}
