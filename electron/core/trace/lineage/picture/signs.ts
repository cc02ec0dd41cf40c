import type { Sign, Signs } from '../evidence.ts';
import type { PictureMeasures } from './measures.ts';
import { detailAnswer } from './own-detail.ts';
import type { PictureView } from './view.ts';

/** Levels at which a measure has made about two thirds of its point. */
const levels = {
  crop: 0.02,
  frame: 0.02,
  overlay: 0.006,
  restored: 0.006,
  clipped: 0.004,
  comb: 6,
  blocks: 6,
  scale: 0.3,
  soft: 0.25,
  quality: 0.5,
} as const;

/** Below these, in standard deviations, an inherited grid is chance. */
const leastComb = 4;
const leastBlocks = 4;
/** Enlargement that is told from none. */
const leastScale = 0.015;

/** What was measured, as what each of the two underwent; 0…1 each. */
export function pictureSigns(first: PictureView, second: PictureView, measures: PictureMeasures): Signs {
  const { beyond, changes, detail, inherits } = measures;
  const signs: Signs = {
    // What the one has beyond the other's edges was cut from the other, or drawn round the one.
    crop: [saturated(beyond[1].scene, levels.crop), saturated(beyond[0].scene, levels.crop)],
    frame: [saturated(beyond[0].drawn, levels.frame), saturated(beyond[1].drawn, levels.frame)],
  };
  if (changes !== null) {
    signs.overlay = both(changes.overlay, levels.overlay);
    signs.restored = both(changes.restored, levels.restored);
    signs.clipped = both(changes.clipped, levels.clipped);
    const [one, other] = changes.colour;
    signs.grey = [greyed(one, other), greyed(other, one)];
  }
  if (detail !== null) Object.assign(signs, detailSigns(detail));
  Object.assign(signs, sizeSigns(first, second, measures));
  if (inherits[0] !== null || inherits[1] !== null) {
    signs.generation = [inheritance(inherits[0]), inheritance(inherits[1])];
  }
  if (first.steps !== null && second.steps !== null) {
    const ratio = Math.log(meanStep(second.steps) / meanStep(first.steps));
    signs.quality = sided(saturated(Math.abs(ratio), levels.quality), ratio > 0);
  }
  const [one, other] = [isScreen(first), isScreen(second)];
  if (one !== other && signs.frame !== undefined) {
    signs.screen = sided(signs.frame[other ? 1 : 0], other);
  }
  return signs;
}

function detailSigns({ ratios }: NonNullable<PictureMeasures['detail']>): Signs {
  return {
    soft: sided(saturated(Math.abs(ratios[1]), levels.soft), ratios[1] < 0),
    sharpened: sided(saturated(Math.abs(ratios[0]), levels.soft), ratios[0] > 0),
  };
}

/** Finer pixels without detail of their own were made by enlarging; with it, the other one was reduced. */
function sizeSigns(
  first: PictureView,
  second: PictureView,
  { transform, ownDetail }: PictureMeasures,
): Signs {
  const growth = Math.log(transform.scale);
  if (Math.abs(growth) < leastScale) return { enlarged: [0, 0], reduced: [0, 0] };
  const finer = growth > 0 ? second : first;
  const answer = ownDetail === null ? null : detailAnswer(ownDetail, finer.steps !== null);
  if (answer === null) return {};
  const size = saturated(Math.abs(growth), levels.scale);
  return {
    enlarged: sided(size * answer.none, growth > 0),
    reduced: sided(size * answer.shown, growth < 0),
  };
}

function saturated(value: number, level: number): number {
  return 1 - Math.exp(-Math.max(0, value) / level);
}

function both([first, second]: readonly [number, number], level: number): Sign {
  return [saturated(first, level), saturated(second, level)];
}

/** A sign one of the two bears. */
function sided(value: number, onSecond: boolean): Sign {
  return onSecond ? [0, value] : [value, 0];
}

function greyed(own: number, other: number): number {
  return own < 1.5 && other > 4 ? 1 : 0;
}

function inheritance(found: PictureMeasures['inherits'][number]): number {
  if (found === null) return 0;
  return Math.max(
    saturated(found.comb - leastComb, levels.comb),
    saturated(found.blocks - leastBlocks, levels.blocks),
  );
}

/** Geometric mean of the steps that matter to the eye. */
function meanStep(steps: Uint16Array): number {
  let sum = 0;
  for (let row = 0; row < 4; row += 1)
    for (let column = 0; column < 4; column += 1) sum += Math.log(steps[row * 8 + column]!);
  return Math.exp(sum / 16);
}

/** Shorter sides of phone, tablet and monitor screens in pixels, with the longer ones they come with. */
const screens: ReadonlyMap<number, readonly number[]> = new Map([
  [640, [960, 1136]],
  [720, [1280, 1440, 1520, 1560, 1600]],
  [750, [1334]],
  [768, [1024, 1366]],
  [800, [1280]],
  [828, [1792]],
  [900, [1440, 1600]],
  [1080, [1920, 2160, 2220, 2280, 2310, 2316, 2340, 2376, 2388, 2400, 2408, 2412, 2460]],
  [1125, [2436]],
  [1170, [2532]],
  [1179, [2556]],
  [1200, [1920, 2000, 2640, 2664]],
  [1206, [2622]],
  [1220, [2712]],
  [1242, [2208, 2688]],
  [1260, [2800]],
  [1284, [2778]],
  [1290, [2796]],
  [1320, [2868]],
  [1440, [2560, 2880, 2960, 3040, 3088, 3120, 3200]],
  [1488, [2266]],
  [1536, [2048]],
  [1600, [2560]],
  [1620, [2160]],
  [1640, [2360]],
  [1668, [2224, 2388]],
  [2048, [2732]],
  [2160, [3840]],
]);

function isScreen({ planes: { frame } }: PictureView): boolean {
  const [short, long] = [Math.min(frame.width, frame.height), Math.max(frame.width, frame.height)];
  return screens.get(short)?.includes(long) ?? false;
}

/** How far apart two pictures look: what is left, what was changed, cut away and resampled. */
export function pictureDistance({ transform, changes, beyond, detail }: PictureMeasures): number {
  const changed = changes === null ? 0.5 : changes.share * 4 + changes.tone / 30 + changes.noise / 15;
  const edges = beyond[0].scene + beyond[1].scene + beyond[0].drawn + beyond[1].drawn;
  const outside = 2 - transform.cover[0] - transform.cover[1];
  const soft = detail === null ? 0.3 : Math.abs(detail.ratios[1]) + (1 - detail.agreement[0]);
  return changed + (edges + outside) / 2 + Math.abs(Math.log(transform.scale)) + soft;
}
