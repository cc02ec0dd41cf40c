import type { Part } from './layout.ts';
import type { Scan } from './scan.ts';

const FRAMES = 500;

/** ID3v2 tags at the beginning (id3.org, 2.2 to 2.4); resolves to the byte after them. */
export function addTagAtStart(scan: Scan, parent: Part, start: number, end: number): number {
  const { reader, layout } = scan;
  let position = start;
  while (position + 10 <= end && reader.matches(position, 'ID3')) {
    const version = reader.u8(position + 3);
    const flags = reader.u8(position + 5);
    const length = synchsafe(reader.bytes(position + 6, 4));
    const whole = 10 + length + (flags & 0x10 ? 10 : 0);
    const stop = Math.min(end, position + whole);
    const tag = layout.add(parent, 'ID3v2', position, stop - position, 'metadata', {
      detail: `2.${version}.${reader.u8(position + 4)}, ${length} bytes`,
    });
    if (stop < position + whole) layout.problem('truncated', stop, position + whole - stop, 'ID3v2');
    if (version >= 2 && version <= 4)
      addFrames(scan, tag, version, flags, position + 10, Math.min(stop, position + 10 + length));
    position = stop;
  }
  return position;
}

function addFrames(scan: Scan, tag: Part, version: number, flags: number, start: number, end: number): void {
  const { reader, layout } = scan;
  const [nameBytes, headBytes] = version === 2 ? [3, 6] : [4, 10];
  let position = start;
  if (version > 2 && flags & 0x40 && position + 4 <= end) {
    const size = version === 4 ? synchsafe(reader.bytes(position, 4)) : reader.u32(position) + 4;
    layout.add(tag, 'extended header', position, Math.min(size, end - position), 'metadata');
    position += size;
  }
  for (let frame = 0; frame < FRAMES && position + headBytes <= end; frame += 1) {
    const name = reader.latin1(position, nameBytes);
    if (!/^[A-Z0-9 ]+$/.test(name)) break;
    const size =
      version === 2
        ? reader.u24(position + 3)
        : version === 4
          ? synchsafe(reader.bytes(position + 4, 4))
          : reader.u32(position + 4);
    const stop = Math.min(end, position + headBytes + size);
    const body = reader.bytes(position + headBytes, Math.min(160, stop - position - headBytes));
    layout.add(tag, name, position, stop - position, 'metadata', {
      detail: name.startsWith('T') ? text(body) : undefined,
    });
    if (position + headBytes + size > end)
      layout.problem('truncated', stop, position + headBytes + size - end, `ID3v2 ${name}`);
    position = stop;
  }
  if (position < end) {
    const zero = reader.filled(0, position, end);
    layout.add(tag, zero ? 'padding' : 'rest', position, end - position, zero ? 'padding' : 'metadata', {
      flag: zero ? undefined : 'notice',
    });
  }
}

/** First byte names the encoding: ISO 8859-1, UTF-16 with mark, UTF-16BE, UTF-8. */
function text(body: Buffer): string {
  const rest = body.subarray(1);
  const big = body[0] === 2 || (body[0] === 1 && rest[0] === 0xfe);
  const encoding = body[0] === 3 ? 'utf-8' : body[0] === 0 ? 'latin1' : big ? 'utf-16be' : 'utf-16le';
  return new TextDecoder(encoding).decode(rest).replace(/\0.*$/s, '');
}

const synchsafe = (bytes: Buffer) => bytes.reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);

/** ID3v1, Lyrics3 and APE tags at the end; resolves to where they begin. */
export function addTagAtEnd(scan: Scan, parent: Part, start: number, end: number): number {
  const { reader, layout } = scan;
  let limit = end;
  if (limit - 128 >= start && reader.matches(limit - 128, 'TAG')) {
    limit -= 128;
    const [title, artist] = [reader.latin1(limit + 3, 30), reader.latin1(limit + 33, 30)].map((field) =>
      field.replace(/[\0 ]+$/, ''),
    );
    layout.add(parent, 'ID3v1', limit, 128, 'metadata', { detail: `${artist} – ${title}` });
  }
  if (limit - 15 >= start && reader.matches(limit - 9, 'LYRICS200')) {
    const size = Number.parseInt(reader.latin1(limit - 15, 6), 10);
    if (Number.isInteger(size) && limit - 15 - size >= start) {
      layout.add(parent, 'Lyrics3', limit - 15 - size, size + 15, 'metadata');
      limit -= 15 + size;
    }
  }
  if (limit - 32 >= start && reader.matches(limit - 32, 'APETAGEX')) {
    const header = reader.u32(limit - 12, true) & 0x80000000 ? 32 : 0;
    const size = reader.u32(limit - 20, true) + header;
    if (size >= 32 && limit - size >= start) {
      layout.add(parent, 'APE tag', limit - size, size, 'metadata', {
        detail: `${reader.u32(limit - 16, true)} items`,
      });
      limit -= size;
    }
  }
  return limit;
}
