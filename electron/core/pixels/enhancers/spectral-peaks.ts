import { centredSpectrum, type Spectrum } from './spectrum.ts';

/** An isolated line of the spectrum: something that repeats. */
export interface SpectralPeak {
  /** Cycles per pixel across and down, the former not negative. */
  readonly across: number;
  readonly down: number;
  /** Pixels from one repetition to the next. */
  readonly period: number;
  /** Direction of the repetition, degrees from the x axis, −90…90, down positive. */
  readonly angle: number;
  /** Power over its surroundings, decibels. */
  readonly excess: number;
  /** lg of the number of false alarms. */
  readonly log10: number;
  /** Both frequencies are multiples of 1/8: block coding makes them. */
  readonly blocks: boolean;
  /** A whole multiple of a stronger peak of the list, or that peak displaced by multiples of 1/8. */
  readonly harmonic: boolean;
}

/** Surroundings: places up to this far away, without those the window smears a line over. */
const reach = 9;
const smear = 2;
/** Cycles per pixel below which pictures themselves repeat. */
const slowest = 1 / 24;

/**
 * Isolated peaks. The logarithm of the power is compared with the mean of its surroundings: the largest of the means of a
 * square, of the row, of the column and of the ray from the origin, so that the ridges which straight edges make do not
 * count as peaks. The spread is the larger of the theory's (π²/6 per tile) and the one found, by the median, on the same
 * circle. Number of false alarms: places tested × P(a normal deviate is larger); the logarithm of a mean of powers has a
 * shorter upper tail than that.
 *
 * @param most peaks listed, strongest first
 */
export function spectralPeaks(spectrum: Spectrum, most: number): readonly SpectralPeak[] {
  const { size, tiles } = spectrum;
  const log = centredSpectrum(spectrum);
  const excess = excessOf(log, size);
  const spread = spreads(excess, size, Math.PI / Math.sqrt(6 * tiles));
  const half = size / 2;
  const found: SpectralPeak[] = [];
  const tests = (size * size) / 2;
  for (let y = 1; y < size; y += 1) {
    for (let x = half; x < size; x += 1) {
      const [u, v] = [x - half, y - half];
      if (u === 0 && v < 0) continue;
      const circle = Math.hypot(u, v);
      if (circle < slowest * size || circle >= half || Number.isNaN(excess[y * size + x]!)) continue;
      const log10 = Math.log10(tests) + tailLog10(excess[y * size + x]! / spread[Math.round(circle)]!);
      if (log10 > 0 || !isTop(log, size, x, y)) continue;
      found.push(peakAt(log, size, x, y, excess[y * size + x]!, log10));
    }
  }
  found.sort((one, other) => one.log10 - other.log10 || one.period - other.period);
  const listed = found.slice(0, most);
  return listed.map((peak, index) => ({
    ...peak,
    harmonic: listed.slice(0, index).some((stronger) => isMultiple(peak, stronger, 1.5 / size)),
  }));
}

/** Departure from the surroundings; the outermost places, which have none on one side, wrap round. */
function excessOf(log: Float32Array, size: number): Float32Array {
  const mask = size - 1;
  const half = size / 2;
  const out = new Float32Array(size * size);
  const sums = squareSums(log, size);
  const inner = (2 * smear + 1) ** 2;
  const outer = (2 * reach + 1) ** 2;
  for (let y = 0; y < size; y += 1) {
    for (let x = half; x < size; x += 1) {
      const at = y * size + x;
      let ring = (sums(x, y, reach) - sums(x, y, smear)) / (outer - inner);
      let [row, column, ray] = [0, 0, 0];
      const [u, v] = [x - half, y - half];
      const circle = Math.hypot(u, v) || 1;
      for (let step = smear + 1; step <= reach; step += 1) {
        for (let sign = -1; sign <= 1; sign += 2) {
          row += log[y * size + ((x + sign * step) & mask)]!;
          column += log[((y + sign * step) & mask) * size + x]!;
          const alongX = x + Math.round((sign * step * u) / circle);
          const alongY = y + Math.round((sign * step * v) / circle);
          ray += log[(alongY & mask) * size + (alongX & mask)]!;
        }
      }
      const count = 2 * (reach - smear);
      ring = Math.max(ring, row / count, column / count, ray / count);
      out[at] = log[at]! - ring;
    }
  }
  return out;
}

/** Sums over squares that wrap round, from a summed-area table. */
function squareSums(log: Float32Array, size: number): (x: number, y: number, radius: number) => number {
  const wide = size + 2 * reach + 1;
  const mask = size - 1;
  const table = new Float64Array(wide * wide);
  for (let y = 1; y < wide; y += 1) {
    let row = 0;
    for (let x = 1; x < wide; x += 1) {
      row += log[((y - 1 - reach) & mask) * size + ((x - 1 - reach) & mask)]!;
      table[y * wide + x] = table[(y - 1) * wide + x]! + row;
    }
  }
  return (x, y, radius) => {
    const [left, top] = [x + reach - radius, y + reach - radius];
    const [right, bottom] = [x + reach + radius + 1, y + reach + radius + 1];
    return (
      table[bottom * wide + right]! -
      table[top * wide + right]! -
      table[bottom * wide + left]! +
      table[top * wide + left]!
    );
  };
}

/** Spread of the departures on each circle, never below the theory's. */
function spreads(excess: Float32Array, size: number, least: number): Float32Array {
  const half = size / 2;
  const circles: number[][] = Array.from({ length: half + 1 }, () => []);
  for (let y = 0; y < size; y += 1)
    for (let x = half; x < size; x += 1) {
      const circle = Math.round(Math.hypot(x - half, y - half));
      if (circle <= half) circles[circle]!.push(excess[y * size + x]!);
    }
  return Float32Array.from(circles, (values) => {
    const sorted = Float32Array.from(values).sort();
    const middle = sorted[sorted.length >> 1] ?? 0;
    const away = sorted.map((value) => Math.abs(value - middle)).sort();
    return Math.max(least, 1.4826 * (away[away.length >> 1] ?? 0));
  });
}

function isTop(log: Float32Array, size: number, x: number, y: number): boolean {
  const mask = size - 1;
  const value = log[y * size + x]!;
  for (let down = -smear; down <= smear; down += 1)
    for (let along = -smear; along <= smear; along += 1) {
      const other = log[((y + down) & mask) * size + ((x + along) & mask)]!;
      if (other > value || (other === value && (down < 0 || (down === 0 && along < 0)))) return false;
    }
  return true;
}

function peakAt(
  log: Float32Array,
  size: number,
  x: number,
  y: number,
  excess: number,
  log10: number,
): SpectralPeak {
  const mask = size - 1;
  const at = (column: number, row: number): number => log[(row & mask) * size + (column & mask)]!;
  const across = (x - size / 2 + offset(at(x - 1, y), at(x, y), at(x + 1, y))) / size;
  const down = (y - size / 2 + offset(at(x, y - 1), at(x, y), at(x, y + 1))) / size;
  const onBlocks = (frequency: number): boolean =>
    Math.abs(frequency * 8 - Math.round(frequency * 8)) < 12 / size;
  return {
    across: Math.max(0, across),
    down,
    period: 1 / Math.hypot(across, down),
    angle: (Math.atan(down / Math.max(across, 1e-9)) * 180) / Math.PI,
    excess: (10 * excess) / Math.LN10,
    log10,
    blocks: onBlocks(across) && onBlocks(down),
    harmonic: false,
  };
}

/** Top of the parabola through three logarithms: nearly exact for a smooth window. */
function offset(before: number, here: number, after: number): number {
  const bend = before - 2 * here + after;
  return bend < 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0;
}

/** A whole multiple, or the base displaced by multiples of 1/8: what block coding makes of a repetition. */
function isMultiple(peak: SpectralPeak, base: SpectralPeak, tolerance: number): boolean {
  const multiple = [2, 3, 4].some(
    (factor) =>
      Math.abs(peak.across - factor * base.across) < factor * tolerance &&
      Math.abs(peak.down - factor * base.down) < factor * tolerance,
  );
  const onGrid = (shift: number): boolean => Math.abs(shift - Math.round(shift * 8) / 8) < tolerance;
  return (
    multiple ||
    [1, -1].some((sign) => onGrid(peak.across - sign * base.across) && onGrid(peak.down - sign * base.down))
  );
}

/** lg P(normal deviate > z), by Mills' ratio above 1 and no better than 1 below. */
function tailLog10(z: number): number {
  if (z <= 1) return 0;
  return (-z * z) / 2 / Math.LN10 - Math.log10(z * Math.sqrt(2 * Math.PI));
}
