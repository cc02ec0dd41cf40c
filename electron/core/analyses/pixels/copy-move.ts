import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { openVision } from '../../media/vision.ts';
import { detailNeeded, findCopies, type Search } from '../../pixels/copy-move/find-copies.ts';
import { flatPicture } from '../../pixels/copy-move/flatness.ts';
import { copyMap, outlineOf } from '../../pixels/copy-move/outlines.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { gate, stillPicture } from '../../pixels/gate.ts';
import { guide } from '../../pixels/guides/copy-move.ts';
import { keepMap, mapFigure } from '../../pixels/maps.ts';
import { openPicture } from '../../pixels/picture.ts';

const Polygon = z.array(z.tuple([z.number(), z.number()])).min(3);
const Pair = z.object({
  first: Polygon,
  second: Polygon,
  by: z.array(z.enum(['keypoints', 'dense'])),
  verdict: z.enum(['clone', 'other-detail', 'no-detail', 'drawn', 'pattern']),
  /** Pixels of the picture in the first region. */
  area: z.number().int(),
  offset: z.tuple([z.number(), z.number()]),
  angle: z.number(),
  scale: z.number(),
  mirrored: z.boolean(),
  /** Mean local correlation of the working picture, −1 … 1. */
  correlation: z.number(),
  /** Correlation of the quietest pixels' fine detail at full size; the same at displaced places. */
  detail: z.number().nullable(),
  elsewhere: z.number().nullable(),
  /** Decimal logarithm of the number of false alarms. */
  falseAlarms: z.number().nullable(),
});
type Pair = z.infer<typeof Pair>;

const Result = z.object({
  width: z.number().int(),
  height: z.number().int(),
  /** Size of the reduced picture that was searched. */
  working: z.tuple([z.number().int(), z.number().int()]),
  decoder: z.string(),
  cornerPairs: z.number().int(),
  candidates: z.number().int(),
  pairs: z.array(Pair),
});
type Result = z.infer<typeof Result>;

/** Shorter side, pixels. */
const leastSide = 48;
const mostPixels = 100_000_000;

const limits: Localized[] = [
  localized(
    'Copies smaller than about 25 pixels of the reduced picture (0.4 million pixels for the dense search, 1.5 million for corners), in flat surroundings, or blended into others are not found. Nothing found says nothing.',
    '小于缩小图像约 25 像素（密集搜索用 40 万像素，角点搜索用 150 万像素）、处于平坦区域或与他处融合的复制不会被发现。未发现不说明任何问题。',
  ),
  localized(
    'A pair is called a copy only when its finest detail is shared. Strong compression, noise and resizing after copying destroy that detail: true copies are then listed as alike, not shown to be copies.',
    '仅当最细微的细节也相同时才称为复制。复制之后的强压缩、加噪或缩放会破坏这些细节：真实的复制此时只列为相似，未能证实为复制。',
  ),
  localized(
    'Drawn and rendered content (letters, icons, printed or computed patterns) repeats exactly without having been copied within the picture. Patterns are recognised by lying in five places; a single repetition of a rendered object is not recognised.',
    '绘制或渲染的内容（文字、图标、印刷或计算生成的纹样）无需图内复制也会完全重复。出现于五处的纹样可被识别；渲染对象的单次重复则无法识别。',
  ),
  localized(
    'Which of two regions is the original is not known; 1a and 1b are only names.',
    '无法得知两个区域中何者为原件；1a 与 1b 仅为名称。',
  ),
];

const innocent: Localized[] = [
  localized(
    'Removal of dust, blemishes or dead pixels by the camera or by routine retouching copies small neighbouring pieces.',
    '相机或常规修饰去除灰尘、瑕疵或坏点时，会复制邻近的小块内容。',
  ),
  localized(
    'Panorama stitching, and edges filled by mirroring after straightening or stabilisation, show a piece of the scene twice.',
    '全景拼接，以及拉直或防抖后以镜像填充的边缘，会使场景的一部分出现两次。',
  ),
  localized(
    'Rendered pictures, screenshots, collages and repeated watermarks contain equal pieces by design.',
    '渲染图、截图、拼图以及重复的水印本来就含有相同内容。',
  ),
  localized(
    'Frames of compressed films are predicted from pieces of others; a frame saved as a still can hold one piece twice.',
    '压缩视频的帧由其他画面块预测而来；截取为静态图像的帧中同一块可能出现两次。',
  ),
];

export const analysis = defineAnalysis<Record<string, never>, Result>({
  id: 'pixels.copy-move',
  version: 3,
  title: localized('Copy-move', '复制移动'),
  summary: localized(
    'Looks for regions that occur twice in the picture, also turned, scaled or mirrored, and tests whether they share their finest detail as copies do and look-alikes do not.',
    '查找图像中出现两次的区域，包括经旋转、缩放或镜像的情形，并检验其最细微的细节是否相同：复制品相同，仅仅相似之物则不同。',
  ),
  guide,
  reference: {
    cite: 'Amerini et al., IEEE TIFS 6(3), 2011 (keypoints); Cozzolino, Poggi and Verdoliva, IEEE TIFS 10(11), 2015 (dense field); Christlein et al., IEEE TIFS 7(6), 2012 (evaluation)',
    limits,
  },
  errorRate: errorRateOf('pixels.copy-move'),
  engines: ['sharp', 'heif', 'opencv'],
  appliesTo: stillPicture,
  parameters: z.strictObject({}),
  result: Result,
  run,
  figures,
  interpret,
});

async function run(context: AnalysisContext<Record<string, never>>): Promise<Answer<Result>> {
  const { evidence, signal, progress } = context;
  const opened = await openPicture(evidence, context.limits);
  if (!opened.ok) return { outcome: 'undetermined', reason: opened.reason };
  const { picture } = opened;
  const refused = gate(picture, { leastSide, mostPixels });
  if (refused !== null) return { outcome: 'undetermined', reason: refused };
  signal.throwIfAborted();
  const flat = flatPicture(picture.luma());
  if (flat !== null) return { outcome: 'undetermined', reason: flat, warnings: picture.image.warnings };
  const engine = await openVision();
  if ('missing' in engine) return { outcome: 'undetermined', reason: engine.missing };
  signal.throwIfAborted();
  const search = findCopies(picture.luma(), engine.vision, { signal, progress });
  const { width, height } = picture;
  await keepMap(context, artifact, copyMap(search), mapScale);
  progress(1);
  const { working, cornerPairs, candidates } = search;
  const result: Result = {
    width,
    height,
    working: [working.width, working.height],
    decoder: picture.image.decoder,
    cornerPairs,
    candidates,
    pairs: pairsOf(search, width, height),
  };
  const found = result.pairs.some(({ verdict }) => verdict === 'clone');
  const { warnings } = picture.image;
  if (!found && warnings.length > 0) return { outcome: 'undetermined', reason: damaged, result, warnings };
  return { outcome: found ? 'found' : 'nothing-found', result, warnings };
}

const damaged = {
  code: 'picture-damaged',
  text: localized(
    'No copy was found, but the picture is damaged and part of it could not be decoded.',
    '未发现复制，但图像已损坏，部分内容无法解码。',
  ),
};

const artifact = 'copy-move.png';
const mapScale = { min: 0, max: 1, unit: 'correlation' };

/** Copies first, then what is only alike; larger ones first. */
function pairsOf({ copies, working }: Search, width: number, height: number): Pair[] {
  const ordered = [...copies].sort(
    (one, other) => Number(other.verdict === 'clone') - Number(one.verdict === 'clone'),
  );
  return ordered.map((copy) => ({
    first: outlineOf(copy.first, working.factor, width, height),
    second: outlineOf(copy.second, working.factor, width, height),
    by: [...copy.by],
    verdict: copy.verdict,
    area: Math.round(copy.first.area * working.factor ** 2),
    offset: [rounded(copy.named.offset[0], 2), rounded(copy.named.offset[1], 2)],
    angle: rounded(copy.named.angle, 2),
    scale: rounded(copy.named.scale, 4),
    mirrored: copy.named.mirrored,
    correlation: rounded(copy.correlation, 3),
    detail: copy.detail === null ? null : rounded(copy.detail.correlation, 3),
    elsewhere: copy.detail === null ? null : rounded(copy.detail.elsewhere[0], 3),
    falseAlarms: copy.falseAlarms === null ? null : rounded(copy.falseAlarms, 1),
  }));
}

/** Never −0: the result is compared after it has been JSON. */
function rounded(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits + 0;
}

const verdictWords: Readonly<Record<Pair['verdict'], Localized>> = {
  clone: localized('Copy: finest detail shared', '复制：最细微细节相同'),
  'other-detail': localized(
    'Repetition, not shown to be a clone: finest detail differs',
    '重复，未证实为复制：最细微细节不同',
  ),
  'no-detail': localized(
    'Repetition, not shown to be a clone: too little detail',
    '重复，未证实为复制：细节过少',
  ),
  drawn: localized(
    'Repetition, not shown to be a clone: drawn in few grey levels',
    '重复，未证实为复制：由少数灰度级绘成',
  ),
  pattern: localized(
    'Repetition, not shown to be a clone: part of a pattern',
    '重复，未证实为复制：属于连续纹样',
  ),
};

function figures({ width, height, working, pairs }: Result): Figure[] {
  const columns = [
    ['pair', localized('Pair', '区域对')],
    ['verdict', localized('Reading', '判读')],
    ['offset', localized('Offset (px)', '偏移（像素）')],
    ['change', localized('Turn, scale', '旋转、缩放')],
    ['area', localized('Area (px)', '面积（像素）')],
    ['correlation', localized('Correlation', '相关系数')],
    ['detail', localized('Fine detail (displaced)', '细节相关（错位时）')],
    ['alarms', localized('log₁₀ of false alarms', '误报数 log₁₀')],
  ] as const;
  return [
    mapFigure(
      'copies',
      localized('Copied regions by local correlation', '按局部相关显示的重复区域'),
      artifact,
      { width: working[0], height: working[1] },
      mapScale,
    ),
    {
      kind: 'regions',
      id: 'regions',
      title: localized('Pairs of regions: 1a and 1b belong together', '区域对：1a 与 1b 相对应'),
      width,
      height,
      regions: pairs.flatMap(({ first, second, verdict }, index) => {
        const flag = verdict === 'clone' ? ('warning' as const) : ('notice' as const);
        return [
          { label: `${index + 1}a`, polygon: first, flag },
          { label: `${index + 1}b`, polygon: second, flag },
        ];
      }),
    },
    {
      kind: 'table',
      id: 'pairs',
      title: localized('Pairs of regions', '区域对'),
      columns: columns.map(([key, title], index) => ({
        key,
        title,
        align: index < 2 ? 'start' : 'end',
        code: false,
      })),
      rows: pairs.map((pair, index) => ({
        cells: [
          `${index + 1}`,
          verdictWords[pair.verdict],
          `${pair.offset[0]}, ${pair.offset[1]}`,
          change(pair),
          pair.area,
          pair.correlation,
          `${pair.detail} (${pair.elsewhere})`,
          pair.falseAlarms,
        ],
        flag: pair.verdict === 'clone' ? 'warning' : 'notice',
      })),
    },
  ];
}

function change({ angle, scale, mirrored }: Pair): Localized {
  const words = `${angle}°, × ${scale}`;
  return mirrored ? localized(`${words}, mirrored`, `${words}，镜像`) : localized(words, words);
}

/**
 * Expected false alarms, log₁₀, up to which a pair counts more than weakly. Drawn after the measurement of
 * resources/docs/validation.md: 22 of 24 true alarms lie below, two at −5 and the one false alarm at −4.9 above.
 */
const beyondDoubt = -10;

function interpret({ pairs }: Result): Finding[] {
  const clones = pairs.filter(({ verdict }) => verdict === 'clone');
  const alike = pairs.length - clones.length;
  const shown = { limits, figures: ['regions', 'pairs', 'copies'] };
  const findings: Finding[] = clones.slice(0, 6).map((pair, index) => ({
    ...shown,
    code: `clone.${index + 1}`,
    statement: localized(
      `Regions ${index + 1}a and ${index + 1}b are the same piece of picture${describedEn(pair)}: ${pair.area} pixels, correlation ${pair.correlation}, and their finest detail correlates by ${pair.detail} (displaced: ${pair.elsewhere}; needed: ${detailNeeded(pair)}). Pairs as good expected by chance: log₁₀ ${pair.falseAlarms}.`,
      `区域 ${index + 1}a 与 ${index + 1}b 为同一图像内容${describedZh(pair)}：${pair.area} 像素，相关系数 ${pair.correlation}，最细微细节的相关系数为 ${pair.detail}（错位时 ${pair.elsewhere}；要求 ${detailNeeded(pair)}）。偶然出现同等吻合的期望数：log₁₀ 为 ${pair.falseAlarms}。`,
    ),
    bearing: 'contradicts',
    proposition: 'unaltered',
    strength: (pair.falseAlarms ?? 0) <= beyondDoubt ? 'moderate' : 'weak',
    innocent,
  }));
  if (clones.length > 6)
    findings.push({
      ...shown,
      code: 'clone.more',
      statement: localized(
        `${clones.length - 6} more pairs of the same kind are listed in the table.`,
        `另有 ${clones.length - 6} 对同类区域列于表中。`,
      ),
      bearing: 'informational',
      strength: 'none',
      innocent,
    });
  if (alike > 0)
    findings.push({
      ...shown,
      code: 'repetition',
      statement: localized(
        `${alike} ${alike === 1 ? 'pair of regions is' : 'pairs of regions are'} alike: repetition, not shown to be a clone. Things of one make, drawn content and strongly compressed copies look like this.`,
        `${alike} 对区域彼此相似：属于重复，未证实为复制。同款物体、绘制内容以及强压缩后的复制均有此表现。`,
      ),
      bearing: 'informational',
      strength: 'none',
      innocent: [],
    });
  if (pairs.length === 0)
    findings.push({
      code: 'nothing',
      statement: localized(
        'No region was found twice. That does not show that nothing was copied.',
        '未发现出现两次的区域。这并不表明没有内容被复制。',
      ),
      bearing: 'informational',
      strength: 'none',
      limits,
      innocent: [],
      figures: ['copies'],
    });
  return findings;
}

function describedEn({ offset, angle, scale, mirrored }: Pair): string {
  const parts = [`${apart(offset[0], 'to the right', 'to the left')} and ${apart(offset[1], 'down', 'up')}`];
  if (mirrored) parts.push('mirrored');
  if (Math.abs(angle) > 0.5) parts.push(`turned by ${angle}°`);
  if (Math.abs(scale - 1) > 0.01) parts.push(`scaled by ${scale}`);
  return `, ${parts.join(', ')}`;
}

function apart(distance: number, ahead: string, back: string): string {
  return `${Math.abs(distance)} px ${distance < 0 ? back : ahead}`;
}

function describedZh({ offset, angle, scale, mirrored }: Pair): string {
  const parts = [
    `${offset[0] < 0 ? '向左' : '向右'} ${Math.abs(offset[0])} 像素、${offset[1] < 0 ? '向上' : '向下'} ${Math.abs(offset[1])} 像素`,
  ];
  if (mirrored) parts.push('镜像');
  if (Math.abs(angle) > 0.5) parts.push(`旋转 ${angle}°`);
  if (Math.abs(scale - 1) > 0.01) parts.push(`缩放 ${scale} 倍`);
  return `（${parts.join('，')}）`;
}
