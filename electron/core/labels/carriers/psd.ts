import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { defineCarrier } from '../define.ts';
import { damaged, type Gathering, gathered } from '../gathering.ts';
import { gatherResources } from '../payload-blocks.ts';

/** Photoshop files, PSD and PSB: image resources with XMP, Exif and IPTC-IIM. Only read. */
export const carrier = defineCarrier({
  id: 'psd',
  formats: ['psd'],
  places: [
    'Image resources XMP (0x0424)',
    'Image resources Exif (0x0422)',
    'Image resources IPTC-IIM (0x0404)',
  ],
  read: (reader) => gathered((gathering) => walk(reader, gathering)),
});

const HEADER_BYTES = 26;
const SECTION_BYTES = 16 * 1024 * 1024;

/** Header, colour mode data, image resources (Adobe Photoshop File Formats Specification). */
function walk(reader: ByteReader, gathering: Gathering): void {
  if (!reader.matches(0, '8BPS')) {
    damaged(gathering, 'no Photoshop header');
    return;
  }
  const section = HEADER_BYTES + 4 + reader.u32(HEADER_BYTES);
  const length = reader.u32(section);
  const start = section + 4;
  if (length > SECTION_BYTES || start + length > reader.size) {
    damaged(gathering, `the image resources at offset ${start} are cut off or too large`);
    return;
  }
  gatherResources(
    gathering,
    'Image resources',
    reader.bytes(start, length),
    (inner, size) => [start + inner, size],
    true,
  );
}
