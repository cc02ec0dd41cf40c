import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { encodePng } from '../../media/image-encode.ts';
import { bitPlanes, changeMap, planeMap } from '../../pixels/enhancers/bit-planes.ts';
import { contactSheet } from '../../pixels/enhancers/contact-sheet.ts';
import { enhancerFinding } from '../../pixels/enhancers/enhancer-finding.ts';
import { greyLevels } from '../../pixels/enhancers/grey-levels.ts';
import { mostShown } from '../../pixels/enhancers/reduction.ts';
import { channelWords, enhancerLimit, rounded, smallerLimit } from '../../pixels/enhancers/words.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { gate, stillPicture } from '../../pixels/gate.ts';
import { guide } from '../../pixels/guides/bit-planes.ts';
import { keepMap, type MapScale, mapFigure } from '../../pixels/maps.ts';
import { openPicture } from '../../pixels/picture.ts';

const channels = ['luminance', 'red', 'green', 'blue'] as const;
const Parameters = z.strictObject({
  channel: z.enum(channels).default('luminance'),
  /** The plane that is drawn large: 0 the lowest. */
  plane: z.int().min(0).max(7).default(0),
});
type Parameters = z.infer<typeof Parameters>;

const Size = z.object({ width: z.number().int(), height: z.number().int() });
const Result = z.object({
  channel: z.enum(channels),
  plane: z.number().int(),
  sheet: Size,
  shown: Size,
  squares: Size,
  channels: z.array(
    z.object({
      channel: z.enum(channels),
      planes: z.array(z.object({ bit: z.number().int(), ones: z.number(), changes: z.number() })),
    }),
  ),
});
type Result = z.infer<typeof Result>;

const limits = [
  enhancerLimit,
  localized(
    'Look for: regions of the lowest planes without the noise of their surroundings (painted, cloned from a smooth place, cut off at black or white), shapes and straight borders in a plane that should be noise.',
    '观察要点：最低几个平面中缺少周围噪声的区域（涂抹、由平滑处克隆、在黑白两端被截断），以及本应为噪声的平面中出现的形状和直线边界。',
  ),
  localized(
    'Ignore: saturated skies and deep shadows, which have no noise in any plane, and the blocks of 8 × 8 pixels of JPEG. Contours in the middle planes are levels of brightness, not edits.',
    '应忽略：任何平面都没有噪声的过曝天空和暗部，以及 JPEG 的 8 × 8 分块。中间平面的轮廓只是亮度等级，并非编辑痕迹。',
  ),
  localized(
    'Samples of more than 8 bits are reduced to 8 before their planes are taken.',
    '高于 8 位的样本先降为 8 位，再取位平面。',
  ),
  smallerLimit,
];

/** The eight bit planes of a channel, with the share of noise in each. */
export const analysis = defineAnalysis<Parameters, Result>({
  id: 'pixels.bit-planes',
  version: 1,
  enhancer: true,
  title: localized('Bit planes (enhancer)', '位平面（增强显示）'),
  summary: localized(
    'Shows each bit of the samples as a picture, with the share of neighbours that differ in it: one half is noise. An enhancer: it shows, it does not conclude.',
    '将样本的每一位显示为图像，并给出相邻样本在该位上不同的比例：二分之一即为噪声。属于增强手段：只作显示，不作结论。',
  ),
  guide,
  reference: {
    cite: 'Gonzalez and Woods, Digital Image Processing, 4th edition, Pearson 2018, §3.2 (bit-plane slicing); Westfeld and Pfitzmann, Attacks on Steganographic Systems, IH 1999 (what the eye sees in the lowest plane)',
    limits,
  },
  errorRate: errorRateOf('pixels.bit-planes'),
  engines: ['sharp', 'heif'],
  appliesTo: stillPicture,
  parameters: Parameters,
  result: Result,
  run,
  figures,

  interpret({ channels: all, channel }) {
    const planes = all.find((one) => one.channel === channel)?.planes ?? [];
    const noise = planes.filter(({ changes }) => changes >= 0.45 && changes <= 0.55).length;
    const lowest = (100 * (planes[0]?.changes ?? 0)).toFixed(1);
    return [
      enhancerFinding(
        'bit-planes.enhancer',
        localized(
          `In the lowest plane of ${channelWords[channel].en}, ${lowest} % of neighbours differ (noise: 50 %); ${noise} of 8 planes are within 5 points of noise. Shown as an aid for the eye.`,
          `${channelWords[channel]['zh-CN']}通道最低平面中，${lowest} % 的相邻样本不同（噪声为 50 %）；8 个平面中有 ${noise} 个与噪声相差不超过 5 个百分点。仅供辅助观察。`,
        ),
        limits,
        ['planes', 'plane', 'changes', 'statistics'],
      ),
    ];
  },
});

/** Pixels of one picture of the sheet. */
const tilePixels = 90_000;
const share: MapScale = { min: 0, max: 1, unit: 'share' };

async function run(context: AnalysisContext<Parameters>): Promise<Answer<Result>> {
  const { signal, progress } = context;
  const { channel, plane } = context.parameters;
  const opened = await openPicture(context.evidence, context.limits);
  if (!opened.ok) return { outcome: 'undetermined', reason: opened.reason };
  const { picture } = opened;
  const reason = gate(picture, { leastSide: 2 });
  if (reason !== null) return { outcome: 'undetermined', reason, warnings: picture.image.warnings };
  signal.throwIfAborted();
  const between = (): void => signal.throwIfAborted();
  const rgb = picture.rgb();
  const luminance = greyLevels(rgb);
  const all = channels.map((name, index) => ({
    channel: name,
    planes: [
      ...(index === 0
        ? bitPlanes(luminance, picture, { first: 0, step: 1 }, between)
        : bitPlanes(rgb, picture, { first: index - 1, step: 3 }, between)),
    ],
  }));
  progress(0.5);
  const samples = channel === 'luminance' ? luminance : channelOf(rgb, channels.indexOf(channel) - 1);
  const tiles = Array.from({ length: 8 }, (_, bit) => planeMap(samples, picture, 7 - bit, tilePixels));
  const { width, height } = tiles[0]!;
  const sheet = contactSheet(
    tiles.map(({ values }) => values.map((value) => 255 * value)),
    width,
    height,
    4,
  );
  await context.artifact('bit-planes.png', 'image/png', await encodePng(sheet));
  progress(0.7);
  const shown = planeMap(samples, picture, plane, mostShown);
  await keepMap(context, 'bit-plane.png', shown, share);
  signal.throwIfAborted();
  const squares = changeMap(samples, picture, plane);
  await keepMap(context, 'bit-changes.png', squares, share);
  progress(1);
  const size = (of: { width: number; height: number }) => ({ width: of.width, height: of.height });
  return {
    outcome: 'found',
    warnings: picture.image.warnings,
    result: { channel, plane, sheet: size(sheet), shown: size(shown), squares: size(squares), channels: all },
  };
}

function channelOf(rgb: Uint8Array, channel: number): Uint8Array {
  const out = new Uint8Array(rgb.length / 3);
  for (let pixel = 0, at = channel; pixel < out.length; pixel += 1, at += 3) out[pixel] = rgb[at]!;
  return out;
}

function figures({ channel, plane, sheet, shown, squares, channels: all }: Result): Figure[] {
  const name = channelWords[channel];
  const planes = Array.from({ length: 8 }, (_, index) => 7 - index);
  return [
    {
      kind: 'image',
      id: 'planes',
      title: localized(`Bit planes of ${name.en}`, `${name['zh-CN']}通道的位平面`),
      artifact: 'bit-planes.png',
      ...sheet,
      caption: localized(
        'From left to right, top row: bits 7, 6, 5, 4; bottom row: bits 3, 2, 1, 0. Where a small picture stands for many pixels, grey is the share of ones.',
        '从左到右，上排：第 7、6、5、4 位；下排：第 3、2、1、0 位。小图中一个像素代表多个像素时，灰度表示取 1 的比例。',
      ),
      overlay: false,
    },
    mapFigure('plane', localized(`Bit ${plane}`, `第 ${plane} 位`), 'bit-plane.png', shown, share),
    mapFigure(
      'changes',
      localized(
        `Neighbours that differ in bit ${plane}, in squares of 16 pixels (0.5: noise)`,
        `第 ${plane} 位上相邻样本不同的比例，按 16 像素方格统计（0.5 为噪声）`,
      ),
      'bit-changes.png',
      squares,
      share,
    ),
    {
      kind: 'table',
      id: 'statistics',
      title: localized('Neighbours that differ (%); 50 is noise', '相邻样本不同的比例（%）；50 为噪声'),
      columns: [
        { key: 'bit', title: localized('Bit', '位'), align: 'end', code: false },
        ...all.map((one) => ({
          key: one.channel,
          title: channelWords[one.channel],
          align: 'end' as const,
          code: false,
        })),
        {
          key: 'ones',
          title: localized(`Ones in ${name.en} (%)`, `${name['zh-CN']}通道取 1 的比例（%）`),
          align: 'end',
          code: false,
        },
      ],
      rows: planes.map((bit) => ({
        cells: [
          bit,
          ...all.map((one) => rounded(100 * one.planes[bit]!.changes, 1)),
          rounded(100 * all.find((one) => one.channel === channel)!.planes[bit]!.ones, 1),
        ],
      })),
    },
  ];
}
