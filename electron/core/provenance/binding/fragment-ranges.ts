import type { ByteRange } from '#shared/domain/figure.ts';
import { ByteReader, EndOfData } from '../../media/structure/byte-reader.ts';
import { decodeCbor } from '../jumbf/cbor.ts';
import { entryOf, integerOf } from '../jumbf/cbor-values.ts';

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
  /**
   * In each hash tree the places follow one another. `false`: fragments were taken out, repeated or put in
   * another order. What stood before the first and after the last cannot be told here.
   */
  readonly consecutive: boolean;
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
  const places: Place[] = [];
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
    const place = type === 'uuid' ? placeOf(reader, at, size) : null;
    if (type === 'moov') movie = true;
    if (movie && (openers.has(type) || place !== null)) {
      if (init < 0) init = at;
      const ended = data || (type === 'moof' && moof);
      if (open < 0 || ended) {
        if (!close()) return result(init, fragments, places, true);
        open = at;
        moof = false;
        data = false;
      }
      if (place !== null) places.push(place);
      if (type === 'moof') moof = true;
    }
    // Boxes after the media data belong to what they follow, until the next fragment opens.
    if (open >= 0 && moof && type === 'mdat') data = true;
    // The random access index stands for the whole file, behind the last fragment.
    if (type === 'mfra' && open >= 0) {
      if (!close()) return result(init, fragments, places, true);
      open = -1;
    }
    at += size;
  }
  if (init < 0) return null;
  return result(init, fragments, places, !close());
}

interface Place {
  readonly tree: string;
  readonly location: number;
}

function result(
  init: number,
  fragments: readonly ByteRange[],
  places: readonly Place[],
  cut: boolean,
): FragmentRanges | null {
  if (fragments.length === 0 || places.length === 0) return null;
  const next = new Map<string, number>();
  let consecutive = true;
  for (const { tree, location } of places) {
    if (location !== (next.get(tree) ?? location)) consecutive = false;
    next.set(tree, location + 1);
  }
  return { init: [0, init], fragments, hashed: places.length, consecutive, cut };
}

const PURPOSE = 'merkle\0';
/** A place with its proof is a few dozen hashes. */
const PLACE_BYTES = 64 * 1024;

/** `uuid`, user type, version and flags, purpose as text ended by zero, then the place in CBOR (A.5.4). */
function placeOf(reader: ByteReader, at: number, size: number): Place | null {
  const type = at + (reader.u32(at) === 1 ? 16 : 8);
  const content = type + 16 + 4 + PURPOSE.length;
  if (at + size < content) return null;
  if (reader.bytes(type, 16).toString('hex') !== c2paBox || !reader.matches(type + 20, PURPOSE)) return null;
  const reading = decodeCbor(reader.bytes(content, Math.min(PLACE_BYTES, at + size - content)));
  const value = 'value' in reading ? reading.value : null;
  const number = (name: string): number => integerOf(entryOf(value, name)) ?? -1;
  return { tree: `${number('uniqueId')} ${number('localId')}`, location: number('location') };
}
