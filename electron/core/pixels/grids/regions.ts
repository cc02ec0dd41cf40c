import { noVote } from './best-blocks.ts';
import { chance, logFalseAlarms, logTests } from './false-alarms.ts';
import type { VoteMap } from './votes.ts';

/** Votes for one grid that lie close together, too many for chance. */
export interface GridRegion {
  /** Box in pixels; the far corner belongs to it. */
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  /** Origin x + 8·y of the grid. */
  readonly grid: number;
  readonly votes: number;
  /** log₁₀ of the number of false alarms; negative. */
  readonly logNfa: number;
}

export interface RegionSearch {
  /** Strongest first. */
  readonly regions: readonly GridRegion[];
  /** One value per pixel: 1 + index into `regions`, 0 for none. */
  readonly labels: Uint16Array;
}

/** Farthest two votes of a region lie apart, along rows and along columns (Nikoukhah et al., algorithm 3). */
const reach = 9;
/**
 * Side of the cells votes are gathered in before they are joined: any two votes in touching cells are within reach of
 * each other, and no vote two cells further on than a neighbour is.
 */
const side = 5;
/** Regions that are described; a picture that never was JPEG may have none, a ruined one thousands. */
const mostRegions = 1000;

/**
 * Regions of votes for one grid, by joining votes within `reach`, kept where the number of false alarms is below one.
 *
 * @param wanted grids that are looked for
 */
export function findRegions(map: VoteMap, wanted: (grid: number) => boolean): RegionSearch {
  const { width, height, votes } = map;
  const tests = logTests(width, height);
  const least = leastVotes(width, height);
  const ordered = votesByGrid(votes, wanted);
  const cells = new Cells(map);
  const found: { readonly region: GridRegion; readonly pixels: Uint32Array }[] = [];
  for (let grid = 0; grid < 64; grid += 1) {
    const pixels = ordered.pixels.subarray(ordered.starts[grid]!, ordered.starts[grid + 1]!);
    if (pixels.length < least) continue;
    for (const group of cells.groups(pixels, grid, least)) {
      const { x0, y0, x1, y1 } = group;
      const count = group.pixels.length;
      const trials = Math.floor(((x1 - x0 + 1) * (y1 - y0 + 1)) / 64);
      const logNfa = logFalseAlarms(trials, Math.floor(count / 64), tests);
      if (logNfa < 0)
        found.push({ region: { x0, y0, x1, y1, grid, votes: count, logNfa }, pixels: group.pixels });
    }
  }
  found.sort((one, other) => one.region.logNfa - other.region.logNfa || one.region.x0 - other.region.x0);
  const kept = found.slice(0, mostRegions);
  const labels = new Uint16Array(width * height);
  for (const [index, { pixels }] of kept.entries()) for (const pixel of pixels) labels[pixel] = index + 1;
  return { regions: kept.map(({ region }) => region), labels };
}

/** Fewer votes than this cannot be meaningful however dense they are. */
export function leastVotes(width: number, height: number): number {
  return Math.ceil((64 * logTests(width, height)) / -Math.log10(chance));
}

/** Pixels sorted by what they vote for; those of grid g from `starts[g]` to `starts[g + 1]`. */
function votesByGrid(votes: Uint8Array, wanted: (grid: number) => boolean) {
  const tally = new Uint32Array(256);
  for (let at = 0; at < votes.length; at += 1) tally[votes[at]!]! += 1;
  const starts = new Uint32Array(65);
  const next = new Uint32Array(256).fill(noPlace);
  for (let grid = 0; grid < 64; grid += 1) {
    const taken = wanted(grid);
    if (taken) next[grid] = starts[grid]!;
    starts[grid + 1] = starts[grid]! + (taken ? tally[grid]! : 0);
  }
  const pixels = new Uint32Array(starts[64]!);
  for (let at = 0; at < votes.length; at += 1) {
    const vote = votes[at]!;
    if (vote === noVote || next[vote] === noPlace) continue;
    pixels[next[vote]!] = at;
    next[vote]! += 1;
  }
  return { starts, pixels };
}

const noPlace = 0xffffffff;

interface Group {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly pixels: Uint32Array;
}

/** Neighbours after a cell in reading order, two cells away at most. */
const neighbours = [-2, -1, 0, 1, 2].flatMap((across) =>
  [0, 1, 2].flatMap((down) => (down > 0 || across > 0 ? [{ across, down }] : [])),
);

/** Joins votes for one grid after another; memory is used again. */
class Cells {
  readonly #map: VoteMap;
  readonly #wide: number;
  readonly #high: number;
  /** Of a cell: its slot and which grid it was given for. */
  readonly #slotOf: Int32Array;
  readonly #grid: Uint8Array;
  /** Of a slot: the cell, the slot it is joined to, and the box of its votes. */
  readonly #cell: Int32Array;
  readonly #parent: Int32Array;
  readonly #box: Int32Array;

  constructor(map: VoteMap) {
    this.#map = map;
    this.#wide = Math.ceil(map.width / side);
    this.#high = Math.ceil(map.height / side);
    const count = this.#wide * this.#high;
    this.#slotOf = new Int32Array(count);
    this.#grid = new Uint8Array(count).fill(noVote);
    this.#cell = new Int32Array(count);
    this.#parent = new Int32Array(count);
    this.#box = new Int32Array(count * 4);
  }

  /** @param pixels votes for `grid`, in reading order */
  groups(pixels: Uint32Array, grid: number, least: number): Group[] {
    const slotOf = new Int32Array(pixels.length);
    const slots = this.#gather(pixels, grid, slotOf);
    for (let slot = 0; slot < slots; slot += 1) this.#joinNeighbours(slot, grid);
    return this.#split(pixels, slotOf, slots, least);
  }

  #gather(pixels: Uint32Array, grid: number, slotOf: Int32Array): number {
    const { width } = this.#map;
    const box = this.#box;
    let slots = 0;
    let y = 0;
    for (let index = 0; index < pixels.length; index += 1) {
      const pixel = pixels[index]!;
      while (pixel >= (y + 1) * width) y += 1;
      const x = pixel - y * width;
      const cell = Math.floor(y / side) * this.#wide + Math.floor(x / side);
      if (this.#grid[cell] !== grid) {
        this.#grid[cell] = grid;
        this.#slotOf[cell] = slots;
        this.#cell[slots] = cell;
        this.#parent[slots] = slots;
        const at = 4 * slots;
        box[at] = x;
        box[at + 1] = y;
        box[at + 2] = x;
        box[at + 3] = y;
        slotOf[index] = slots;
        slots += 1;
        continue;
      }
      slotOf[index] = this.#slotOf[cell]!;
      const at = 4 * slotOf[index]!;
      if (x < box[at]!) box[at] = x;
      if (x > box[at + 2]!) box[at + 2] = x;
      if (y > box[at + 3]!) box[at + 3] = y;
    }
    return slots;
  }

  #joinNeighbours(slot: number, grid: number): void {
    const cell = this.#cell[slot]!;
    const row = Math.floor(cell / this.#wide);
    const column = cell - row * this.#wide;
    for (let index = 0; index < neighbours.length; index += 1) {
      const { across, down } = neighbours[index]!;
      const x = column + across;
      const y = row + down;
      if (x < 0 || x >= this.#wide || y >= this.#high) continue;
      const next = y * this.#wide + x;
      if (this.#grid[next] !== grid) continue;
      const other = this.#slotOf[next]!;
      const one = this.#root(slot);
      const two = this.#root(other);
      if (one !== two && this.#within(slot, other, across, down, grid)) this.#parent[two] = one;
    }
  }

  /** Whether some vote of one cell is within reach of one of the other. */
  #within(one: number, other: number, across: number, down: number, grid: number): boolean {
    const box = this.#box;
    const a = 4 * one;
    const b = 4 * other;
    const apart = across > 0 ? box[b]! - box[a + 2]! : box[a]! - box[b + 2]!;
    const below = box[b + 1]! - box[a + 3]!;
    if (Math.abs(across) < 2) return below <= reach;
    if (down < 2) return apart <= reach;
    return apart <= reach && below <= reach && this.#somePair(a, b, grid);
  }

  /** Cells that touch at no side: the votes nearest along rows need not be those nearest along columns. */
  #somePair(a: number, b: number, grid: number): boolean {
    const { width, votes } = this.#map;
    const box = this.#box;
    for (let y = box[a + 1]!; y <= box[a + 3]!; y += 1) {
      for (let x = box[a]!; x <= box[a + 2]!; x += 1) {
        if (votes[y * width + x] !== grid) continue;
        const [left, right] = [Math.max(box[b]!, x - reach), Math.min(box[b + 2]!, x + reach)];
        for (let v = box[b + 1]!; v <= Math.min(box[b + 3]!, y + reach); v += 1)
          for (let u = left; u <= right; u += 1) if (votes[v * width + u] === grid) return true;
      }
    }
    return false;
  }

  #root(slot: number): number {
    const parent = this.#parent;
    let root = slot;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  }

  #split(pixels: Uint32Array, slotOf: Int32Array, slots: number, least: number): Group[] {
    const { width } = this.#map;
    const rootOf = slotOf;
    const counts = new Int32Array(slots);
    for (let at = 0; at < pixels.length; at += 1) {
      const root = this.#root(slotOf[at]!);
      rootOf[at] = root;
      counts[root]! += 1;
    }
    const open = new Map<number, { pixels: Uint32Array; count: number }>();
    for (let root = 0; root < slots; root += 1)
      if (counts[root]! >= least) open.set(root, { pixels: new Uint32Array(counts[root]!), count: 0 });
    if (open.size === 0) return [];
    for (let at = 0; at < pixels.length; at += 1) {
      const group = counts[rootOf[at]!]! >= least ? open.get(rootOf[at]!) : undefined;
      if (group === undefined) continue;
      group.pixels[group.count] = pixels[at]!;
      group.count += 1;
    }
    return [...open.values()].map((group) => ({ pixels: group.pixels, ...boxOf(group.pixels, width) }));
  }
}

function boxOf(pixels: Uint32Array, width: number): Omit<Group, 'pixels'> {
  let [x0, x1] = [width, 0];
  for (const pixel of pixels) {
    const x = pixel % width;
    if (x < x0) x0 = x;
    if (x > x1) x1 = x;
  }
  const last = pixels[pixels.length - 1]!;
  return { x0, x1, y0: Math.floor(pixels[0]! / width), y1: Math.floor(last / width) };
}
