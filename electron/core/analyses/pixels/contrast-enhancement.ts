import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { localized } from '#shared/domain/localized.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { gate } from '../../pixels/gate.ts';
import { guide } from '../../pixels/guides/contrast-enhancement.ts';
import { keepMap, mapFigure } from '../../pixels/maps.ts';
import { openPicture } from '../../pixels/picture.ts';
import { greenPlane } from '../../pixels/tone-traces/green-plane.ts';
import { meanLuminanceStep } from '../../pixels/tone-traces/luminance-step.ts';
import { traceTones } from '../../pixels/tone-traces/trace-tones.ts';

const Parameters = z.strictObject({
  /** High-frequency measure of the histogram from which it counts as uneven. */
  measure: z.number().min(0).max(1).default(0.01),
  /** Gaps and peaks together that must be seen as well. */
  marks: z.int().min(0).max(256).default(5),
});
type Parameters = z.infer<typeof Parameters>;

const Result = z.object({
  measure: z.number(),
  expected: z.number(),
  gaps: z.number().int(),
  peaks: z.number().int(),
  span: z.number().int(),
  /** Share of the samples that were read; squares of one level are left out. */
  read: z.number(),
  clipped: z.number(),
  enhanced: z.boolean(),
  /** Counts of the 256 levels of green. */
  histogram: z.array(z.number().int()).length(256),
  columns: z.number().int(),
  rows: z.number().int(),
});
type Result = z.infer<typeof Result>;

const formats: ReadonlySet<MediaFormat> = new Set(['jpeg', 'png', 'tiff', 'bmp']);
/** Mean luminance step above which a JPEG has filled the gaps again. */
const mostStep = 2;
/** Samples outside squares of one level without which counting noise is all there is. */
const leastRead = 30_000;
/** Share of clipped samples above which there is too little histogram between the ends. */
const mostClipped = 0.4;
const scale = { min: 0, max: 0.08, unit: 'F' } as const;
const artifact = 'tone-tiles.png';

const measuredLimit = localized(
  'The thresholds are measured on few photographs, not derived. Photographs that a scanner or camera mapped to 8 bits from few levels are uneven as well.',
  '阈值在少量照片上实测得出，并非推导。由扫描仪或相机从较少灰阶映射至 8 位的照片，其直方图同样不平整。',
);
const hiddenLimit = localized(
  'JPEG compression, resizing, noise or work with 16 bits after or during the change fills the gaps; a shift of all levels leaves none.',
  '调整之后的 JPEG 压缩、缩放、加噪，或以 16 位处理，都会填平间隙；整体平移灰阶不留痕迹。',
);

/** Gaps and peaks in the histogram, as a tone curve leaves them. */
export const analysis = defineAnalysis<Parameters, Result>({
  id: 'pixels.contrast-enhancement',
  version: 2,
  title: localized('Contrast enhancement', '对比度增强'),
  summary: localized(
    'Looks for the gaps and peaks that a tone curve, gamma or contrast change leaves in the histogram, for the whole picture and tile by tile.',
    '在整幅图像及各分块的直方图中查找色调曲线、伽马或对比度调整留下的间隙与尖峰。',
  ),
  guide,
  reference: {
    cite: 'Stamm and Liu, Blind forensics of contrast enhancement in digital images, ICIP 2008; Stamm and Liu, Forensic detection of image manipulation using statistical intrinsic fingerprints, IEEE TIFS 5 (2010)',
    url: 'https://doi.org/10.1109/TIFS.2010.2053202',
    limits: [measuredLimit, hiddenLimit],
  },
  errorRate: errorRateOf('pixels.contrast-enhancement'),
  engines: ['sharp'],
  appliesTo: ({ format }) =>
    formats.has(format) ||
    localized(
      'Only for pictures stored without loss, or as JPEG of the highest quality',
      '仅适用于无损存储的图像或最高质量的 JPEG',
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
  const reason = gate(picture, { leastSide: 192, only8Bit: true });
  if (reason !== null) return { outcome: 'undetermined', reason, warnings };
  const step = meanLuminanceStep(picture);
  if (step !== null && !(step <= mostStep)) return { outcome: 'undetermined', reason: compressed, warnings };
  const trace = traceTones(greenPlane(picture.rgb()), width, height, (share) => {
    signal.throwIfAborted();
    progress(share);
  });
  const { whole, counts, read, clipped, columns, rows, tiles } = trace;
  if (read * width * height < leastRead) return { outcome: 'undetermined', reason: tooFlat, warnings };
  if (clipped > mostClipped) return { outcome: 'undetermined', reason: saturated, warnings };
  if (whole.span < 64) return { outcome: 'undetermined', reason: fewLevels, warnings };
  await keepMap(context, artifact, { width: columns, height: rows, values: tiles }, scale);
  const enhanced = whole.measure >= parameters.measure && whole.gaps + whole.peaks >= parameters.marks;
  const result: Result = { ...whole, read, clipped, enhanced, histogram: [...counts], columns, rows };
  return { outcome: enhanced ? 'found' : 'nothing-found', result, warnings };
}

const compressed: Reason = {
  code: 'too-compressed',
  text: localized(
    'The mean luminance step of this JPEG is above 2 or could not be read: compression has evened out the histogram.',
    '此 JPEG 的平均亮度量化步长大于 2，或无法读取：压缩已使直方图趋于平滑。',
  ),
};
const tooFlat: Reason = {
  code: 'too-flat',
  text: localized(
    'Outside bars, borders and drawn surfaces of one level there are too few samples for a histogram.',
    '除单一灰阶的边条、边框与绘制区域外，样本过少，无法构成直方图。',
  ),
};
const saturated: Reason = {
  code: 'saturated',
  text: localized(
    'More than 40 % of the samples are black or white: too little histogram is left between them.',
    '超过 40% 的样本为全黑或全白：其间剩余的直方图不足以判断。',
  ),
};
const fewLevels: Reason = {
  code: 'few-levels',
  text: localized(
    'The picture uses fewer than 64 levels: it is drawn, or too flat to say anything.',
    '图像使用的灰阶少于 64 级：属绘制图形，或过于平坦，无法判断。',
  ),
};

function figures({ columns, rows, histogram }: Result): Figure[] {
  const levels = histogram.map((_, level) => level);
  return [
    {
      kind: 'plot',
      id: 'histogram',
      title: localized('Histogram of green', '绿色通道直方图'),
      style: 'bar',
      x: { title: localized('Level', '灰阶') },
      y: { title: localized('Samples', '样本数') },
      series: [{ name: localized('Green', '绿色'), x: levels, y: histogram }],
    },
    mapFigure(
      'tiles',
      localized('Unevenness of each tile’s histogram', '各分块直方图的不平整度'),
      artifact,
      { width: columns, height: rows },
      scale,
    ),
  ];
}

function interpret({ measure, expected, gaps, peaks, read, enhanced }: Result): Finding[] {
  const [value, noise] = [measure.toFixed(4), expected.toFixed(4)];
  const left = Math.round(100 * (1 - read));
  const seen = localized(
    `F = ${value} (counting noise alone: ${noise}); ${gaps} gaps and ${peaks} peaks; ${left} % of the samples lie in squares of one level and were left out.`,
    `F = ${value}（仅计数噪声：${noise}）；间隙 ${gaps} 个，尖峰 ${peaks} 个；${left}% 的样本位于单一灰阶的方块内，未计入。`,
  );
  const common = { limits: [measuredLimit, hiddenLimit], figures: ['histogram', 'tiles'] };
  if (!enhanced)
    return [
      {
        ...common,
        code: 'contrast.none',
        statement: localized(
          `The histogram is not as uneven as a tone curve leaves it. ${seen.en}`,
          `直方图未达到色调曲线所致的不平整程度。${seen['zh-CN']}`,
        ),
        bearing: 'informational',
        strength: 'none',
        innocent: [],
      },
    ];
  return [
    {
      ...common,
      code: 'contrast.enhanced',
      statement: localized(
        `The histogram has gaps and peaks, as after a change of contrast or a tone curve on 8 bits. ${seen.en}`,
        `直方图存在间隙与尖峰，与在 8 位精度下调整对比度或色调曲线后的情形一致。${seen['zh-CN']}`,
      ),
      bearing: 'contradicts',
      proposition: 'camera-original',
      strength: 'weak',
      innocent: [
        localized(
          'Every global tone correction does this, as do colour profiles applied with 8 bits and some scanners and cameras.',
          '任何全局色调校正都会如此；以 8 位精度应用色彩配置文件以及部分扫描仪和相机亦然。',
        ),
      ],
    },
  ];
}
