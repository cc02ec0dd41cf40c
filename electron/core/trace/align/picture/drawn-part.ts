import type { RgbPlane } from '../../picture/planes.ts';
import type { ChangedPart } from './changed-parts.ts';

/** Levels of all channels together from which on a pixel is clearly another: not a letter's soft edge. */
const clear = 60;
/** Light in steps of eight levels, colour in steps of 32: it is saved at half the resolution and leaks. */
const lightBits = 5;
const colourBits = 3;
const colours = 3;
/** Levels a pixel may lie beside a colour or a mixture: of light, of Cb and of Cr. */
const besideLight = 18;
const besideColour = 40;
/** Mixtures are soft edges: as near as this to a pixel of the colour, pixels. */
const softReach = 3;

/**
 * Share of the clearly changed pixels that are of one of three colours, or on a soft edge between one and another or
 * between one and the original: letters, logos and bars are, photographs are less, 0…1.
 */
export function drawnShare(
  first: RgbPlane,
  second: RgbPlane,
  marks: Uint16Array,
  { box }: ChangedPart,
  number: number,
): number {
  const [across, down] = [box.right - box.left, box.bottom - box.top];
  const own = new Float32Array(3 * across * down);
  const below = new Float32Array(own.length);
  const counted = new Uint8Array(across * down);
  const counts = new Uint32Array(1 << (lightBits + 2 * colourBits));
  let changed = 0;
  for (let y = 0, to = 0; y < down; y += 1) {
    for (let x = 0; x < across; x += 1, to += 1) {
      const pixel = (y + box.top) * second.width + x + box.left;
      lightAndColour(second.data, 3 * pixel, own, 3 * to);
      lightAndColour(first.data, 3 * pixel, below, 3 * to);
      if (marks[pixel] !== number || apart(first.data, second.data, 3 * pixel) < clear) continue;
      counted[to] = 1;
      counts[binOf(own, 3 * to)]! += 1;
      changed += 1;
    }
  }
  if (changed < 12) return 0;
  const palette = paletteOf(counts, own, counted);
  const of = coloursOf(own, palette);
  let count = 0;
  for (let y = 0, to = 0; y < down; y += 1) {
    for (let x = 0; x < across; x += 1, to += 1) {
      if (counted[to] === 0) continue;
      if (of[to]! > 0 || onSoftEdge(own, below, palette, nearColours(of, across, down, x, y), 3 * to))
        count += 1;
    }
  }
  return count / changed;
}

function apart(one: Uint8Array, other: Uint8Array, at: number): number {
  return (
    Math.abs(one[at]! - other[at]!) +
    Math.abs(one[at + 1]! - other[at + 1]!) +
    Math.abs(one[at + 2]! - other[at + 2]!)
  );
}

/** ITU-R BT.601-7: light, Cb, Cr. */
function lightAndColour(data: Uint8Array, at: number, out: Float32Array, to: number): void {
  const [r, g, b] = [data[at]!, data[at + 1]!, data[at + 2]!];
  out[to] = 0.299 * r + 0.587 * g + 0.114 * b;
  out[to + 1] = -0.168_736 * r - 0.331_264 * g + 0.5 * b;
  out[to + 2] = 0.5 * r - 0.418_688 * g - 0.081_312 * b;
}

function binOf(values: Float32Array, at: number): number {
  const step = 8 - colourBits;
  return (
    ((values[at]! >> (8 - lightBits)) << (2 * colourBits)) |
    (((values[at + 1]! + 127.5) >> step) << colourBits) |
    ((values[at + 2]! + 127.5) >> step)
  );
}

/** The most frequent colour, the most frequent of what is not of it, and once more. */
function paletteOf(counts: Uint32Array, own: Float32Array, counted: Uint8Array): Float64Array {
  const palette = new Float64Array(3 * colours).fill(-999);
  for (let round = 0; round < colours; round += 1) {
    let best = 0;
    for (let at = 1; at < counts.length; at += 1) if (counts[at]! > counts[best]!) best = at;
    if (counts[best] === 0) break;
    // The middle of the bin, then the mean of what is near it.
    const start = middleOf(own, counted, (at) => binOf(own, at) === best);
    const colour = middleOf(own, counted, (at) => beside(own, at, start, 0));
    palette.set(colour, 3 * round);
    for (let to = 0; to < counted.length; to += 1) {
      if (counted[to] === 0 || !beside(own, 3 * to, colour, 0)) continue;
      const bin = binOf(own, 3 * to);
      if (counts[bin]! > 0) counts[bin]! -= 1;
    }
    counts[best] = 0;
  }
  return palette;
}

function middleOf(own: Float32Array, counted: Uint8Array, takes: (at: number) => boolean): Float64Array {
  const sums = new Float64Array(3);
  let count = 0;
  for (let to = 0; to < counted.length; to += 1) {
    if (counted[to] === 0 || !takes(3 * to)) continue;
    for (let c = 0; c < 3; c += 1) sums[c]! += own[3 * to + c]!;
    count += 1;
  }
  return sums.map((sum) => sum / Math.max(1, count));
}

function beside(own: Float32Array, at: number, colour: Float64Array, from: number): boolean {
  return (
    Math.abs(own[at]! - colour[from]!) <= besideLight &&
    Math.abs(own[at + 1]! - colour[from + 1]!) <= besideColour &&
    Math.abs(own[at + 2]! - colour[from + 2]!) <= besideColour
  );
}

/** For each pixel 0, or one more than the colour it is of. */
function coloursOf(own: Float32Array, palette: Float64Array): Uint8Array {
  const of = new Uint8Array(own.length / 3);
  for (let to = 0; to < of.length; to += 1) {
    for (let colour = 0; colour < colours && of[to] === 0; colour += 1)
      if (beside(own, 3 * to, palette, 3 * colour)) of[to] = colour + 1;
  }
  return of;
}

/** Colours of the pixels about one, as bits. */
function nearColours(of: Uint8Array, across: number, down: number, x: number, y: number): number {
  let near = 0;
  for (let v = Math.max(0, y - softReach); v <= Math.min(down - 1, y + softReach); v += 1) {
    for (let u = Math.max(0, x - softReach); u <= Math.min(across - 1, x + softReach); u += 1) {
      const colour = of[v * across + u]!;
      if (colour > 0) near |= 1 << (colour - 1);
    }
  }
  return near;
}

function onSoftEdge(
  own: Float32Array,
  below: Float32Array,
  palette: Float64Array,
  near: number,
  at: number,
): boolean {
  for (let colour = 0; colour < colours; colour += 1) {
    if ((near & (1 << colour)) === 0) continue;
    if (between(own, at, palette, 3 * colour, below, at)) return true;
    for (let other = 0; other < colour; other += 1) {
      if ((near & (1 << other)) !== 0 && between(own, at, palette, 3 * colour, palette, 3 * other))
        return true;
    }
  }
  return false;
}

/** Is a pixel a mixture of two colours? */
function between(
  own: Float32Array,
  at: number,
  one: Float64Array,
  from: number,
  other: Float64Array | Float32Array,
  to: number,
): boolean {
  let [along, length] = [0, 1e-6];
  for (let c = 0; c < 3; c += 1) {
    const weight = c === 0 ? 1 : (besideLight / besideColour) ** 2;
    const step = other[to + c]! - one[from + c]!;
    along += weight * step * (own[at + c]! - one[from + c]!);
    length += weight * step * step;
  }
  const share = Math.max(0, Math.min(1, along / length));
  for (let c = 0; c < 3; c += 1) {
    const miss = own[at + c]! - one[from + c]! - share * (other[to + c]! - one[from + c]!);
    if (Math.abs(miss) > (c === 0 ? besideLight : besideColour)) return false;
  }
  return true;
}
