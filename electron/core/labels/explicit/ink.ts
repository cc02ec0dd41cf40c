import type { TurnedBox } from '../../media/text-lines/least-rectangle.ts';
import { lineStrip } from '../../media/text-lines/line-strip.ts';
import type { RgbPlane } from '../../media/text-lines/rgb-plane.ts';

/** What the ink of one line of text measures. */
export interface Ink {
  /** Highest to lowest row of ink, pixels of the picture. */
  readonly height: number;
  /** WCAG 2.2 contrast of ink against ground, 1…21; `null`: not told apart, the height is estimated from the box. */
  readonly contrast: number | null;
}

/** Seen around the box, against its height: the ground is learnt there. */
const MARGIN = 0.3;
/** Larger lines are measured on a reduced picture. */
const MOST_HEIGHT = 320;
/** Box height against ink height of lines whose ink could not be told apart (`test/bench/visible-labels.ts`). */
const BOX_TO_INK = 1.18;
/** Distance of the two classes in standard deviations, from which on they count as two. */
const LEAST_SEPARATION = 2.2;
/** A piece of ink smaller than this, against the square of the box height, is noise. */
const LEAST_PIECE = 0.006;

/** Ink may reach past the detector's box by this part of its height, and fills at least that part of it. */
const PAST_BOX = 0.2;
const LEAST_SHARE = 0.5;

type Colour = readonly [red: number, green: number, blue: number];

/**
 * Measure the ink of a line: two colours, ground and ink, are learnt from the surroundings and the inside of the
 * box (two-class clustering along the line between them), and every pixel goes to the nearer one. The height is
 * counted in whole rows, so that its error is about half a pixel at each end in a sharp picture.
 */
export function measureInk(plane: RgbPlane, box: TurnedBox): Ink {
  const margin = box.height * MARGIN;
  const around = { ...box, width: box.width + margin * 2, height: box.height + margin * 2 };
  const scale = Math.min(1, MOST_HEIGHT / box.height);
  // Level boxes are widened to whole pixels, so that pixels of the picture are counted and not mixtures.
  const frame = box.angle === 0 && scale === 1 ? wholePixels(around) : around;
  const width = Math.max(1, Math.round(frame.width * scale));
  const height = Math.max(1, Math.round(frame.height * scale));
  const strip = lineStrip(plane, frame, width, height);
  const inside = (x: number, y: number): boolean =>
    Math.abs(x + 0.5 - width / 2) <= (box.width * scale) / 2 &&
    Math.abs(y + 0.5 - height / 2) <= (box.height * scale) / 2;
  const classes = twoColours(strip, inside);
  const fallback: Ink = { height: box.height / BOX_TO_INK, contrast: null };
  if (classes === null) return fallback;
  const rows = inkRows(classes.ink, width, height, box.height * scale, inside);
  if (rows === null) return fallback;
  return {
    height: (rows.last - rows.first + 1) / scale,
    contrast: contrastOf(classes.colour, classes.ground),
  };
}

function wholePixels(box: TurnedBox): TurnedBox {
  const left = Math.floor(box.centreX - box.width / 2);
  const right = Math.ceil(box.centreX + box.width / 2);
  const top = Math.floor(box.centreY - box.height / 2);
  const bottom = Math.ceil(box.centreY + box.height / 2);
  return {
    angle: 0,
    centreX: (left + right) / 2,
    centreY: (top + bottom) / 2,
    width: right - left,
    height: bottom - top,
  };
}

interface TwoColours {
  readonly colour: Colour;
  readonly ground: Colour;
  /** 1 where a pixel is nearer to the ink. */
  readonly ink: Uint8Array;
}

/** Ground from outside the box, ink from what differs most inside it; then both again from their own pixels. */
function twoColours(
  { width, height, data }: RgbPlane,
  inside: (x: number, y: number) => boolean,
): TwoColours | null {
  const within = new Uint8Array(width * height);
  for (let at = 0; at < within.length; at += 1)
    within[at] = inside(at % width, Math.floor(at / width)) ? 1 : 0;
  let ground = medianColour(data, (at) => within[at] === 0);
  if (ground === null) return null;
  const distances = new Float32Array(width * height);
  for (let at = 0; at < distances.length; at += 1)
    distances[at] = within[at] === 1 ? distance(data, at * 3, ground) : 0;
  const far = quantile(
    distances.filter((_, at) => within[at] === 1),
    0.92,
  );
  let colour = medianColour(data, (at) => within[at] === 1 && distances[at]! >= far);
  if (colour === null) return null;
  let along = project(data, ground, colour);
  for (let round = 0; round < 3; round += 1) {
    const [ink, paper]: [Float32Array, Colour] = [along, ground];
    const nextInk = medianColour(data, (at) => within[at] === 1 && ink[at]! > 0.75);
    const nextGround = medianColour(data, (at) => ink[at]! < 0.35);
    colour = nextInk ?? colour;
    ground = nextGround ?? paper;
    along = project(data, ground, colour);
  }
  if (separation(along, within) < LEAST_SEPARATION) return null;
  return { colour, ground, ink: Uint8Array.from(along, (value) => (value > 0.5 ? 1 : 0)) };
}

/** Place of each pixel on the line from ground (0) to ink (1). */
function project(data: Uint8Array, ground: Colour, ink: Colour): Float32Array {
  const axis = [ink[0] - ground[0], ink[1] - ground[1], ink[2] - ground[2]] as const;
  const length = axis[0] ** 2 + axis[1] ** 2 + axis[2] ** 2;
  const along = new Float32Array(data.length / 3);
  if (length === 0) return along;
  for (let at = 0, from = 0; at < along.length; at += 1, from += 3) {
    along[at] =
      ((data[from]! - ground[0]) * axis[0] +
        (data[from + 1]! - ground[1]) * axis[1] +
        (data[from + 2]! - ground[2]) * axis[2]) /
      length;
  }
  return along;
}

/** How far the classes stand apart, in standard deviations of the pixels within them. */
function separation(along: Float32Array, within: Uint8Array): number {
  const spread = (member: (at: number) => boolean): [mean: number, variance: number] => {
    let [count, sum, squares] = [0, 0, 0];
    for (let at = 0; at < along.length; at += 1) {
      if (!member(at)) continue;
      count += 1;
      sum += along[at]!;
      squares += along[at]! ** 2;
    }
    const mean = count === 0 ? 0 : sum / count;
    return [mean, count === 0 ? 0 : squares / count - mean * mean];
  };
  const [ink, inkVariance] = spread((at) => within[at] === 1 && along[at]! > 0.5);
  const [ground, groundVariance] = spread((at) => along[at]! <= 0.5);
  return (ink - ground) / Math.sqrt(Math.max(1e-6, (inkVariance + groundVariance) / 2));
}

/** First and last row of ink, without specks and without what belongs to the surroundings. */
function inkRows(
  ink: Uint8Array,
  width: number,
  height: number,
  boxHeight: number,
  inside: (x: number, y: number) => boolean,
): { first: number; last: number } | null {
  let [first, last] = [height, -1];
  const top = Math.max(1, (height - boxHeight * (1 + PAST_BOX)) / 2);
  const seen = new Uint8Array(ink.length);
  for (let start = 0; start < ink.length; start += 1) {
    if (ink[start] === 0 || seen[start] === 1) continue;
    const piece = flood(ink, seen, start, width, height);
    const middle = inside((piece.left + piece.right) / 2, (piece.top + piece.bottom) / 2);
    // What reaches past the line is joined to something behind it.
    const whole = piece.top >= top && piece.bottom <= height - 1 - top;
    if (!middle || !whole || piece.cells < Math.max(3, boxHeight ** 2 * LEAST_PIECE)) continue;
    first = Math.min(first, piece.top);
    last = Math.max(last, piece.bottom);
  }
  const share = (last - first + 1) / boxHeight;
  return share >= LEAST_SHARE ? { first, last } : null;
}

function flood(ink: Uint8Array, seen: Uint8Array, start: number, width: number, height: number) {
  const stack = [start];
  seen[start] = 1;
  let [cells, left, right, top, bottom] = [0, width, 0, height, 0];
  while (stack.length > 0) {
    const at = stack.pop()!;
    const [x, y] = [at % width, Math.floor(at / width)];
    cells += 1;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
    for (let down = -1; down <= 1; down += 1) {
      for (let aside = -1; aside <= 1; aside += 1) {
        const [nextX, nextY] = [x + aside, y + down];
        if (nextX < 0 || nextY < 0 || nextX >= width || nextY >= height) continue;
        const next = nextY * width + nextX;
        if (ink[next] === 0 || seen[next] === 1) continue;
        seen[next] = 1;
        stack.push(next);
      }
    }
  }
  return { cells, left, right, top, bottom };
}

function medianColour(data: Uint8Array, member: (at: number) => boolean): Colour | null {
  const counts = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)] as const;
  let total = 0;
  for (let at = 0; at < data.length / 3; at += 1) {
    if (!member(at)) continue;
    total += 1;
    for (let channel = 0; channel < 3; channel += 1) counts[channel]![data[at * 3 + channel]!]! += 1;
  }
  if (total === 0) return null;
  const middle = (histogram: Uint32Array): number => {
    let passed = 0;
    return histogram.findIndex((count) => {
      passed += count;
      return passed * 2 >= total;
    });
  };
  return [middle(counts[0]), middle(counts[1]), middle(counts[2])];
}

function distance(data: Uint8Array, at: number, [red, green, blue]: Colour): number {
  return Math.hypot(data[at]! - red, data[at + 1]! - green, data[at + 2]! - blue);
}

function quantile(values: Float32Array, part: number): number {
  const sorted = values.slice().sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** Contrast ratio of two sRGB colours (WCAG 2.2, "contrast ratio" and "relative luminance"). */
function contrastOf(first: Colour, second: Colour): number {
  const [a, b] = [luminance(first), luminance(second)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance([red, green, blue]: Colour): number {
  const linear = (value: number): number =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
