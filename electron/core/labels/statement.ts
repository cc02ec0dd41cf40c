import type { ByteRange } from '#shared/domain/figure.ts';
import type { CarriedXmp } from './define.ts';
import type { XmpProperty } from './xmp.ts';

/** Where a property's value lies in the file: its own bytes when the packet is stored as it is, else the packet's. */
export function rangeOf(payload: CarriedXmp, property: XmpProperty): ByteRange {
  const { packet } = payload;
  const mapped = payload.contiguous && packet.ok && !packet.reencoded;
  if (!mapped || property.end <= property.start) return payload.bytes;
  return [payload.bytes[0] + property.start, property.end - property.start];
}
