import type { Part } from './layout.ts';
import type { Scan } from './scan.ts';

const metadata = new Set(['NAME', 'AUTH', '(c) ', 'ANNO', 'COMT', 'ID3 ', 'APPL', 'MIDI', 'C2PA']);

/** EA IFF 85 as used by AIFF and AIFF-C: big-endian chunks, padded to even length. */
export async function readIff(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  const { reader, layout } = scan;
  const declared = reader.u32(start + 4);
  const stop = Math.min(end, start + 8 + declared);
  const form = layout.add(parent, `FORM ${reader.latin1(start + 8, 4)}`, start, stop - start, 'structure', {
    detail: `${declared} bytes`,
  });
  if (stop < start + 8 + declared) layout.problem('truncated', stop, start + 8 + declared - stop, 'FORM');
  let position = start + 12;
  while (position + 8 <= stop) {
    await scan.pulse(position);
    const name = reader.latin1(position, 4);
    if (!/^[\x20-\x7e]{4}$/.test(name)) break;
    const length = reader.u32(position + 4);
    const whole = 8 + length;
    const limit = Math.min(stop, position + whole);
    const role = name === 'SSND' ? 'content' : metadata.has(name) ? 'metadata' : 'structure';
    layout.add(form, name, position, limit - position, role, {
      detail: detailOf(scan, name, position + 8, limit),
    });
    if (limit < position + whole) layout.problem('truncated', limit, position + whole - limit, name);
    position = limit;
    if (length % 2 === 1 && position < stop) {
      layout.add(form, 'pad', position, 1, 'padding');
      position += 1;
    }
  }
  if (position < stop) {
    layout.add(form, 'no chunk', position, stop - position, 'unexplained', { flag: 'warning' });
    layout.problem('malformed', position, stop - position, 'no chunk');
  }
  return stop;
}

function detailOf(scan: Scan, name: string, body: number, end: number): string | undefined {
  const { reader } = scan;
  if (name === 'COMM' && end - body >= 18) {
    return `${reader.u16(body)} channels, ${reader.u32(body + 2)} frames, ${reader.u16(body + 6)} bit`;
  }
  return metadata.has(name) ? reader.latin1(body, Math.min(120, end - body)) : undefined;
}
