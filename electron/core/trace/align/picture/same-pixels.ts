import { decodeImage } from '../../../media/image.ts';
import type { Limits } from '../../../media/limits.ts';
import type { PicturePlanes } from '../../picture/planes.ts';
import type { AlignedFile } from '../define.ts';

/** Do both files hold the same samples, every one, in the same orientation? First pages only. */
export async function samePixels(
  first: AlignedFile,
  second: AlignedFile,
  one: PicturePlanes,
  other: PicturePlanes,
  limits: Pick<Limits, 'pixels'>,
): Promise<boolean> {
  const [frame, twin] = [one.frame, other.frame];
  if (frame.width !== twin.width || frame.height !== twin.height) return false;
  if (frame.orientation !== twin.orientation || !equal(one.small.data, other.small.data)) return false;
  const own = await decodeImage(first.path, { format: first.media.format, limits });
  const its = await decodeImage(second.path, { format: second.media.format, limits });
  if (!own.ok || !its.ok || own.image.pages !== its.image.pages) return false;
  const [a, b] = [own.image, its.image];
  // Animations may part later than in their first picture.
  if (a.pages > 1 || a.warnings.length > 0 || b.warnings.length > 0) return false;
  return a.channels === b.channels && a.bitDepth === b.bitDepth && equal(bytesOf(a.data), bytesOf(b.data));
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array | Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
