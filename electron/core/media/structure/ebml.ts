import { elementNames, masters } from './ebml-elements.ts';
import { type Element, elementAt } from './ebml-header.ts';
import type { Part } from './layout.ts';
import type { Scan } from './scan.ts';

const DEPTH = 10;
const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
const VOID = 0xec;
const CRC = 0xbf;

/** EBML (RFC 8794) as used by Matroska and WebM (RFC 9559): elements, checksums, blocks. */
export async function readEbml(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  return readElements(scan, parent, start, end, 0, 0);
}

/** Elements of one level. `within` is the identifier of a parent of unknown size, else 0. */
async function readElements(
  scan: Scan,
  parent: Part,
  start: number,
  end: number,
  depth: number,
  within: number,
): Promise<number> {
  const { reader, layout } = scan;
  let position = start;
  while (position < end) {
    await scan.pulse(position);
    const element = elementAt(reader, position, end);
    const name = element === null ? undefined : elementNames.get(element.identifier);
    if (
      element === null ||
      (name === undefined && (depth === 0 || element.size === Number.POSITIVE_INFINITY))
    ) {
      if (depth === 0) return position;
      layout.add(
        parent,
        'no element',
        position,
        end - position,
        reader.filled(0, position, end) ? 'padding' : 'unexplained',
        { flag: 'warning' },
      );
      layout.problem('malformed', position, end - position, `no element in ${parent.label}`);
      return end;
    }
    const { identifier, body, size } = element;
    // an element of unknown size ends where one of an outer level begins (RFC 8794, 6.2)
    if (within === CLUSTER && identifier > 0xffffff) return position;
    if (within === SEGMENT && (identifier === EBML || identifier === SEGMENT)) return position;
    const open = size === Number.POSITIVE_INFINITY;
    const stop = open ? end : Math.min(end, body + size);
    if (!open && stop < body + size)
      layout.problem('truncated', stop, body + size - stop, name ?? hex(identifier));
    position = await readElement(scan, parent, element, position, stop, name ?? hex(identifier), depth, open);
  }
  return position;
}

const hex = (identifier: number) => `0x${identifier.toString(16).toUpperCase()}`;

async function readElement(
  scan: Scan,
  parent: Part,
  { identifier, body }: Element,
  start: number,
  stop: number,
  name: string,
  depth: number,
  open: boolean,
): Promise<number> {
  const { reader, layout } = scan;
  if (identifier === CRC && stop - body === 4) {
    const good = reader.crc32(stop, parent.start + parent.length - stop) === reader.u32(body, true);
    layout.add(parent, name, start, stop - start, 'structure', { flag: good ? undefined : 'error' });
    if (!good) layout.problem('checksum', body, 4, parent.label);
    return stop;
  }
  const role =
    identifier === VOID
      ? 'padding'
      : ['SimpleBlock', 'Block'].includes(name)
        ? 'content'
        : /^(Tag|Attach|File|Title|Muxing|Writing|Date)/.test(name) || parent.role === 'metadata'
          ? 'metadata'
          : 'structure';
  if (!masters.has(identifier)) {
    layout.add(parent, name, start, stop - start, role, { detail: detailOf(scan, name, body, stop) });
    return stop;
  }
  const part = layout.add(parent, name, start, stop - start, role, {
    detail: open ? 'unknown size' : undefined,
  });
  if (depth >= DEPTH) {
    layout.problem('limit', start, stop - start, `${name}: depth ${depth}`);
    return stop;
  }
  const reached = await readElements(scan, part, body, stop, depth + 1, open ? identifier : 0);
  if (!open) return stop;
  layout.close(part, reached);
  return reached;
}

const texts =
  /^(DocType|CodecID|CodecName|Language|Title|MuxingApp|WritingApp|Name|FileName|FileMimeType|FileDescription|TagName|TagString|TagLanguage|ChapString)$/;
const numbers = /(Number|UID|Type|Scale|Width|Height|Channels|Version|Timestamp|Flag|Size|Position)/;

function detailOf(scan: Scan, name: string, body: number, end: number): string | undefined {
  const data = scan.reader.bytes(body, Math.min(160, end - body));
  if (texts.test(name)) return data.toString('utf8').replace(/\0+$/, '');
  if (name === 'DateUTC' && data.length === 8)
    return new Date(978_307_200_000 + Number(data.readBigInt64BE() / 1_000_000n)).toISOString();
  if (numbers.test(name) && data.length <= 8)
    return String(data.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n));
  if ((name === 'Duration' || name === 'SamplingFrequency') && (data.length === 4 || data.length === 8)) {
    return String(data.length === 4 ? data.readFloatBE() : data.readDoubleBE());
  }
  return undefined;
}
