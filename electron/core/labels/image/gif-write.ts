import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { LabelEntry, WriteAnswer } from '../define.ts';
import { Refusal } from '../refusal.ts';
import { gifBlocks, gifValue, xmpApplication, xmpTrailer } from './gif-blocks.ts';
import { damagedContainer, planXmp, type XmpHome } from './plan-xmp.ts';

const PACKET_BYTES = 16 * 1024 * 1024;

/**
 * The XMP application extension of a GIF (XMP specification part 3, 1.1.2), behind the extensions that control
 * looping. Extensions exist since GIF89a: the version of an older file is raised.
 */
export function writeGif(
  reader: ByteReader,
  entries: readonly LabelEntry[],
  signal: AbortSignal,
): WriteAnswer {
  return planXmp(reader, entries, () => find(reader, signal));
}

function find(reader: ByteReader, signal: AbortSignal): XmpHome {
  const { extensions, place, problem } = gifBlocks(reader, signal);
  if (problem !== null) throw damagedContainer(problem);
  const blocks = extensions.filter(({ application }) => application === xmpApplication);
  const packets: Buffer[] = [];
  for (const block of blocks) {
    const value = gifValue(reader, block, PACKET_BYTES);
    if (value === null) throw damagedContainer('XMP extension too large');
    packets.push(value.data);
  }
  return {
    place: 'Application extension XMP',
    packets,
    put(packet, index) {
      if (packet.includes(0))
        throw new Refusal(
          'The XMP packet of the file holds zero bytes, which a GIF cannot carry',
          '文件的 XMP 数据包含有零字节，GIF 无法承载',
        );
      const head = Buffer.concat([Buffer.from([0x21, 0xff, 11]), Buffer.from(xmpApplication, 'latin1')]);
      const data = Buffer.concat([head, packet, xmpTrailer]);
      const [from, to] = index === null ? [place, place] : [blocks[index]!.start, blocks[index]!.end];
      const version = { from: 3, to: 6, data: Buffer.from('89a') };
      return [...(reader.matches(3, '89a') ? [] : [version]), { from, to, data }];
    },
  };
}
