/**
 * Luma rounded to whole grey levels: the 15-bit weights of the OpenCV family (`cvtColor`), so that pictures agree with
 * programs built on it. Sum of the weights 2^15; ITU-R BT.601-7.
 *
 * @param rgb interleaved, 8 bit
 */
export function greyLevels(rgb: Uint8Array): Uint8Array {
  const out = new Uint8Array(rgb.length / 3);
  for (let pixel = 0, at = 0; pixel < out.length; pixel += 1, at += 3)
    out[pixel] = (9798 * rgb[at]! + 19235 * rgb[at + 1]! + 3735 * rgb[at + 2]! + 16384) >> 15;
  return out;
}
