import type { Part } from './layout.ts';
import type { Scan } from './scan.ts';

/** Binary glTF (glTF 2.0, 4.4): header and four-byte aligned chunks. */
export async function readGlb(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  const { reader, layout } = scan;
  const declared = reader.u32(start + 8, true);
  layout.add(parent, 'header', start, 12, 'structure', {
    detail: `version ${reader.u32(start + 4, true)}, ${declared} bytes`,
  });
  const stop = Math.min(end, start + declared);
  if (stop < start + declared) layout.problem('truncated', stop, start + declared - stop, 'glTF');
  let position = start + 12;
  while (position + 8 <= stop) {
    await scan.pulse(position);
    const length = reader.u32(position, true);
    const type = reader.latin1(position + 4, 4);
    const limit = Math.min(stop, position + 8 + length);
    const name = type.replace(/\0$/, '');
    layout.add(parent, name, position, limit - position, name === 'JSON' ? 'structure' : 'content');
    if (limit < position + 8 + length)
      layout.problem('truncated', limit, position + 8 + length - limit, name);
    if (length % 4 !== 0) layout.problem('malformed', position, 4, `${name}: length ${length}`);
    if (position === start + 12 && name !== 'JSON') layout.problem('order', position, 8, name);
    position = limit;
  }
  return Math.max(position, start + 12);
}
