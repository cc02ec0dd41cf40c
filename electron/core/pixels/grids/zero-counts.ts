import { VectorFunction, type VectorModule, vectorModule } from '../vector-code.ts';

/** Positions of one strip that are counted together, and the row length of everything in the module's memory. */
const strip = 1024;
const floats = strip * 4;
/** Positions by which strips overlap: a window of eight that ends in a strip lies in it, but for the first strip. */
const overlap = 8;
/** Eight transformed rows of eight frequencies each; one row of samples with seven more; one row of counts, one of doubts. */
const ringAt = 0;
const rowBytes = 8 * floats;
const samplesAt = ringAt + 8 * rowBytes;
const countsAt = samplesAt + floats + 64;
const doubtsAt = countsAt + floats;
const memoryBytes = doubtsAt + floats;

/** Scale of the fast transform's output k: 1 for k = 0, else √2·cos(kπ/16). */
const outputScale = Float64Array.from({ length: 8 }, (_, k) =>
  k === 0 ? 1 : Math.SQRT2 * Math.cos((k * Math.PI) / 16),
);

/**
 * Coefficients that can be exactly one half, by column · 8 + row: cosines of odd and even frequencies make irrational
 * numbers of the others. Each has a bit in the mask of the doubtful.
 */
const canTie: readonly number[] = Array.from({ length: 64 }, (_, index) => index).filter((index) => {
  const [across, down] = [index >> 3, index & 7];
  if (across % 2 === 1 || down % 2 === 1) return across % 2 === 1 && down % 2 === 1;
  return index !== 0 && (across % 4 === 2) === (down % 4 === 2);
});

/** Part of one half within which single precision does not settle on which side a coefficient lies. */
const doubt = 1e-4;

/**
 * How many of the 63 AC coefficients of the 8×8 block at every pixel are zero, that is less than one half in magnitude,
 * the finest step JPEG quantises to (Nikoukhah et al., section 2). Every transform shares its row transforms with the
 * blocks above and below; the eight-point transform is the one of Y. Arai, T. Agui, M. Nakajima, “A fast DCT-SQ scheme
 * for images”, Trans. IEICE E71 (1988), whose scales go into the threshold.
 */
export class ZeroCounter {
  readonly #module: VectorModule<'rows' | 'columns'> = zeroModule();

  /**
   * @param plane grey levels, whole numbers 0…255, row by row
   * @param each takes the counts of one row of blocks in columns `from` … `from + counts.length − 1`, strip after strip and
   *   in each from the top; a strip begins eight columns before the one before it ends
   */
  count(
    plane: Uint8Array,
    width: number,
    height: number,
    each: (y: number, from: number, counts: Int32Array) => void,
  ): void {
    const { memory, call } = this.#module;
    const samples = new Float32Array(memory, samplesAt, strip + 8);
    const counts = new Int32Array(memory, countsAt, strip);
    const doubts = new Int32Array(memory, doubtsAt, strip);
    const across = width - 7;
    const pointers = new Array<number>(8).fill(0);
    for (let from = 0; from === 0 || from + overlap < across; from += strip - overlap) {
      const blocks = Math.min(strip, across - from);
      const wide = Math.ceil(blocks / 4) * 16;
      for (let y = 0; y < height; y += 1) {
        const row = y * width + from;
        for (let x = 0; x < blocks + 7; x += 1) samples[x] = plane[row + x]!;
        const to = ringAt + (y & 7) * rowBytes;
        call.rows(samplesAt, samplesAt + wide, to);
        if (y < 7) continue;
        for (let k = 0; k < 8; k += 1) pointers[k] = ringAt + ((y - 7 + k) & 7) * rowBytes;
        call.columns(countsAt, countsAt + wide, doubtsAt, ...pointers);
        for (let x = 0; x < blocks; x += 1) {
          if (doubts[x] !== 0)
            counts[x]! -= countHalves(plane, (y - 7) * width + from + x, width, doubts[x]!);
        }
        each(y - 7, from, counts.subarray(0, blocks));
      }
    }
  }
}

let kept: VectorModule<'rows' | 'columns'> | undefined;

function zeroModule(): VectorModule<'rows' | 'columns'> {
  kept ??= vectorModule(memoryBytes, { rows: rowFunction(), columns: columnFunction() });
  return kept;
}

/** Parameters: samples, their end, where the eight frequencies go. */
function rowFunction(): VectorFunction {
  const code = new VectorFunction(3);
  const locals = new Transform(code);
  return code.loop([0, 2], 1, () => {
    for (let k = 0; k < 8; k += 1) code.load(0, 4 * k).set(locals.input[k]!);
    const outputs = locals.transform();
    for (let k = 0; k < 8; k += 1) code.store(2, k * floats, outputs[k]!);
  });
}

/** Parameters: where counts go, their end, where doubts go, eight rows from the top one down. */
function columnFunction(): VectorFunction {
  const code = new VectorFunction(11);
  const locals = new Transform(code);
  const [sum, doubtful, magnitude, below] = [0, 0, 0, 0].map((zero) => code.constant(zero).keep()) as [
    number,
    number,
    number,
    number,
  ];
  const rows = [3, 4, 5, 6, 7, 8, 9, 10];
  return code.loop([0, 2, ...rows], 1, () => {
    code.integer(0).set(sum).integer(0).set(doubtful);
    for (let across = 0; across < 8; across += 1) {
      for (let k = 0; k < 8; k += 1) code.load(rows[k]!, across * floats).set(locals.input[k]!);
      const outputs = locals.transform();
      for (let down = 0; down < 8; down += 1) {
        if (across === 0 && down === 0) continue;
        const half = 4 * outputScale[across]! * outputScale[down]!;
        const bit = canTie.indexOf(across * 8 + down);
        code.get(outputs[down]!).absolute();
        if (bit < 0) {
          code.constant(half).less().set(below);
        } else {
          code.set(magnitude);
          code
            .get(magnitude)
            .constant(half * (1 + doubt))
            .less()
            .set(below);
          code
            .get(magnitude)
            .constant(half * (1 - doubt))
            .less()
            .get(below)
            .exclusiveOr();
          code
            .integer(1 << bit)
            .and()
            .get(doubtful)
            .or()
            .set(doubtful);
        }
        code.get(sum).get(below).subtractIntegers().set(sum);
      }
    }
    code.store(0, 0, sum).store(2, 0, doubtful);
  });
}

/** The eight-point transform as instructions: reads `input`, leaves its outputs in locals of its own. */
class Transform {
  readonly input: readonly number[];
  readonly #code: VectorFunction;
  readonly #work: readonly number[];
  readonly #output: readonly number[];

  constructor(code: VectorFunction) {
    const locals = (count: number) => Array.from({ length: count }, () => code.constant(0).keep());
    this.#code = code;
    this.input = locals(8);
    this.#work = locals(16);
    this.#output = locals(8);
  }

  transform(): readonly number[] {
    const [x0, x1, x2, x3, x4, x5, x6, x7] = this.input as Eight;
    const [s0, s1, s2, s3, d0, d1, d2, d3] = this.#work.slice(0, 8) as Eight;
    const [a, b, c, d, e, f, g, h] = this.#work.slice(8) as Eight;
    const [o0, o1, o2, o3, o4, o5, o6, o7] = this.#output as Eight;
    const code = this.#code;
    const sum = (to: number, one: number, other: number) => code.get(one).get(other).add().set(to);
    const less = (to: number, one: number, other: number) => code.get(one).get(other).subtract().set(to);
    const times = (to: number, one: number, by: number) => code.get(one).constant(by).multiply().set(to);
    sum(s0, x0, x7);
    less(d0, x0, x7);
    sum(s1, x1, x6);
    less(d1, x1, x6);
    sum(s2, x2, x5);
    less(d2, x2, x5);
    sum(s3, x3, x4);
    less(d3, x3, x4);
    // Even part.
    sum(a, s0, s3);
    less(b, s0, s3);
    sum(c, s1, s2);
    less(d, s1, s2);
    sum(o0, a, c);
    less(o4, a, c);
    sum(d, d, b);
    times(d, d, Math.SQRT1_2);
    sum(o2, b, d);
    less(o6, b, d);
    // Odd part.
    sum(a, d3, d2);
    sum(b, d2, d1);
    sum(c, d1, d0);
    less(e, a, c);
    times(e, e, Math.sin(Math.PI / 8));
    times(f, a, Math.cos(Math.PI / 8) - Math.sin(Math.PI / 8));
    sum(f, f, e);
    times(g, c, Math.cos(Math.PI / 8) + Math.sin(Math.PI / 8));
    sum(g, g, e);
    times(b, b, Math.SQRT1_2);
    sum(h, d0, b);
    less(b, d0, b);
    sum(o5, b, f);
    less(o3, b, f);
    sum(o1, h, g);
    less(o7, h, g);
    return this.#output;
  }
}

type Eight = [number, number, number, number, number, number, number, number];

/** cos((2n + 1)kπ/16) at 8n + k, rounded as by the C library; V8 is off by the last bit for 35π/16. */
const cosines = Float64Array.from({ length: 64 }, (_, index) => {
  const steps = (2 * (index >> 3) + 1) * (index & 7);
  return steps === 35 ? 0.83146961230254546 : Math.cos((steps * Math.PI) / 16);
});

/**
 * How many of the coefficients in the mask are one half or more, by the transform's definition in double precision. Of
 * a coefficient that is exactly one half the last bits of that sum decide. The published values were computed so, column
 * after column, and depend on it; exact numbers would change their fourth digit.
 */
function countHalves(plane: Uint8Array, at: number, width: number, mask: number): number {
  let halves = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) {
    const index = canTie[31 - Math.clz32(rest & -rest)]!;
    const [across, down] = [index >> 3, index & 7];
    let sum = 0;
    for (let x = 0; x < 8; x += 1) {
      const cosine = cosines[8 * x + across]!;
      for (let y = 0; y < 8; y += 1) sum += plane[at + x + y * width]! * cosine * cosines[8 * y + down]!;
    }
    sum *= 0.25 * (across === 0 ? 1 / Math.sqrt(2) : 1) * (down === 0 ? 1 / Math.sqrt(2) : 1);
    if (Math.abs(sum) >= 0.5) halves += 1;
  }
  return halves;
}
