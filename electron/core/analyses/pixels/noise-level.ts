import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { enhancerFinding } from '../../pixels/enhancers/enhancer-finding.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { guide } from '../../pixels/guides/noise-level.ts';
import { keepMap, mapFigure } from '../../pixels/maps.ts';
import { detailNoise } from '../../pixels/noise/detail-noise.ts';
import { noiseCurve, noiseRatios } from '../../pixels/noise/noise-curve.ts';
import { noiseGate, noiseKeptFormat } from '../../pixels/noise/noise-gate.ts';
import { mergedRegions } from '../../pixels/noise/noise-regions.ts';
import { noisyLuma } from '../../pixels/noise/noisy-luma.ts';
import { spreadMap, spreadSize } from '../../pixels/noise/spread-map.ts';
import { openPicture } from '../../pixels/picture.ts';

const Parameters = z.strictObject({
  /** Side of a block, pixels; 0: 32, and 64 in pictures of more than 16 megapixels. */
  side: z.union([z.literal(0), z.literal(16), z.literal(32), z.literal(64)]).default(0),
  /** Blocks join a region while they differ from its mean by at most so much, log₂ of the noise. */
  tolerance: z.number().min(0.1).max(2).default(0.5),
});
type Parameters = z.infer<typeof Parameters>;

const Region = z.object({
  left: z.number().int(),
  top: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  blocks: z.number().int(),
  /** Noise over that of the curve at the same brightness. */
  factor: z.number(),
});
const Result = z.object({
  width: z.number().int(),
  height: z.number().int(),
  side: z.number().int(),
  columns: z.number().int(),
  rows: z.number().int(),
  blocks: z.number().int(),
  clipped: z.number().int(),
  /** Median noise, grey levels, against mean luminance; darkest first. */
  curve: z.array(z.object({ light: z.number(), deviation: z.number() })),
  regions: z.array(Region),
});
type Result = z.infer<typeof Result>;

/** Quality 90 of the IJG tables is about 12. */
const mostStep = 12;
const leastBlocks = 48;
/** A region is listed when it has at least so many blocks and differs by at least this factor from the curve. */
const [listedBlocks, listedFactor, mostListed] = [6, 2, 20];
const [ratioArtifact, regionArtifact] = ['noise-ratio.png', 'noise-regions.png'];
const scale = { min: -2, max: 2, unit: 'log₂', diverging: true } as const;

const limits = [
  localized(
    'Look for: a region bounded like an object, quieter or noisier than its surroundings and than other places of the same brightness.',
    '观察要点：轮廓如同物体、噪声低于或高于周围以及同亮度其他位置的区域。',
  ),
  localized(
    'Ignore: foliage, fabric, gravel and edges: fine texture is measured as noise. Skies and walls lie below the curve wherever the rest is textured.',
    '应忽略：枝叶、织物、砾石与边缘，细纹理会被计为噪声；其余部分纹理丰富时，天空和墙面总低于曲线。',
  ),
  localized(
    'Denoising in the camera works differently from place to place, and JPEG erases noise in even areas first. Untouched photographs have such regions too: all of twelve had some.',
    '机内降噪在各处强度不同，JPEG 首先抹去平坦区域的噪声。未经改动的照片同样有此类区域：十二幅中每幅都有。',
  ),
];

/** Noise of blocks against what the picture has at the same brightness. */
export const analysis = defineAnalysis<Parameters, Result>({
  id: 'pixels.noise-level',
  version: 2,
  title: localized('Noise level', '噪声水平'),
  summary: localized(
    'Measures the noise of each block in the finest wavelet detail, compares it with what the picture has at the same brightness, and merges blocks alike. An enhancer: it shows, it does not conclude.',
    '以最细尺度的小波细节测量每块噪声，与图像在相同亮度下的噪声比较，并合并相近的块。属于增强手段：只作显示，不作结论。',
  ),
  guide,
  reference: {
    cite: 'Mahdian and Saic, Using noise inconsistencies for blind image forensics, Image and Vision Computing 27 (2009) 1497–1503',
    url: 'https://doi.org/10.1016/j.imavis.2009.02.001',
    limits,
  },
  errorRate: errorRateOf('pixels.noise-level'),
  engines: ['sharp'],
  appliesTo: noiseKeptFormat,
  parameters: Parameters,
  result: Result,
  run,
  figures,
  interpret,
});

async function run(context: AnalysisContext<Parameters>): Promise<Answer<Result>> {
  const { parameters, signal, progress } = context;
  const opened = await openPicture(context.evidence, context.limits);
  if (!opened.ok) return { outcome: 'undetermined', reason: opened.reason };
  const { picture } = opened;
  const { width, height } = picture;
  const { warnings } = picture.image;
  const reason = noiseGate(picture, mostStep);
  if (reason !== null) return { outcome: 'undetermined', reason, warnings };
  const side = parameters.side === 0 ? (width * height > 16e6 ? 64 : 32) : parameters.side;
  const noise = detailNoise(noisyLuma(picture), side, (share) => {
    signal.throwIfAborted();
    progress(0.8 * share);
  });
  const { columns, rows, origin, deviations } = noise;
  const squares = { columns, rows, pitch: side, origin };
  const blocks = deviations.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  if (blocks < leastBlocks) return { outcome: 'undetermined', reason: tooFew, warnings };
  const curve = noiseCurve(noise);
  const ratios = noiseRatios(noise, curve);
  const { regions, means } = mergedRegions(ratios, columns, rows, parameters.tolerance);
  await keepMap(context, ratioArtifact, spreadMap(known(ratios), squares, picture), scale);
  await keepMap(context, regionArtifact, spreadMap(known(means), squares, picture), scale);
  const different = regions.filter(
    (one) => one.blocks >= listedBlocks && Math.abs(one.ratio) >= Math.log2(listedFactor),
  );
  const result: Result = {
    ...{ width, height, side, columns, rows, blocks, curve },
    clipped: deviations.length - blocks,
    regions: different.slice(0, mostListed).map((one) => ({
      left: origin + one.x0 * side,
      top: origin + one.y0 * side,
      width: (one.x1 - one.x0 + 1) * side,
      height: (one.y1 - one.y0 + 1) * side,
      blocks: one.blocks,
      factor: 2 ** one.ratio,
    })),
  };
  return { outcome: different.length > 0 ? 'found' : 'nothing-found', result, warnings };
}

/** On a scale with a middle, what is unknown is drawn as the middle. */
function known(values: Float32Array): Float32Array {
  return values.map((value) => (Number.isNaN(value) ? 0 : value));
}

const tooFew: Reason = {
  code: 'too-few-blocks',
  text: localized(
    'Too few blocks are neither clipped nor in part of one level: there is no noise to compare.',
    '既未溢出又不含单一灰阶区域的图像块过少，无法比较其噪声。',
  ),
};

function figures({ width, height, curve, regions }: Result): Figure[] {
  const size = spreadSize({ width, height });
  const all: Figure[] = [
    mapFigure(
      'ratio',
      localized('Noise against other places of the same brightness', '噪声与同亮度其他位置之比'),
      ratioArtifact,
      size,
      scale,
    ),
    mapFigure(
      'regions',
      localized('Blocks of like noise, merged', '噪声相近的块合并后'),
      regionArtifact,
      size,
      scale,
    ),
    {
      kind: 'plot',
      id: 'curve',
      title: localized('Noise against brightness', '噪声随亮度的变化'),
      style: 'line',
      x: { title: localized('Mean luminance', '平均亮度') },
      y: { title: localized('Standard deviation', '标准差'), unit: 'grey levels' },
      series: [
        {
          name: localized('Median of the blocks', '各块中位数'),
          x: curve.map(({ light }) => light),
          y: curve.map(({ deviation }) => deviation),
        },
      ],
    },
  ];
  if (regions.length === 0) return all;
  all.push({
    kind: 'regions',
    id: 'boxes',
    title: localized('Regions with other noise', '噪声不同的区域'),
    width,
    height,
    regions: regions.map((one) => ({
      label: `× ${one.factor.toFixed(2)}`,
      polygon: [
        [one.left, one.top],
        [one.left + one.width, one.top],
        [one.left + one.width, one.top + one.height],
        [one.left, one.top + one.height],
      ],
    })),
  });
  return all;
}

function interpret({ curve, regions, side }: Result): Finding[] {
  const levels = curve.map(({ deviation }) => deviation);
  const [least, most] = [Math.min(...levels).toFixed(2), Math.max(...levels).toFixed(2)];
  return [
    enhancerFinding(
      'noise-level.enhancer',
      localized(
        `Blocks of ${side} pixels have a median noise from ${least} to ${most} grey levels, depending on brightness; ${regions.length} merged regions differ from that by a factor of ${listedFactor} or more. Shown as an aid for the eye, not as evidence of editing.`,
        `${side} 像素块的噪声中位数随亮度在 ${least} 至 ${most} 灰度级之间；${regions.length} 个合并区域与之相差 ${listedFactor} 倍以上。仅供辅助观察，不作为编辑的证据。`,
      ),
      limits,
      ['ratio', 'regions', 'curve'],
    ),
  ];
}
