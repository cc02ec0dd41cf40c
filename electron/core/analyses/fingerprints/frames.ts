import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { type Answer, defineAnalysis } from '../../analysis/define.ts';
import { hasDemuxer } from '../../media/video.ts';
import { type FilmReading, readFilm } from '../../trace/film/read-film.ts';
import { guide } from '../../trace/guides/frames.ts';

const Part = z.object({ left: z.number(), top: z.number(), right: z.number(), bottom: z.number() });

const Result = z.object({
  width: z.number().int(),
  height: z.number().int(),
  seconds: z.number(),
  /** Frames per second that were looked at. */
  rate: z.number(),
  frames: z.number().int(),
  /** Frames too flat to be matched. */
  flat: z.number().int(),
  /** Codes kept: frames that differ from the one kept before. */
  codes: z.number().int(),
  /** Codes of what stands on a flat ground; `null`: the picture reaches its edges. */
  content: z.number().int().nullable(),
  /** Key frames with enough local features. */
  keys: z.number().int(),
  /** Seconds at which new shots begin. */
  cuts: z.array(z.number()),
  /** The picture inside its bars, shares of the frame. */
  inner: Part,
  /** Mean quality over equal stretches of time, 0…100; `null`: no code of its own in that stretch. */
  quality: z.array(z.object({ at: z.number(), mean: z.number() })),
});
type Result = z.infer<typeof Result>;

/** Stretches the quality is shown for. */
const stretches = 200;
const mostCuts = 2000;

const limits: Localized[] = [
  localized(
    'Says how well copies of this film can be recognised, not whether there are any.',
    '仅说明该视频的副本可被识别的程度，不说明是否存在副本。',
  ),
  localized(
    'Large logos, crops and pictures within pictures are found by the key frames’ local features, and confirmed by how the film moves; shots that stand still and flat frames say little.',
    '大面积徽标、裁剪和画中画凭关键帧的局部特征查出，并以画面的运动加以确认；静止镜头和平坦画面提供的信息很少。',
  ),
  localized(
    'Bars are looked for once for the whole film; of films with more than 30 frames per second every second or third frame is looked at.',
    '黑边按整部视频统一检测；每秒超过 30 帧的视频每两帧或三帧查看一帧。',
  ),
];

/** How well copies of a film can be told by its frames. */
export const analysis = defineAnalysis<Record<string, never>, Result>({
  id: 'fingerprints.frames',
  version: 2,
  title: localized('Traceability by film frames', '视频帧可追溯性'),
  summary: localized(
    'Codes every frame inside its bars and takes local features of key frames: what copies, excerpts and re-cuts of the film are recognised by.',
    '对黑边内的每一帧编码，并提取关键帧的局部特征：凭此识别该视频的副本、片段和重新剪辑的版本。',
  ),
  guide,
  reference: {
    cite: 'Facebook, vPDQ: a video-matching algorithm on PDQ frame hashes, ThreatExchange 2022; Rublee et al., ORB, ICCV 2011',
    url: 'https://github.com/facebook/ThreatExchange/tree/main/vpdq',
    limits,
  },
  engines: ['ffmpeg', 'opencv'],
  limits: { timeMs: 600_000 },
  appliesTo: ({ kind, format }) =>
    (kind === 'video' && hasDemuxer(format)) ||
    localized('Only for films that can be decoded', '仅适用于可解码的视频'),
  parameters: z.strictObject({}),
  result: Result,

  async run({ evidence, limits: allowed, progress, signal }): Promise<Answer<Result>> {
    signal.throwIfAborted();
    const context = { limits: allowed, progress, signal };
    const answer = await readFilm(evidence.path, evidence.media, context);
    if (!answer.ok)
      return {
        outcome: 'undetermined',
        reason: answer.reason,
        warnings: answer.warnings.map(({ en }) => en),
      };
    const { reading } = answer;
    return { outcome: 'found', result: resultOf(reading), warnings: reading.warnings.map(({ en }) => en) };
  },

  figures,
  interpret,
});

function resultOf(reading: FilmReading): Result {
  const { film, inner, rate, frames, flat, length, codes, content, cuts, keys } = reading;
  const sums = new Float64Array(stretches);
  const counts = new Int32Array(stretches);
  for (let index = 0; index < codes.count; index += 1) {
    const stretch = Math.min(
      stretches - 1,
      Math.floor((codes.times[index]! / Math.max(1, length)) * stretches),
    );
    sums[stretch]! += codes.qualities[index]!;
    counts[stretch]! += 1;
  }
  const quality = Array.from(counts.entries())
    .filter(([, count]) => count > 0)
    .map(([index, count]) => ({
      at: Math.round(((index + 0.5) * length) / stretches) / 1000,
      mean: Math.round((10 * sums[index]!) / count) / 10,
    }));
  return {
    ...{ width: film.width, height: film.height, seconds: length / 1000 },
    ...{ rate: Math.round(rate * 1000) / 1000, frames, flat, codes: codes.count, keys: keys.length },
    content: content === null ? null : content.count,
    ...{ cuts: cuts.slice(0, mostCuts).map((time) => time / 1000), inner, quality },
  };
}

function figures(result: Result): Figure[] {
  const { width, height, frames, flat, codes, keys, cuts, inner, quality } = result;
  const scalar = (id: string, title: Localized, value: number, note?: Localized): Figure => {
    return { kind: 'scalar', id, title, value, ...(note === undefined ? {} : { note }) };
  };
  const out: Figure[] = [
    scalar('frames', localized('Frames looked at', '已查看的帧数'), frames),
    scalar(
      'codes',
      localized('Codes', '编码数'),
      codes,
      localized(
        'Frames that differ from the one kept before by more than two bits',
        '与前一保留帧相差超过两位的帧',
      ),
    ),
    scalar(
      'flat',
      localized('Flat frames', '平坦画面数'),
      flat,
      localized('PDQ quality below 50', 'PDQ 质量低于 50'),
    ),
    scalar('keys', localized('Key frames with local features', '有局部特征的关键帧'), keys),
    {
      kind: 'plot',
      id: 'quality',
      title: localized('Quality over time', '质量随时间的变化'),
      style: 'line',
      x: { title: localized('Time', '时间'), unit: 's' },
      y: { title: localized('PDQ quality', 'PDQ 质量') },
      series: [
        {
          name: localized('Quality', '质量'),
          x: quality.map(({ at }) => at),
          y: quality.map(({ mean }) => mean),
        },
      ],
    },
  ];
  if (cuts.length > 0)
    out.push({
      kind: 'timeline',
      id: 'cuts',
      title: localized('New shots', '镜头切换'),
      unit: 'seconds',
      events: cuts.map((at, index) => ({ lane: '1', label: `${index + 2}`, at })),
    });
  if (hasBars(inner)) {
    const [x0, x1] = [inner.left, inner.right].map((share) => Math.round(share * width)) as [number, number];
    const [y0, y1] = [inner.top, inner.bottom].map((share) => Math.round(share * height)) as [number, number];
    out.push({
      kind: 'regions',
      id: 'inner',
      title: localized('Picture inside its bars', '黑边内的画面'),
      ...{ width, height },
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
    });
  }
  return out;
}

function hasBars({ left, top, right, bottom }: Result['inner']): boolean {
  return left > 0 || top > 0 || right < 1 || bottom < 1;
}

function interpret(result: Result): Finding[] {
  const { frames, flat, codes, content, keys, inner } = result;
  const finding = (code: string, statement: Localized, shown: string[]): Finding => {
    return {
      bearing: 'informational',
      strength: 'none',
      innocent: [],
      code,
      statement,
      limits,
      figures: shown,
    };
  };
  const shown = ['frames', 'codes', 'flat', 'keys', 'quality'];
  const usable = frames - flat;
  const found: Finding[] = [];
  if (usable === 0 && keys === 0)
    found.push(
      finding(
        'frames.not-traceable',
        localized(
          `Not traceable by its picture: all ${frames} frames are flat. A search that finds nothing means nothing.`,
          `无法凭画面追溯：全部 ${frames} 帧均过于平坦。检索无结果不说明任何问题。`,
        ),
        shown,
      ),
    );
  else
    found.push(
      finding(
        'frames.traceable',
        localized(
          `Copies and excerpts can be recognised by ${codes} codes; ${usable} of ${frames} frames have enough structure, and ${keys} key frames have local features.`,
          `可凭 ${codes} 个编码识别副本和片段；${frames} 帧中有 ${usable} 帧结构充足，${keys} 个关键帧有局部特征。`,
        ),
        shown,
      ),
    );
  if (content !== null)
    found.push(
      finding(
        'frames.ground',
        localized(
          'The picture, or parts of the film, stand on a flat ground that bars of the same colour cannot be told from. What stands on it is coded by itself as well, so that copies are found whatever is around it.',
          '画面（或部分片段）位于纯色底上，与同色黑边无法区分。位于其上的内容另行编码，无论四周如何变化，副本仍可查出。',
        ),
        ['codes'],
      ),
    );
  if (hasBars(inner))
    found.push(
      finding(
        'frames.bars',
        localized(
          'The picture stands inside bars; it is coded without them and with them, so that copies with other bars are found.',
          '画面外有黑边；裁去黑边与保留黑边各编码一次，以便查出黑边不同的副本。',
        ),
        ['inner'],
      ),
    );
  return found;
}
