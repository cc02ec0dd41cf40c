import type { VisibleLabel } from '#shared/domain/explicit-label.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { Limits } from '../../media/limits.ts';
import { readBox } from '../../media/text-lines/picture-lines.ts';
import type { RgbPlane } from '../../media/text-lines/rgb-plane.ts';
import type { TextRecogniser } from '../../media/text-recognition.ts';
import { videoFrames } from '../../media/video-frames.ts';
import { likeWords } from './like-words.ts';
import { type FoundLabel, measured, refined } from './picture-labels.ts';
import { positionOf } from './placement.ts';

/** Seconds between two looks at the place of a label: the error of `seen`. */
export const TICK = 0.02;
/** Looks that are read first; between two that differ the change is halved. */
const STRIDE = 12;

export type Followed =
  | {
      readonly ok: true;
      readonly label: VisibleLabel;
      /** Size of the frames as shown. */
      readonly size: { readonly width: number; readonly height: number };
      /** Seconds that were looked through, 0 when the label is not one of the opening. */
      readonly seconds: number;
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly string[] };

interface Options {
  readonly path: string;
  readonly media: Media;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  readonly opening: number;
}

/**
 * Measure a label in a frame of full size, and find the stretch of the opening around its sighting in which it
 * stands in its place. `to` is the end of the last frame that shows it.
 */
export async function followLabel(
  recogniser: TextRecogniser,
  { time, frame, found }: { readonly time: number; readonly frame: RgbPlane; readonly found: FoundLabel },
  inOpening: boolean,
  options: Options,
): Promise<Followed> {
  const { path, media, opening } = options;
  const full = await videoFrames(path, media, { from: time, count: 1, rate: 1 }, options);
  if (!full.ok) return full;
  const plane = full.frames[0] ?? frame;
  const size = { width: plane.width, height: plane.height };
  const placed = enlarged(found, plane.width / frame.width, plane.height / frame.height);
  const close = await refined(plane, placed, recogniser);
  const label = measured(plane, close);
  const warnings = [...full.warnings];
  if (!inOpening)
    return { ok: true, label: { ...label, seen: { from: time, to: time } }, size, seconds: 0, warnings };

  const part = surroundings(label.box, size);
  const count = Math.round(opening / TICK);
  const looks = await videoFrames(path, media, { from: 0, count, rate: 1 / TICK, part }, options);
  if (!looks.ok) return looks;
  const box = {
    ...close.line.box,
    centreX: close.line.box.centreX - part.x,
    centreY: close.line.box.centreY - part.y,
  };
  const known = new Map<number, boolean>();
  const shows = async (look: number): Promise<boolean> => {
    const before = known.get(look);
    if (before !== undefined) return before;
    const line = await readBox(looks.frames[look]!, box, recogniser);
    const answer = likeWords(line.text, close.line.text);
    known.set(look, answer);
    return answer;
  };
  const last = looks.frames.length - 1;
  const sighted = Math.min(last, Math.round(time / TICK));
  known.set(sighted, true);
  const from = await edge(sighted, 0, shows);
  const to = await edge(sighted, last, shows);
  const seen = { from: seconds(from), to: seconds(to + 1) };
  return {
    ok: true,
    label: { ...label, position: positionOf(label.box, size), seen },
    size,
    seconds: seconds(last + 1),
    warnings: [...warnings, ...looks.warnings],
  };
}

/** The last look that shows the label on the way from one that does to the end of what there is. */
async function edge(start: number, end: number, shows: (look: number) => Promise<boolean>): Promise<number> {
  const way = Math.sign(end - start);
  let [yes, no] = [start, end + way];
  for (let look = start; way !== 0 && look !== end; ) {
    const next = look + way * Math.min(STRIDE, Math.abs(end - look));
    if (!(await shows(next))) {
      no = next;
      break;
    }
    yes = next;
    look = next;
  }
  while (Math.abs(no - yes) > 1) {
    const middle = Math.trunc((yes + no) / 2);
    if (await shows(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/** Whole hundredths: ticks are not exact in binary numbers. */
function seconds(looks: number): number {
  return Math.round(looks * TICK * 1000) / 1000;
}

function enlarged(found: FoundLabel, across: number, down: number): FoundLabel {
  const { box } = found.line;
  const line = {
    ...found.line,
    box: {
      ...box,
      centreX: box.centreX * across,
      centreY: box.centreY * down,
      width: box.width * across,
      height: box.height * down,
    },
  };
  return { ...found, line };
}

/** The box of a label and as much around it as keeps the reader's margin. */
function surroundings(box: VisibleLabel['box'], size: { readonly width: number; readonly height: number }) {
  const margin = Math.ceil(Math.min(box.width, box.height) / 2) + 4;
  const x = Math.max(0, box.x - margin);
  const y = Math.max(0, box.y - margin);
  return {
    x,
    y,
    width: Math.max(1, Math.min(size.width, box.x + box.width + margin) - x),
    height: Math.max(1, Math.min(size.height, box.y + box.height + margin) - y),
  };
}
