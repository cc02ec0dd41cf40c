import type { FilmReading } from '../../film/read-film.ts';
import type { Sign, Signs } from '../evidence.ts';
import { type FilmMeasures, isSameSize } from './measures.ts';

/** Levels at which a measure has made about two thirds of its point. */
const levels = { worn: 0.06, scale: 0.3, rate: 0.15 } as const;
/** Less than this is told from nothing. */
const least = { worn: 0.012, scale: 0.015, rate: 0.04 } as const;
/**
 * Half the logarithm by which a film with finer pixels must be richer in its finest band to be no enlarged one: this part of
 * the enlargement, this at most; and how sharp that is.
 */
const part = 0.8;
const most = 0.3;
const spread = 0.05;
/** A frame repeats the one before when it differs by less than this part of what frames close by do. */
const repeated = 0.2;
const leastMotion = 0.4;

/** What two films tell, as what each of them underwent; 0…1 each. */
export function filmSigns(films: readonly [FilmReading, FilmReading], measures: FilmMeasures | null): Signs {
  const [first, second] = films;
  const signs: Signs = { ...measures?.signs };
  if (measures !== null) Object.assign(signs, detailSigns(measures));
  signs.rate = rateSign(first, second);
  if (first.film.hasSound !== second.film.hasSound) signs.silent = sided(1, !second.film.hasSound);
  return signs;
}

function detailSigns({ scale, detail, richer }: FilmMeasures): Signs {
  const growth = Math.log(scale);
  const worn = sided(saturated(Math.abs(richer) - least.worn, levels.worn), richer < 0);
  if (detail === null || isSameSize(scale)) return { worn };
  const size = saturated(Math.abs(growth) - least.scale, levels.scale);
  // With finer pixels and nothing in them, a film was enlarged; with structure there, the other one was reduced.
  const gain = growth > 0 ? detail[0] : -detail[0];
  const enough = Math.min(most, part * Math.abs(growth));
  const enlarged = 1 / (1 + Math.exp((gain - enough) / spread));
  return {
    enlarged: sided(size * enlarged, growth > 0),
    reduced: sided(size * (1 - enlarged), growth < 0),
    worn,
  };
}

/**
 * Fewer frames, both by the file and by what moves: frames that only repeat others do not make a film richer, and saving may
 * make repeated frames differ.
 */
function rateSign(first: FilmReading, second: FilmReading): Sign {
  const stored = Math.log(second.film.rate / first.film.rate);
  const shown = Math.log(differentFrames(second) / differentFrames(first));
  if (stored * shown <= 0) return [0, 0];
  const less = Math.min(Math.abs(stored), Math.abs(shown));
  return sided(saturated(less - least.rate, levels.rate), stored < 0);
}

/** Frames a second that show something new where the picture moves. */
export function differentFrames({ film, motion }: FilmReading): number {
  let [moving, same] = [0, 0];
  for (let at = 2; at + 2 < motion.length; at += 1) {
    const around = Math.min(
      Math.max(motion[at - 1]!, motion[at - 2]!),
      Math.max(motion[at + 1]!, motion[at + 2]!),
    );
    if (around < leastMotion) continue;
    moving += 1;
    if (motion[at]! < repeated * around) same += 1;
  }
  // A handful of frames that stand still is chance.
  const share = moving < 50 ? 0 : same / moving;
  return film.rate * (1 - share);
}

function saturated(value: number, level: number): number {
  return 1 - Math.exp(-Math.max(0, value) / level);
}

function sided(value: number, onSecond: boolean): Sign {
  return onSecond ? [0, value] : [value, 0];
}
