import { VectorFunction, type VectorModule, vectorModule } from '../vector-code.ts';

/** What a pixel says that belongs to no grid: near the border, undecided, or in a block even along rows or columns. */
export const noVote = 255;

/** Keys in a row of the module's memory, and before each row as many unused ones as a vector has. */
const most = 1024;
const vector = 16;
const rowBytes = vector + 2 * most;
/** Rows kept of each level: windows of 1, 2 and 4 rows reach back by 1, 2 and 4. */
const ring = 8;
const levelBytes = ring * rowBytes;

/**
 * The best of the 64 blocks around each pixel, row after row: the better of two is that of the greater key, count · 256 +
 * grid; equal counts give the mark of no vote in place of a grid. No order of the blocks can change that, so windows of
 * 1, 2 and 4 add up to 8, three doublings along rows and three along columns, eight keys at a time.
 */
export class BestBlocks {
  /** Where the next row of keys is written; count below 128. */
  readonly keys: Uint16Array;
  readonly #module: VectorModule<'better'> = betterModule();
  #row = 0;

  constructor() {
    this.keys = new Uint16Array(this.#module.memory, vector, most);
  }

  /** Begin anew at the top of a strip. */
  restart(): void {
    this.#row = 0;
  }

  /**
   * Takes the row in `keys`.
   *
   * @returns for each place the best key of the 8×8 that end there; none of use in the first seven rows and places
   */
  next(): Uint16Array {
    const { memory, call } = this.#module;
    const at = (level: number, back: number) =>
      levelBytes * level + rowBytes * ((this.#row - back) & (ring - 1)) + vector;
    const better = (to: number, one: number, other: number) => call.better(to, to + 2 * most, one, other);
    // Along the row: each level's row is in its first place, the last one in the ring of level 3.
    const level = (number: number) => levelBytes * number + vector;
    better(level(1), level(0), level(0) - 2);
    better(level(2), level(1), level(1) - 4);
    better(at(3, 0), level(2), level(2) - 8);
    better(at(4, 0), at(3, 0), at(3, 1));
    better(at(5, 0), at(4, 0), at(4, 2));
    better(level(6), at(5, 0), at(5, 4));
    this.#row += 1;
    return new Uint16Array(memory, level(6), most);
  }
}

let kept: VectorModule<'better'> | undefined;

function betterModule(): VectorModule<'better'> {
  kept ??= vectorModule(7 * levelBytes, { better: betterFunction() });
  return kept;
}

/** Parameters: where the better keys go, their end, the ones and the others. */
function betterFunction(): VectorFunction {
  const code = new VectorFunction(4);
  const [one, other, best] = [0, 0, 0].map((zero) => code.integer(zero).keep()) as [number, number, number];
  return code.loop([0, 2, 3], 1, () => {
    code.load(2, 0).set(one).load(3, 0).set(other);
    code.get(one).get(other).greaterShorts();
    // Where they differ in the grid only, all of its bits are set.
    code.get(one).get(other).exclusiveOr().shorts(256).lessShorts().shorts(noVote).and().or().set(best);
    code.store(0, 0, best);
  });
}
