import type { LaidFilms } from '../../film/laid-films.ts';
import type { FilmReading } from '../../film/read-film.ts';

/** Frames laid on each other, at most; of each this many milliseconds of the first one is looked for. */
const most = 4;
const cell = 1500;
/** Frames to both sides in which the picture should stand still: offsets are that exact. */
const reach = 3;

/** A frame of each film, by the rate it was read at. */
export type FrameMoment = readonly [first: number, second: number];

/**
 * Moments of which both films have a frame, spread over what they have in common, where the first moves least: a frame too
 * early or too late then shows nearly the same. Moments are those of the first film, so that pairs share its frames.
 */
export function quietMoments(first: FilmReading, second: FilmReading, { pieces }: LaidFilms): FrameMoment[] {
  const found: { readonly moment: FrameMoment; readonly still: number }[] = [];
  const bounds = { first: lastFrame(first), second: lastFrame(second) };
  for (let start = 0; start < first.length; start += cell) {
    let best: { readonly moment: FrameMoment; readonly still: number } | null = null;
    const from = Math.ceil((start * first.rate) / 1000);
    for (
      let index = from;
      index < ((start + cell) * first.rate) / 1000 && index <= bounds.first;
      index += 1
    ) {
      const time = (index * 1000) / first.rate;
      const piece = pieces.find((one) => time >= one.first[0] + 150 && time <= one.first[1] - 150);
      if (piece === undefined) continue;
      const there = piece.second[0] + (time - piece.first[0]) / piece.speed;
      const other = Math.round((there * second.rate) / 1000);
      if (other < 0 || other > bounds.second) continue;
      const still = stillness(first.motion, index);
      if (best === null || still < best.still) best = { moment: [index, other], still };
    }
    if (best !== null) found.push(best);
  }
  const count = Math.min(most, found.length);
  return Array.from({ length: count }, (_, part) => {
    const [low, high] = [
      Math.floor((part * found.length) / count),
      Math.floor(((part + 1) * found.length) / count),
    ];
    return found.slice(low, high).reduce((one, other) => (other.still < one.still ? other : one)).moment;
  });
}

function lastFrame({ frames }: FilmReading): number {
  return frames - 1;
}

/** Largest change from frame to frame close by. */
function stillness(motion: Float32Array, index: number): number {
  let largest = 0;
  for (let at = Math.max(1, index - reach); at <= Math.min(motion.length - 1, index + reach); at += 1)
    largest = Math.max(largest, motion[at]!);
  return largest;
}
