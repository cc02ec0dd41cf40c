import type { CarriedPayload } from './define.ts';
import { isNamed } from './xmp.ts';

/** Photo Sphere XMP Metadata (Google), 2.1; of films Spherical Video Metadata V1, as XMP. */
const marks = [
  { uri: 'http://ns.google.com/photos/1.0/panorama/', name: 'ProjectionType', value: 'equirectangular' },
  { uri: 'http://ns.google.com/videos/1.0/spherical/', name: 'Spherical', value: 'true' },
] as const;

/** Does an XMP packet call the picture or film a sphere to look around in? */
export function saysPanorama(payloads: readonly CarriedPayload[]): boolean {
  return payloads.some(
    (payload) =>
      payload.kind === 'xmp' &&
      payload.packet.ok &&
      payload.packet.properties.some((property) =>
        marks.some(
          ({ uri, name, value }) =>
            isNamed(property, uri, name) && property.value.trim().toLowerCase() === value,
        ),
      ),
  );
}
