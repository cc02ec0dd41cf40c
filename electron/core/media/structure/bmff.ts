import { childrenOffset, fullBoxes, metadataBoxes, uuidName } from './bmff-boxes.ts';
import { boxDetail } from './bmff-details.ts';
import { type ItemLocations, placeItems, readItem } from './bmff-items.ts';
import { readSampleTables, type SampleTable } from './bmff-samples.ts';
import type { Role } from './coverage.ts';
import type { Part } from './layout.ts';
import type { Scan } from './scan.ts';

const DEPTH = 24;

/** Boxes without which there is no file of this kind. */
const essential = new Set(['moov', 'mdat', 'moof', 'meta', 'jumb', 'jp2c', 'jxlc', 'jxlp', 'mini']);

/** A box as its header describes it (ISO/IEC 14496-12, 4.2). */
export interface Box {
  readonly type: string;
  readonly start: number;
  /** First byte after size, type, largesize and user type. */
  readonly body: number;
  readonly end: number;
}

export interface BoxWalk {
  readonly scan: Scan;
  readonly items: ItemLocations;
  readonly tables: SampleTable[];
  /** Media data boxes at the outermost level, to hang items on. */
  readonly mediaData: Part[];
}

/** ISO base media files (MP4, MOV, HEIF, AVIF, M4A), JPEG 2000 and JPEG XL containers, and JUMBF. */
export async function readBmff(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  const walk: BoxWalk = {
    scan,
    items: { entries: new Map(), data: null, dataPart: null },
    tables: [],
    mediaData: [],
  };
  const stop = await readBoxes(walk, parent, start, end, 0);
  await placeItems(walk, parent, start, end);
  readSampleTables(walk, end);
  return stop;
}

async function readBoxes(
  walk: BoxWalk,
  parent: Part,
  start: number,
  end: number,
  depth: number,
): Promise<number> {
  const { scan } = walk;
  const { reader, layout } = scan;
  let position = start;
  while (position < end) {
    await scan.pulse(position);
    const box = boxAt(walk, parent, position, end, depth);
    if (box === null) {
      // what follows the last box is the caller's to name, but only once there was something to end
      if (depth === 0 && parent.children.some(({ label }) => essential.has(label))) return position;
      const zero = reader.filled(0, position, end);
      const terminator = zero && end - position === 4;
      layout.add(
        parent,
        terminator ? 'terminator' : 'no box',
        position,
        end - position,
        zero ? 'padding' : 'unexplained',
        {
          flag: zero ? undefined : 'warning',
        },
      );
      if (!zero) layout.problem('malformed', position, end - position, `no box in ${parent.label}`);
      return end;
    }
    await readBox(walk, parent, box, depth);
    position = box.end;
  }
  return position;
}

function boxAt(walk: BoxWalk, parent: Part, start: number, end: number, depth: number): Box | null {
  const { reader, layout } = walk.scan;
  if (start + 8 > end) return null;
  const size = reader.u32(start);
  const type = reader.latin1(start + 4, 4);
  if (!plausibleType(type, depth)) return null;
  let body = start + 8;
  let length = size;
  if (size === 1) {
    if (start + 16 > end) return null;
    length = reader.u64(start + 8);
    body = start + 16;
  } else if (size === 0) {
    // to the end of the file; inside a container QuickTime uses it as a terminator
    if (depth > 0 && parent.role !== 'content' && type === '\0\0\0\0') return null;
    length = end - start;
  }
  if (length < body - start) {
    layout.problem('malformed', start, 4, `${type}: size ${length}`);
    return null;
  }
  if (type === 'uuid') body += 16;
  const stop = Math.min(end, start + length);
  if (stop < start + length) layout.problem('truncated', stop, start + length - stop, type);
  return { type, start, body: Math.min(body, stop), end: stop };
}

/** Four printable characters; QuickTime's © and numbered item atoms only inside other boxes. */
function plausibleType(type: string, depth: number): boolean {
  if (/^[\x20-\x7e]{4}$/.test(type)) return true;
  if (depth === 0) return false;
  return (
    /^\xa9[\x20-\xff]{3}$/.test(type) || /^\0\0[\0-\xff]{2}$/.test(type) || /^[\x20-\xff]{4}$/.test(type)
  );
}

async function readBox(walk: BoxWalk, parent: Part, box: Box, depth: number): Promise<void> {
  const { scan } = walk;
  const { reader, layout } = scan;
  const { type, start, body, end } = box;
  const numbered = type.startsWith('\0') ? `#${Buffer.from(type, 'latin1').readUInt32BE(0)}` : type;
  const user = type === 'uuid' && body - 16 >= start ? uuidName(reader.bytes(body - 16, 16)) : undefined;
  const version = fullBoxes.has(type) && end - body >= 4 ? versionOf(reader.u32(body)) : undefined;
  const detail = [user, version, boxDetail(reader, box, parent.label)]
    .filter((text) => text !== undefined)
    .join(', ');
  const part = layout.add(
    parent,
    user === undefined ? numbered : `uuid ${user.split(' ')[0]}`,
    start,
    end - start,
    roleOf(type, user, parent, depth),
    {
      detail: detail === '' ? undefined : detail,
    },
  );
  if (depth === 0 && (type === 'mdat' || type === 'jxlc' || type === 'jp2c')) walk.mediaData.push(part);
  if (type === 'iloc' || type === 'iinf' || type === 'infe' || type === 'idat' || type === 'pitm')
    readItem(walk, box, part);
  if (type === 'stco' || type === 'co64' || type === 'stsz' || type === 'stz2' || type === 'stsc') {
    const table = walk.tables.at(-1);
    if (table !== undefined) table.boxes.set(type, box);
  }
  if (type === 'trak') walk.tables.push({ boxes: new Map(), label: `track ${walk.tables.length + 1}` });
  if (type === 'jp2c' && depth === 0) {
    await scan.nested('jpeg-2000', part, body, end);
    return;
  }
  if (user?.startsWith('C2PA') === true) {
    // full box, purpose string, and for a manifest the offset of the first auxiliary box (C2PA 2.2, A.5)
    const purpose = reader.latin1(body + 4, Math.min(16, end - body - 4)).split('\0')[0]!;
    const store = body + 4 + purpose.length + 1 + (purpose === 'merkle' ? 0 : 8);
    part.detail = `${part.detail}, ${purpose}`;
    if (purpose !== 'merkle' && store < end) await scan.nested('bmff', part, store, end);
    return;
  }
  if (type === 'Exif' && end - body > 12) {
    // JPEG XL: four-byte offset to the TIFF header (ISO/IEC 18181-2, 9.5)
    const header = body + 4 + reader.u32(body);
    if (header + 8 <= end) await scan.nested('tiff', part, header, end);
    return;
  }
  const offset = user?.startsWith('Canon ') === true ? 0 : childrenOffset(reader, box, parent.label);
  if (offset === null || body + offset >= end) return;
  if (depth >= DEPTH) {
    layout.problem('limit', start, end - start, `${type}: depth ${depth}`);
    return;
  }
  await readBoxes(walk, part, body + offset, end, depth + 1);
}

/** Version and flags of a full box; no flags are not mentioned. */
function versionOf(word: number): string {
  const flags = word & 0xffffff;
  return `v${word >>> 24}${flags === 0 ? '' : ` flags ${flags.toString(16).padStart(6, '0')}`}`;
}

function roleOf(type: string, user: string | undefined, parent: Part, depth: number): Role {
  if (
    type === 'mdat' ||
    type === 'idat' ||
    type === 'jp2c' ||
    type === 'jxlc' ||
    type === 'jxlp' ||
    type === 'imda'
  )
    return 'content';
  if (type === 'free' || type === 'skip' || type === 'wide') return 'padding';
  // the outermost MetaBox of HEIF and AVIF is what holds the image together
  if (type === 'meta' && depth === 0) return 'structure';
  if (user !== undefined || metadataBoxes.has(type) || type.startsWith('\xa9')) return 'metadata';
  // whatever is inside user data and item lists is metadata, whichever its name
  return parent.role === 'metadata' ? 'metadata' : 'structure';
}
