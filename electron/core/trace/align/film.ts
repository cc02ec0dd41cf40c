import type { Alignment, Change } from '#shared/domain/comparison.ts';
import type { Figure } from '#shared/domain/figure.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { hasDemuxer } from '../../media/video.ts';
import { openVision } from '../../media/vision.ts';
import { pairFigures, pieceFigures } from '../film/film-figures.ts';
import { framePrints } from '../film/film-prints.ts';
import { type FramePair, framePair, momentsOf } from '../film/frame-pairs.ts';
import { type LaidFilms, laidFilms } from '../film/laid-films.ts';
import { pictureChanges } from '../film/picture-changes.ts';
import { type FilmReading, readFilm } from '../film/read-film.ts';
import { soundBeside } from '../film/sound-beside.ts';
import { timeChanges, timeTransform } from '../film/time-changes.ts';
import { fingerprinter } from '../fingerprints/frames.ts';
import { distinct } from '../reported.ts';
import type { Aligner, AlignRequest } from './define.ts';

type Answer = Omit<Alignment, 'artifacts'>;

/** Moments at which frames are laid on each other. */
const moments = 3;

/** Lays two films along each other in time, and their frames on each other. */
export const aligner: Aligner = {
  appliesTo: (first, second) =>
    first.kind === 'video' &&
    second.kind === 'video' &&
    hasDemuxer(first.format) &&
    hasDemuxer(second.format),
  async align(request) {
    const { first, second, context } = request;
    const part = (from: number, share: number) => ({
      ...context,
      progress: (fraction: number) => context.progress(from + share * fraction),
    });
    const one = await readFilm(first.path, first.media, part(0, 0.35));
    if (!one.ok) return nothing('undetermined', one.reason, one.warnings);
    const other = await readFilm(second.path, second.media, part(0.35, 0.35));
    if (!other.ok) return nothing('undetermined', other.reason, other.warnings);
    const films = [one.reading, other.reading] as const;
    const warnings = distinct(films.flatMap((film) => film.warnings));
    const laid = laidFilms(...films);
    context.signal.throwIfAborted();
    context.progress(0.75);
    if (laid === null || laid.claim === 'candidate')
      return await without(request, films, laid !== null, warnings);
    return await laidAnswer(request, films, laid, warnings);
  },
};

async function laidAnswer(
  { first, second, context, artifact }: AlignRequest,
  films: readonly [FilmReading, FilmReading],
  laid: LaidFilms,
  warnings: readonly Localized[],
): Promise<Answer> {
  const lengths = { first: films[0].length, second: films[1].length };
  const transform = timeTransform(laid, lengths);
  const opened = await openVision();
  const pairs: FramePair[] = [];
  for (const at of momentsOf(laid.pieces, moments)) {
    const pair = await framePair(films, at, 'missing' in opened ? null : opened.vision, context);
    if (pair !== null) pairs.push(pair);
  }
  context.progress(0.85);
  const sound = await soundBeside(first, second, films, transform, context);
  const changes: Change[] = [
    ...timeChanges(laid, lengths),
    ...pictureChanges(films, pairs),
    ...sound.changes,
  ];
  const match = fingerprinter.compare(framePrints(films[1]), framePrints(films[0]), 1);
  const figures: Figure[] = [
    ...pieceFigures(transform),
    ...(await pairFigures(pairs, artifact)),
    ...barsFigures(films),
  ];
  const rough = laid.by === 'corners' && laid.motion === null ? [texts.rough] : [];
  return {
    ...{ outcome: 'aligned', claim: laid.claim, reason: null, matches: match === null ? [] : [match] },
    ...{ transform, changes, figures },
    warnings: [...warnings, ...rough, ...sound.warnings],
  };
}

/** No common pieces of the picture; the sound may still be the same, which is worth saying. */
async function without(
  { first, second, context }: AlignRequest,
  films: readonly [FilmReading, FilmReading],
  lead: boolean,
  warnings: readonly Localized[],
): Promise<Answer> {
  const sound = await soundBeside(first, second, films, null, context);
  const telling = films.every(({ flat, frames }) => flat < 0.9 * frames);
  const answer = lead
    ? nothing('undetermined', { code: 'not-confirmed', text: texts.lead }, warnings)
    : telling
      ? nothing('unrelated', { code: 'no-common-frames', text: texts.unrelated }, warnings)
      : nothing('undetermined', { code: 'not-traceable', text: texts.flat }, warnings);
  return { ...answer, changes: [...sound.changes], warnings: [...warnings, ...sound.warnings] };
}

function barsFigures(films: readonly [FilmReading, FilmReading]): Figure[] {
  return films.flatMap(({ inner, film }, index): Figure[] => {
    const { left, top, right, bottom } = inner;
    if (left === 0 && top === 0 && right === 1 && bottom === 1) return [];
    const [x0, x1] = [left, right].map((share) => Math.round(share * film.width)) as [number, number];
    const [y0, y1] = [top, bottom].map((share) => Math.round(share * film.height)) as [number, number];
    return [
      {
        kind: 'regions',
        id: `inside-bars-${index + 1}`,
        title:
          index === 0
            ? localized('First film: picture inside its bars', '第一部视频：黑边内的画面')
            : localized('Second film: picture inside its bars', '第二部视频：黑边内的画面'),
        width: film.width,
        height: film.height,
        regions: [
          {
            label: `${x1 - x0} × ${y1 - y0}`,
            polygon: [
              [x0, y0],
              [x1, y0],
              [x1, y1],
              [x0, y1],
            ],
          },
        ],
      },
    ];
  });
}

function nothing(
  outcome: Answer['outcome'],
  reason: NonNullable<Answer['reason']>,
  warnings: readonly Localized[],
): Answer {
  return {
    ...{ outcome, claim: null, reason, matches: [], transform: null, changes: [], figures: [] },
    warnings: [...warnings],
  };
}

const texts = {
  rough: localized(
    'the offset is known to about two seconds only: the films move too little to tell it better',
    '时间偏移仅精确到约两秒：画面运动太少，无法更准确地判定',
  ),
  lead: localized(
    'Some frames of the two films look alike, but neither their order nor their movement confirms a copy: two recordings of one place, or too short or too still a piece.',
    '两部视频有部分画面相似，但顺序与运动均不足以证实为副本：可能是同一地点的两段拍摄，或片段过短、过于静止。',
  ),
  unrelated: localized(
    'All frames of both films were searched, as they are and mirrored, at speeds within 12 %, and their key frames by local features; no stretch agrees.',
    '已检索两部视频的全部画面（原样与镜像，速度相差 12% 以内），并以局部特征比对关键帧；没有吻合的片段。',
  ),
  flat: localized(
    'Nearly all frames of one film are flat: it cannot be told by its picture.',
    '其中一部视频的画面几乎全部过于平坦：无法凭画面辨认。',
  ),
};
