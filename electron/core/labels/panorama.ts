import type { CarriedPayload } from './define.ts';
import { isNamed } from './xmp.ts';

/** Photo Sphere XMP Metadata (Google), 2.1. */
const panoramas = 'http://ns.google.com/photos/1.0/panorama/';

/** Does an XMP packet call the picture a sphere to look around in? */
export function saysPanorama(payloads: readonly CarriedPayload[]): boolean {
  return payloads.some(
    (payload) =>
      payload.kind === 'xmp' &&
      payload.packet.ok &&
      payload.packet.properties.some(
        (property) =>
          isNamed(property, panoramas, 'ProjectionType') &&
          property.value.trim().toLowerCase() === 'equirectangular',
      ),
  );
}
