/** A straight line that crosses a large part of the picture, in pixels of the plane it was looked for in. */
export interface StraightLine {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  /** Pixels. */
  readonly length: number;
  /** Degrees from the x axis, −90…90, down positive. */
  readonly angle: number;
  /** lg of the number of false alarms. */
  readonly log10: number;
}

interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Directions are told apart by one degree, and count as one within 180/16: by chance one point in eight fits. */
const directions = 180;
const chance = 1 / 8;
/** Grey levels per pixel below which a direction is rounding and noise. */
const leastSlope = 3;
/** Pixels from the borders that are not looked at: scanners and cameras leave dark edges there. */
const margin = 4;
/** Places tried. */
const candidates = 48;

/**
 * Long straight lines: places from a Hough transform in which each pixel votes across its own gradient (R. O. Duda and
 * P. E. Hart, CACM 15, 1972), then the stretch that fits best, judged by the number of false alarms of A. Desolneux,
 * L. Moisan and J.-M. Morel (Meaningful alignments, IJCV 40, 2000): (width·height)² segments × P(at least k of n
 * independent points, two pixels apart, have the line's direction).
 *
 * @param plane grey levels 0…255, a few hundred pixels wide
 * @param share of the shorter side below which a line is not long
 */
export function straightLines(plane: Plane, share: number): readonly StraightLine[] {
  const { width, height } = plane;
  const angles = gradientAngles(plane);
  const reach = Math.ceil(Math.hypot(width, height));
  const votes = houghVotes(angles, width, height, reach);
  const found: StraightLine[] = [];
  for (let round = 0; round < candidates; round += 1) {
    const top = strongest(votes, reach);
    if (top === null) break;
    const line = bestStretch(angles, plane, top.theta, top.rho);
    if (line !== null && line.log10 < 0 && line.length >= share * Math.min(width, height)) found.push(line);
  }
  return found.sort((one, other) => one.log10 - other.log10);
}

/** Direction of the gradient in whole degrees 0…179; 255: too weak to tell. */
function gradientAngles({ width, height, data }: Plane): Uint8Array {
  const angles = new Uint8Array(width * height).fill(255);
  for (let y = margin; y < height - margin; y += 1)
    for (let x = margin; x < width - margin; x += 1) {
      const at = y * width + x;
      const dx = (data[at + 1]! - data[at - 1]!) / 2;
      const dy = (data[at + width]! - data[at - width]!) / 2;
      if (Math.hypot(dx, dy) < leastSlope) continue;
      const degrees = Math.round((Math.atan2(dy, dx) * 180) / Math.PI);
      angles[at] = ((degrees % directions) + directions) % directions;
    }
  return angles;
}

/** Votes by direction of the normal and distance from the origin, −reach…reach. */
function houghVotes(angles: Uint8Array, width: number, height: number, reach: number): Uint32Array {
  const votes = new Uint32Array(directions * (2 * reach + 1));
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const angle = angles[at]!;
      if (angle === 255) continue;
      for (let turn = -2; turn <= 2; turn += 1) {
        const theta = (angle + turn + directions) % directions;
        const radians = (theta * Math.PI) / directions;
        const rho = Math.round(x * Math.cos(radians) + y * Math.sin(radians));
        votes[theta * (2 * reach + 1) + rho + reach]! += 1;
      }
    }
  return votes;
}

/** The place with most votes; its surroundings are cleared, so that each line is taken once. */
function strongest(votes: Uint32Array, reach: number): { theta: number; rho: number } | null {
  const line = 2 * reach + 1;
  let [most, place] = [0, 0];
  for (let at = 0; at < votes.length; at += 1) if (votes[at]! > most) [most, place] = [votes[at]!, at];
  if (most < 16) return null;
  const theta = Math.floor(place / line);
  const rho = (place % line) - reach;
  for (let turn = -4; turn <= 4; turn += 1) {
    const wrapped = (theta + turn + directions) % directions;
    // Half a turn on, the same line lies on the other side of the origin.
    const side = theta + turn < 0 || theta + turn >= directions ? -rho : rho;
    for (let shift = -4; shift <= 4; shift += 1) {
      const at = side + shift + reach;
      if (at >= 0 && at < line) votes[wrapped * line + at] = 0;
    }
  }
  return { theta, rho };
}

function bestStretch(
  angles: Uint8Array,
  { width, height }: Plane,
  theta: number,
  rho: number,
): StraightLine | null {
  const radians = (theta * Math.PI) / directions;
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)];
  const reach = Math.ceil(Math.hypot(width, height) / 2);
  const [middle, centre] = [(width - 1) / 2, (height - 1) / 2];
  const along = -middle * sine + centre * cosine;
  // The stretch with the largest sum of rewards, J. Kadane's scan; a third of the points must fit for it to grow.
  let [sum, begin, count, fits] = [0, 0, 0, 0];
  let best = { sum: 0, begin: 0, end: 0, count: 0, fits: 0 };
  for (let step = -reach; step <= reach; step += 2) {
    const at = along + step;
    const x = Math.round(rho * cosine - at * sine);
    const y = Math.round(rho * sine + at * cosine);
    if (x < 0 || y < 0 || x >= width || y >= height) continue;
    const fit = fitsNear(angles, width, height, x, y, theta, Math.abs(cosine) > Math.abs(sine));
    if (sum <= 0) [sum, begin, count, fits] = [0, at, 0, 0];
    sum += fit ? 1 : -0.5;
    count += 1;
    if (fit) fits += 1;
    if (sum > best.sum) best = { sum, begin, end: at, count, fits };
  }
  if (best.count === 0) return null;
  const end = (at: number): readonly [number, number] => [rho * cosine - at * sine, rho * sine + at * cosine];
  const inclination = ((theta + 180) % 180) - 90;
  return {
    from: end(best.begin),
    to: end(best.end),
    length: best.end - best.begin,
    angle: inclination,
    log10: 2 * Math.log10(width * height) + binomialTailLog10(best.count, best.fits, chance),
  };
}

/** The pixel or one of its two neighbours across the line has the line's direction. */
function fitsNear(
  angles: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
  theta: number,
  sideways: boolean,
): boolean {
  if (x < 1 || y < 1 || x >= width - 1 || y >= height - 1) return false;
  const angle = angles[y * width + x]!;
  if (angle !== 255) return near(angle, theta);
  // A weak pixel between two strong ones: rounding has led the walk beside the edge.
  const step = sideways ? 1 : width;
  return near(angles[y * width + x - step]!, theta) && near(angles[y * width + x + step]!, theta);
}

function near(angle: number, theta: number): boolean {
  if (angle === 255) return false;
  const apart = Math.abs(angle - theta);
  return Math.min(apart, directions - apart) * 16 <= 180;
}

/** Upper bound of lg P(at least k of n), W. Hoeffding (J. Am. Stat. Assoc. 58, 1963). */
function binomialTailLog10(n: number, k: number, p: number): number {
  const share = k / n;
  if (share <= p) return 0;
  const rest = share === 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - p));
  return (-n * (share * Math.log(share / p) + rest)) / Math.LN10;
}

/** Sides of the picture, of four, with a line along them in their outer third, within 20 degrees. */
export function frameSides(lines: readonly StraightLine[], width: number, height: number): number {
  const sides = new Set<string>();
  for (const { from, to, angle } of lines) {
    const x = (from[0] + to[0]) / 2 / width;
    const y = (from[1] + to[1]) / 2 / height;
    if (Math.abs(angle) <= 20 && y < 1 / 3) sides.add('top');
    if (Math.abs(angle) <= 20 && y > 2 / 3) sides.add('bottom');
    if (Math.abs(angle) >= 70 && x < 1 / 3) sides.add('left');
    if (Math.abs(angle) >= 70 && x > 2 / 3) sides.add('right');
  }
  return sides.size;
}
