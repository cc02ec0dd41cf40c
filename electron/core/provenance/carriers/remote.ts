import type { ByteRange } from '#shared/domain/figure.ts';
import { isNamed, readXmp } from '../../labels/xmp.ts';
import type { CarrierSearch } from './carrier.ts';

const dublinCoreTerms = 'http://purl.org/dc/terms/';
const PACKET = 4 * 1024 * 1024;
const PACKETS = 32;

/** `dcterms:provenance` of the XMP packets that names a store elsewhere (C2PA 2.2, 11.5). It is never fetched. */
export function remoteAddress({ reader }: CarrierSearch, packets: readonly ByteRange[]): string | null {
  for (const [start, length] of packets.slice(0, PACKETS)) {
    if (length <= 0 || length > PACKET) continue;
    const reading = readXmp(reader.bytes(start, length));
    if (!reading.ok) continue;
    for (const property of reading.properties) {
      const address = property.value.trim();
      // early writers put the address of the embedded store itself here
      if (isNamed(property, dublinCoreTerms, 'provenance') && address !== '' && !address.startsWith('self#'))
        return address.slice(0, 4096);
    }
  }
  return null;
}
