/** Blocks of one channel, by what was chosen of them. */
export interface QuietBlocks {
  readonly columns: number;
  readonly rows: number;
  /** Pixels from one block to the next. */
  readonly pitch: number;
  /** Row by row: 0 not homogeneous enough or clipped, 1 homogeneous, 2 homogeneous and among the quietest. */
  readonly kinds: Uint8Array;
  readonly homogeneous: number;
  readonly quiet: number;
}

/** Side of a block, pixels; blocks do not overlap, so that each is a draw of its own. */
const blockSide = 5;
/** Blocks of a channel at most: in a larger picture they lie further apart. */
const mostBlocks = 250_000;
/**
 * Blocks of about one brightness that are compared with each other: 20 000 overlapping blocks of the paper hold as many
 * that do not overlap.
 */
const binBlocks = 800;
/** Share of a bin that is taken to be homogeneous, and share of these that is taken to be quiet (the paper's n and m). */
const [homogeneousShare, quietShare] = [0.05, 0.3];
/** Samples outside are clipped, or were before the compression. */
const [darkest, brightest] = [3, 252];

const cosines = Float64Array.from({ length: 25 }, (_, at) => {
  const [k, n] = [Math.floor(at / 5), at % 5];
  return k === 0 ? Math.sqrt(1 / 5) : Math.sqrt(2 / 5) * Math.cos(((2 * n + 1) * k * Math.PI) / 10);
});

/**
 * Homogeneous and quiet blocks of one channel (M. Gardella, P. Musé, J.-M. Morel, M. Colom, "Noisesniffer: a fully
 * automatic image forgery detector based on noise analysis", IWBF 2021, section II): noise depends on brightness, so blocks
 * are compared within bins of their mean; in each bin those with the least energy at low frequencies are homogeneous, and
 * of these the ones with the least energy at high frequencies are quiet. Without a local anomaly quiet ones lie among
 * the homogeneous ones as drawn by lot.
 *
 * @param samples interleaved, 8 bit
 * @param step samples from one pixel to the next
 * @param onRow called before each row of blocks
 */
export function quietBlocks(
  samples: Uint8Array,
  width: number,
  height: number,
  channel: number,
  step: number,
  onRow: () => void,
): QuietBlocks {
  const pitch = Math.max(blockSide, Math.ceil(Math.sqrt((width * height) / mostBlocks)));
  const [columns, rows] = [Math.floor(width / pitch), Math.floor(height / pitch)];
  const low = new Float32Array(columns * rows);
  const high = new Float32Array(columns * rows);
  const keys = new Float64Array(columns * rows);
  const block = new Float64Array(25);
  const half = new Float64Array(25);
  let count = 0;
  for (let row = 0; row < rows; row += 1) {
    onRow();
    for (let column = 0; column < columns; column += 1) {
      const at = row * columns + column;
      const corner = (row * width + column) * pitch * step + channel;
      const sum = readBlock(samples, corner, width * step, step, block);
      if (sum < 0) continue;
      const energy = energies(block, half);
      low[at] = energy;
      let total = 0;
      for (let i = 0; i < 25; i += 1) total += block[i]! * block[i]!;
      high[at] = total - (sum * sum) / 25 - energy;
      keys[count] = sum * 2 ** 32 + at;
      count += 1;
    }
  }
  const kinds = new Uint8Array(columns * rows);
  return { columns, rows, pitch, kinds, ...choose(keys.subarray(0, count).sort(), low, high, kinds) };
}

/** Sum of the block's samples; −1: clipped, or all samples are equal and nothing is known of the noise. */
function readBlock(
  samples: Uint8Array,
  corner: number,
  line: number,
  step: number,
  block: Float64Array,
): number {
  let [sum, least, most] = [0, 255, 0];
  for (let y = 0, to = 0; y < blockSide; y += 1) {
    for (let x = 0, from = corner + y * line; x < blockSide; x += 1, from += step, to += 1) {
      const value = samples[from]!;
      block[to] = value;
      sum += value;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  return least < darkest || most > brightest || least === most ? -1 : sum;
}

/** Energy of the DCT coefficients (i, j) with 0 < i + j < 5. */
function energies(block: Float64Array, half: Float64Array): number {
  for (let y = 0; y < 25; y += 5) {
    const [a, b, c, d, e] = [block[y]!, block[y + 1]!, block[y + 2]!, block[y + 3]!, block[y + 4]!];
    for (let k = 0; k < 25; k += 5)
      half[y + k / 5] =
        a * cosines[k]! +
        b * cosines[k + 1]! +
        c * cosines[k + 2]! +
        d * cosines[k + 3]! +
        e * cosines[k + 4]!;
  }
  let energy = 0;
  for (let k = 0; k < 5; k += 1)
    for (let j = k === 0 ? 1 : 0; j + k < 5; j += 1) {
      let sum = 0;
      for (let y = 0; y < 5; y += 1) sum += half[y * 5 + j]! * cosines[k * 5 + y]!;
      energy += sum * sum;
    }
  return energy;
}

/** @param keys sorted; sum · 2³² + block */
function choose(
  keys: Float64Array,
  low: Float32Array,
  high: Float32Array,
  kinds: Uint8Array,
): Pick<QuietBlocks, 'homogeneous' | 'quiet'> {
  const bins = Math.max(1, Math.floor(keys.length / binBlocks));
  let [homogeneous, quiet] = [0, 0];
  for (let bin = 0; bin < bins; bin += 1) {
    const [from, to] = [Math.floor((bin * keys.length) / bins), Math.floor(((bin + 1) * keys.length) / bins)];
    const members = Uint32Array.from(keys.subarray(from, to), (key) => key % 2 ** 32);
    const chosen = members
      .sort((one, other) => low[one]! - low[other]!)
      .subarray(0, Math.round(homogeneousShare * members.length))
      .sort((one, other) => high[one]! - high[other]!);
    const least = Math.round(quietShare * chosen.length);
    for (let at = 0; at < chosen.length; at += 1) kinds[chosen[at]!] = at < least ? 2 : 1;
    homogeneous += chosen.length;
    quiet += least;
  }
  return { homogeneous, quiet };
}
