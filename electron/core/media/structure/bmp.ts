import type { Part } from './layout.ts';
import type { Scan } from './scan.ts';

const headers = new Map([
  [12, 'BITMAPCOREHEADER'],
  [40, 'BITMAPINFOHEADER'],
  [52, 'BITMAPV2INFOHEADER'],
  [56, 'BITMAPV3INFOHEADER'],
  [64, 'OS22XBITMAPHEADER'],
  [108, 'BITMAPV4HEADER'],
  [124, 'BITMAPV5HEADER'],
]);

/** Windows and OS/2 bitmaps: headers, masks and colour table, pixel rows, ICC profile. */
export async function readBmp(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  const { reader, layout } = scan;
  const declared = reader.u32(start + 2, true);
  const pixels = start + reader.u32(start + 10, true);
  layout.add(parent, 'file header', start, 14, 'structure', {
    detail: `size ${declared}, pixels at ${pixels - start}`,
  });
  const size = reader.u32(start + 14, true);
  const body = start + 14 + size;
  const core = size === 12;
  const width = core ? reader.u16(start + 18, true) : reader.i32(start + 18, true);
  const height = core ? reader.u16(start + 20, true) : reader.i32(start + 22, true);
  const bits = reader.u16(start + (core ? 24 : 28), true);
  const compression = core ? 0 : reader.u32(start + 30, true);
  layout.add(parent, headers.get(size) ?? `header of ${size} bytes`, start + 14, size, 'structure', {
    detail: `${width}×${height}, ${bits} bit, compression ${compression}`,
  });
  if (pixels < body || pixels > end) {
    layout.problem('malformed', start + 10, 4, `pixels at ${pixels - start}`);
    return Math.min(end, body);
  }
  // masks, colour table and, with them, whatever a writer puts before the pixels
  const colours = colourBytes(scan, start, size, bits, compression);
  const table = Math.min(colours, pixels - body);
  if (table > 0)
    layout.add(parent, 'masks and colour table', body, table, 'structure', { detail: `${table} bytes` });
  const rows = Math.floor((Math.abs(width) * bits + 31) / 32) * 4 * Math.abs(height);
  const coded = core ? 0 : reader.u32(start + 34, true);
  // 1, 2, 4 and 5 are compressed: only the header knows their length
  const length = [0, 3, 6].includes(compression) ? rows : coded > 0 ? coded : end - pixels;
  layout.add(parent, 'pixels', pixels, Math.min(length, end - pixels), 'content');
  if (pixels + length > end) layout.problem('truncated', end, pixels + length - end, 'pixels');
  let stop = Math.min(end, pixels + length);
  if (size === 124) {
    const profile = start + 14 + reader.u32(start + 126, true);
    const bytes = reader.u32(start + 130, true);
    if (bytes > 0 && profile >= stop && profile + bytes <= end) {
      layout.add(parent, 'ICC profile', profile, bytes, 'metadata');
      stop = profile + bytes;
    }
  }
  if (declared !== stop - start && declared !== end - start)
    layout.problem('malformed', start + 2, 4, `size ${declared}`);
  return stop;
}

function colourBytes(scan: Scan, start: number, size: number, bits: number, compression: number): number {
  const { reader } = scan;
  const masks = size === 40 ? (compression === 3 ? 12 : compression === 6 ? 16 : 0) : 0;
  if (bits > 8) return masks + (size === 12 ? 0 : Math.min(1024, reader.u32(start + 46, true) * 4));
  const used = size === 12 ? 0 : reader.u32(start + 46, true);
  return masks + (used > 0 && used <= 256 ? used : 2 ** bits) * (size === 12 ? 3 : 4);
}
