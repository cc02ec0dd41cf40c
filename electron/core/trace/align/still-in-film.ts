import type { Alignment, Change, TimeTransform } from '#shared/domain/comparison.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { hasDemuxer } from '../../media/video.ts';
import { openVision } from '../../media/vision.ts';
import { frameBits } from '../film/code-matches.ts';
import { keyInliers } from '../film/judge-films.ts';
import { readFilm } from '../film/read-film.ts';
import { stillInFilm } from '../film/still-in-film.ts';
import { pictureFormats } from '../picture/codes.ts';
import { readPlanes } from '../picture/planes.ts';
import type { Aligner } from './define.ts';

type Answer = Omit<Alignment, 'artifacts'>;

/** Finds a still picture in a film: which stretch shows it. */
export const aligner: Aligner = {
  appliesTo: (first, second) =>
    [first, second].some(({ kind, format }) => kind === 'video' && hasDemuxer(format)) &&
    [first, second].some(({ format }) => pictureFormats.has(format)) &&
    first.kind !== second.kind,
  async align({ first, second, context }) {
    const stillFirst = first.media.kind !== 'video';
    const [still, film] = stillFirst ? [first, second] : [second, first];
    const read = await readPlanes(still.path, still.media.format, context.limits);
    if (!read.ok) return nothing('undetermined', read.reason, []);
    const answer = await readFilm(film.path, film.media, context);
    const warnings = [...read.planes.warnings, ...(answer.ok ? answer.reading.warnings : answer.warnings)];
    if (!answer.ok) return nothing('undetermined', answer.reason, warnings);
    const opened = await openVision();
    const found = await stillInFilm(read.planes, answer.reading, 'missing' in opened ? null : opened.vision);
    context.signal.throwIfAborted();
    if (found === null)
      return nothing('unrelated', { code: 'no-common-frames', text: texts.unrelated }, warnings);
    const { by, from, until, score, at } = found;
    const bits = by !== 'corners';
    // Features of one frame agree with every recording of the same place.
    const claim = bits ? 'likely' : 'candidate';
    const span: [number, number] = [from / 1000, until / 1000];
    const share = (until - from) / Math.max(1, answer.reading.length);
    const moment: [number, number] = [0, 0];
    const transform: TimeTransform = {
      kind: 'time',
      pieces: [
        {
          ...(stillFirst ? { first: moment, second: span } : { first: span, second: moment }),
          ...{ speed: 1, semitones: null, votes: by === 'corners' ? score : 1 },
        },
      ],
      cover: stillFirst ? [1, share] : [share, 1],
    };
    const where = `${span[0].toFixed(1)}–${span[1].toFixed(1)} s`;
    const place: Change = {
      ...{ kind: stillFirst ? 'inserted' : 'cut', in: stillFirst ? 'second' : 'first', from: null },
      place: { kind: 'span', seconds: span },
      strength: 1,
      statement: localized(
        `The still picture is seen in the film at ${where}, most alike at ${(at / 1000).toFixed(2)} s${by === 'mirrored' ? ', mirrored' : ''}.`,
        `该静态图像见于视频的 ${where}，在 ${(at / 1000).toFixed(2)} 秒处最为相似${by === 'mirrored' ? '（镜像）' : ''}。`,
      ),
    };
    return {
      ...{ outcome: 'aligned', claim, reason: null },
      matches: [
        {
          ...{ method: 'frames', variant: by, claim, score, unit: bits ? 'bits' : 'inliers' },
          ...{ threshold: bits ? frameBits : keyInliers, descending: bits, codes: null, quality: null },
          expectedFalse: null,
        },
      ],
      ...{ transform, changes: [place], figures: [], warnings },
    };
  },
};

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
  unrelated: localized(
    'All frames of the film were compared with the picture by their codes, mirrored and without flat borders too, and a key frame every two seconds or more by local features; none agrees.',
    '已将视频的全部画面与该图像按编码比对（含镜像及去除纯色边框），并以局部特征比对每隔两秒或更久的关键帧；均不吻合。',
  ),
};
