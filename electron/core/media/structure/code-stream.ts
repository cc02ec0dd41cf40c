import { readBmff } from './bmff.ts';
import type { Part } from './layout.ts';
import type { Scan } from './scan.ts';

const names = new Map([
  [0xff4f, 'SOC'],
  [0xff51, 'SIZ'],
  [0xff52, 'COD'],
  [0xff53, 'COC'],
  [0xff55, 'TLM'],
  [0xff57, 'PLM'],
  [0xff58, 'PLT'],
  [0xff5c, 'QCD'],
  [0xff5d, 'QCC'],
  [0xff5e, 'RGN'],
  [0xff5f, 'POC'],
  [0xff60, 'PPM'],
  [0xff61, 'PPT'],
  [0xff63, 'CRG'],
  [0xff64, 'COM'],
  [0xff50, 'CAP'],
  [0xff90, 'SOT'],
  [0xff93, 'SOD'],
  [0xffd9, 'EOC'],
]);

/** JPEG 2000: boxes, or the bare code stream of ISO/IEC 15444-1 Annex A by marker segments and tile-parts. */
export async function readJpeg2000(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  const { reader, layout } = scan;
  if (!reader.matches(start, '\xff\x4f')) return readBmff(scan, parent, start, end);
  layout.add(parent, 'SOC', start, 2, 'structure');
  let position = start + 2;
  while (position + 2 <= end) {
    await scan.pulse(position);
    const code = reader.u16(position);
    const name = names.get(code) ?? `FF${(code & 255).toString(16).toUpperCase()}`;
    if (name === 'EOC') {
      layout.add(parent, name, position, 2, 'structure');
      return position + 2;
    }
    if (code < 0xff00 || position + 4 > end) {
      layout.problem('malformed', position, 2, 'no marker');
      break;
    }
    const length = reader.u16(position + 2);
    // a tile-part's length counts from its first marker; 0 means to the end (A.4.2)
    const tile = name === 'SOT' && position + 12 <= end ? reader.u32(position + 6) : null;
    const whole =
      tile === null
        ? 2 + length
        : tile === 0
          ? end - position - (reader.matches(end - 2, '\xff\xd9') ? 2 : 0)
          : tile;
    if (length < 2 || whole < 2 + length) {
      layout.problem('malformed', position + 2, 2, `${name}: length ${length}`);
      break;
    }
    const stop = Math.min(end, position + whole);
    const detail =
      name === 'SOT'
        ? `tile ${reader.u16(position + 4)}`
        : name === 'COM'
          ? reader.latin1(position + 6, Math.min(120, stop - position - 6))
          : undefined;
    const role = tile !== null ? 'content' : name === 'COM' ? 'metadata' : 'structure';
    layout.add(parent, tile === null ? name : 'tile-part', position, stop - position, role, { detail });
    if (stop < position + whole) layout.problem('truncated', stop, position + whole - stop, name);
    position = stop;
  }
  layout.problem('missing', position, 0, 'EOC');
  return position;
}

/** JPEG XL: boxes, or one bare code stream whose inside is entropy-coded throughout. */
export async function readJpegXl(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  if (!scan.reader.matches(start, '\xff\x0a')) return readBmff(scan, parent, start, end);
  scan.layout.add(parent, 'signature', start, 2, 'structure');
  scan.layout.add(parent, 'code stream', start + 2, end - start - 2, 'content');
  return end;
}
