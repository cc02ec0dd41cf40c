import type { Flag } from '#shared/domain/figure.ts';
import type { Role } from './coverage.ts';
import type { Part } from './layout.ts';
import type { Scan } from './scan.ts';

const SIGNATURE = '\x89PNG\r\n\x1a\n';
const colours = new Map([
  [0, 'greyscale'],
  [2, 'truecolour'],
  [3, 'indexed'],
  [4, 'greyscale with alpha'],
  [6, 'truecolour with alpha'],
]);
const metadata = new Set([
  'tEXt',
  'zTXt',
  'iTXt',
  'eXIf',
  'iCCP',
  'tIME',
  'caBX',
  'zxIf',
  'dSIG',
  'vpAg',
  'caNv',
  'orNT',
  'meTa',
  'iDOT',
]);
const content = new Set(['IDAT', 'fdAT']);
/** Chunks a datastream may hold once only (PNG third edition, 5.6 Table 7). */
const single = new Set([
  'IHDR',
  'PLTE',
  'IEND',
  'acTL',
  'cHRM',
  'cICP',
  'gAMA',
  'iCCP',
  'mDCV',
  'cLLI',
  'sBIT',
  'sRGB',
  'bKGD',
  'hIST',
  'tRNS',
  'eXIf',
  'pHYs',
  'tIME',
  'caBX',
]);
/** Must come before the first IDAT. */
const early = new Set([
  'PLTE',
  'acTL',
  'cHRM',
  'cICP',
  'gAMA',
  'iCCP',
  'mDCV',
  'cLLI',
  'sBIT',
  'sRGB',
  'bKGD',
  'hIST',
  'tRNS',
  'pHYs',
  'sPLT',
]);

/** PNG datastream (W3C PNG third edition, clause 5; APNG included), every chunk's CRC checked. */
export async function readPng(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  const { reader, layout } = scan;
  layout.add(parent, 'signature', start, Math.min(8, end - start), 'structure');
  if (!reader.matches(start, SIGNATURE)) layout.problem('malformed', start, 8, 'signature');
  const seen = new Map<string, number>();
  let position = start + 8;
  let before = '';
  let sequence = 0;
  while (position < end) {
    await scan.pulse(position);
    const head = position + 8 <= end ? reader.bytes(position, 8) : Buffer.alloc(0);
    const type = head.toString('latin1', 4, 8);
    const length = head.length === 8 ? head.readUInt32BE(0) : 0;
    if (head.length < 8 || !/^[A-Za-z]{4}$/.test(type)) {
      layout.problem(
        head.length < 8 ? 'truncated' : 'malformed',
        position,
        end - position,
        `no chunk after ${before || 'signature'}`,
      );
      break;
    }
    const whole = 12 + length;
    const stop = Math.min(end, position + whole);
    const complete = stop === position + whole;
    const stored = complete ? reader.u32(stop - 4) : 0;
    const computed = complete ? reader.crc32(position + 4, 4 + length) : 0;
    const good = complete && stored === computed;
    const flag: Flag | undefined = good ? undefined : 'error';
    const role: Role = content.has(type) ? 'content' : metadata.has(type) ? 'metadata' : 'structure';
    const part = layout.add(parent, type, position, stop - position, role, {
      detail: await detailOf(
        scan,
        type,
        position + 8,
        Math.max(position + 8, Math.min(stop, position + 8 + length)),
      ),
      flag,
    });
    if (!complete) layout.problem('truncated', stop, position + whole - stop, type);
    else if (!good) layout.problem('checksum', stop - 4, 4, `${type}: ${hex(stored)} ≠ ${hex(computed)}`);
    if (length > 0x7fffffff) layout.problem('malformed', position, 4, `${type}: length ${length}`);
    sequence = checkOrder(scan, type, position, seen, before, sequence, part);
    if (complete && type === 'eXIf')
      await scan.nested('tiff', part, position + 8 + exifPrefix(scan, position + 8), stop - 4);
    if (complete && type === 'caBX') await scan.nested('bmff', part, position + 8, stop - 4);
    seen.set(type, (seen.get(type) ?? 0) + 1);
    before = type;
    position = stop;
    if (type === 'IEND') break;
  }
  if (before !== 'IEND') layout.problem('missing', position, 0, 'IEND');
  if (!seen.has('IDAT')) layout.problem('missing', position, 0, 'IDAT');
  return position;
}

const hex = (value: number) => value.toString(16).padStart(8, '0');

/** Some writers keep JPEG's "Exif" prefix although the chunk must not have it (11.3.4.3). */
function exifPrefix(scan: Scan, body: number): number {
  return scan.reader.matches(body, 'Exif\0\0') ? 6 : 0;
}

function checkOrder(
  scan: Scan,
  type: string,
  position: number,
  seen: ReadonlyMap<string, number>,
  before: string,
  sequence: number,
  part: Part,
): number {
  const wrong = (what: string) => {
    part.flag ??= 'warning';
    scan.layout.problem('order', position, 0, what);
  };
  // Apple's CgBI variant puts its own chunk first
  if (before === '' && type !== 'IHDR' && type !== 'CgBI') wrong(`${type} before IHDR`);
  if (type === 'IDAT' && seen.has('IDAT') && before !== 'IDAT') wrong(`IDAT after ${before}`);
  if (early.has(type) && seen.has('IDAT')) wrong(`${type} after IDAT`);
  if (single.has(type) && seen.has(type)) {
    part.flag ??= 'warning';
    scan.layout.problem('duplicate', position, part.length, type);
  }
  if ((type === 'fcTL' || type === 'fdAT') && part.length >= 16) {
    const number = scan.reader.u32(position + 8);
    if (number !== sequence) wrong(`${type} sequence ${number}, expected ${sequence}`);
    return number + 1;
  }
  return sequence;
}

async function detailOf(scan: Scan, type: string, body: number, end: number): Promise<string | undefined> {
  const { reader } = scan;
  const length = end - body;
  const data = reader.bytes(body, Math.min(512, length));
  switch (type) {
    case 'IHDR':
      if (data.length < 13) return undefined;
      return `${data.readUInt32BE(0)}×${data.readUInt32BE(4)}, ${data[8]} bit, ${colours.get(data[9]!) ?? `colour type ${data[9]}`}${data[12] === 1 ? ', Adam7' : ''}`;
    case 'tEXt': {
      const [keyword, ...rest] = data.toString('latin1').split('\0');
      return `${keyword}: ${rest.join('\0')}`;
    }
    case 'zTXt':
    case 'iCCP':
    case 'sPLT':
      return data.toString('latin1').split('\0')[0];
    case 'iTXt': {
      const zero = data.indexOf(0);
      if (zero < 0 || zero + 3 > data.length) return undefined;
      const keyword = data.toString('latin1', 0, zero);
      if (data[zero + 1] === 1) return keyword;
      const text = data.indexOf(0, data.indexOf(0, zero + 3) + 1) + 1;
      return text > 0 ? `${keyword}: ${data.toString('utf8', text)}` : keyword;
    }
    case 'acTL':
      return data.length < 8 ? undefined : `${data.readUInt32BE(0)} frames, ${data.readUInt32BE(4)} plays`;
    case 'fcTL':
      if (data.length < 24) return undefined;
      return `#${data.readUInt32BE(0)}, ${data.readUInt32BE(4)}×${data.readUInt32BE(8)} at ${data.readUInt32BE(12)},${data.readUInt32BE(16)}, ${data.readUInt16BE(20)}/${data.readUInt16BE(22)} s`;
    case 'fdAT':
      return data.length < 4 ? undefined : `#${data.readUInt32BE(0)}`;
    case 'gAMA':
      return data.length < 4 ? undefined : String(data.readUInt32BE(0) / 100_000);
    case 'pHYs':
      return data.length < 9
        ? undefined
        : `${data.readUInt32BE(0)}×${data.readUInt32BE(4)}${data[8] === 1 ? ' per metre' : ''}`;
    case 'tIME':
      if (data.length < 7) return undefined;
      return `${data.readUInt16BE(0)}-${[2, 3].map((at) => String(data[at]).padStart(2, '0')).join('-')} ${[4, 5, 6].map((at) => String(data[at]).padStart(2, '0')).join(':')} UTC`;
    case 'sRGB':
      return data.length < 1 ? undefined : `rendering intent ${data[0]}`;
    case 'PLTE':
      return `${length / 3} entries`;
    default:
      return undefined;
  }
}
