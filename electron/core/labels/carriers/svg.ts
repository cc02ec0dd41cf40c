import type { ByteRange } from '#shared/domain/figure.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { defineCarrier } from '../define.ts';
import { damaged, type Gathering, gathered } from '../gathering.ts';
import { gatherXmp } from '../payload-blocks.ts';
import { readXmp } from '../xmp.ts';
import { rdfNamespace } from '../xmp-packet.ts';

/** SVG: RDF in the document, as `metadata` elements carry XMP (XMP specification part 3, 1.1.7). Only read. */
export const carrier = defineCarrier({
  id: 'svg',
  formats: ['svg'],
  places: ['metadata RDF'],
  read: (reader) => gathered((gathering) => walk(reader, gathering)),
});

const FILE_BYTES = 16 * 1024 * 1024;
const TAIL_BYTES = 4096;
const PACKETS = 16;
const place = 'metadata RDF';

function walk(reader: ByteReader, gathering: Gathering): void {
  const wide = reader.size >= 2 && [0xfeff, 0xfffe, 0x3c00, 0x003c].includes(reader.u16(0));
  // what was cut off may have held the metadata
  const tail = reader.latin1(Math.max(0, reader.size - TAIL_BYTES), TAIL_BYTES);
  if (!wide && !/<\/(?:[\w.-]{1,40}:)?svg[\s>]|\/>\s{0,4096}$/i.test(tail))
    damaged(gathering, 'the drawing ends without the end of its root element');
  // no RDF without its namespace: most drawings need not be parsed
  const namespace = Buffer.from(rdfNamespace);
  if (!wide && reader.search(namespace, 0, reader.size) === -1) return;
  if (reader.size > FILE_BYTES) {
    damaged(gathering, 'the drawing is too large for its metadata to be read');
    return;
  }
  const source = reader.bytes(0, reader.size);
  const whole = (): void => {
    gatherXmp(gathering, { place, bytes: [0, source.length] }, withoutDoctype(source));
  };
  if (wide) {
    whole();
    return;
  }
  // drawings are not always sound XML, and may be huge: the RDF is read by itself where it declares its prefixes
  const stretches = rdfStretches(source.toString('latin1'));
  if (stretches.length > PACKETS) damaged(gathering, `more than ${PACKETS} RDF elements`);
  const packets = stretches
    .slice(0, PACKETS)
    .map(([start, length]) => source.subarray(start, start + length));
  if (packets.some((packet) => !readXmp(packet).ok) && readXmp(withoutDoctype(source)).ok) whole();
  else
    for (const [index, packet] of packets.entries())
      gatherXmp(gathering, { place, bytes: stretches[index]! }, packet);
}

/** Where elements named RDF begin and end, whatever their prefix; one that does not end runs to the file's end. */
function rdfStretches(source: string): ByteRange[] {
  const stretches: ByteRange[] = [];
  const open = /<((?:[A-Za-z_][\w.-]{0,40}:)?RDF)[\s/>]/g;
  for (let match = open.exec(source); match !== null; match = open.exec(source)) {
    const close = `</${match[1]}`;
    const end = source.indexOf(close, match.index);
    const stop = end === -1 ? -1 : source.indexOf('>', end);
    stretches.push([match.index, (stop === -1 ? source.length : stop + 1) - match.index]);
    if (stop === -1 || stretches.length > PACKETS) break;
    open.lastIndex = stop;
  }
  return stretches;
}

/** A document type without declarations of its own changes nothing; blanks keep every offset. */
function withoutDoctype(source: Buffer): Buffer {
  const head = source.toString('latin1', 0, 4096);
  const doctype = /<!DOCTYPE\s[^<>[\]]{0,1000}>/.exec(head);
  if (doctype === null) return source;
  return Buffer.from(source).fill(0x20, doctype.index, doctype.index + doctype[0].length);
}
