import type { ByteRange } from '#shared/domain/figure.ts';
import { ByteReader, EndOfData } from './structure/byte-reader.ts';

/**
 * A fragmented movie in one file (ISO/IEC 14496-12, 8.8) whose fragments are bound one by one by a hash tree:
 * its initialisation segment and what follows it.
 */
export interface FragmentRanges {
  /** Everything before the first fragment. */
  readonly init: ByteRange;
  /** Each from its first own box (`styp`, `sidx`, …) to the end of its media data. */
  readonly fragments: readonly ByteRange[];
  /** Fragments that carry a C2PA box with their place in the hash tree (C2PA 2.2, A.5.3). */
  readonly hashed: number;
  /** There are more fragments than the limit; the list ends there. */
  readonly cut: boolean;
}

/** Boxes that may open a fragment before its `moof`. */
const openers = new Set(['styp', 'sidx', 'ssix', 'emsg', 'prft', 'moof']);
/** The user type of C2PA boxes. */
const c2paBox = 'd8fec3d61b0e483c92975828877ec481';
const MOST_BOXES = 1_000_000;

/**
 * Where the fragments of a movie lie, or `null` when it is not a fragmented movie with its initialisation
 * segment in front, when its boxes do not add up, or when no fragment carries a place in a hash tree: such a
 * movie is bound as a whole, like any other.
 *
 * @param most fragments listed
 */
export function fragmentRanges(path: string, most: number): FragmentRanges | null {
  const reader = new ByteReader(path, 64 * 1024);
  try {
    return walk(reader, most);
  } catch (error) {
    if (error instanceof EndOfData) return null;
    throw error;
  } finally {
    reader.close();
  }
}

function walk(reader: ByteReader, most: number): FragmentRanges | null {
  const fragments: ByteRange[] = [];
  let hashed = 0;
  let movie = false;
  let init = -1;
  /** Start of the fragment being read, and whether its `moof` and `mdat` have been seen. */
  let open = -1;
  let moof = false;
  let data = false;
  let at = 0;
  const close = (): boolean => {
    if (open < 0 || !moof) return true;
    if (fragments.length >= most) return false;
    fragments.push([open, at - open]);
    return true;
  };
  for (let count = 0; count < MOST_BOXES && at + 8 <= reader.size; count += 1) {
    const short = reader.u32(at);
    const type = reader.latin1(at + 4, 4);
    const size = short === 1 ? reader.u64(at + 8) : short === 0 ? reader.size - at : short;
    if (size < 8 || at + size > reader.size) return null;
    const merkle = type === 'uuid' && isMerkleBox(reader, at, size);
    if (type === 'moov') movie = true;
    if (movie && (openers.has(type) || merkle)) {
      if (init < 0) init = at;
      const ended = data || (type === 'moof' && moof);
      if (open < 0 || ended) {
        if (!close()) return result(init, fragments, hashed, true);
        open = at;
        moof = false;
        data = false;
      }
      if (merkle) hashed += 1;
      if (type === 'moof') moof = true;
    }
    // Boxes after the media data belong to what they follow, until the next fragment opens.
    if (open >= 0 && moof && type === 'mdat') data = true;
    // The random access index stands for the whole file, behind the last fragment.
    if (type === 'mfra' && open >= 0) {
      if (!close()) return result(init, fragments, hashed, true);
      open = -1;
    }
    at += size;
  }
  if (init < 0) return null;
  return result(init, fragments, hashed, !close());
}

function result(
  init: number,
  fragments: readonly ByteRange[],
  hashed: number,
  cut: boolean,
): FragmentRanges | null {
  return fragments.length === 0 || hashed === 0 ? null : { init: [0, init], fragments, hashed, cut };
}

/** `uuid`, user type, version and flags, then the box's purpose as text ended by zero. */
function isMerkleBox(reader: ByteReader, at: number, size: number): boolean {
  const header = reader.u32(at) === 1 ? 16 : 8;
  if (size < header + 16 + 4 + 7) return false;
  return (
    reader.bytes(at + header, 16).toString('hex') === c2paBox && reader.matches(at + header + 20, 'merkle\0')
  );
}
