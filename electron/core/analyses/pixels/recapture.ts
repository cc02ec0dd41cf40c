import { z } from 'zod';
import type { Finding } from '#shared/domain/finding.ts';
import { localized } from '#shared/domain/localized.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { enhancerFinding } from '../../pixels/enhancers/enhancer-finding.ts';
import { Reduction } from '../../pixels/enhancers/reduction.ts';
import { spectralPeaks } from '../../pixels/enhancers/spectral-peaks.ts';
import { averageSpectrum } from '../../pixels/enhancers/spectrum.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { gate, stillPicture } from '../../pixels/gate.ts';
import { guide } from '../../pixels/guides/recapture.ts';
import { type FloatPlane, openPicture } from '../../pixels/picture.ts';
import { cueFigures, RecaptureCues } from '../../pixels/recapture/cues.ts';
import { displayGrid } from '../../pixels/recapture/display-grid.ts';
import { brightnessFallOff } from '../../pixels/recapture/fall-off.ts';
import { frameSides, straightLines } from '../../pixels/recapture/straight-lines.ts';

const Parameters = z.strictObject({
  /** Straight lines are listed from this share of the shorter side. */
  lineShare: z.number().min(0.2).max(1).default(0.5),
});
type Parameters = z.infer<typeof Parameters>;

const limits = [
  localized(
    'Cues, no verdict: each stands for itself, none is needed and none is enough. A picture without them may well be the photograph of a screen or print.',
    '仅为线索，不构成结论：各项线索彼此独立，既非必要也非充分。没有这些线索的图像仍可能是翻拍屏幕或印刷品所得。',
  ),
  localized(
    'Look for: several isolated peaks that belong to no fabric, fence or façade in the scene, straight lines that enclose the picture, light that falls off as no lamp of the scene would let it.',
    '观察要点：与场景中织物、栅栏、建筑立面无关的多个孤立峰；环绕画面的直线；不符合场景光源的亮度衰减。',
  ),
  localized(
    'Ignore: peaks at multiples of 1/8 (block coding), window frames, horizons and table edges, the vignette of every lens. Resizing makes peaks of its own and removes those of a display.',
    '应忽略：1/8 整数倍处的峰（分块编码）、窗框、地平线与桌沿、所有镜头都有的暗角。缩放会产生新的峰，也会消除显示屏的峰。',
  ),
];

/** Traces of a photographed screen or print, each with its statistic. */
export const analysis = defineAnalysis<Parameters, RecaptureCues>({
  id: 'pixels.recapture',
  version: 1,
  title: localized('Recapture cues (informational)', '翻拍线索（仅供参考）'),
  summary: localized(
    'Lists what photographs of screens and prints often show: moiré peaks, a grid of display pixels, long straight frame lines, fall-off of light. An enhancer: it shows, it does not conclude.',
    '列出翻拍屏幕或印刷品的照片中常见的现象：莫尔条纹峰、显示像素网格、长直边框线、亮度衰减。属于增强手段：只作显示，不作结论。',
  ),
  guide,
  reference: {
    cite: 'Mahdian, Novozámský and Saic, Identification of aliasing-based patterns in re-captured LCD screens, ICIP 2015, 616–620; Desolneux, Moisan and Morel, Meaningful alignments, IJCV 40 (2000); Welch, IEEE Trans. Audio Electroacoust. 15 (1967)',
    limits,
  },
  errorRate: errorRateOf('pixels.recapture'),
  engines: ['sharp', 'heif'],
  appliesTo: stillPicture,
  parameters: Parameters,
  result: RecaptureCues,
  run,
  figures: cueFigures,
  interpret,
});

/** A peak or line is listed when fewer than one in a thousand pictures of noise would have one. */
const leastLog10 = -3;
const tiles = { largest: 512, most: 30 };
/** Pixels of the plane in which lines are looked for, and of the cells of the fall-off. */
const [linePixels, cellPixels] = [160_000, 4096];
const mostLines = 12;

async function run(context: AnalysisContext<Parameters>): Promise<Answer<RecaptureCues>> {
  const { signal, progress } = context;
  const opened = await openPicture(context.evidence, context.limits);
  if (!opened.ok) return { outcome: 'undetermined', reason: opened.reason };
  const { picture } = opened;
  const { width, height } = picture;
  const { warnings } = picture.image;
  const reason = gate(picture, { leastSide: 64, mostPixels: 64_000_000 });
  if (reason !== null) return { outcome: 'undetermined', reason, warnings };
  signal.throwIfAborted();
  const luma = picture.luma();
  const spectrum = averageSpectrum(luma, tiles, () => signal.throwIfAborted());
  progress(0.6);
  const peaks = spectralPeaks(spectrum, 24).filter(({ log10 }) => log10 <= leastLog10);
  signal.throwIfAborted();
  const small = reduced(luma, linePixels);
  const [scaleX, scaleY] = [width / small.width, height / small.height];
  const found = straightLines(small, context.parameters.lineShare).filter(({ log10 }) => log10 <= leastLog10);
  const lines = found.slice(0, mostLines).map(({ from, to, angle, log10 }) => {
    const [fromX, fromY] = [(from[0] + 0.5) * scaleX, (from[1] + 0.5) * scaleY];
    const [toX, toY] = [(to[0] + 0.5) * scaleX, (to[1] + 0.5) * scaleY];
    return {
      from: [fromX, fromY] as [number, number],
      to: [toX, toY] as [number, number],
      length: Math.hypot(toX - fromX, toY - fromY),
      angle,
      log10,
    };
  });
  const cells = reduced(luma, cellPixels);
  progress(1);
  const result: RecaptureCues = {
    ...{ width, height, tiles: spectrum.tiles, tileSize: spectrum.size },
    peaks,
    grid: displayGrid(peaks),
    lines,
    frameSides: frameSides(found, small.width, small.height),
    fallOff: brightnessFallOff(cells.data, cells.width, cells.height),
  };
  // Single lines are in most pictures; all four sides are not.
  const repeats = peaks.some(({ blocks }) => !blocks);
  return { outcome: repeats || result.frameSides === 4 ? 'found' : 'nothing-found', warnings, result };
}

function reduced({ width, height, data }: FloatPlane, most: number): FloatPlane {
  const reduction = new Reduction(width, height, most);
  const { columns } = reduction;
  const sums = reduction.sums();
  for (let y = 0, at = 0; y < height; y += 1) {
    const start = reduction.row(y);
    for (let x = 0; x < width; x += 1, at += 1) sums[start + columns[x]!]! += data[at]!;
  }
  return { width: reduction.width, height: reduction.height, data: reduction.finish(sums) };
}

function interpret({ peaks, grid, lines, frameSides: sides, fallOff }: RecaptureCues): Finding[] {
  const isolated = peaks.filter(({ blocks, harmonic }) => !blocks && !harmonic);
  const findings: Finding[] = [];
  const first = isolated[0];
  if (first !== undefined) {
    const [period, log10] = [first.period.toFixed(2), first.log10.toFixed(1)];
    const sides =
      grid === null
        ? ['', '']
        : [
            ` Two of them are perpendicular with a common period of ${grid.period.toFixed(2)} pixels.`,
            `其中两个相互正交，共同周期为 ${grid.period.toFixed(2)} 像素。`,
          ];
    findings.push({
      ...enhancerFinding(
        'recapture.repetition',
        localized(
          `The spectrum has ${isolated.length} isolated ${isolated.length === 1 ? 'peak' : 'peaks'} that block coding does not explain, the strongest with a period of ${period} pixels (lg of false alarms ${log10}).${sides[0]} Screens and printed rasters make such peaks; so do fabrics, façades and enlarging.`,
          `频谱中有 ${isolated.length} 个无法由分块编码解释的孤立峰，最强者周期为 ${period} 像素（误报数的 lg 为 ${log10}）。${sides[1]}屏幕与印刷网点会产生此类峰，织物、建筑立面和放大操作也会。`,
        ),
        limits,
        ['cues', 'peaks'],
      ),
      innocent: [
        localized('Regular texture in the scene', '场景中的规则纹理'),
        localized('Resizing, sharpening or a pattern of the sensor', '缩放、锐化或传感器固有图案'),
      ],
    });
  }
  if (lines.length > 0)
    findings.push({
      ...enhancerFinding(
        'recapture.lines',
        localized(
          `${lines.length === 1 ? '1 long straight line crosses' : `${lines.length} long straight lines cross`} the picture; ${sides} of its 4 sides have one running along them.`,
          `画面中有 ${lines.length} 条长直线；4 条边中有 ${sides} 条边附近存在与之平行的直线。`,
        ),
        limits,
        ['cues', 'lines'],
      ),
      innocent: [
        localized(
          'Buildings, windows, horizons, furniture, borders that were added',
          '建筑、窗户、地平线、家具、后加的边框',
        ),
      ],
    });
  const [corners, share] = [fallOff.corners.toFixed(1), (100 * fallOff.explained).toFixed(1)];
  findings.push(
    enhancerFinding(
      'recapture.fall-off',
      localized(
        `From the centre to the corners brightness changes by ${corners} grey levels; an even fall-off with a slope explains ${share} % of the variance.`,
        `由中心至四角亮度变化 ${corners} 灰度级；均匀衰减与倾斜可解释 ${share} % 的方差。`,
      ),
      limits,
      ['cues'],
    ),
  );
  return findings;
}
