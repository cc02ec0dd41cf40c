import type { Motion } from './motion-offset.ts';

const headBytes = 8;
/** Steps of the natural logarithm of one and the motion that are kept. */
const step = 1 / 45;

/** Frames per second in thousandths (32 bits), count (32), then for each frame its motion on a logarithmic scale. */
export function writeMotion({ motion, rate }: Motion): Uint8Array {
  const out = new Uint8Array(headBytes + motion.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, Math.round(rate * 1000), true);
  view.setUint32(4, motion.length, true);
  for (let index = 0; index < motion.length; index += 1)
    out[headBytes + index] = Math.min(255, Math.round(Math.log1p(motion[index]!) / step));
  return out;
}

/** `null`: not such bytes. */
export function readMotion(bytes: Uint8Array): Motion | null {
  if (bytes.length < headBytes) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rate = view.getUint32(0, true) / 1000;
  if (rate <= 0 || bytes.length !== headBytes + view.getUint32(4, true)) return null;
  return { rate, motion: Float32Array.from(bytes.subarray(headBytes), (level) => Math.expm1(level * step)) };
}
