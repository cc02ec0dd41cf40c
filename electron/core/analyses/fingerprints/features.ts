import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { type Answer, defineAnalysis } from '../../analysis/define.ts';
import { openVision } from '../../media/vision.ts';
import { guide } from '../../trace/guides/features.ts';
import { innerBox, leastQuality, pictureFormats, planeCodes } from '../../trace/picture/codes.ts';
import { boxIn } from '../../trace/picture/cut.ts';
import {
  comparisonFeatures,
  leastFeatures,
  localFeatures,
  workingSide,
} from '../../trace/picture/local-features.ts';
import { readPlanes } from '../../trace/picture/planes.ts';
import { coveredShare } from '../../trace/picture/spread.ts';

const Box = z.object({
  left: z.number().int(),
  top: z.number().int(),
  right: z.number().int(),
  bottom: z.number().int(),
});

const Result = z.object({
  width: z.number().int(),
  height: z.number().int(),
  /** Local features found, at most 1,500. */
  features: z.number().int(),
  /** Share of the picture's cells that have one, 0…1. */
  covered: z.number(),
  /** PDQ quality of the whole picture, 0…100. */
  quality: z.number().int(),
  /** What stands inside flat borders or soft bars, stored pixels; `null`: none that are plain to see. */
  inner: Box.nullable(),
});
type Result = z.infer<typeof Result>;

const limits: Localized[] = [
  localized(
    'Says how well copies of this picture can be recognised, not whether there are any.',
    '仅说明该图像的副本可被识别的程度，不说明是否存在副本。',
  ),
  localized(
    'Crops, screenshots, overlays and pictures within pictures are found by local features as long as enough of them are left; soft, flat or very small copies lose them.',
    '裁剪、截屏、叠加以及画中画只要保留足够的局部特征即可查出；模糊、平坦或极小的副本会失去这些特征。',
  ),
  localized(
    'Another photograph of the same scene agrees by its features as well. It is told from a copy by the pixels when both are laid over each other: small, coarse or noisy copies are then called no more than likely, and photographs from a tripod by one camera cannot be told apart.',
    '同一场景的另一张照片的特征同样会吻合。须叠合后逐像素比对方能与副本区分：过小、过粗或噪声较大的副本至多判为“很可能”；同一相机在三脚架上连续拍摄的照片无法区分。',
  ),
  localized(
    'Of an animation or a file with several pages only the first is looked at.',
    '动画或多页文件仅查看第一帧（页）。',
  ),
];

/** How well copies of a picture can be told by its appearance. */
export const analysis = defineAnalysis<Record<string, never>, Result>({
  id: 'fingerprints.features',
  version: 1,
  title: localized('Traceability by local features', '局部特征可追溯性'),
  summary: localized(
    'How many distinct corners the picture has and where: what is left to recognise it by in crops, screenshots and pictures within pictures.',
    '图像有多少可区分的角点以及分布在何处：在裁剪、截屏和画中画里凭此识别该图像。',
  ),
  guide,
  reference: {
    cite: 'Rublee, Rabaud, Konolige and Bradski, ORB: an efficient alternative to SIFT or SURF, ICCV 2011, pp. 2564–2571',
    url: 'https://doi.org/10.1109/ICCV.2011.6126544',
    limits,
  },
  engines: ['sharp', 'heif', 'opencv'],
  appliesTo: ({ format }) =>
    pictureFormats.has(format) ||
    localized('Only for still images that can be decoded', '仅适用于可解码的静态图像'),
  parameters: z.strictObject({}),
  result: Result,

  async run({ evidence, limits: allowed, progress }): Promise<Answer<Result>> {
    const opened = await openVision();
    if ('missing' in opened) return { outcome: 'undetermined', reason: opened.missing };
    const read = await readPlanes(evidence.path, evidence.media.format, allowed);
    if (!read.ok) return { outcome: 'undetermined', reason: read.reason };
    progress(0.5);
    const { frame, rgb, small, grey, warnings } = read.planes;
    const { plain, working } = localFeatures(frame, grey, opened.vision);
    const box = innerBox(read.planes);
    const result: Result = {
      width: frame.width,
      height: frame.height,
      features: plain.count,
      covered: coveredShare(plain, working),
      quality: planeCodes(rgb).quality,
      inner: box === null ? null : boxIn(box, small, frame),
    };
    return { outcome: 'found', result, warnings: warnings.map(({ en }) => en) };
  },

  figures,
  interpret,
});

function figures({ width, height, features, covered, quality, inner }: Result): Figure[] {
  const scalars: Figure[] = [
    {
      kind: 'scalar',
      id: 'features',
      title: localized('Local features', '局部特征数'),
      value: features,
      note: localized(
        `Looked for with the longer side at ${workingSide} pixels; at most ${comparisonFeatures}, at least ${leastFeatures} are needed`,
        `在长边 ${workingSide} 像素下查找；最多 ${comparisonFeatures} 个，至少需要 ${leastFeatures} 个`,
      ),
    },
    {
      kind: 'scalar',
      id: 'covered',
      title: localized('Part of the picture with features', '有特征的画面比例'),
      value: Math.round(covered * 100),
      unit: '%',
    },
    {
      kind: 'scalar',
      id: 'quality',
      title: localized('PDQ quality', 'PDQ 质量'),
      value: quality,
      unit: '/100',
    },
  ];
  if (inner === null) return scalars;
  const { left, top, right, bottom } = inner;
  const place: Figure = {
    kind: 'regions',
    id: 'inner',
    title: localized('Picture inside its borders', '边框内的画面'),
    width,
    height,
    regions: [
      {
        label: `${right - left} × ${bottom - top}`,
        polygon: [
          [left, top],
          [right, top],
          [right, bottom],
          [left, bottom],
        ],
      },
    ],
  };
  return [...scalars, place];
}

function interpret({ features, covered, quality, inner }: Result): Finding[] {
  const shown = ['features', 'covered', 'quality'];
  const finding = (code: string, statement: Localized, figureIds: string[]): Finding => ({
    bearing: 'informational',
    strength: 'none',
    innocent: [],
    code,
    statement,
    limits,
    figures: figureIds,
  });
  const found = [traceability(features, covered, quality)].map(([code, statement]) =>
    finding(code, statement, shown),
  );
  if (inner !== null) {
    const borders = localized(
      'The picture stands inside flat borders or soft bars; copies are searched for with and without them.',
      '画面外有纯色边框、黑边或模糊填充边；查找副本时，带边框与去边框两种形式都会检索。',
    );
    found.push(finding('features.borders', borders, ['inner']));
  }
  return found;
}

function traceability(features: number, covered: number, quality: number): readonly [string, Localized] {
  if (features >= leastFeatures) {
    const share = Math.round(covered * 100);
    return [
      'features.traceable',
      localized(
        `Copies can be recognised by local features, also from a part of the picture: ${features} found, in ${share} % of its area.`,
        `可凭局部特征识别副本，仅有部分画面时亦可：共 ${features} 个，分布于 ${share}% 的画面。`,
      ),
    ];
  }
  if (quality >= leastQuality) {
    return [
      'features.whole-only',
      localized(
        `Only ${features} local features, at least ${leastFeatures} are needed: whole copies can be found by their PDQ code (quality ${quality}), but crops, screenshots and pictures within pictures cannot, and a search that finds none of those means nothing.`,
        `仅有 ${features} 个局部特征（至少需要 ${leastFeatures} 个）：完整副本可凭 PDQ 编码（质量 ${quality}）查找，但裁剪、截屏和画中画无法查出，此类检索无结果也不说明任何问题。`,
      ),
    ];
  }
  return [
    'features.not-traceable',
    localized(
      `Not traceable by appearance: ${features} local features (at least ${leastFeatures} are needed) and PDQ quality ${quality} (at least ${leastQuality}). A search that finds nothing means nothing.`,
      `无法凭外观追溯：局部特征 ${features} 个（至少需要 ${leastFeatures} 个），PDQ 质量 ${quality}（至少 ${leastQuality}）。检索无结果不说明任何问题。`,
    ),
  ];
}
