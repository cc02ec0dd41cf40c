import type { Part } from './layout.ts';
import type { Scan } from './scan.ts';

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

/** Ogg pages (RFC 3533), each with its checksum; sequence numbers are followed per logical stream. */
export async function readOgg(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  const { reader, layout } = scan;
  const expected = new Map<number, number>();
  let position = start;
  let pages = 0;
  while (position + 27 <= end && reader.matches(position, 'OggS')) {
    await scan.pulse(position);
    const segments = reader.u8(position + 26);
    const header = 27 + segments;
    const lacing = reader.bytes(position + 27, segments);
    const whole = header + lacing.reduce((sum, value) => sum + value, 0);
    const stop = Math.min(end, position + whole);
    const serial = reader.u32(position + 14, true);
    const sequence = reader.u32(position + 18, true);
    const flags = reader.u8(position + 5);
    const stored = reader.u32(position + 22, true);
    const complete = stop === position + whole;
    const good = complete && checksum(scan, position, stop) === stored;
    const starts = (flags & 2) !== 0;
    const granule = reader.u64(position + 6, true);
    // header packets come on pages whose granule position is zero
    const role = starts || granule === 0 ? 'metadata' : 'content';
    const first = starts
      ? codec(reader.latin1(position + header, Math.min(16, stop - position - header)))
      : '';
    layout.add(parent, `page ${sequence}`, position, stop - position, role, {
      detail: `stream ${serial.toString(16).padStart(8, '0')}, granule ${granule}${starts ? `, begins ${first}` : ''}${flags & 4 ? ', ends' : ''}`,
      flag: good ? undefined : 'error',
    });
    if (!complete) layout.problem('truncated', stop, position + whole - stop, `page ${sequence}`);
    else if (!good) layout.problem('checksum', position + 22, 4, `page ${sequence}`);
    const wanted = starts ? sequence : expected.get(serial);
    if (wanted !== sequence)
      layout.problem('order', position + 18, 4, `page ${sequence}, expected ${wanted ?? 'the first'}`);
    if (expected.size < 1000 || expected.has(serial)) expected.set(serial, sequence + 1);
    pages += 1;
    position = stop;
  }
  parent.detail = `${pages} pages, ${expected.size} streams`;
  return position;
}

/** CRC-32 without reflection over the page, its own field as zero (RFC 3533, 6). */
function checksum(scan: Scan, start: number, end: number): number {
  let sum = 0;
  for (const { offset, view } of scan.reader.views(start, end)) {
    for (let index = 0; index < view.length; index += 1) {
      const at = offset + index - start;
      const byte = at >= 22 && at < 26 ? 0 : view[index]!;
      sum = (sum << 8) ^ table[(sum >>> 24) ^ byte]!;
    }
  }
  return sum >>> 0;
}

function codec(head: string): string {
  return /OpusHead|vorbis|theora|Speex|FLAC|fLaC|fishead|kate|BBCD|CELT/.exec(head)?.[0] ?? '?';
}
