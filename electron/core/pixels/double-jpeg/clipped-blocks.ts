/** Share of a block's pixels from which on clipping decides what its coefficients are. */
const mostClipped = 1 / 32;

/**
 * Blocks with pixels at the end of the scale in any channel. A decoder cuts them there, and what the next compression is
 * given no longer keeps to the steps of the first.
 *
 * @param rgb interleaved, 8 bit
 * @returns 1 for each such block, row by row
 */
export function clippedBlocks(
  rgb: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
): Uint8Array {
  const wide = Math.ceil(width / 8);
  const counts = new Uint8Array(wide * Math.ceil(height / 8));
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = (y >> 3) * wide;
    for (let x = 0; x < width; x += 1, at += 3) {
      // 255 and 0 are neighbours modulo 256.
      const red = (rgb[at]! + 1) & 255;
      const green = (rgb[at + 1]! + 1) & 255;
      const blue = (rgb[at + 2]! + 1) & 255;
      if (red < 2 || green < 2 || blue < 2) counts[row + (x >> 3)]! += 1;
    }
  }
  return counts.map((count) => (count > 64 * mostClipped ? 1 : 0));
}
