import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { addStore, type Carrier, damaged } from './carrier.ts';
import type { StoreCarrier } from './embedded-store.ts';
import { storeFromRanges } from './superbox.ts';

const carriers = new Map<string, StoreCarrier>([
  ['WEBP', 'webp-riff'],
  ['WAVE', 'wav-riff'],
  ['AVI ', 'avi-riff'],
  ['AVIX', 'avi-riff'],
]);

/**
 * RIFF chunk `C2PA` at the outermost level (C2PA 2.2, A.3.6): WebP, WAVE with RF64 and BW64 (EBU Tech 3306), AVI
 * with the further RIFF chunks of OpenDML.
 */
export const riff: Carrier = async (search, reading) => {
  const { reader } = search;
  let start = 0;
  let parts = 0;
  for (let index = 0; start + 12 <= reader.size; index += 1) {
    const signature = reader.latin1(start, 4);
    const form = reader.latin1(start + 8, 4);
    if (!['RIFF', 'RIFX', 'RF64', 'BW64'].includes(signature) || (index > 0 && form !== 'AVIX')) break;
    const little = signature !== 'RIFX';
    const wide = signature === 'RF64' || signature === 'BW64';
    const sizes = wide ? longSizes(reader, start) : new Map<string, number>();
    const short = reader.u32(start + 4, little);
    const declared = short === 0xffffffff ? (sizes.get('RIFF') ?? 0) : short;
    // nothing is told by writers that could not go back to the header
    const stated = declared === 0 ? reader.size : start + 8 + declared;
    if (stated > reader.size)
      damaged(reading, `the RIFF chunk at offset ${start} runs past the end of the file`);
    const end = Math.min(stated, reader.size);
    for (let at = start + 12; at + 8 <= end; parts += 1) {
      await search.pulse();
      if (parts >= search.limits.parts) {
        reading.complete = false;
        return;
      }
      const name = reader.latin1(at, 4);
      const size = reader.u32(at + 4, little);
      const length = size === 0xffffffff ? (sizes.get(name) ?? size) : size;
      if (!/^[\x20-\x7e]{4}$/.test(name)) {
        if (!reader.filled(0, at, end)) damaged(reading, `no chunk at offset ${at}`);
        break;
      }
      const stop = at + 8 + length;
      if (stop > end) damaged(reading, `the chunk at offset ${at} runs past its parent`);
      if (name === 'C2PA') {
        const held = Math.min(stop, end) - at - 8;
        const pad = length % 2 === 1 && stop < end ? 1 : 0;
        addStore(
          search,
          reading,
          storeFromRanges(search, [[at + 8, held]], {
            carrier: carriers.get(form) ?? 'wav-riff',
            occupied: [[at, 8 + held + pad]],
            problems: index === 0 ? [] : [`it stands in RIFF chunk ${index + 1}, not in the first`],
          }),
        );
      } else if (name === 'XMP ' || name === '_PMX')
        reading.xmp.push([at + 8, Math.min(length, end - at - 8)]);
      at = stop + (length & 1);
    }
    start = end + (end & 1);
  }
  if (start === 0) damaged(reading, 'no RIFF header');
};

/** RF64: sizes above 32 bits stand in the `ds64` chunk, which comes first. */
function longSizes(reader: ByteReader, start: number): Map<string, number> {
  const sizes = new Map<string, number>();
  const body = start + 20;
  if (!reader.matches(start + 12, 'ds64') || body + 28 > reader.size) return sizes;
  sizes.set('RIFF', reader.u64(body, true)).set('data', reader.u64(body + 8, true));
  const entries = Math.min(reader.u32(body + 24, true), 1_000);
  for (let index = 0; index < entries && body + 40 + index * 12 <= reader.size; index += 1) {
    const at = body + 28 + index * 12;
    sizes.set(reader.latin1(at, 4), reader.u64(at + 4, true));
  }
  return sizes;
}
