import { stat } from 'node:fs/promises';
import type { TaskContext } from '../../../media/task-context.ts';
import { openVision } from '../../../media/vision.ts';
import type { AlignedFile } from '../../align/define.ts';
import { laidFilms } from '../../film/laid-films.ts';
import { type FilmReading, readFilm } from '../../film/read-film.ts';
import { timeTransform } from '../../film/time-changes.ts';
import { compareSounds } from '../../sound/sound-comparison.ts';
import { bitrateSign, containment } from '../alignment-signs.ts';
import { nothing, type PairEvidence, type Sign, type Signs } from '../evidence.ts';
import { soundEvidence } from '../sound/link.ts';
import { measureFilms } from './measures.ts';
import { filmSigns } from './signs.ts';
import { filmWords } from './words.ts';

/** How far apart two films are of which no frame lies on its counterpart. */
const unlaidDistance = 0.8;
/** Sounds that are apart count less than pictures: they are more often replaced or left out. */
const soundPart = 0.3;

/** In a worker: what two films tell of each other. */
export async function linkFilms(
  files: readonly [AlignedFile, AlignedFile],
  context: TaskContext,
): Promise<PairEvidence> {
  const one = await readFilm(files[0].path, files[0].media, context);
  if (!one.ok) return nothing(one.reason.text);
  const other = await readFilm(files[1].path, files[1].media, context);
  if (!other.ok) return nothing(other.reason.text);
  const films = [one.reading, other.reading] as const;
  const laid = laidFilms(...films);
  context.signal.throwIfAborted();
  if (laid === null || laid.claim === 'candidate') return nothing(null);
  const transform = timeTransform(laid, { first: films[0].length, second: films[1].length });
  const opened = await openVision();
  const measures =
    'missing' in opened || laid.by === 'mirrored'
      ? null
      : await measureFilms(films, laid, opened.vision, context);
  const sound = await soundOf(files, films, context);
  const { cover } = transform;
  const signs: Signs = {
    ...sound?.signs,
    ...filmSigns(films, measures),
    ...{ shorter: containment(cover), bitrate: await spending(files, films) },
  };
  const distance =
    (measures?.distance ?? unlaidDistance) + soundPart * (sound?.distance ?? 0) + 2 - cover[0] - cover[1];
  return {
    ...{ transform, reason: null, signs, distance },
    words: [filmWords(films, transform, signs, measures, 1), filmWords(films, transform, signs, measures, 0)],
  };
}

/** The sound tracks, when both have one and it is the same. */
async function soundOf(
  files: readonly [AlignedFile, AlignedFile],
  films: readonly [FilmReading, FilmReading],
  context: TaskContext,
): Promise<{ readonly signs: Signs; readonly distance: number } | null> {
  if (!films.every(({ film }) => film.hasSound)) return null;
  const compared = await compareSounds(...files, { ...context, progress: () => undefined });
  context.signal.throwIfAborted();
  if (!compared.ok || compared.transform === null) return null;
  return await soundEvidence(files, compared.transform, context);
}

/** Bits, where bits of a second and bits of a pixel say the same: an enlarged copy needs more of the one, less of the other. */
async function spending(
  files: readonly [AlignedFile, AlignedFile],
  films: readonly [FilmReading, FilmReading],
): Promise<Sign> {
  const sizes = await Promise.all(files.map(async ({ path }) => (await stat(path)).size));
  const rates = films.map(({ length }, index) => sizes[index]! / Math.max(1, length));
  const pixels = films.map(({ film }) => film.width * film.height * film.rate);
  const whole = bitrateSign(rates[0]! / rates[1]!);
  const single = bitrateSign((rates[0]! * pixels[1]!) / (rates[1]! * pixels[0]!));
  return [Math.min(whole[0], single[0]), Math.min(whole[1], single[1])];
}
