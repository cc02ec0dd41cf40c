import type { Pixels8 } from '../../media/image-encode.ts';

/** Grey between the pictures of a sheet. */
const ground = 96;
const gap = 6;

/**
 * Small grey pictures of one size side by side, row by row.
 *
 * @param tiles values 0…255 of `width × height` pixels each
 * @param across pictures in a row
 */
export function contactSheet(
  tiles: readonly Float32Array[],
  width: number,
  height: number,
  across: number,
): Pixels8 {
  const down = Math.ceil(tiles.length / across);
  const sheetWidth = across * width + (across + 1) * gap;
  const sheetHeight = down * height + (down + 1) * gap;
  const data = new Uint8Array(sheetWidth * sheetHeight).fill(ground);
  for (const [index, tile] of tiles.entries()) {
    const left = gap + (index % across) * (width + gap);
    const top = gap + Math.floor(index / across) * (height + gap);
    for (let y = 0, at = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1, at += 1)
        data[(top + y) * sheetWidth + left + x] = Math.max(0, Math.min(255, Math.round(tile[at]!)));
  }
  return { width: sheetWidth, height: sheetHeight, channels: 1, data };
}
