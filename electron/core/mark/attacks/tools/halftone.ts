import type { Picture } from '../define.ts';

/**
 * Every channel in black and white.
 *
 * @param cell side of the clustered dots in pixels; 0: error diffusion after Floyd and Steinberg
 */
export function halftone(picture: Picture, cell: number): Picture {
  return cell === 0 ? diffused(picture) : dotted(picture, cell);
}

function diffused({ width, height, data }: Picture): Picture {
  const out = new Uint8Array(data.length);
  let here = new Float64Array((width + 2) * 3);
  let below = new Float64Array((width + 2) * 3);
  for (let y = 0; y < height; y += 1) {
    below.fill(0);
    for (let x = 0; x < width; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const at = (y * width + x) * 3 + channel;
        const slot = (x + 1) * 3 + channel;
        const wanted = data[at]! + here[slot]!;
        const level = wanted < 127.5 ? 0 : 255;
        const error = wanted - level;
        out[at] = level;
        here[slot + 3]! += (error * 7) / 16;
        below[slot - 3]! += (error * 3) / 16;
        below[slot]! += (error * 5) / 16;
        below[slot + 3]! += error / 16;
      }
    }
    [here, below] = [below, here];
  }
  return { width, height, data: out };
}

/** Dots that grow from the middle of each cell; the screens of the three channels stand at other places. */
function dotted({ width, height, data }: Picture, cell: number): Picture {
  const order = thresholds(cell);
  const out = new Uint8Array(data.length);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let channel = 0; channel < 3; channel += 1, at += 1) {
        const column = (x + channel * Math.floor(cell / 3)) % cell;
        const row = (y + channel * Math.floor(cell / 2)) % cell;
        out[at] = data[at]! > order[row * cell + column]! ? 255 : 0;
      }
    }
  }
  return { width, height, data: out };
}

function thresholds(cell: number): Float64Array {
  const middle = (cell - 1) / 2;
  const places = Array.from({ length: cell * cell }, (_, index) => index);
  // The small irrational turn parts places at equal distance, so that every count of inked pixels can occur.
  const distance = (index: number) =>
    Math.hypot((index % cell) - middle + 0.013, Math.floor(index / cell) - middle + 0.007);
  places.sort((a, b) => distance(a) - distance(b));
  const levels = new Float64Array(cell * cell);
  // The middle inks first: it is black already where the picture is only a little darker than paper.
  places.forEach((place, rank) => {
    levels[place] = 255 * (1 - (rank + 0.5) / places.length);
  });
  return levels;
}
