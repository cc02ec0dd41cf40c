import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

/** Small files that unfold to very much, made here byte by byte. */
export type BombMaker = () => Buffer;

const gibibyte = 1024 ** 3;

function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

function png(
  width: number,
  height: number,
  bitDepth: number,
  colour: number,
  ...chunks: readonly Buffer[]
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bitDepth, colour, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, pngChunk('IHDR', header), ...chunks, pngChunk('IEND', Buffer.alloc(0))]);
}

/** Rows of zeros, packed. */
const zeros = (bytes: number) => deflateSync(Buffer.alloc(bytes), { level: 9 });

function box(type: string, content: Uint8Array): Buffer {
  const made = Buffer.alloc(8 + content.length);
  made.writeUInt32BE(made.length, 0);
  made.write(type, 4, 'latin1');
  made.set(content, 8);
  return made;
}

/** A ZIP archive of one file, whose directory tells the truth about its size. */
function zip(name: string, bytes: number): Buffer {
  const content = Buffer.alloc(bytes);
  const packed = deflateRawSync(content, { level: 9 });
  const title = Buffer.from(name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 4);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(8, 10);
  for (const [header, at] of [
    [local, 14],
    [central, 16],
  ] as const) {
    header.writeUInt32LE(crc32(content), at);
    header.writeUInt32LE(packed.length, at + 4);
    header.writeUInt32LE(bytes, at + 8);
    header.writeUInt16LE(title.length, at + 12);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + title.length, 12);
  end.writeUInt32LE(local.length + title.length + packed.length, 16);
  return Buffer.concat([local, title, packed, central, title, end]);
}

/** Text files of Office documents, so that readers of documents look inside. */
const officeText = 'word/document.xml';

export const bombs: Readonly<Record<string, BombMaker>> = {
  // 16,384 × 16,384 pixels of grey, as many bits as pixels: 256 MP in some 31 KB.
  'dimension-1-bit.png': () => png(16_384, 16_384, 1, 0, pngChunk('IDAT', zeros((16_384 / 8 + 1) * 16_384))),
  'dimension-rgb.png': () => png(12_000, 12_000, 8, 2, pngChunk('IDAT', zeros((12_000 * 3 + 1) * 12_000))),
  // The header alone promises 2³¹−1 by 2³¹−1.
  'dimension-lie.png': () => png(0x7fffffff, 0x7fffffff, 8, 6, pngChunk('IDAT', zeros(64))),
  'text-200-megabytes.png': () =>
    png(
      16,
      16,
      8,
      0,
      pngChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), zeros(200_000_000)])),
      pngChunk('IDAT', zeros(17 * 16)),
    ),
  'entities.svg': () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const inner = level === 0 ? 'lol' : `&e${level - 1};`.repeat(10);
      return `<!ENTITY e${level} "${inner}">`;
    });
    return Buffer.from(
      `<?xml version="1.0"?><!DOCTYPE svg [${levels.join('')}]><svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><text y="9">&e11;</text></svg>`,
    );
  },
  'vast.svg': () =>
    Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="100000" height="100000"><filter id="f"><feGaussianBlur stdDeviation="900"/></filter><rect width="100000" height="100000" filter="url(#f)"/></svg>',
    ),
  'document.docx': () => zip(officeText, gibibyte / 4),
  'archive.zip': () => zip('zeros', gibibyte / 4),
  'deep-boxes.mp4': () => {
    let inner = box('free', Buffer.alloc(8));
    for (let level = 0; level < 20_000; level += 1) inner = box('moov', inner);
    return Buffer.concat([box('ftyp', Buffer.from('isom\0\0\0\0isom', 'latin1')), inner]);
  },
  // A table of 16 million samples promised in a box of a few bytes.
  'sample-table.mp4': () => {
    const table = Buffer.alloc(20);
    table.writeUInt32BE(0xfffffff0, 8);
    const tables = box('minf', box('stbl', box('stsz', table)));
    return Buffer.concat([
      box('ftyp', Buffer.from('isom\0\0\0\0isom', 'latin1')),
      box('moov', box('trak', box('mdia', tables))),
    ]);
  },
  'directory-loop.tif': () => {
    const tiff = Buffer.alloc(64);
    tiff.write('II*\0', 0, 'latin1');
    tiff.writeUInt32LE(8, 4);
    tiff.writeUInt16LE(1, 8);
    tiff.writeUInt16LE(0x0100, 10);
    tiff.writeUInt16LE(4, 12);
    tiff.writeUInt32LE(0xffffffff, 14);
    tiff.writeUInt32LE(8, 22);
    return tiff;
  },
  'many-frames.gif': () => {
    const frame = Buffer.from('2c000000000100010000024401003b'.slice(0, 28), 'hex');
    const head = Buffer.from('47494638396101000100800000000000ffffff', 'hex');
    return Buffer.concat([head, ...Array.from({ length: 200_000 }, () => frame), Buffer.from([0x3b])]);
  },
};

/** Write the bombs of the given names. */
export function makeBombs(folder: string, names: readonly string[]): string[] {
  return names.map((name) => {
    const path = join(folder, name);
    writeFileSync(path, bombs[name]!());
    return path;
  });
}
