import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { gate } from '../../pixels/gate.ts';
import { guide } from '../../pixels/guides/cfa.ts';
import { keepMap, mapFigure, windowRegions } from '../../pixels/maps.ts';
import { traceMosaic } from '../../pixels/mosaic/trace-mosaic.ts';
import { openPicture, type Picture } from '../../pixels/picture.ts';
import { meanLuminanceStep } from '../../pixels/tone-traces/luminance-step.ts';

const Parameters = z.strictObject({
  /** lg of the number of false alarms up to which a window counts. */
  log10: z.number().min(-12).max(0).default(-3),
});
type Parameters = z.infer<typeof Parameters>;

const Result = z.object({
  phase: z.union([z.literal(0), z.literal(1)]),
  votes: z.number().int(),
  of: z.number().int(),
  log10: z.number(),
  pattern: z.enum(['RGGB', 'GRBG', 'GBRG', 'BGGR']).nullable(),
  patternLog10: z.number(),
  /** Share of the blocks that the mixture takes to have no mosaic. */
  without: z.number(),
  windows: z.array(
    z.object({
      left: z.number().int(),
      top: z.number().int(),
      side: z.number().int(),
      kind: z.enum(['other-phase', 'no-pattern']),
      votes: z.number().int(),
      of: z.number().int(),
      log10: z.number(),
    }),
  ),
  windowTests: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  columns: z.number().int(),
  rows: z.number().int(),
});
type Result = z.infer<typeof Result>;

const scale = { min: 0, max: 1, unit: 'P' } as const;
const formats: ReadonlySet<MediaFormat> = new Set(['jpeg', 'png', 'tiff', 'bmp']);
const artifact = 'mosaic-absent.png';
/** Mean luminance step above which quantisation has erased what demosaicing left. */
const mostStep = 3;
/** A lead of the votes below this may come from anything; its number of false alarms does not help. */
const leastShare = 0.55;

const gateLimit = localized(
  'Speaks only of pictures that kept the grid of their sensor: never resized, turned or corrected, stored without loss or as JPEG with a mean luminance step of at most 3.',
  '仅适用于保留传感器网格的图像：未经缩放、旋转或校正，以无损方式或平均亮度量化步长不超过 3 的 JPEG 存储。',
);
const noneLimit = localized(
  'A picture without the trace may be perfectly genuine: most cameras and phones process it away.',
  '没有该痕迹的图像可能完全真实：多数相机和手机在处理中会将其消除。',
);
const textureLimit = localized(
  'Flat, clipped, out-of-focus and strongly textured areas show the pattern weakly; single blocks on the map mean nothing.',
  '平坦、溢出、失焦以及强纹理区域中该模式较弱；图中的孤立块没有意义。',
);

/** The pattern a colour filter array leaves, and places where it breaks. */
export const analysis = defineAnalysis<Parameters, Result>({
  id: 'pixels.cfa',
  version: 1,
  title: localized('Colour mosaic of the sensor', '彩色滤光阵列（CFA）痕迹'),
  summary: localized(
    'Tests whether green shows the chessboard of acquired and interpolated pixels that demosaicing leaves, which Bayer pattern fits, and where it breaks.',
    '检验绿色通道是否呈现去马赛克留下的采集像素与插值像素的棋盘格结构、与哪种拜耳阵列相符，以及何处中断。',
  ),
  guide,
  reference: {
    cite: 'Ferrara, Bianchi, De Rosa and Piva, Image Forgery Localization via Fine-Grained Analysis of CFA Artifacts, IEEE TIFS 7 (2012); Popescu and Farid, IEEE Trans. Signal Process. 53 (2005); vote after Bammey, Grompone von Gioi and Morel, CVPR 2020',
    url: 'https://doi.org/10.1109/TIFS.2012.2202227',
    limits: [gateLimit, noneLimit, textureLimit],
  },
  errorRate: errorRateOf('pixels.cfa'),
  engines: ['sharp'],
  appliesTo: ({ format }) =>
    formats.has(format) ||
    localized(
      'Only for JPEG and pictures stored without loss: other coders smooth the mosaic away',
      '仅适用于 JPEG 与无损存储的图像：其他编码器会抹平马赛克痕迹',
    ),
  parameters: Parameters,
  result: Result,
  run,
  figures,
  interpret,
});

async function run(context: AnalysisContext<Parameters>): Promise<Answer<Result>> {
  const { evidence, limits, parameters, signal, progress } = context;
  const opened = await openPicture(evidence, limits);
  if (!opened.ok) return { outcome: 'undetermined', reason: opened.reason };
  const { picture } = opened;
  const { width, height } = picture;
  const { warnings } = picture.image;
  const reason = gate(picture, { leastSide: 128, colour: true, only8Bit: true }) ?? compressed(picture);
  if (reason !== null) return { outcome: 'undetermined', reason, warnings };
  const trace = traceMosaic(picture.rgb(), width, height, parameters.log10, (share) => {
    signal.throwIfAborted();
    progress(share);
  });
  const { absent, mixture, side: _, ...rest } = trace;
  if (trace.of < 100) return { outcome: 'undetermined', reason: tooFlat, warnings };
  if (trace.log10 > -3 || trace.votes < leastShare * trace.of)
    return { outcome: 'undetermined', reason: noMosaic(trace.votes, trace.of), warnings };
  const { columns, rows } = trace;
  await keepMap(context, artifact, { width: columns, height: rows, values: absent }, scale);
  const result: Result = { ...rest, windows: [...trace.windows], without: mixture.share, width, height };
  return { outcome: trace.windows.length > 0 ? 'found' : 'nothing-found', result, warnings };
}

/** Why a JPEG is compressed too strongly; `null` for other pictures. */
function compressed(picture: Picture): Reason | null {
  const mean = meanLuminanceStep(picture);
  if (mean === null || mean <= mostStep) return null;
  if (Number.isNaN(mean))
    return {
      code: 'no-tables',
      text: localized(
        'The quantisation steps of this JPEG could not be read, so nothing is known of its quality.',
        '无法读取此 JPEG 的量化步长，因而无从得知其质量。',
      ),
    };
  return {
    code: 'too-compressed',
    text: localized(
      `The mean luminance step of this JPEG is ${mean.toFixed(1)}; above ${mostStep} compression hides the mosaic.`,
      `此 JPEG 的平均亮度量化步长为 ${mean.toFixed(1)}；超过 ${mostStep} 时压缩会掩盖马赛克痕迹。`,
    ),
  };
}

const tooFlat: Reason = {
  code: 'too-flat',
  text: localized(
    'Too few blocks hold enough detail between black and white to say anything.',
    '在黑白之间具有足够细节的图像块过少，无法判断。',
  ),
};

function noMosaic(votes: number, of: number): Reason {
  return {
    code: 'no-mosaic',
    text: localized(
      `No mosaic trace: ${votes} of ${of} blocks vote for one phase, which chance or processing would do as well. Nothing can be said.`,
      `没有马赛克痕迹：${of} 个块中有 ${votes} 个支持同一相位，偶然或后期处理亦可如此。无法作出任何判断。`,
    ),
  };
}

const kindWords: Readonly<Record<Result['windows'][number]['kind'], Localized>> = {
  'other-phase': localized('another phase', '另一相位'),
  'no-pattern': localized('no pattern', '无此模式'),
};

function figures({ width, height, columns, rows, windows }: Result): Figure[] {
  const title = localized('Probability that a block has no mosaic', '图像块无马赛克痕迹的后验概率');
  const all: Figure[] = [mapFigure('absent', title, artifact, { width: columns, height: rows }, scale)];
  if (windows.length === 0) return all;
  all.push({
    kind: 'regions',
    id: 'windows',
    title: localized('Windows in which the mosaic breaks', '马赛克模式中断的窗口'),
    width,
    height,
    regions: windowRegions(windows),
  });
  all.push({
    kind: 'table',
    id: 'votes',
    title: localized('Votes in these windows', '窗口中的投票'),
    columns: [
      { key: 'place', title: localized('Upper left corner', '左上角'), align: 'start', code: true },
      { key: 'kind', title: localized('What', '情形'), align: 'start', code: false },
      { key: 'votes', title: localized('Votes', '票数'), align: 'end', code: false },
      { key: 'log10', title: localized('lg NFA', 'lg NFA'), align: 'end', code: false },
    ],
    rows: windows.map((one) => ({
      cells: [
        `${one.left}, ${one.top}`,
        kindWords[one.kind],
        `${one.votes} / ${one.of}`,
        Number(one.log10.toFixed(1)),
      ],
    })),
  });
  return all;
}

function interpret({ votes, of, log10, pattern, windows, windowTests }: Result): Finding[] {
  const name = pattern === null ? ['', ''] : [`; the pattern is ${pattern}`, `；阵列为 ${pattern}`];
  const findings: Finding[] = [
    {
      code: 'cfa.pattern',
      statement: localized(
        `The picture shows the chessboard of a colour mosaic: ${votes} of ${of} blocks agree on its phase (lg NFA ${log10.toFixed(1)})${name[0]}.`,
        `图像呈现彩色滤光阵列的棋盘格结构：${of} 个块中有 ${votes} 个相位一致（lg NFA ${log10.toFixed(1)}）${name[1]}。`,
      ),
      bearing: 'informational',
      strength: 'none',
      limits: [gateLimit],
      innocent: [
        localized('Enlarging by exactly two leaves a similar trace.', '恰好放大两倍会留下类似痕迹。'),
      ],
      figures: ['absent'],
    },
  ];
  const [first] = windows;
  if (first !== undefined) {
    const other = windows.filter(({ kind }) => kind === 'other-phase').length;
    findings.push({
      code: other > 0 ? 'cfa.other-phase' : 'cfa.interrupted',
      statement: localized(
        `The mosaic breaks in ${windows.length} windows, in ${other} of them with another phase; the clearest has lg NFA ${first.log10.toFixed(1)} among ${windowTests} tests.`,
        `马赛克模式在 ${windows.length} 个窗口中中断，其中 ${other} 个呈另一相位；${windowTests} 次检验中最显著者 lg NFA 为 ${first.log10.toFixed(1)}。`,
      ),
      bearing: 'contradicts',
      proposition: 'unaltered',
      strength: 'weak',
      limits: [gateLimit, textureLimit],
      innocent: [
        localized(
          'Clipped light, strong texture, local noise reduction and dust or red-eye removal in the camera interrupt the pattern.',
          '高光溢出、强纹理、局部降噪，以及机内除尘或去红眼都会使该模式中断。',
        ),
      ],
      figures: ['absent', 'windows', 'votes'],
    });
  }
  return findings;
}
