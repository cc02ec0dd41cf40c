import type { Part } from './layout.ts';
import type { Scan } from './scan.ts';

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const extensions = new Map([
  [0x01, 'plain text extension'],
  [0xf9, 'graphic control extension'],
  [0xfe, 'comment extension'],
  [0xff, 'application extension'],
]);

/** GIF87a and GIF89a: header, screen, colour tables, extensions, images and their data sub-blocks. */
export async function readGif(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  const { reader, layout } = scan;
  if (end - start < 13) {
    layout.add(parent, 'header', start, end - start, 'structure', { flag: 'error' });
    layout.problem('truncated', end, 13 - (end - start), 'logical screen descriptor');
    return end;
  }
  layout.add(parent, 'header', start, 6, 'structure', { detail: reader.latin1(start, 6) });
  const packed = reader.u8(start + 10);
  layout.add(parent, 'logical screen descriptor', start + 6, 7, 'structure', {
    detail: `${reader.u16(start + 6, true)}×${reader.u16(start + 8, true)}`,
  });
  let position = start + 13;
  position = colourTable(scan, parent, 'global colour table', packed, position, end);
  let images = 0;
  while (position < end) {
    await scan.pulse(position);
    const block = reader.u8(position);
    if (block === TRAILER) {
      layout.add(parent, 'trailer', position, 1, 'structure');
      parent.detail = `${images} images`;
      if (images === 0) layout.problem('missing', position, 0, 'image');
      return position + 1;
    }
    if (block === EXTENSION) position = extension(scan, parent, position, end);
    else if (block === IMAGE) {
      position = image(scan, parent, position, end, images);
      images += 1;
    } else {
      layout.problem('malformed', position, 1, `block ${block.toString(16).padStart(2, '0')}`);
      break;
    }
  }
  layout.problem('missing', position, 0, 'trailer');
  return position;
}

function colourTable(
  scan: Scan,
  parent: Part,
  label: string,
  packed: number,
  start: number,
  end: number,
): number {
  if ((packed & 0x80) === 0) return start;
  const entries = 2 << (packed & 7);
  const stop = Math.min(end, start + entries * 3);
  scan.layout.add(parent, label, start, stop - start, 'structure', { detail: `${entries} entries` });
  if (stop < start + entries * 3) scan.layout.problem('truncated', stop, start + entries * 3 - stop, label);
  return stop;
}

/** Data sub-blocks up to the block terminator (GIF89a, 15 and 16). */
function subBlocks(
  scan: Scan,
  start: number,
  end: number,
  what: string,
): { readonly stop: number; readonly count: number } {
  let position = start;
  for (let count = 0; ; count += 1) {
    if (position >= end) {
      scan.layout.problem('truncated', end, 0, `${what}: block terminator`);
      return { stop: end, count };
    }
    const length = scan.reader.u8(position);
    position += 1 + length;
    if (length === 0) return { stop: position, count };
    if (position > end) {
      scan.layout.problem('truncated', end, position - end, what);
      return { stop: end, count: count + 1 };
    }
  }
}

function extension(scan: Scan, parent: Part, start: number, end: number): number {
  const { reader, layout } = scan;
  if (start + 2 > end) {
    layout.add(parent, 'extension', start, end - start, 'structure', { flag: 'error' });
    layout.problem('truncated', end, 1, 'extension');
    return end;
  }
  const code = reader.u8(start + 1);
  const name = extensions.get(code) ?? `extension ${code.toString(16).padStart(2, '0')}`;
  const { stop, count } = subBlocks(scan, start + 2, end, name);
  const size = start + 3 < end ? reader.u8(start + 2) : 0;
  let detail: string | undefined;
  let label = name;
  if (code === 0xff && size === 11 && start + 14 <= end) label = `${name} ${reader.latin1(start + 3, 11)}`;
  else if (code === 0xf9 && size === 4 && start + 7 <= end) {
    detail = `delay ${reader.u16(start + 4, true) / 100} s, disposal ${(reader.u8(start + 3) >> 2) & 7}`;
  } else if (code === 0xfe) detail = reader.latin1(start + 3, Math.min(size, 200));
  const role =
    code === 0xfe || (code === 0xff && !/NETSCAPE|ANIMEXTS/.test(label)) ? 'metadata' : 'structure';
  layout.add(parent, label, start, stop - start, role, {
    detail: detail ?? (count > 1 ? `${count} sub-blocks` : undefined),
  });
  return stop;
}

function image(scan: Scan, parent: Part, start: number, end: number, index: number): number {
  const { reader, layout } = scan;
  if (start + 11 > end) {
    layout.add(parent, `image ${index}`, start, end - start, 'structure', { flag: 'error' });
    layout.problem('truncated', end, start + 11 - end, 'image descriptor');
    return end;
  }
  const packed = reader.u8(start + 9);
  const data = start + 10 + ((packed & 0x80) === 0 ? 0 : (2 << (packed & 7)) * 3);
  const { stop, count } = subBlocks(scan, Math.min(end, data + 1), end, `image ${index}`);
  const part = layout.add(parent, `image ${index}`, start, stop - start, 'content', {
    detail: `${reader.u16(start + 5, true)}×${reader.u16(start + 7, true)} at ${reader.u16(start + 1, true)},${reader.u16(start + 3, true)}${packed & 0x40 ? ', interlaced' : ''}`,
  });
  layout.add(part, 'image descriptor', start, 10, 'structure');
  colourTable(scan, part, 'local colour table', packed, start + 10, end);
  if (data < end)
    layout.add(part, 'LZW data', data, stop - data, 'content', {
      detail: `code size ${reader.u8(data)}, ${count} sub-blocks`,
    });
  return stop;
}
