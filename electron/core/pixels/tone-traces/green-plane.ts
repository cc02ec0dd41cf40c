/**
 * The channel most filters and tone curves touch as it is stored: green, or grey itself.
 *
 * @param rgb interleaved, 8 bit
 */
export function greenPlane(rgb: Uint8Array): Uint8Array {
  const plane = new Uint8Array(rgb.length / 3);
  for (let pixel = 0, at = 1; pixel < plane.length; pixel += 1, at += 3) plane[pixel] = rgb[at]!;
  return plane;
}
