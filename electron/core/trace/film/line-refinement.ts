import { descriptorWords, wordDistance } from '../picture/matching.ts';
import { type FrameCodes, frameAt } from './frame-codes.ts';

/** `known = offset + speed · suspect`, milliseconds. */
export interface TimeLine {
  readonly offset: number;
  readonly speed: number;
}

/** Frames of the suspect that are held against the known film, and the distance that counts as "another frame". */
const frames = 200;
const farBits = 64;
/** Milliseconds of the suspect below which speed and offset cannot be told from each other. */
const leastSpan = 6000;
/** Speeds and shifts of the middle that are tried, then those about the best, and last the shifts by themselves. */
const coarse = { speed: 0.12, speedStep: 0.005, shift: 1200, shiftStep: 40 } as const;
const fine = { speed: 0.005, speedStep: 0.001, shift: 80, shiftStep: 20 } as const;
const last = { speed: 0, speedStep: 1, shift: 120, shiftStep: 10 } as const;
/** Untouched speed is by far the most frequent: it wins unless another is better by this share and so many bits. */
const plainShare = 1.03;
const plainBits = 0.25;
/** Shifts this near to the best, in bits, are as good: their middle counts. */
const asGood = 0.25;

/**
 * Speed and offset at which all frames of a stretch are most alike. Where a film moves slowly, single frames agree over
 * seconds, and lines through them may be turned a good deal; the mean distance of all of them is least at the true one.
 *
 * @param stretch of the suspect, milliseconds
 */
export function refinedLine(
  line: TimeLine,
  [from, until]: readonly [number, number],
  suspect: FrameCodes,
  known: FrameCodes,
): TimeLine {
  if (until - from < leastSpan) return line;
  const own = descriptorWords(suspect.codes);
  const stored = descriptorWords(known.codes);
  const middle = (from + until) / 2;
  const times = Float64Array.from(
    { length: frames },
    (_, at) => ((at + 0.5) / frames) * (until - from) + from,
  );
  const numbers = Int32Array.from(times, (time) => frameAt(suspect, time));
  const end = (known.times[known.count - 1] ?? 0) + 1000;
  const cost = (speed: number, place: number): number => {
    let [sum, count] = [0, 0];
    for (let at = 0; at < frames; at += 1) {
      const number = numbers[at]!;
      const time = place + speed * (times[at]! - middle);
      if (number < 0 || suspect.qualities[number] === 0 || time > end) continue;
      const other = frameAt(known, time);
      sum += other < 0 ? farBits : Math.min(farBits, wordDistance(own, number, stored, other));
      count += 1;
    }
    return 2 * count < frames ? farBits : sum / count;
  };
  const best = (centre: Trial, grid: Grid): Trial => {
    let found: Trial = { ...centre, cost: cost(centre.speed, centre.place) };
    for (let turn = -grid.speed; turn <= grid.speed + 1e-9; turn += grid.speedStep)
      for (let shift = -grid.shift; shift <= grid.shift; shift += grid.shiftStep) {
        const [speed, place] = [centre.speed + turn, centre.place + shift];
        const here = cost(speed, place);
        if (here < found.cost) found = { speed, place, cost: here };
      }
    return found;
  };
  const start = { place: line.offset + line.speed * middle, cost: farBits };
  let turned = best(best({ ...start, speed: 1 }, coarse), fine);
  const plain = best(best({ ...start, speed: 1 }, { ...coarse, speed: 0 }), last);
  if (plain.cost <= turned.cost * plainShare + plainBits) turned = plain;
  // The middle of all shifts that are as good.
  let [sum, count] = [0, 0];
  for (let shift = -last.shift; shift <= last.shift; shift += last.shiftStep) {
    if (cost(turned.speed, turned.place + shift) > turned.cost + asGood) continue;
    sum += shift;
    count += 1;
  }
  const place = turned.place + (count === 0 ? 0 : sum / count);
  return { speed: turned.speed, offset: place - turned.speed * middle };
}

interface Trial {
  readonly speed: number;
  /** In the known film, of the middle of the stretch. */
  readonly place: number;
  readonly cost: number;
}

interface Grid {
  readonly speed: number;
  readonly speedStep: number;
  readonly shift: number;
  readonly shiftStep: number;
}
