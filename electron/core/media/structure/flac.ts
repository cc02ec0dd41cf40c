import { addTagAtEnd, addTagAtStart } from './audio-tags.ts';
import type { Part } from './layout.ts';
import type { Scan } from './scan.ts';

const names = ['STREAMINFO', 'PADDING', 'APPLICATION', 'SEEKTABLE', 'VORBIS_COMMENT', 'CUESHEET', 'PICTURE'];

/** FLAC (RFC 9639): metadata blocks, then audio frames up to the end or a foreign tag. */
export async function readFlac(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  const { reader, layout } = scan;
  let position = addTagAtStart(scan, parent, start, end);
  const limit = addTagAtEnd(scan, parent, position, end);
  if (!reader.matches(position, 'fLaC')) {
    layout.problem('missing', position, 4, 'fLaC');
    return position;
  }
  layout.add(parent, 'fLaC', position, 4, 'structure');
  position += 4;
  for (let last = false; !last; ) {
    await scan.pulse(position);
    if (position + 4 > limit) {
      layout.problem('truncated', limit, 4, 'metadata block');
      return limit;
    }
    const head = reader.u8(position);
    const length = reader.u24(position + 1);
    const type = head & 0x7f;
    last = head >= 0x80;
    const name = names[type] ?? `block ${type}`;
    const stop = Math.min(limit, position + 4 + length);
    const role = type === 1 ? 'padding' : type === 0 || type === 3 ? 'structure' : 'metadata';
    layout.add(parent, name, position, stop - position, role, {
      detail: detailOf(scan, type, position + 4, stop),
    });
    if (stop < position + 4 + length) layout.problem('truncated', stop, position + 4 + length - stop, name);
    position = stop;
  }
  if (position < limit) {
    layout.add(parent, 'frames', position, limit - position, 'content');
    // 14 bits of sync code and a zero bit begin each frame (9.1)
    if (limit - position < 2 || (reader.u16(position) & 0xfffe) !== 0xfff8)
      layout.problem('malformed', position, 2, 'frame sync');
  } else layout.problem('missing', position, 0, 'frames');
  return end;
}

function detailOf(scan: Scan, type: number, body: number, end: number): string | undefined {
  const { reader } = scan;
  if (type === 0 && end - body >= 34) {
    const rate = reader.u24(body + 10) >> 4;
    const packed = reader.u16(body + 12);
    const samples = (reader.u8(body + 13) & 15) * 2 ** 32 + reader.u32(body + 14);
    return `${rate} Hz, ${((packed >> 9) & 7) + 1} channels, ${((packed >> 4) & 31) + 1} bit, ${samples} samples, MD5 ${reader.bytes(body + 18, 16).toString('hex')}`;
  }
  if (type === 2 && end - body >= 4) return reader.latin1(body, 4);
  if (type === 4 && end - body >= 8) {
    const vendor = reader.u32(body, true);
    return vendor <= Math.min(256, end - body - 4)
      ? reader.bytes(body + 4, vendor).toString('utf8')
      : undefined;
  }
  return undefined;
}
