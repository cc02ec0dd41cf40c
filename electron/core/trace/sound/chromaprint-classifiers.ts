/** Notes of an octave. */
export const NOTES = 12;
/** Rows of twelve notes that the widest filter spans. */
export const LONGEST_FILTER = 16;

/**
 * A filter compares the energy in parts of a rectangle of notes and time. Kind 0: all of it; 1: upper against lower
 * notes; 2: later against earlier; 3: two diagonal quarters against the others; 4: the middle notes against the outer;
 * 5: the middle of the time against its ends. Three limits part its values into four classes.
 */
interface Classifier {
  readonly kind: number;
  readonly note: number;
  readonly notes: number;
  readonly rows: number;
  readonly limits: readonly [number, number, number];
}

/** `kind, note, notes, rows, limits`, learnt by boosting; chromaprint 1.5.1, `kClassifiersTest2`. */
const classifiers: readonly Classifier[] = (
  [
    [0, 4, 3, 15, 1.98215, 2.35817, 2.63523],
    [4, 4, 6, 15, -1.03809, -0.651211, -0.282167],
    [1, 0, 4, 16, -0.298702, 0.119262, 0.558497],
    [3, 8, 2, 12, -0.105439, 0.0153946, 0.135898],
    [3, 4, 4, 8, -0.142891, 0.0258736, 0.200632],
    [4, 0, 3, 5, -0.826319, -0.590612, -0.368214],
    [1, 2, 2, 9, -0.557409, -0.233035, 0.0534525],
    [2, 7, 3, 4, -0.0646826, 0.00620476, 0.0784847],
    [2, 6, 2, 16, -0.192387, -0.029699, 0.215855],
    [2, 1, 3, 2, -0.0397818, -0.00568076, 0.0292026],
    [5, 10, 1, 15, -0.53823, -0.369934, -0.190235],
    [3, 6, 2, 10, -0.124877, 0.0296483, 0.139239],
    [2, 1, 1, 14, -0.101475, 0.0225617, 0.231971],
    [3, 5, 6, 4, -0.0799915, -0.00729616, 0.063262],
    [1, 9, 2, 12, -0.272556, 0.019424, 0.302559],
    [3, 4, 2, 14, -0.164292, -0.0321188, 0.0846339],
  ] as const
).map(([kind, note, notes, rows, ...limits]) => ({ kind, note, notes, rows, limits }));

/** Neighbouring classes differ in one bit. */
const GRAY = [0, 1, 3, 2] as const;

/**
 * The 32-bit number of the sixteen rows from `row` on: two bits of each classifier, the first highest.
 *
 * @param sums summed-area table, a ring of `LONGEST_FILTER + 1` rows of `NOTES + 1` columns; row 0 and column 0 are zero
 */
export function codeNumber(sums: Float64Array, row: number): number {
  let bits = 0;
  for (const classifier of classifiers) {
    const value = filtered(sums, row, classifier);
    const [low, middle, high] = classifier.limits;
    const level = value < middle ? (value < low ? 0 : 1) : value < high ? 2 : 3;
    bits = (bits << 2) | GRAY[level]!;
  }
  return bits >>> 0;
}

function filtered(sums: Float64Array, row: number, { kind, note, notes, rows }: Classifier): number {
  const area = (fromRow: number, fromNote: number, toRow: number, toNote: number): number =>
    areaOf(sums, row + fromRow, note + fromNote, row + toRow, note + toNote);
  const whole = area(0, 0, rows, notes);
  let part = whole;
  const [middleRow, middleNote] = [rows >> 1, notes >> 1];
  if (kind === 1) part = area(0, middleNote, rows, notes);
  else if (kind === 2) part = area(middleRow, 0, rows, notes);
  else if (kind === 3) part = area(0, middleNote, middleRow, notes) + area(middleRow, 0, rows, middleNote);
  else if (kind === 4) {
    const third = Math.trunc(notes / 3);
    part = area(0, third, rows, 2 * third);
  } else if (kind === 5) {
    const third = Math.trunc(rows / 3);
    part = area(third, 0, 2 * third, notes);
  }
  return Math.log((1 + part) / (1 + whole - part));
}

function areaOf(
  sums: Float64Array,
  fromRow: number,
  fromNote: number,
  toRow: number,
  toNote: number,
): number {
  const upper = (fromRow % (LONGEST_FILTER + 1)) * (NOTES + 1);
  const lower = (toRow % (LONGEST_FILTER + 1)) * (NOTES + 1);
  return sums[lower + toNote]! - sums[lower + fromNote]! - sums[upper + toNote]! + sums[upper + fromNote]!;
}
