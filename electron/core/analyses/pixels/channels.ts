import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { encodePng } from '../../media/image-encode.ts';
import { type ChannelName, channelNames, channelOf } from '../../pixels/enhancers/colour-channels.ts';
import { contactSheet } from '../../pixels/enhancers/contact-sheet.ts';
import { enhancerFinding } from '../../pixels/enhancers/enhancer-finding.ts';
import { mostShown, quantile, reducedColours } from '../../pixels/enhancers/reduction.ts';
import { channelTitle, enhancerLimit, rounded } from '../../pixels/enhancers/words.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { gate, stillPicture } from '../../pixels/gate.ts';
import { guide } from '../../pixels/guides/channels.ts';
import { keepMap, type MapScale, mapFigure } from '../../pixels/maps.ts';
import { openPicture } from '../../pixels/picture.ts';

const Parameters = z.strictObject({
  /** The channel that is drawn large beside the sheet; none in the standard run. */
  channel: z.enum(['none', ...channelNames]).default('none'),
});
type Parameters = z.infer<typeof Parameters>;

const Size = z.object({ width: z.number().int(), height: z.number().int() });
const Result = z.object({
  sheet: Size,
  channels: z.array(
    z.object({
      channel: z.enum(channelNames),
      mean: z.number(),
      /** What is drawn black and white: the values below which 0.5 % and 99.5 % of the sheet's pixels lie. */
      low: z.number(),
      high: z.number(),
    }),
  ),
  large: Size.extend({ channel: z.enum(channelNames), low: z.number(), high: z.number() }).nullable(),
});
type Result = z.infer<typeof Result>;

const words: Readonly<Record<ChannelName, Localized>> = {
  red: localized('Red', '红'),
  green: localized('Green', '绿'),
  blue: localized('Blue', '蓝'),
  luma: localized('Luma Y', '亮度 Y'),
  'blue-difference': localized('Blue difference Cb', '蓝色差 Cb'),
  'red-difference': localized('Red difference Cr', '红色差 Cr'),
  hue: localized('Hue (degrees)', '色相（度）'),
  saturation: localized('Saturation (%)', '饱和度（%）'),
  value: localized('Value (%)', '明度 V（%）'),
  lightness: localized('Lightness L*', '明度 L*'),
  'green-red': localized('Green to red a*', '绿–红 a*'),
  'blue-yellow': localized('Blue to yellow b*', '蓝–黄 b*'),
};

const limits = [
  enhancerLimit,
  localized(
    'Look for: an object with another tint, saturation or blockiness than its surroundings in a channel the eye does not see by itself, above all Cb, Cr, hue and saturation.',
    '观察要点：在肉眼不易单独察觉的通道（尤其是 Cb、Cr、色相与饱和度）中，某物体的色调、饱和度或分块现象与周围不同。',
  ),
  localized(
    'Ignore: hue where there is next to no colour, which is noise; the coarser blocks of Cb and Cr in JPEG files, which come from stored colour at half the resolution.',
    '应忽略：几乎无彩色处的色相（实为噪声）；JPEG 文件中 Cb、Cr 较粗的分块，源于色度以半分辨率存储。',
  ),
  localized(
    'Each channel is stretched between its own 0.5 % and 99.5 % points, so a weak channel looks as strong as the others: read the ends of the scale in the table. Colours are taken as sRGB whatever the profile. Means and ends are those of the small pictures.',
    '每个通道按自身 0.5 % 与 99.5 % 分位点拉伸，弱通道会显得与其他通道同样强：请参看表中的刻度端点。无论色彩特性文件如何，颜色一律按 sRGB 处理。均值与端点取自缩小后的图像。',
  ),
];

/** Twelve channels of four colour spaces side by side. */
export const analysis = defineAnalysis<Parameters, Result>({
  id: 'pixels.channels',
  version: 1,
  enhancer: true,
  title: localized('Colour channels (enhancer)', '色彩通道（增强显示）'),
  summary: localized(
    'Shows the channels of RGB, YCbCr, HSV and L*a*b* as small stretched pictures, one of them large on request. An enhancer: it shows, it does not conclude.',
    '以拉伸后的小图并列显示 RGB、YCbCr、HSV 与 L*a*b* 各通道，可按需放大其一。属于增强手段：只作显示，不作结论。',
  ),
  guide,
  reference: {
    cite: 'ITU-T T.871 (2011), §7; Smith, Color gamut transform pairs, SIGGRAPH 1978; CIE 15:2018; IEC 61966-2-1:1999',
    limits,
  },
  errorRate: errorRateOf('pixels.channels'),
  engines: ['sharp', 'heif'],
  appliesTo: stillPicture,
  parameters: Parameters,
  result: Result,
  run,
  figures,

  interpret({ channels: all, large }) {
    const value = (name: ChannelName): string =>
      (all.find(({ channel }) => channel === name)?.mean ?? 0).toFixed(1);
    return [
      enhancerFinding(
        'channels.enhancer',
        localized(
          `Mean lightness L* ${value('lightness')}, a* ${value('green-red')}, b* ${value('blue-yellow')}, saturation ${value('saturation')} %. Channels shown stretched as an aid for the eye.`,
          `平均明度 L* ${value('lightness')}，a* ${value('green-red')}，b* ${value('blue-yellow')}，饱和度 ${value('saturation')} %。各通道拉伸显示，仅供辅助观察。`,
        ),
        limits,
        ['channels', 'statistics', ...(large === null ? [] : ['channel'])],
      ),
    ];
  },
});

/** Pixels of one picture of the sheet. */
const tilePixels = 90_000;

async function run(context: AnalysisContext<Parameters>): Promise<Answer<Result>> {
  const { signal, progress } = context;
  const opened = await openPicture(context.evidence, context.limits);
  if (!opened.ok) return { outcome: 'undetermined', reason: opened.reason };
  const { picture } = opened;
  const reason = gate(picture, { colour: true });
  if (reason !== null) return { outcome: 'undetermined', reason, warnings: picture.image.warnings };
  signal.throwIfAborted();
  const rgb = picture.rgb();
  const small = reducedColours(rgb, picture.width, picture.height, tilePixels);
  const tiles = channelNames.map((name) => channelOf(small.colours, name));
  const all = tiles.map((values, index) => ({
    channel: channelNames[index]!,
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    ...endsOf(values),
  }));
  const stretched = tiles.map((values, index) => {
    const { low, high } = all[index]!;
    return values.map((value) => ((value - low) * 255) / (high - low));
  });
  const sheet = contactSheet(stretched, small.width, small.height, 3);
  await context.artifact('channels.png', 'image/png', await encodePng(sheet));
  progress(0.6);
  const { channel } = context.parameters;
  const large = channel === 'none' ? null : await keepLarge(context, rgb, picture, channel);
  progress(1);
  return {
    outcome: 'found',
    warnings: picture.image.warnings,
    result: { sheet: { width: sheet.width, height: sheet.height }, channels: all, large },
  };
}

async function keepLarge(
  context: AnalysisContext<Parameters>,
  rgb: Uint8Array,
  size: { readonly width: number; readonly height: number },
  channel: ChannelName,
): Promise<NonNullable<Result['large']>> {
  const { width, height, colours } = reducedColours(rgb, size.width, size.height, mostShown);
  context.signal.throwIfAborted();
  const values = channelOf(colours, channel);
  const ends = endsOf(values);
  await keepMap(context, 'channel.png', { width, height, values }, scaleOf(ends));
  return { width, height, channel, ...ends };
}

function endsOf(values: Float32Array): { low: number; high: number } {
  const low = rounded(quantile(values, 0.005));
  return { low, high: Math.max(low + 1, rounded(quantile(values, 0.995))) };
}

function scaleOf({ low, high }: { readonly low: number; readonly high: number }): MapScale {
  return { min: low, max: high, unit: '' };
}

function figures({ sheet, channels: all, large }: Result): Figure[] {
  const shown: Figure[] = [
    {
      kind: 'image',
      id: 'channels',
      title: localized('Channels', '各通道'),
      artifact: 'channels.png',
      ...sheet,
      caption: localized(
        'Rows from the top: red, green, blue; Y, Cb, Cr; hue, saturation, value; L*, a*, b*.',
        '自上而下各行：红、绿、蓝；Y、Cb、Cr；色相、饱和度、明度 V；L*、a*、b*。',
      ),
      overlay: false,
    },
  ];
  if (large !== null)
    shown.push(mapFigure('channel', words[large.channel], 'channel.png', large, scaleOf(large)));
  shown.push({
    kind: 'table',
    id: 'statistics',
    title: localized('Channels in numbers', '通道数值'),
    columns: [
      { key: 'channel', title: channelTitle, align: 'start', code: false },
      { key: 'mean', title: localized('Mean', '均值'), align: 'end', code: false },
      { key: 'low', title: localized('Drawn black', '显示为黑'), align: 'end', code: false },
      { key: 'high', title: localized('Drawn white', '显示为白'), align: 'end', code: false },
    ],
    rows: all.map((one) => ({ cells: [words[one.channel], rounded(one.mean), one.low, one.high] })),
  });
  return shown;
}
