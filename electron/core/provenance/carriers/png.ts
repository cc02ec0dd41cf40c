import { addStore, type Carrier, damaged } from './carrier.ts';
import { storeFromRanges } from './superbox.ts';

const signature = '\x89PNG\r\n\x1a\n';

/** PNG chunk `caBX` (C2PA 2.2, A.3.2): the store is its data, the CRC covers type and data. */
export const png: Carrier = async (search, reading) => {
  const { reader } = search;
  if (!reader.matches(0, signature)) {
    damaged(reading, 'no PNG signature');
    return;
  }
  let pixelsSeen = false;
  let at = 8;
  for (let count = 0; at < reader.size; count += 1) {
    await search.pulse();
    if (count >= search.limits.parts) {
      reading.complete = false;
      return;
    }
    if (at + 8 > reader.size) {
      damaged(reading, `the file ends inside a chunk header at offset ${at}`);
      return;
    }
    const length = reader.u32(at);
    const type = reader.latin1(at + 4, 4);
    const end = at + 12 + length;
    const short = end > reader.size;
    if (short) damaged(reading, `the chunk at offset ${at} runs past the end of the file`);
    if (type === 'caBX') {
      const data = Math.min(length, Math.max(0, reader.size - at - 8));
      const sound = !short && reader.crc32(at + 4, length + 4) === reader.u32(at + 8 + length);
      const problems = [
        ...(sound ? [] : ['the checksum of the chunk is wrong']),
        ...(pixelsSeen ? ['the chunk stands behind the image data'] : []),
      ];
      addStore(
        search,
        reading,
        storeFromRanges(search, [[at + 8, data]], {
          carrier: 'png-caBX',
          occupied: [[at, Math.min(end, reader.size) - at]],
          problems,
        }),
      );
    } else if (type === 'iTXt' && !short) {
      // keyword, compression flag and method, language and translated keyword (PNG, 11.3.3.4)
      const head = reader.latin1(at + 8, Math.min(length, 256));
      const packet = /^XML:com\.adobe\.xmp\0\0[\s\S][^\0]*\0[^\0]*\0/.exec(head);
      if (packet !== null) reading.xmp.push([at + 8 + packet[0].length, length - packet[0].length]);
    } else if (type === 'IDAT') pixelsSeen = true;
    if (short || type === 'IEND') return;
    if (!/^[A-Za-z]{4}$/.test(type)) {
      damaged(reading, `no chunk at offset ${at}`);
      return;
    }
    at = end;
  }
  damaged(reading, 'the file ends without an end chunk');
};
