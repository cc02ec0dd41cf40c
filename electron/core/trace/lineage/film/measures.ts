import type { TaskContext } from '../../../media/task-context.ts';
import type { Vision } from '../../../media/vision.ts';
import type { LaidFilms } from '../../film/laid-films.ts';
import type { FilmReading } from '../../film/read-film.ts';
import type { Sign, SignName, Signs } from '../evidence.ts';
import type { PictureMeasures } from '../picture/measures.ts';
import { measurePictures } from '../picture/measures.ts';
import { pictureSigns } from '../picture/signs.ts';
import { frameView } from './frame-view.ts';
import { quietMoments } from './moments.ts';

/** What frames of two films laid on each other say. Pairs are `[first, second]`. */
export interface FilmMeasures {
  /** Of the pictures: the median over the frames. */
  readonly signs: Signs;
  readonly distance: number;
  /** Enlargement from the first to the second. */
  readonly scale: number;
  /** Half the logarithm of the second's detail over the first's, the finest band first, on the finer of both grids. */
  readonly detail: readonly [number, number, number] | null;
  /** Half the logarithm for both films at one size, or in what the smaller one can hold; 0 unless nearly all frames say the same. */
  readonly richer: number;
  /** A frame whose measures are in the middle, for a word on the step. */
  readonly usual: PictureMeasures;
}

/** Signs of pictures that hold for frames as well; traces of JPEG and of editing detail do not. */
const pictured: readonly SignName[] = ['crop', 'frame', 'overlay', 'restored', 'grey', 'screen'];

/** `null`: no frame of both lies on its counterpart. */
export async function measureFilms(
  films: readonly [FilmReading, FilmReading],
  laid: LaidFilms,
  vision: Vision,
  context: TaskContext,
): Promise<FilmMeasures | null> {
  const all: { readonly measures: PictureMeasures; readonly signs: Signs; readonly distance: number }[] = [];
  for (const [at, other] of quietMoments(...films, laid)) {
    const first = await frameView(films[0], at, vision, context);
    const second = await frameView(films[1], other, vision, context);
    context.signal.throwIfAborted();
    const measures = first === null || second === null ? null : await measurePictures(first, second, vision);
    if (first === null || second === null || measures === null) continue;
    all.push({ measures, signs: pictureSigns(first, second, measures), distance: frameDistance(measures) });
  }
  if (all.length === 0) return null;
  const signs: Signs = {};
  for (const name of pictured) {
    const pairs = all.flatMap((one): Sign[] => (one.signs[name] === undefined ? [] : [one.signs[name]]));
    if (pairs.length > 0)
      signs[name] = [median(pairs.map(([one]) => one)), median(pairs.map(([, two]) => two))];
  }
  const details = all.flatMap(({ measures }) => (measures.detail === null ? [] : [measures.detail.ratios]));
  const band = (index: 0 | 1 | 2): number => median(details.map((ratios) => ratios[index]));
  const scale = median(all.map(({ measures }) => measures.transform.scale));
  const byDistance = all.toSorted((one, other) => one.distance - other.distance);
  const usual = byDistance[(byDistance.length - 1) >> 1]!;
  return {
    ...{ signs, distance: usual.distance, usual: usual.measures },
    scale,
    detail: details.length === 0 ? null : [band(0), band(1), band(2)],
    richer: agreed(details.map(([finest, finer, fine]) => (isSameSize(scale) ? (finest + finer) / 2 : fine))),
  };
}

/** From this enlargement on the finest bands are beyond what the smaller film can hold. */
const apart = 0.1;

export function isSameSize(scale: number): boolean {
  return Math.abs(Math.log(scale)) < apart;
}

/** How far apart two frames look where they lie on each other. Not by their sizes: an enlarged copy is no farther for it. */
function frameDistance({ changes, beyond }: PictureMeasures): number {
  const changed = changes === null ? 0.5 : changes.share * 4 + changes.tone / 30 + changes.noise / 8;
  return changed + (beyond[0].scene + beyond[1].scene + beyond[0].drawn + beyond[1].drawn) / 2;
}

/** The median, when at least four of five values have its sign; else 0. */
function agreed(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const middle = median(values);
  const same = values.filter((value) => value * middle > 0).length;
  return same >= 0.8 * values.length ? middle : 0;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[(sorted.length - 1) >> 1]!;
}
