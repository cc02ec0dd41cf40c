import type { Box } from '../../media/structure/bmff.ts';
import { childrenOffset } from '../../media/structure/bmff-boxes.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';

/** Boxes of one container that are walked; more belong to no real file. */
const BOX_LIMIT = 100_000;
const PATH_NODES = 32;

/**
 * The boxes of an ISO base media file as box paths see them (C2PA 2.2 §18.6.2): outermost boxes at once,
 * inner ones on demand, so that the whole tree of a hostile file is never walked.
 */
export class BoxTree {
  /** In the order of the file. */
  readonly roots: readonly Box[];
  /** There are more boxes than are walked. */
  readonly overflow: boolean;
  readonly #reader: ByteReader;
  readonly #children = new Map<Box, readonly Box[]>();
  /** Boxes of one parent by type, so that many paths do not mean many walks. */
  readonly #types = new WeakMap<readonly Box[], Map<string, Box[]>>();

  constructor(reader: ByteReader) {
    this.#reader = reader;
    this.roots = walk(reader, 0, reader.size);
    this.overflow = this.roots.length >= BOX_LIMIT;
  }

  /**
   * Boxes at a path like `/moov/trak[2]/mdia`; the number counts boxes of that type within one parent.
   * `null`: not a path of the syntax of §18.6.2.
   */
  find(path: string): readonly Box[] | null {
    const nodes = path.split('/').slice(1);
    if (!path.startsWith('/') || nodes.length === 0 || nodes.length > PATH_NODES) return null;
    const steps = nodes.map((node) => /^([^/]{4})(?:\[([1-9]\d{0,8})\])?$/su.exec(node));
    let above = '';
    let parent = '';
    let found: readonly Box[] | null = null;
    for (const step of steps) {
      if (step === null) return null;
      const [, type = '', number] = step;
      const families: readonly (readonly Box[])[] =
        found === null ? [this.roots] : found.map((box) => this.#childrenOf(box, above));
      found = families.flatMap((boxes) => {
        const named = this.#typed(boxes).get(type) ?? [];
        return number === undefined ? named : named.slice(Number(number) - 1, Number(number));
      });
      above = parent;
      parent = type;
    }
    return found;
  }

  #typed(boxes: readonly Box[]): ReadonlyMap<string, Box[]> {
    const known = this.#types.get(boxes);
    if (known !== undefined) return known;
    const types = Map.groupBy(boxes, ({ type }) => type);
    this.#types.set(boxes, types);
    return types;
  }

  #childrenOf(box: Box, parent: string): readonly Box[] {
    const known = this.#children.get(box);
    if (known !== undefined) return known;
    const offset = childrenOffset(this.#reader, box, parent);
    const children = offset === null ? [] : walk(this.#reader, box.body + offset, box.end);
    this.#children.set(box, children);
    return children;
  }
}

function walk(reader: ByteReader, start: number, end: number): Box[] {
  const boxes: Box[] = [];
  let position = start;
  while (position + 8 <= end && boxes.length < BOX_LIMIT) {
    const size = reader.u32(position);
    const type = reader.latin1(position + 4, 4);
    const large = size === 1 && position + 16 <= end;
    const length = size === 0 ? end - position : large ? reader.u64(position + 8) : size;
    const header = (large ? 16 : 8) + (type === 'uuid' ? 16 : 0);
    if (length < (large ? 16 : 8)) break;
    // a box cut off by the end of the file is what is left of it, as decoders take it
    const stop = Math.min(end, position + length);
    boxes.push({ type, start: position, body: Math.min(stop, position + header), end: stop });
    position = stop;
  }
  return boxes;
}
