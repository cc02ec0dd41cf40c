import type { Part } from './layout.ts';
import type { Scan } from './scan.ts';

const MP_ENTRY = 0xb002;
const PICTURES = 64;

/**
 * Pictures that follow the first image, from the MP Entry of its MPF block (CIPA DC-007, 5.2.3.3).
 * Offsets count from the TIFF header of that block. Resolves to the end of the last picture.
 */
export async function readMultiPicture(
  scan: Scan,
  parent: Part,
  header: number,
  imageEnd: number,
  end: number,
): Promise<number> {
  const { layout } = scan;
  const pictures = entries(scan, header, end)
    .filter(({ offset, size }) => offset !== 0 && size !== 0)
    .map(({ offset, size }) => ({ start: header + offset, size }))
    .sort((a, b) => a.start - b.start);
  let reach = imageEnd;
  for (const [index, { start, size }] of pictures.entries()) {
    if (start < reach || start + 2 > end || !scan.reader.matches(start, '\xff\xd8')) {
      layout.problem('malformed', Math.min(start, end), 0, `MPF picture ${index + 2} at byte ${start}`);
      continue;
    }
    const stop = Math.min(end, start + size);
    if (stop < start + size)
      layout.problem('truncated', stop, start + size - stop, `MPF picture ${index + 2}`);
    const picture = layout.add(parent, `MPF picture ${index + 2}`, start, stop - start, 'content');
    const finished = await scan.nested('jpeg', picture, start, stop);
    if (finished < stop) {
      const zero = scan.reader.filled(0, finished, stop);
      layout.add(picture, 'after EOI', finished, stop - finished, zero ? 'padding' : 'unexplained');
    }
    reach = stop;
  }
  return reach;
}

function entries(scan: Scan, header: number, end: number): { offset: number; size: number }[] {
  const { reader } = scan;
  const order = reader.latin1(header, 2);
  if (header + 8 > end || (order !== 'II' && order !== 'MM')) return [];
  const little = order === 'II';
  const directory = header + reader.u32(header + 4, little);
  if (directory + 2 > end) return [];
  const count = Math.min(reader.u16(directory, little), 64);
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 2 + index * 12;
    if (entry + 12 > end) return [];
    if (reader.u16(entry, little) !== MP_ENTRY) continue;
    const bytes = reader.u32(entry + 4, little);
    const table = header + reader.u32(entry + 8, little);
    const pictures: { offset: number; size: number }[] = [];
    for (let at = 0; at + 16 <= bytes && pictures.length < PICTURES && table + at + 16 <= end; at += 16) {
      pictures.push({ size: reader.u32(table + at + 4, little), offset: reader.u32(table + at + 8, little) });
    }
    return pictures;
  }
  return [];
}
