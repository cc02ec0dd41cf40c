import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { enhancerFinding } from '../../pixels/enhancers/enhancer-finding.ts';
import { greyLevels } from '../../pixels/enhancers/grey-levels.ts';
import { colourCounts, histogramFacts, levelCounts } from '../../pixels/enhancers/histogram.ts';
import { channelTitle, channelWords, enhancerLimit, rounded } from '../../pixels/enhancers/words.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { stillPicture } from '../../pixels/gate.ts';
import { guide } from '../../pixels/guides/histogram.ts';
import { openPicture } from '../../pixels/picture.ts';

const channels = ['luminance', 'red', 'green', 'blue'] as const;
const Facts = z.object({
  channel: z.enum(channels),
  counts: z.array(z.number().int()).length(256),
  first: z.number().int(),
  last: z.number().int(),
  black: z.number(),
  white: z.number(),
  gaps: z.number().int(),
  spikes: z.number().int(),
  roughness: z.number(),
  period: z.number(),
  periodLog10: z.number(),
});
const Result = z.object({ pixels: z.number().int(), channels: z.array(Facts) });
type Result = z.infer<typeof Result>;

const limits = [
  enhancerLimit,
  localized(
    'Look for: a comb of empty or doubled levels, which contrast or levels adjusted after the picture had 8 bits leave behind; an abrupt end before black or white; a single channel with a comb of its own.',
    '观察要点：空缺或加倍的灰度级形成的梳状结构，这是图像成为 8 位之后调整对比度或色阶所遗留；在黑或白之前突然中断；仅某一通道出现梳状结构。',
  ),
  localized(
    'Ignore: few-coloured graphics, whose histogram is spikes by nature, and small pictures. Cameras adjust tone as well; JPEG coded after the adjustment and any resizing fill the gaps again.',
    '应忽略：颜色数很少的图形（其直方图本就呈尖峰）以及很小的图像。相机本身也会调整影调；调整后的 JPEG 编码和任何缩放都会重新填平空缺。',
  ),
  localized(
    'Luminance is rounded from three channels and is smooth although its channels have gaps; take the channels’ word.',
    '亮度由三个通道取整得到，即使各通道存在空缺也会显得平滑；应以各通道为准。',
  ),
  localized(
    'Roughness grows with the number of pixels: on untouched photographs of 0.4 to 10 million pixels it was 2 to 18.',
    '粗糙度随像素数增大：在 40 万至 1000 万像素的未修改照片上为 2 至 18。',
  ),
  localized(
    'Samples of more than 8 bits are reduced to 8 first, which may fill or make gaps.',
    '高于 8 位的样本先降为 8 位，可能填平或产生空缺。',
  ),
];

/** Histogram of the channels with measures of gaps, spikes and regular combs. */
export const analysis = defineAnalysis<Record<string, never>, Result>({
  id: 'pixels.histogram',
  version: 1,
  enhancer: true,
  title: localized('Histogram (enhancer)', '直方图（增强显示）'),
  summary: localized(
    'Counts the levels of each channel and measures gaps, spikes and regular combs. An enhancer: it shows, it does not conclude.',
    '统计各通道的灰度级，并度量空缺、尖峰与规则的梳状结构。属于增强手段：只作显示，不作结论。',
  ),
  guide,
  reference: {
    cite: 'Stamm and Liu, Forensic Detection of Image Manipulation Using Statistical Intrinsic Fingerprints, IEEE TIFS 5 (2010)',
    limits,
  },
  errorRate: errorRateOf('pixels.histogram'),
  engines: ['sharp', 'heif'],
  appliesTo: stillPicture,
  parameters: z.strictObject({}),
  result: Result,
  run,
  figures,

  interpret({ channels: all }) {
    const list = (language: 'en' | 'zh-CN') =>
      all
        .filter(({ channel }) => channel !== 'luminance')
        .map(({ channel, gaps, spikes }) => `${channelWords[channel][language]} ${gaps} / ${spikes}`)
        .join(language === 'en' ? ', ' : '，');
    return [
      enhancerFinding(
        'histogram.enhancer',
        localized(
          `Missing levels / levels that stand out: ${list('en')}. Shown as an aid for the eye.`,
          `空缺级数 / 突出级数：${list('zh-CN')}。仅供辅助观察。`,
        ),
        limits,
        ['histogram', 'statistics'],
      ),
    ];
  },
});

async function run(context: AnalysisContext<Record<string, never>>): Promise<Answer<Result>> {
  const { signal } = context;
  const opened = await openPicture(context.evidence, context.limits);
  if (!opened.ok) return { outcome: 'undetermined', reason: opened.reason };
  const { picture } = opened;
  signal.throwIfAborted();
  const rgb = picture.rgb();
  const counted = [levelCounts(greyLevels(rgb)), ...colourCounts(rgb, () => signal.throwIfAborted())];
  return {
    outcome: 'found',
    warnings: picture.image.warnings,
    result: {
      pixels: picture.width * picture.height,
      channels: counted.map((counts, index) => ({
        channel: channels[index]!,
        counts: Array.from(counts),
        ...histogramFacts(counts),
      })),
    },
  };
}

function figures({ pixels, channels: all }: Result): Figure[] {
  const levels = Array.from({ length: 256 }, (_, level) => level);
  return [
    {
      kind: 'plot',
      id: 'histogram',
      title: localized('Levels that occur', '灰度级分布'),
      style: 'line',
      x: { title: localized('Level', '灰度级') },
      y: { title: localized('Pixels (%)', '像素占比（%）') },
      series: all.map(({ channel, counts }) => ({
        name: channelWords[channel],
        x: levels,
        y: counts.map((count) => rounded((100 * count) / pixels, 4)),
      })),
    },
    {
      kind: 'table',
      id: 'statistics',
      title: localized('Histogram in numbers', '直方图数值'),
      columns: [
        { key: 'channel', title: channelTitle, align: 'start', code: false },
        { key: 'range', title: localized('Levels from – to', '级数范围'), align: 'end', code: false },
        { key: 'black', title: localized('At 0 (%)', '处于 0（%）'), align: 'end', code: false },
        { key: 'white', title: localized('At 255 (%)', '处于 255（%）'), align: 'end', code: false },
        { key: 'gaps', title: localized('Missing levels', '空缺级数'), align: 'end', code: false },
        { key: 'spikes', title: localized('Levels that stand out', '突出级数'), align: 'end', code: false },
        {
          key: 'roughness',
          title: localized('Roughness (1: chance alone)', '粗糙度（1 为纯随机）'),
          align: 'end',
          code: false,
        },
        {
          key: 'period',
          title: localized('Strongest period (levels)', '最强周期（级）'),
          align: 'end',
          code: false,
        },
        {
          key: 'log10',
          title: localized('lg of its false alarms', '其误报数的 lg'),
          align: 'end',
          code: false,
        },
      ],
      rows: all.map((one) => ({
        cells: [
          channelWords[one.channel],
          `${one.first} – ${one.last}`,
          rounded(100 * one.black),
          rounded(100 * one.white),
          one.gaps,
          one.spikes,
          rounded(one.roughness),
          rounded(one.period),
          rounded(one.periodLog10, 1),
        ],
      })),
    },
  ];
}
