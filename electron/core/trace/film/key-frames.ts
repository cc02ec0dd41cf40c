import type { GreyPlane, Vision } from '../../media/vision.ts';
import { consensus } from '../picture/consensus.ts';
import { type KeptFeatures, readFeatures, writeFeatures } from '../picture/feature-print.ts';
import { localFeatures, workingSide } from '../picture/local-features.ts';
import { matchDescriptors } from '../picture/matching.ts';
import { spreadCorners } from '../picture/spread.ts';

/** Local features of one frame. */
export interface KeyFrame {
  /** Milliseconds from the beginning. */
  readonly time: number;
  readonly features: KeptFeatures;
}

/** Features kept of a key frame; fewer than of a still, for there are many frames. */
const keptFeatures = 120;
/** Features looked for, of which the kept ones are the most distinct, evenly spread. */
const soughtFeatures = 400;
/** A key frame with fewer is left out. */
const leastFeatures = 30;

/** Features of a key frame; `null`: too plain. */
export function keyFrameOf(plane: GreyPlane, time: number, vision: Vision): KeyFrame | null {
  const frame = { width: plane.width, height: plane.height, orientation: 1 };
  const { plain, working } = localFeatures(frame, plane, vision, soughtFeatures);
  if (plain.count < leastFeatures) return null;
  const features = readFeatures(writeFeatures(spreadCorners(plain, working, keptFeatures)));
  return features === null ? null : { time, features };
}

const headBytes = 4;

/** Count (32 bits), then of each the time in milliseconds, the length, and the features as those of a still are kept. */
export function writeKeyFrames(keys: readonly KeyFrame[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const head = new Uint8Array(headBytes);
  new DataView(head.buffer).setUint32(0, keys.length, true);
  parts.push(head);
  for (const { time, features } of keys) {
    const bytes = writeFeatures({ ...features, responses: new Float32Array(features.count) });
    const title = new Uint8Array(8);
    const view = new DataView(title.buffer);
    view.setUint32(0, time, true);
    view.setUint32(4, bytes.length, true);
    parts.push(title, bytes);
  }
  return Uint8Array.from(Buffer.concat(parts));
}

/** `null`: not such bytes. */
export function readKeyFrames(bytes: Uint8Array): readonly KeyFrame[] | null {
  if (bytes.length < headBytes) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0, true);
  const keys: KeyFrame[] = [];
  let at = headBytes;
  for (let index = 0; index < count; index += 1) {
    if (at + 8 > bytes.length) return null;
    const [time, length] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
    at += 8;
    if (at + length > bytes.length) return null;
    const features = readFeatures(bytes.subarray(at, at + length));
    if (features === null) return null;
    keys.push({ time, features });
    at += length;
  }
  return at === bytes.length ? keys : null;
}

/** How two key frames lie on each other. */
export interface KeyAgreement {
  /** Agreeing places. */
  readonly inliers: number;
  /** Squares of an eighth of the working side that hold agreeing places in both: a logo covers one or two. */
  readonly squares: number;
}

const ratio = 0.85;
/** Working pixels by which agreeing features may miss each other. */
const tolerance = 8;
const placeSide = 4;
const squareSide = workingSide / 8;
const scaleBound = 6;
const stretchBound = 2;

export function keyAgreement(one: KeptFeatures, other: KeptFeatures): KeyAgreement {
  const none = { inliers: 0, squares: 0 };
  const pairs = matchDescriptors(one.descriptors, other.descriptors, ratio);
  if (pairs.count < 6) return none;
  const order = Array.from(pairs.bits.keys()).sort((a, b) => pairs.bits[a]! - pairs.bits[b]! || a - b);
  const from = new Float32Array(2 * order.length);
  const to = new Float32Array(2 * order.length);
  for (const [at, index] of order.entries()) {
    const [a, b] = [pairs.first[index]!, pairs.second[index]!];
    from.set(one.points.subarray(2 * a, 2 * a + 2), 2 * at);
    to.set(other.points.subarray(2 * b, 2 * b + 2), 2 * at);
  }
  const found = consensus(from, to, tolerance);
  if (found === null) return none;
  const [a, b, , d, e] = found.map;
  const determinant = a * e - b * d;
  if (!(determinant >= scaleBound ** -2 && determinant <= scaleBound ** 2)) return none;
  const stretch = (a * a + b * b + d * d + e * e) / (2 * determinant);
  if (stretch > (stretchBound + 1 / stretchBound) / 2) return none;
  const places = (points: Float32Array, side: number): number => {
    const cells = new Set<number>();
    for (const index of found.agreeing)
      cells.add(Math.floor(points[2 * index + 1]! / side) * 4096 + Math.floor(points[2 * index]! / side));
    return cells.size;
  };
  return {
    inliers: Math.min(places(from, placeSide), places(to, placeSide)),
    squares: Math.min(places(from, squareSide), places(to, squareSide)),
  };
}
