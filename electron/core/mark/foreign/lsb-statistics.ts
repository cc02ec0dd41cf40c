import type { StillImage } from '../../media/image.ts';

/**
 * Three published tests for replaced lowest bits. Each answers for one channel what part of the samples carries
 * random bits; none can tell a message from noise that was there before.
 */
export interface LsbEstimate {
  readonly channel: string;
  /** Sample pairs (Dumitrescu, Wu and Wang, IEEE Trans. Signal Process. 51, 2003): part of samples, 0 … 1; `null`: a drawing of few shades, or no solution. */
  readonly samplePairs: number | null;
  /** Regular and singular groups (Fridrich, Goljan and Du, ACM MM&Sec 2001): the same. */
  readonly groups: number | null;
  /** Longest beginning of the picture whose pairs of values are as equal as replacement makes them, 0 … 1 (Westfeld and Pfitzmann, IH 1999). */
  readonly evenPairs: number;
}

/** Samples per channel looked at by the first two. */
const SAMPLES = 2_000_000;

/** The tests rest on shades that go over into each other; drawings have few. */
const LEAST_VALUES = 64;

/** Estimates of this much in both, or of less where the beginning of the picture is even too, are worth a hint. */
const [SCATTERED, WITH_EVEN_PAIRS, EVEN_PAIRS] = [0.5, 0.03, 0.05];

/** Do the numbers of a channel look like replaced lowest bits? */
export function looksReplaced({ samplePairs: pairs, groups, evenPairs: even }: LsbEstimate): boolean {
  const smaller = Math.min(pairs ?? 0, groups ?? 0);
  return smaller >= SCATTERED || (even >= EVEN_PAIRS && smaller >= WITH_EVEN_PAIRS);
}

export function lsbEstimates(image: StillImage, signal?: AbortSignal): LsbEstimate[] {
  const { channels, hasAlpha, bitDepth } = image;
  if (bitDepth !== 8) return [];
  const colours = channels - (hasAlpha ? 1 : 0);
  const names = colours < 3 ? ['grey'] : ['red', 'green', 'blue'];
  return names.map((channel, place) => {
    signal?.throwIfAborted();
    const rows = sampledRows(image, place);
    if (rows.length < LEAST_SAMPLES || new Set(rows).size < LEAST_VALUES)
      return { channel, samplePairs: null, groups: null, evenPairs: 0 };
    return {
      channel,
      samplePairs: samplePairs(rows, image.width),
      groups: regularGroups(rows, image.width),
      evenPairs: evenPairs(image, place),
    };
  });
}

/** Whole rows of one channel, evenly spread. */
function sampledRows({ width, height, channels, data }: StillImage, place: number): Uint8Array {
  const count = Math.max(1, Math.min(height, Math.floor(SAMPLES / width)));
  const rows = new Uint8Array(count * width);
  for (let row = 0, to = 0; row < count; row += 1) {
    let at = Math.floor((row * height) / count) * width * channels + place;
    for (let x = 0; x < width; x += 1, to += 1, at += channels) rows[to] = data[at]!;
  }
  return rows;
}

/** The quadratic of the paper over horizontal neighbours, all differences summed (their equation 3 with i from 0 to 127). */
function samplePairs(rows: Uint8Array, width: number): number | null {
  // X: even value larger, or odd value smaller, of a pair that differs; Y: the other way; Z: equal; W: within one pair of values.
  let [x, y, z, w, total] = [0, 0, 0, 0, 0];
  for (let start = 0; start + width <= rows.length; start += width) {
    for (let at = start; at + 1 < start + width; at += 1) {
      const [u, v] = [rows[at]!, rows[at + 1]!];
      total += 1;
      if (u === v) z += 1;
      else if ((v % 2 === 0 && u < v) || (v % 2 === 1 && u > v)) x += 1;
      else {
        y += 1;
        if (u >> 1 === v >> 1) w += 1;
      }
    }
  }
  if (total === 0) return null;
  // ½(W + Z) p² + (2X − P) p + (Y − X) = 0 (Dumitrescu et al., equation 9 for the sum over all m).
  const [solved] = rootsOf((w + z) / 2, 2 * x - total, y - x);
  return solved === undefined ? null : clamped(solved);
}

function clamped(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** Groups of four in a row, mask 0 1 1 0. */
function regularGroups(rows: Uint8Array, width: number): number | null {
  // Regular and singular groups: as they are and with all lowest bits turned, under the mask and its negative.
  const plain = countGroups(rows, width, 0);
  const turned = countGroups(rows, width, 1);
  const d0 = plain.difference;
  const d1 = turned.difference;
  const n0 = plain.negative;
  const n1 = turned.negative;
  const [a, b, c] = [2 * (d1 + d0), n0 - n1 - d1 - 3 * d0, d0 - n0];
  // Regular and singular groups have become equally many, so that noise decides about the sign of `a`.
  if (b * b < 4 * a * c) return 1;
  // p = z ÷ (z − ½): near full replacement the wanted root runs away, and the other one would give p below 0.
  const rates = rootsOf(a, b, c).map((z) => z / (z - 0.5));
  const possible = rates.filter((rate) => rate >= -SLACK && rate <= 1 + SLACK);
  return rates.length === 0 ? null : clamped(possible[0] ?? (rates[0]! < 0 ? 0 : 1));
}

/** How far outside 0 … 1 noise may put an estimate. */
const SLACK = 0.15;

/** Real roots, the smaller in size first; where noise takes them off the line, the place between them for both. */
function rootsOf(a: number, b: number, c: number): number[] {
  if (Math.abs(a) < 1e-9) return Math.abs(b) < 1e-9 ? [] : [-c / b];
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  const roots = [(-b - root) / (2 * a), (-b + root) / (2 * a)];
  return roots.sort((one, other) => Math.abs(one) - Math.abs(other));
}

function countGroups(
  rows: Uint8Array,
  width: number,
  turn: 0 | 1,
): { readonly difference: number; readonly negative: number } {
  let [difference, negative] = [0, 0];
  for (let start = 0; start + width <= rows.length; start += width) {
    for (let at = start; at + 4 <= start + width; at += 4) {
      const a = rows[at]! ^ turn;
      const b = rows[at + 1]! ^ turn;
      const c = rows[at + 2]! ^ turn;
      const d = rows[at + 3]! ^ turn;
      const still = Math.abs(a - b) + Math.abs(b - c) + Math.abs(c - d);
      // Flipping F₁ exchanges 2i and 2i + 1; F₋₁ exchanges 2i − 1 and 2i.
      const [b1, c1] = [b ^ 1, c ^ 1];
      const [b2, c2] = [((b + 1) ^ 1) - 1, ((c + 1) ^ 1) - 1];
      const flipped = Math.abs(a - b1) + Math.abs(b1 - c1) + Math.abs(c1 - d);
      const other = Math.abs(a - b2) + Math.abs(b2 - c2) + Math.abs(c2 - d);
      difference += Math.sign(flipped - still);
      negative += Math.sign(other - still);
    }
  }
  return { difference, negative };
}

/** Beginnings that are tried, parts of the picture. */
const parts = [0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1];
/** Fewer samples than this tell nothing. */
const LEAST_SAMPLES = 10_000;

function evenPairs({ width, height, channels, data }: StillImage, place: number): number {
  const counts = new Float64Array(256);
  let longest = 0;
  let row = 0;
  for (const part of parts) {
    const end = Math.floor(height * part);
    for (; row < end; row += 1) {
      let at = row * width * channels + place;
      for (let x = 0; x < width; x += 1, at += channels) counts[data[at]!]! += 1;
    }
    if (row * width >= LEAST_SAMPLES && equality(counts) > 0.95) longest = part;
  }
  return longest;
}

/** Probability of replacement in the paper's sense: chance of a χ² as large as the one found, were the pairs even. */
function equality(counts: Float64Array): number {
  let chi = 0;
  let categories = 0;
  for (let k = 0; k < 128; k += 1) {
    const expected = (counts[2 * k]! + counts[2 * k + 1]!) / 2;
    if (expected <= 4) continue;
    categories += 1;
    chi += (counts[2 * k]! - expected) ** 2 / expected;
  }
  // A few values only, as in drawings, are no ground for a test of shape.
  return categories < 16 ? 0 : chiSquareTail(chi, categories - 1);
}

/** P(χ² with `freedom` degrees ≥ value), by Wilson and Hilferty's cube root (1931): good to 0.001 here. */
function chiSquareTail(value: number, freedom: number): number {
  const spread = 2 / (9 * freedom);
  const z = ((value / freedom) ** (1 / 3) - (1 - spread)) / Math.sqrt(spread);
  return 0.5 * erfc(z / Math.SQRT2);
}

/** Abramowitz and Stegun 7.1.26, to 1.5 × 10⁻⁷. */
function erfc(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const polynomial =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const tail = polynomial * Math.exp(-x * x);
  return x >= 0 ? tail : 2 - tail;
}
