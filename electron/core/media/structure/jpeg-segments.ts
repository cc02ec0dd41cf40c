import type { Part } from './layout.ts';
import type { Scan } from './scan.ts';

const names = new Map<number, string>([
  [0x01, 'TEM'],
  [0xc4, 'DHT'],
  [0xc8, 'JPG'],
  [0xcc, 'DAC'],
  [0xd8, 'SOI'],
  [0xd9, 'EOI'],
  [0xda, 'SOS'],
  [0xdb, 'DQT'],
  [0xdc, 'DNL'],
  [0xdd, 'DRI'],
  [0xde, 'DHP'],
  [0xdf, 'EXP'],
  [0xfe, 'COM'],
]);
const processes = new Map<number, string>([
  [0xc0, 'baseline'],
  [0xc1, 'extended sequential'],
  [0xc2, 'progressive'],
  [0xc3, 'lossless'],
  [0xc9, 'extended sequential, arithmetic'],
  [0xca, 'progressive, arithmetic'],
]);

/** Name of a marker code as ITU-T T.81 Table B.1 writes it. */
export function markerName(code: number): string {
  const known = names.get(code);
  if (known !== undefined) return known;
  if (code >= 0xc0 && code <= 0xcf) return `SOF${code - 0xc0}`;
  if (code >= 0xd0 && code <= 0xd7) return `RST${code - 0xd0}`;
  if (code >= 0xe0 && code <= 0xef) return `APP${code - 0xe0}`;
  if (code >= 0xf0 && code <= 0xfd) return `JPG${code - 0xf0}`;
  return `FF${code.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** Identifiers that begin an application segment: marker, bytes, name shown. */
const identifiers: readonly (readonly [app: number, bytes: string, name: string])[] = [
  [0, 'JFIF\0', 'JFIF'],
  [0, 'JFXX\0', 'JFXX'],
  [0, 'AVI1', 'AVI1'],
  [1, 'Exif\0', 'Exif'],
  [1, 'http://ns.adobe.com/xap/1.0/\0', 'XMP'],
  [1, 'http://ns.adobe.com/xmp/extension/\0', 'XMP extension'],
  [2, 'ICC_PROFILE\0', 'ICC'],
  [2, 'MPF\0', 'MPF'],
  [2, 'FPXR\0', 'FlashPix'],
  [2, 'urn:iso:std:iso:ts:21496:-1\0', 'ISO 21496-1 gain map'],
  [11, 'JP', 'JUMBF'],
  [11, 'HDR_RI', 'JPEG-HDR'],
  [12, 'Ducky', 'Ducky'],
  [13, 'Photoshop 3.0\0', 'Photoshop'],
  [14, 'Adobe', 'Adobe'],
];

export interface Segment {
  /** Offset of the MPF block's TIFF header, when this is the MPF segment. */
  readonly multiPicture: number | null;
}

/** Add the segment `[start, end)` (marker included) with what its header says. */
export async function describeSegment(
  scan: Scan,
  parent: Part,
  code: number,
  start: number,
  end: number,
): Promise<Segment> {
  const body = start + 4;
  if (code >= 0xe0 && code <= 0xef) return describeApplication(scan, parent, code - 0xe0, start, end);
  const role = code === 0xfe ? 'metadata' : 'structure';
  scan.layout.add(parent, markerName(code), start, end - start, role, {
    detail: detailOf(scan, code, body, end),
  });
  return { multiPicture: null };
}

function detailOf(scan: Scan, code: number, body: number, end: number): string | undefined {
  const { reader } = scan;
  const data = reader.bytes(body, Math.min(4096, end - body));
  if (code === 0xfe) return data.toString('latin1');
  if (code === 0xdd) return data.length < 2 ? undefined : `interval ${data.readUInt16BE(0)} MCU`;
  if (code === 0xdb)
    return tables(data, (first) => ({
      name: `${first & 15}${first >> 4 ? ' 16-bit' : ''}`,
      length: first >> 4 ? 129 : 65,
    }));
  if (code === 0xc4)
    return tables(data, (first, at) => {
      let values = 0;
      for (let index = 1; index <= 16; index += 1) values += data[at + index] ?? 0;
      return { name: `${first >> 4 ? 'AC' : 'DC'}${first & 15}`, length: 17 + values };
    });
  if (code === 0xda) return data.length < 1 ? undefined : scanHeader(data);
  if (code >= 0xc0 && code <= 0xcf && code !== 0xc8 && code !== 0xcc) return frameHeader(code, data);
  return undefined;
}

function tables(data: Buffer, next: (first: number, at: number) => { name: string; length: number }): string {
  const found: string[] = [];
  for (let at = 0; at < data.length && found.length < 16; ) {
    const { name, length } = next(data[at]!, at);
    found.push(name);
    at += length;
  }
  return found.join(', ');
}

function frameHeader(code: number, data: Buffer): string | undefined {
  if (data.length < 6) return undefined;
  const sampling: string[] = [];
  for (let index = 0; index < Math.min(4, data[5]!) && 8 + index * 3 <= data.length; index += 1) {
    const factor = data[7 + index * 3]!;
    sampling.push(`${factor >> 4}x${factor & 15}`);
  }
  const size = `${data.readUInt16BE(3)}×${data.readUInt16BE(1)}`;
  return `${processes.get(code) ?? 'differential'}, ${data[0]} bit, ${size}, ${data[5]} components ${sampling.join(' ')}`;
}

function scanHeader(data: Buffer): string {
  const count = data[0]!;
  const tail = 1 + 2 * count;
  if (data.length < tail + 3) return `${count} components`;
  const [first, last, bits] = [data[tail]!, data[tail + 1]!, data[tail + 2]!];
  return `${count} components, coefficients ${first}–${last}, approximation ${bits >> 4}/${bits & 15}`;
}

async function describeApplication(
  scan: Scan,
  parent: Part,
  app: number,
  start: number,
  end: number,
): Promise<Segment> {
  const { reader, layout } = scan;
  const body = start + 4;
  const head = reader.latin1(body, Math.min(64, end - body));
  const known = identifiers.find(([number, bytes]) => number === app && head.startsWith(bytes));
  const name = known?.[2] ?? /^[\x20-\x7e]{2,40}/.exec(head)?.[0];
  const label = name === undefined ? `APP${app}` : `APP${app} ${name}`;
  const part = layout.add(parent, label, start, end - start, 'metadata');
  const data = body + (known?.[1].length ?? 0);
  switch (name) {
    case 'JFIF':
      if (end - data >= 9) {
        const thumbnail = `${reader.u8(data + 7)}×${reader.u8(data + 8)}`;
        part.detail = `${reader.u8(data)}.${String(reader.u8(data + 1)).padStart(2, '0')}, density ${reader.u16(data + 3)}×${reader.u16(data + 5)} (${reader.u8(data + 2)}), thumbnail ${thumbnail}`;
      }
      break;
    case 'Exif':
      // "Exif" and two zero bytes (Exif 2.32, 4.7.2)
      if (end - body > 6) await scan.nested('tiff', part, body + 6, end);
      break;
    case 'XMP extension':
      if (end - data >= 40)
        part.detail = `GUID ${reader.latin1(data, 32)}, ${reader.u32(data + 36)} of ${reader.u32(data + 32)}`;
      break;
    case 'ICC':
      if (end - data >= 2) part.detail = `${reader.u8(data)} of ${reader.u8(data + 1)}`;
      break;
    case 'MPF':
      await scan.nested('tiff', part, data, end);
      return { multiPicture: data };
    case 'JUMBF':
      // ISO 19566-5 Annex D: box instance, packet sequence number, then the box header
      if (end - body >= 16)
        part.detail = `instance ${reader.u16(body + 2)}, packet ${reader.u32(body + 4)}, ${reader.latin1(body + 12, 4)} ${reader.u32(body + 8)} bytes`;
      break;
    case 'Photoshop':
      readImageResources(scan, part, data, end);
      break;
    case 'Adobe':
      if (end - body >= 12)
        part.detail = `version ${reader.u16(body + 5)}, transform ${reader.u8(body + 11)}`;
      break;
    default:
  }
  return { multiPicture: null };
}

const resourceNames = new Map<number, string>([
  [0x03ed, 'resolution'],
  [0x0404, 'IPTC-IIM'],
  [0x0406, 'JPEG quality'],
  [0x040a, 'copyright flag'],
  [0x040b, 'URL'],
  [0x040c, 'thumbnail'],
  [0x040f, 'ICC'],
  [0x0421, 'version'],
  [0x0422, 'Exif'],
  [0x0424, 'XMP'],
  [0x0425, 'caption digest'],
]);

/** Photoshop image resource blocks (Adobe Photoshop File Formats, "Image Resource Blocks"). */
function readImageResources(scan: Scan, parent: Part, start: number, end: number): void {
  const { reader, layout } = scan;
  let position = start;
  while (position + 12 <= end) {
    const signature = reader.latin1(position, 4);
    if (!['8BIM', 'MeSa', 'AgHg', 'PHUT', 'DCSR'].includes(signature)) return;
    const identifier = reader.u16(position + 4);
    const nameLength = (reader.u8(position + 6) + 2) & ~1;
    if (position + 10 + nameLength > end) return;
    const size = reader.u32(position + 6 + nameLength);
    const length = 10 + nameLength + size + (size & 1);
    const inside = Math.min(length, end - position);
    const number = `0x${identifier.toString(16).padStart(4, '0')}`;
    layout.add(
      parent,
      `${signature} ${resourceNames.get(identifier) ?? number}`,
      position,
      inside,
      'metadata',
      { detail: `${number}, ${size} bytes` },
    );
    // the pad byte of the last resource is often left out
    if (length > inside + 1) layout.problem('truncated', end, length - inside, `${signature} ${number}`);
    position += length;
  }
}
