import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { enhancerFinding } from '../../pixels/enhancers/enhancer-finding.ts';
import { almostGaussian } from '../../pixels/enhancers/gaussian.ts';
import { Peak, peaksFigure } from '../../pixels/enhancers/peak-table.ts';
import { quantile } from '../../pixels/enhancers/reduction.ts';
import { spectralPeaks } from '../../pixels/enhancers/spectral-peaks.ts';
import { averageSpectrum, centredSpectrum } from '../../pixels/enhancers/spectrum.ts';
import { enhancerLimit, rounded, smallerLimit } from '../../pixels/enhancers/words.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { gate, stillPicture } from '../../pixels/gate.ts';
import { guide } from '../../pixels/guides/frequency-split.ts';
import { keepMap, type MapScale, mapFigure } from '../../pixels/maps.ts';
import { openPicture } from '../../pixels/picture.ts';

const Parameters = z.strictObject({
  /** Standard deviation of the Gaussian that separates the two halves, pixels. */
  radius: z.number().min(1).max(64).default(4),
  /** End of the scale of the high frequencies, grey levels. */
  range: z.int().min(4).max(128).default(16),
});
type Parameters = z.infer<typeof Parameters>;

const Result = z.object({
  width: z.number().int(),
  height: z.number().int(),
  radius: z.number(),
  range: z.number().int(),
  /** Variance of luminance that lies above the separation, 0…1. */
  highShare: z.number(),
  /** Mean size of the high frequencies, grey levels. */
  highMean: z.number(),
  spectrum: z.object({ size: z.number().int(), tiles: z.number().int(), low: z.number(), high: z.number() }),
  peaks: z.array(Peak),
});
type Result = z.infer<typeof Result>;

const limits = [
  enhancerLimit,
  localized(
    'Look for: in the high frequencies, regions with finer, coarser or no grain than their surroundings and outlines left by pasting; in the low frequencies, light that changes where no object changes it; in the spectrum, isolated points, which stand for something that repeats (enlarging, a screen, a printed raster, cloth).',
    '观察要点：高频中颗粒比周围更细、更粗或缺失的区域以及拼贴留下的轮廓；低频中并非由物体引起的光照变化；频谱中的孤立亮点，对应某种重复结构（放大、屏幕、印刷网点、织物）。',
  ),
  localized(
    'Ignore: points at multiples of 1/8, which JPEG blocks make; the bright cross and rays, which straight edges make; repetition that the scene itself holds, such as bricks, fences and fabrics.',
    '应忽略：位于 1/8 整数倍处的亮点（由 JPEG 分块产生）；由直线边缘形成的亮十字与射线；场景本身具有的重复，如砖墙、栅栏和织物。',
  ),
  localized(
    'The number of false alarms of a point assumes that its surroundings in the spectrum are even; textures make a few points that are none.',
    '亮点的误报数以频谱中邻域平坦为前提；纹理可能产生少量并非真实重复的亮点。',
  ),
  smallerLimit,
];

/** Low and high frequencies apart, and the spectrum with what repeats in it. */
export const analysis = defineAnalysis<Parameters, Result>({
  id: 'pixels.frequency-split',
  version: 1,
  enhancer: true,
  title: localized('Frequency split (enhancer)', '频率分离（增强显示）'),
  summary: localized(
    'Separates luminance at a radius into slow and fast changes, draws its spectrum and lists isolated peaks. An enhancer: it shows, it does not conclude.',
    '按给定半径将亮度分离为缓变与快变两部分，绘制频谱并列出孤立峰。属于增强手段：只作显示，不作结论。',
  ),
  guide,
  reference: {
    cite: 'Welch, The use of fast Fourier transform for the estimation of power spectra, IEEE Trans. Audio Electroacoust. 15 (1967); Kovesi, Fast almost-Gaussian filtering, DICTA 2010; for pictures: Krawetz, A Picture’s Worth, 2007',
    limits,
  },
  errorRate: errorRateOf('pixels.frequency-split'),
  engines: ['sharp', 'heif'],
  appliesTo: stillPicture,
  parameters: Parameters,
  result: Result,
  run,
  figures,

  interpret({ radius, highShare, highMean, peaks }) {
    const [share, mean] = [(100 * highShare).toFixed(1), highMean.toFixed(2)];
    const isolated = peaks.filter(({ blocks, harmonic }) => !blocks && !harmonic).length;
    return [
      enhancerFinding(
        'frequency-split.enhancer',
        localized(
          `${share} % of the variance of luminance is faster than a radius of ${radius} pixels, ${mean} grey levels on average; the spectrum has ${isolated} isolated peaks apart from block coding. Shown as an aid for the eye.`,
          `亮度方差的 ${share} % 快于 ${radius} 像素半径，平均 ${mean} 灰度级；频谱中除分块编码外有 ${isolated} 个孤立峰。仅供辅助观察。`,
        ),
        limits,
        ['low', 'high', 'spectrum', 'peaks'],
      ),
    ];
  },
});

/** Tiles of the spectrum: side and number. */
const tiles = { largest: 512, most: 30 };
const mostPeaks = 16;
const lowScale: MapScale = { min: 0, max: 255, unit: 'grey levels' };
const highScale = (range: number): MapScale => ({
  min: -range,
  max: range,
  unit: 'grey levels',
  diverging: true,
});
const spectrumScale = ({ low, high }: Result['spectrum']): MapScale => ({ min: low, max: high, unit: 'dB' });

async function run(context: AnalysisContext<Parameters>): Promise<Answer<Result>> {
  const { signal, progress } = context;
  const { radius, range } = context.parameters;
  const opened = await openPicture(context.evidence, context.limits);
  if (!opened.ok) return { outcome: 'undetermined', reason: opened.reason };
  const { picture } = opened;
  const reason = gate(picture, { leastSide: 64, mostPixels: 64_000_000 });
  if (reason !== null) return { outcome: 'undetermined', reason, warnings: picture.image.warnings };
  signal.throwIfAborted();
  const between = (): void => signal.throwIfAborted();
  const { width, height } = picture;
  const luma = picture.luma();
  const low = almostGaussian(luma, radius, between);
  progress(0.3);
  await keepMap(context, 'low.png', { width, height, values: low.data }, lowScale);
  const { highShare, highMean } = subtract(luma.data, low.data);
  await keepMap(context, 'high.png', { width, height, values: low.data }, highScale(range));
  progress(0.6);
  const spectrum = averageSpectrum(luma, tiles, between);
  const peaks = spectralPeaks(spectrum, mostPeaks);
  const drawn = centredSpectrum(spectrum).map((value) => (10 / Math.LN10) * value);
  const ends = { low: rounded(quantile(drawn, 0.001), 1), high: rounded(quantile(drawn, 1), 1) };
  const facts = {
    size: spectrum.size,
    tiles: spectrum.tiles,
    low: ends.low,
    high: Math.max(ends.low + 1, ends.high),
  };
  const square = { width: spectrum.size, height: spectrum.size, values: drawn };
  await keepMap(context, 'spectrum.png', square, spectrumScale(facts));
  progress(1);
  return {
    outcome: 'found',
    warnings: picture.image.warnings,
    result: { width, height, radius, range, highShare, highMean, spectrum: facts, peaks: [...peaks] },
  };
}

/** Put the difference in place of the smoothed values. */
function subtract(whole: Float32Array, low: Float32Array): { highShare: number; highMean: number } {
  let [sum, squares, highSquares, highSizes] = [0, 0, 0, 0];
  for (let at = 0; at < low.length; at += 1) {
    const value = whole[at]!;
    const high = value - low[at]!;
    sum += value;
    squares += value * value;
    highSquares += high * high;
    highSizes += Math.abs(high);
    low[at] = high;
  }
  const variance = squares / low.length - (sum / low.length) ** 2;
  const share = variance < 1e-6 ? 0 : highSquares / low.length / variance;
  return { highShare: Math.min(1, share), highMean: highSizes / low.length };
}

function figures({ width, height, radius, range, spectrum, peaks }: Result): Figure[] {
  const size = { width, height };
  const square = { width: spectrum.size, height: spectrum.size };
  return [
    mapFigure(
      'low',
      localized(`Slower than ${radius} pixels`, `低频（半径 ${radius} 像素以上）`),
      'low.png',
      size,
      lowScale,
    ),
    mapFigure(
      'high',
      localized(`Faster than ${radius} pixels`, `高频（半径 ${radius} 像素以下）`),
      'high.png',
      size,
      highScale(range),
    ),
    {
      ...mapFigure(
        'spectrum',
        localized('Spectrum, frequency zero in the middle', '频谱（零频率位于中央）'),
        'spectrum.png',
        square,
        spectrumScale(spectrum),
      ),
      overlay: false,
    },
    peaksFigure(peaks),
  ];
}
