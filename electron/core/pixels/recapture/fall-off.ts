/** How brightness changes over the picture as a whole. */
export interface FallOff {
  /** Level at the centre, grey levels. */
  readonly centre: number;
  /** Change from the centre to the corners, grey levels, of the part that is the same all round. */
  readonly corners: number;
  /** Change from one side to the other, left to right and top to bottom, grey levels. */
  readonly across: number;
  readonly down: number;
  /** Share of the variance of the cells that the surface explains, 0…1. */
  readonly explained: number;
}

/**
 * Least squares of level = a + b·x + c·y + d·r² over the cells of a reduced picture, x and y −1…1 and r 1 in the corners:
 * a vignette or a light behind a display in its simplest form.
 *
 * @param cells `width × height` grey levels
 */
export function brightnessFallOff(cells: Float32Array, width: number, height: number): FallOff {
  // On this even grid x, y and r² − its mean are at right angles, so each part is found alone.
  let [sum, squares, radii] = [0, 0, 0];
  const place = (at: number, length: number): number => (length === 1 ? 0 : (2 * (at + 0.5)) / length - 1);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      sum += cells[at]!;
      radii += (place(x, width) ** 2 + place(y, height) ** 2) / 2;
    }
  const number = width * height;
  const [mean, meanRadius] = [sum / number, radii / number];
  const top = [0, 0, 0];
  const bottom = [0, 0, 0];
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const [px, py] = [place(x, width), place(y, height)];
      const value = cells[at]! - mean;
      squares += value * value;
      for (const [index, base] of [px, py, (px * px + py * py) / 2 - meanRadius].entries()) {
        top[index]! += value * base;
        bottom[index]! += base * base;
      }
    }
  const [across, down, corners] = top.map((value, index) =>
    bottom[index] === 0 ? 0 : value / bottom[index]!,
  );
  const explained = [across!, down!, corners!].reduce(
    (total, slope, index) => total + slope * top[index]!,
    0,
  );
  return {
    centre: mean - corners! * meanRadius,
    corners: corners!,
    across: 2 * across!,
    down: 2 * down!,
    explained: squares === 0 ? 0 : Math.min(1, explained / squares),
  };
}
