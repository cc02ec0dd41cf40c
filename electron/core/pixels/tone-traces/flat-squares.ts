/**
 * Samples that lie in a square of one and the same level: bars and borders, drawn surfaces, clipped light. No noise
 * passed over them, so that nothing of a filter or of a tone curve can be read from them.
 *
 * @param plane samples of 8 bits, row by row
 * @param side of the square in pixels, at most 255
 * @returns 1 for each sample within such a square
 */
export function flatSquares(plane: Uint8Array, width: number, height: number, side: number): Uint8Array {
  const covered = new Uint8Array(width * height);
  // Side of the largest square that ends at each pixel, up to `side`; of the row above and of this one.
  let above = new Uint8Array(width);
  let here = new Uint8Array(width);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    for (let x = 0, at = row; x < width; x += 1, at += 1) {
      const value = plane[at]!;
      let size = 1;
      if (
        x > 0 &&
        y > 0 &&
        value === plane[at - 1] &&
        value === plane[at - width] &&
        value === plane[at - width - 1]
      ) {
        let least = here[x - 1]!;
        if (above[x]! < least) least = above[x]!;
        if (above[x - 1]! < least) least = above[x - 1]!;
        size = least < side ? least + 1 : side;
      }
      here[x] = size;
      if (size < side) continue;
      // In a run of squares only the last column is new.
      const from = x > 0 && here[x - 1] === side ? at : at - side + 1;
      for (let up = 0, end = at, start = from; up < side; up += 1, end -= width, start -= width)
        for (let to = start; to <= end; to += 1) covered[to] = 1;
    }
    [above, here] = [here, above];
  }
  return covered;
}
