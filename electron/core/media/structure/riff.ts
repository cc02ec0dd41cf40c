import type { Role } from './coverage.ts';
import type { Part } from './layout.ts';
import { chunkDetail } from './riff-chunks.ts';
import type { Scan } from './scan.ts';

const DEPTH = 12;
const metadata = new Set([
  'EXIF',
  'XMP ',
  'ICCP',
  'C2PA',
  'bext',
  'iXML',
  'axml',
  'chna',
  '_PMX',
  'id3 ',
  'ID3 ',
  'IDIT',
  'ISFT',
  'LGWV',
  'afsp',
  'aXML',
  'umid',
  'cart',
  'exif',
  'strn',
  'SNDM',
  'AFAn',
]);
const content = new Set(['VP8 ', 'VP8L', 'ALPH', 'ANMF', 'data']);
const lists = new Set(['LIST', 'RIFF', 'RIFX']);

interface Walk {
  readonly scan: Scan;
  readonly little: boolean;
  readonly form: string;
  /** RF64 and BW64: sizes that do not fit 32 bits, from the ds64 chunk (EBU Tech 3306). */
  readonly sizes: Map<string, number>;
}

/** RIFF (WebP per RFC 9649, WAVE, AVI with OpenDML), RIFX, and the 64-bit RF64 and BW64. */
export async function readRiff(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  const { reader, layout } = scan;
  let position = start;
  for (let index = 0; position + 12 <= end; index += 1) {
    const signature = reader.latin1(position, 4);
    const form = reader.latin1(position + 8, 4);
    if (!['RIFF', 'RIFX', 'RF64', 'BW64'].includes(signature)) break;
    // only OpenDML AVI continues in further RIFF chunks
    if (index > 0 && form !== 'AVIX') break;
    const wide = signature === 'RF64' || signature === 'BW64';
    const walk: Walk = {
      scan,
      little: signature !== 'RIFX',
      form,
      sizes: wide ? readSizes(scan, position, end) : new Map(),
    };
    const declared = walk.sizes.get('RIFF') ?? reader.u32(position + 4, walk.little);
    // 0 and FFFFFFFF are what streaming writers leave when they cannot go back
    const open = !wide && (declared === 0 || declared === 0xffffffff);
    const whole = open ? end - position : 8 + declared;
    const stop = Math.min(end, position + whole);
    const part = layout.add(parent, `${signature} ${form}`, position, stop - position, 'structure', {
      detail: open ? `size ${declared}: open` : `${declared} bytes`,
    });
    if (open) layout.problem('size-mismatch', position + 4, 4, `${signature} size ${declared}`);
    if (stop < position + whole)
      layout.problem('truncated', stop, position + whole - stop, `${signature} ${form}`);
    await readChunks(walk, part, position + 12, stop, 1);
    position = stop + (whole & 1 && stop < end && reader.u8(stop) === 0 ? 1 : 0);
    if (position > stop) layout.add(parent, 'pad', stop, 1, 'padding');
  }
  if (position === start) {
    layout.problem('truncated', end, 12 - (end - start), 'RIFF header');
    return end;
  }
  return position;
}

function readSizes(scan: Scan, start: number, end: number): Map<string, number> {
  const { reader } = scan;
  const sizes = new Map<string, number>();
  const body = start + 20;
  if (body + 28 > end || reader.latin1(start + 12, 4) !== 'ds64') return sizes;
  sizes.set('RIFF', reader.u64(body, true)).set('data', reader.u64(body + 8, true));
  const entries = Math.min(reader.u32(body + 24, true), 1000);
  for (let index = 0; index < entries && body + 40 + index * 12 <= end; index += 1) {
    const at = body + 28 + index * 12;
    sizes.set(reader.latin1(at, 4), reader.u64(at + 4, true));
  }
  return sizes;
}

async function readChunks(
  walk: Walk,
  parent: Part,
  start: number,
  end: number,
  depth: number,
): Promise<void> {
  const { scan, little } = walk;
  const { reader, layout } = scan;
  let position = start;
  while (position < end) {
    await scan.pulse(position);
    if (position + 8 > end) {
      const zero = reader.filled(0, position, end);
      layout.add(parent, 'rest', position, end - position, zero ? 'padding' : 'unexplained', {
        flag: zero ? 'notice' : 'warning',
      });
      if (!zero) layout.problem('malformed', position, end - position, `no chunk header in ${parent.label}`);
      return;
    }
    const name = reader.latin1(position, 4);
    if (!/^[\x20-\x7e]{4}$/.test(name)) {
      const zero = reader.filled(0, position, end);
      layout.add(parent, 'no chunk', position, end - position, zero ? 'padding' : 'unexplained', {
        flag: 'warning',
      });
      layout.problem('malformed', position, end - position, `no chunk in ${parent.label}`);
      return;
    }
    const short = reader.u32(position + 4, little);
    const declared = short === 0xffffffff ? (walk.sizes.get(name) ?? short) : short;
    const stop = Math.min(end, position + 8 + declared);
    await readChunk(walk, parent, name, position, stop, depth);
    if (stop < position + 8 + declared)
      layout.problem('truncated', stop, position + 8 + declared - stop, name);
    position = stop + pad(walk, parent, name, declared, stop, end);
  }
}

/** Chunks begin on even offsets (RIFF 1991, chapter 2); some writers forget the pad byte. */
function pad(walk: Walk, parent: Part, name: string, declared: number, stop: number, end: number): number {
  const { reader, layout } = walk.scan;
  if (declared % 2 === 0 || stop >= end) return 0;
  const value = reader.u8(stop);
  if (
    value !== 0 &&
    stop + 8 <= end &&
    /^[A-Za-z0-9_ ]{4}$/.test(reader.latin1(stop, 4)) &&
    !/^[A-Za-z0-9_ ]{4}$/.test(reader.latin1(stop + 1, 4))
  ) {
    layout.problem('padding', stop, 0, `${name}: no pad byte`);
    return 0;
  }
  layout.add(parent, 'pad', stop, 1, 'padding', { flag: value === 0 ? undefined : 'notice' });
  if (value !== 0) layout.problem('padding', stop, 1, `${name}: pad byte ${value}`);
  return 1;
}

async function readChunk(
  walk: Walk,
  parent: Part,
  name: string,
  start: number,
  stop: number,
  depth: number,
): Promise<void> {
  const { scan } = walk;
  const { layout, reader } = scan;
  const body = start + 8;
  if (lists.has(name) && stop - body >= 4) {
    const type = reader.latin1(body, 4);
    const part = layout.add(parent, `${name} ${type}`, start, stop - start, 'structure');
    // a nameless "list" of fewer than four bytes, or too deep a one, stays a leaf
    if (depth < DEPTH) await readChunks(walk, part, body + 4, stop, depth + 1);
    else layout.problem('limit', start, stop - start, `${name} ${type}: depth ${depth}`);
    return;
  }
  const role = roleOf(name, parent.label);
  const part = layout.add(parent, name, start, stop - start, role, {
    detail: chunkDetail(reader, walk.form, name, body, stop, parent.label),
  });
  if (name === 'EXIF' || name === 'exif') {
    // RFC 9649 wants bare TIFF; many writers keep JPEG's prefix
    const prefix = reader.matches(body, 'Exif\0\0') ? 6 : 0;
    if (stop - body - prefix >= 8) await scan.nested('tiff', part, body + prefix, stop);
  } else if (name === 'C2PA') await scan.nested('bmff', part, body, stop);
  else if (name === 'ANMF' && stop - body > 16 && depth < DEPTH)
    await readChunks(walk, part, body + 16, stop, depth + 1);
}

function roleOf(name: string, parent: string): Role {
  if (name === 'JUNK' || name === 'PAD ' || name === 'FLLR' || name === 'junk') return 'padding';
  if (content.has(name) || (/^LIST (movi|rec )$/.test(parent) && !name.startsWith('ix'))) return 'content';
  if (metadata.has(name) || parent === 'LIST INFO' || parent === 'LIST adtl') return 'metadata';
  return 'structure';
}
