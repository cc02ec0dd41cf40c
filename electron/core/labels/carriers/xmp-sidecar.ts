import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { defineCarrier, type LabelEntry, type WriteAnswer } from '../define.ts';
import { damaged, gathered } from '../gathering.ts';
import { damagedContainer, planXmp } from '../image/plan-xmp.ts';
import { gatherXmp } from '../payload-blocks.ts';

/** An XMP packet kept in a file of its own beside the media (XMP specification part 3, 1.2). */
export const carrier = defineCarrier({
  id: 'xmp-sidecar',
  formats: ['xmp'],
  places: ['XMP sidecar'],
  read: (reader) =>
    gathered((gathering) => {
      if (reader.size > FILE_BYTES) damaged(gathering, 'the packet is too large');
      else {
        const packet = reader.bytes(0, reader.size);
        gatherXmp(gathering, { place: 'XMP sidecar', bytes: [0, reader.size] }, packet);
      }
    }),
  writes: ['xmp'],
  write,
});

const FILE_BYTES = 16 * 1024 * 1024;

function write(reader: ByteReader, entries: readonly LabelEntry[]): WriteAnswer {
  return planXmp(reader, entries, () => {
    if (reader.size > FILE_BYTES) throw damagedContainer('the packet is too large');
    return {
      place: 'XMP sidecar',
      packets: [reader.bytes(0, reader.size)],
      put: (data) => [{ from: 0, to: reader.size, data }],
    };
  });
}
