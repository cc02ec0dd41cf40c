import type { GreyPlane } from '../../media/vision.ts';

/** A part of a frame, shares of its width and height, 0…1. */
export interface FramePart {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const wholeFrame: FramePart = { left: 0, top: 0, right: 1, bottom: 1 };

/**
 * Grey levels by which a pixel of a bar may differ from its ground: as much as strong compression leaves. Where the picture
 * does not end a bar by that, because a dark scene is as near to black, it is looked at more strictly.
 */
const reaches = [8, 3] as const;
/** Share of a line's pixels that must be ground. Letters in a bar leave more than this. */
const groundShare = 0.8;
/** Share of the frames in which a line must be ground: subtitles come and go, dark scenes do too. */
const lastingShare = 0.75;
/** Grey levels by which the ground itself may differ between frames. */
const groundDrift = 4;
/** Of the first lines inside, at most this share may be of the ground's colour, in at least this share of the frames. */
const edgeLines = 3;
const mostInside = 0.6;
const endingShare = 0.3;
/** A line that is no ground by itself (a channel's name) belongs to a bar when the next this many lines inward are. */
const bridged = 0.04;
/** Frames with less spread than this are black or flat and say nothing of bars. */
const leastSpread = 10;
/** At most this part of a side is taken for bars, at least this much is worth cutting. */
const mostCut = 0.42;
const leastCut = 0.012;

/**
 * The moving picture inside bars of one colour, from frames spread over a film. A line belongs to a bar when it is of
 * the colour of the outermost line in nearly all frames; black, white and coloured bars alike, with or without letters.
 *
 * @param frames of one size, about 160 pixels or more on the longer side
 * @returns `wholeFrame` when there are no bars that are plain to see
 */
export function pictureInside(frames: readonly GreyPlane[]): FramePart {
  const outer = insideOnce(frames);
  const [plane] = frames;
  if (plane === undefined || isWhole(outer)) return outer;
  // A film with bars is often put between bars of another colour by whoever sends it on.
  const box = {
    left: Math.ceil(outer.left * plane.width),
    top: Math.ceil(outer.top * plane.height),
    right: Math.floor(outer.right * plane.width),
    bottom: Math.floor(outer.bottom * plane.height),
  };
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  const inner = insideOnce(frames.map((frame) => cutTo(frame, box.left, box.top, width, height)));
  if (isWhole(inner)) return outer;
  return {
    left: (box.left + inner.left * width) / plane.width,
    top: (box.top + inner.top * height) / plane.height,
    right: (box.left + inner.right * width) / plane.width,
    bottom: (box.top + inner.bottom * height) / plane.height,
  };
}

function cutTo(
  { width: line, data }: GreyPlane,
  left: number,
  top: number,
  width: number,
  height: number,
): GreyPlane {
  const out = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const start = (top + row) * line + left;
    out.set(data.subarray(start, start + width), row * width);
  }
  return { width, height, data: out };
}

function insideOnce(frames: readonly GreyPlane[]): FramePart {
  const telling = frames.filter((frame) => spreadOf(frame.data) >= leastSpread);
  if (telling.length === 0) return wholeFrame;
  const { width, height } = telling[0]!;
  const side = (vertical: boolean, far: boolean): number =>
    sideOf(vertical, far, reaches[0]) || sideOf(vertical, far, reaches[1]);
  const sideOf = (vertical: boolean, far: boolean, reach: number): number => {
    const lines = vertical ? height : width;
    const grounds = telling.map((frame) => medianOf(frame, vertical, far ? lines - 1 : 0));
    const ground = grounds.toSorted((a, b) => a - b)[grounds.length >> 1]!;
    const lasting = (line: number): boolean => {
      let flat = 0;
      for (const frame of telling)
        if (groundPart(frame, vertical, far ? lines - 1 - line : line, ground, reach) >= groundShare)
          flat += 1;
      return flat >= lastingShare * telling.length;
    };
    let edge = 0;
    const gap = Math.max(1, Math.round(bridged * lines));
    for (let line = 0; line < mostCut * lines && line - edge <= gap; line += 1)
      if (lasting(line)) edge = line + 1;
    const constant = grounds.filter((level) => Math.abs(level - ground) <= groundDrift).length;
    if (edge / lines < leastCut || constant < lastingShare * grounds.length) return 0;
    // A wall or a sky fades into the picture; a bar ends at once.
    let ending = 0;
    for (const frame of telling) {
      let inside = 0;
      for (let line = edge + 1; line <= edge + edgeLines; line += 1)
        inside += groundPart(frame, vertical, far ? lines - 1 - line : line, ground, reach);
      if (inside <= mostInside * edgeLines) ending += 1;
    }
    if (ending < endingShare * telling.length) return 0;
    // The first line inside is often half bar, half picture.
    return Math.min(lines, edge + 1) / lines;
  };
  const part = {
    left: side(false, false),
    top: side(true, false),
    right: 1 - side(false, true),
    bottom: 1 - side(true, true),
  };
  const sensible = part.right - part.left >= 0.2 && part.bottom - part.top >= 0.2;
  return sensible ? part : wholeFrame;
}

export function isWhole({ left, top, right, bottom }: FramePart): boolean {
  return left === 0 && top === 0 && right === 1 && bottom === 1;
}

function spreadOf(data: Uint8Array): number {
  let [sum, squares] = [0, 0];
  for (let at = 0; at < data.length; at += 1) {
    sum += data[at]!;
    squares += data[at]! * data[at]!;
  }
  const mean = sum / data.length;
  return Math.sqrt(Math.max(0, squares / data.length - mean * mean));
}

function medianOf({ width, height, data }: GreyPlane, vertical: boolean, line: number): number {
  const count = vertical ? width : height;
  const values = Uint8Array.from({ length: count }, (_, index) =>
    vertical ? data[line * width + index]! : data[index * width + line]!,
  );
  return values.sort()[count >> 1]!;
}

function groundPart(
  { width, height, data }: GreyPlane,
  vertical: boolean,
  line: number,
  ground: number,
  reach: number,
): number {
  const count = vertical ? width : height;
  const step = vertical ? 1 : width;
  let alike = 0;
  for (let index = 0, at = vertical ? line * width : line; index < count; index += 1, at += step)
    if (Math.abs(data[at]! - ground) <= reach) alike += 1;
  return alike / count;
}
