import type { ByteReader } from '#core/media/structure/byte-reader.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import type { PictureSize } from './dimensions-containers.ts';

const PAGES = 1_000;
const ENTRIES = 1_024;

interface Directory {
  /** First value of each short tag of interest. */
  readonly values: ReadonlyMap<number, number>;
  readonly subdirectories: readonly number[];
  readonly next: number;
}

const wanted = new Set([254, 256, 257, 259, 262, 271, 330, 50706]);

function directoryAt(reader: ByteReader, at: number, little: boolean, big: boolean): Directory | null {
  const [countBytes, entryBytes] = big ? [8, 20] : [2, 12];
  if (at <= 0 || at + countBytes > reader.size) return null;
  const count = big ? reader.u64(at, little) : reader.u16(at, little);
  if (count === 0 || count > ENTRIES) return null;
  const values = new Map<number, number>();
  let subdirectories: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const entry = at + countBytes + index * entryBytes;
    if (entry + entryBytes > reader.size) return null;
    const tag = reader.u16(entry, little);
    if (!wanted.has(tag)) continue;
    const type = reader.u16(entry + 2, little);
    const values_ = big ? reader.u64(entry + 4, little) : reader.u32(entry + 4, little);
    const field = entry + (big ? 12 : 8);
    values.set(
      tag,
      type === 3 ? reader.u16(field, little) : type === 1 ? reader.u8(field) : reader.u32(field, little),
    );
    if (tag === 330) subdirectories = pointers(reader, field, values_, little, big);
  }
  const end = at + countBytes + count * entryBytes;
  const next =
    end + (big ? 8 : 4) > reader.size ? 0 : big ? reader.u64(end, little) : reader.u32(end, little);
  return { values, subdirectories, next };
}

function pointers(reader: ByteReader, field: number, count: number, little: boolean, big: boolean): number[] {
  if (big) return [reader.u64(field, little)];
  if (count === 1) return [reader.u32(field, little)];
  const place = reader.u32(field, little);
  const list: number[] = [];
  for (let index = 0; index < Math.min(count, 8) && place + index * 4 + 4 <= reader.size; index += 1)
    list.push(reader.u32(place + index * 4, little));
  return list;
}

function opened(
  reader: ByteReader,
): { readonly little: boolean; readonly big: boolean; readonly first: number } | null {
  const little = reader.matches(0, 'II');
  if ((!little && !reader.matches(0, 'MM')) || reader.size < 16) return null;
  const big = reader.u16(2, little) === 43;
  return { little, big, first: big ? reader.u64(8, little) : reader.u32(4, little) };
}

/** Size of the first directory, number of directories in the chain. */
export function sizeOfTiff(reader: ByteReader): PictureSize {
  const file = opened(reader);
  if (file === null) return {};
  const first = directoryAt(reader, file.first, file.little, file.big);
  if (first === null) return {};
  const seen = new Set([file.first]);
  let next = first.next;
  while (next !== 0 && !seen.has(next) && seen.size < PAGES) {
    const directory = directoryAt(reader, next, file.little, file.big);
    if (directory === null) break;
    seen.add(next);
    next = directory.next;
  }
  const [width, height] = [first.values.get(256), first.values.get(257)];
  return {
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    frames: seen.size,
  };
}

/** Colour filter array or linear raw (TIFF/EP, DNG). */
const rawPhotometric = new Set([32803, 34892]);
/** Sony, Nikon, Pentax and Kodak raw codings. */
const rawCompression = new Set([32767, 32769, 32770, 34713, 65535, 65000]);

/** TIFF, DNG or a camera's raw format built on TIFF. */
export function tiffKind(reader: ByteReader): MediaFormat {
  // Canon's CR2 and Phase One's IIQ sign themselves after the header
  if (reader.matches(8, 'CR\x02') || reader.matches(8, 'IIII')) return 'raw';
  const file = opened(reader);
  const first = file === null ? null : directoryAt(reader, file.first, file.little, file.big);
  if (file === null || first === null) return 'tiff';
  if (first.values.has(50706)) return 'dng';
  if (!first.values.has(271)) return 'tiff';
  const inner = first.subdirectories.map(
    (at) => directoryAt(reader, at, file.little, file.big)?.values ?? new Map<number, number>(),
  );
  const isRaw = [first.values, ...inner].some(
    (values) => rawPhotometric.has(values.get(262) ?? 0) || rawCompression.has(values.get(259) ?? 0),
  );
  return isRaw ? 'raw' : 'tiff';
}
