import type { TaskContext } from '../../../media/task-context.ts';
import type { Vision } from '../../../media/vision.ts';
import type { LaidFilms } from '../../film/laid-films.ts';
import type { FilmReading } from '../../film/read-film.ts';
import type { Sign, SignName, Signs } from '../evidence.ts';
import type { PictureMeasures } from '../picture/measures.ts';
import { measurePictures } from '../picture/measures.ts';
import { pictureDistance, pictureSigns } from '../picture/signs.ts';
import { frameView } from './frame-view.ts';
import { quietMoments } from './moments.ts';

/** What frames of two films laid on each other say. Pairs are `[first, second]`. */
export interface FilmMeasures {
  /** Frames that lie on each other. */
  readonly frames: number;
  /** Of the pictures: the median over the frames. */
  readonly signs: Signs;
  readonly distance: number;
  /** Enlargement from the first to the second. */
  readonly scale: number;
  /** Half the logarithm of the second's detail over the first's, the finest band first, on the finer of both grids. */
  readonly detail: readonly [number, number, number] | null;
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
    all.push({ measures, signs: pictureSigns(first, second, measures), distance: pictureDistance(measures) });
  }
  if (all.length === 0) return null;
  const signs: Signs = {};
  for (const name of pictured) {
    const told = all.flatMap((one) => one.signs[name] ?? []);
    const pairs = all.flatMap((one): Sign[] => (one.signs[name] === undefined ? [] : [one.signs[name]]));
    if (told.length > 0)
      signs[name] = [median(pairs.map(([one]) => one)), median(pairs.map(([, two]) => two))];
  }
  const details = all.flatMap(({ measures }) => (measures.detail === null ? [] : [measures.detail.ratios]));
  const band = (index: 0 | 1 | 2): number => median(details.map((ratios) => ratios[index]));
  const byDistance = all.toSorted((one, other) => one.distance - other.distance);
  const usual = byDistance[(byDistance.length - 1) >> 1]!;
  return {
    ...{ frames: all.length, signs, distance: usual.distance, usual: usual.measures },
    scale: median(all.map(({ measures }) => measures.transform.scale)),
    detail: details.length === 0 ? null : [band(0), band(1), band(2)],
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[(sorted.length - 1) >> 1]!;
}
