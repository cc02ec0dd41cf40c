import type { Corners } from '../../media/vision.ts';

/** Places and descriptors of a picture's features as they are kept: small enough for a register of many. */
export interface KeptFeatures {
  readonly count: number;
  /** `x, y` each, working pixels. */
  readonly points: Float32Array;
  /** `count × 32` bytes. */
  readonly descriptors: Uint8Array;
}

/** Working pixels are kept in steps of 1/64. */
const step = 64;
const headBytes = 4;
const placeBytes = 4;
const descriptorBytes = 32;

/** Count (32 bits), then `x, y` of each (16 bits, 1/64 working pixel), then the descriptors; least significant first. */
export function writeFeatures({ count, points, descriptors }: Corners): Uint8Array {
  const out = new Uint8Array(headBytes + count * (placeBytes + descriptorBytes));
  const view = new DataView(out.buffer);
  view.setUint32(0, count, true);
  for (let at = 0; at < 2 * count; at += 1) {
    const place = Math.round(points[at]! * step);
    view.setUint16(headBytes + 2 * at, Math.min(65_535, Math.max(0, place)), true);
  }
  out.set(descriptors, headBytes + count * placeBytes);
  return out;
}

/** `null`: not such bytes. */
export function readFeatures(bytes: Uint8Array): KeptFeatures | null {
  if (bytes.length < headBytes) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0, true);
  if (bytes.length !== headBytes + count * (placeBytes + descriptorBytes)) return null;
  const points = new Float32Array(2 * count);
  for (let at = 0; at < points.length; at += 1) points[at] = view.getUint16(headBytes + 2 * at, true) / step;
  return { count, points, descriptors: bytes.subarray(headBytes + count * placeBytes) };
}
