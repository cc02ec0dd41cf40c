import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { counted, localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { guide } from '../../pixels/guides/noisesniffer.ts';
import { keepMap, mapFigure, windowRegions } from '../../pixels/maps.ts';
import { noiseGate, noiseKeptFormat } from '../../pixels/noise/noise-gate.ts';
import { quietBlocks } from '../../pixels/noise/quiet-blocks.ts';
import { quietWindows } from '../../pixels/noise/quiet-windows.ts';
import { spreadMap, spreadSize } from '../../pixels/noise/spread-map.ts';
import { openPicture } from '../../pixels/picture.ts';

const Parameters = z.strictObject({
  /** lg of the number of false alarms up to which a window counts. */
  log10: z.number().min(-30).max(0).default(-6),
});
type Parameters = z.infer<typeof Parameters>;

const Result = z.object({
  width: z.number().int(),
  height: z.number().int(),
  log10: z.number(),
  tests: z.number().int(),
  homogeneous: z.number().int(),
  quiet: z.number().int(),
  /** Strongest first. */
  windows: z.array(
    z.object({
      left: z.number().int(),
      top: z.number().int(),
      side: z.number().int(),
      channel: z.number().int(),
      quiet: z.number().int(),
      of: z.number().int(),
      log10: z.number(),
    }),
  ),
  windowCount: z.number().int(),
});
type Result = z.infer<typeof Result>;

const listed = 30;
/** Quality 95 of the IJG tables: planted quiet squares are still found there, and no longer at quality 90. */
const mostStep = 6;
/** Homogeneous blocks of all channels below which no window could stand out. */
const leastHomogeneous = 300;
/** Of quiet blocks in a window; untouched photographs pass the number of false alarms with smaller shares. */
const leastShare = 0.5;
const artifact = 'noisesniffer.png';
const scale = { min: 0, max: 20, unit: '−lg NFA' } as const;
const channelNames = [localized('red', '红'), localized('green', '绿'), localized('blue', '蓝')] as const;

const quieterLimit = localized(
  'Sees only regions that are quieter than the rest at the same brightness, not noisier ones; nor one so large and even that it holds all the smoothest blocks of its brightness.',
  '只能发现在相同亮度下比其余部分噪声更低的区域，不能发现噪声更高的区域；若某区域大而平坦，囊括了该亮度下所有最平坦的块，也不会显现。',
);
const modelLimit = localized(
  'lg NFA is exact for noise that is the same everywhere. Texture and denoising in the camera are not: twelve untouched photographs, without loss and as JPEG of quality 95 and 98, reached −5.9, hence the default of −6.',
  'lg NFA 仅在各处噪声相同时严格成立。纹理与机内降噪会破坏该前提：十二幅未经改动的照片（无损以及质量 95、98 的 JPEG）可达 −5.9，因此默认阈值取 −6。',
);
const lossLimit = localized(
  'Resizing, denoising and compression after the edit even out the noise; nothing found does not mean that nothing was done.',
  '编辑之后的缩放、降噪与压缩会使噪声趋于一致；未发现并不表示未经处理。',
);

/** Regions in which the quietest blocks gather. */
export const analysis = defineAnalysis<Parameters, Result>({
  id: 'pixels.noisesniffer',
  version: 1,
  title: localized('Noise anomalies', '噪声异常'),
  summary: localized(
    'Takes the smoothest blocks of each brightness and tests whether the quietest of them gather in one place more than chance explains: pasted, blurred or denoised parts.',
    '在每一亮度区间选取最平坦的图像块，检验其中噪声最低者是否在某处聚集到偶然无法解释的程度，以发现粘贴、模糊或降噪的局部。',
  ),
  guide,
  reference: {
    cite: 'Gardella, Musé, Morel and Colom, Noisesniffer: a Fully Automatic Image Forgery Detector Based on Noise Analysis, IWBF 2021; Gardella, Musé, Colom and Morel, IPOL 14 (2024) 86–115',
    url: 'https://doi.org/10.5201/ipol.2024.462',
    limits: [quieterLimit, modelLimit, lossLimit],
  },
  errorRate: errorRateOf('pixels.noisesniffer'),
  engines: ['sharp'],
  appliesTo: noiseKeptFormat,
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
  const { width, height, image } = picture;
  const { warnings } = image;
  const reason = noiseGate(picture, mostStep);
  if (reason !== null) return { outcome: 'undetermined', reason, warnings };
  // Three equal channels would be one test counted three times.
  const used = image.channels - (image.hasAlpha ? 1 : 0) < 3 ? [1] : [0, 1, 2];
  const channels = used.map((channel, at) => {
    progress(at / used.length);
    return quietBlocks(picture.rgb(), width, height, channel, 3, () => signal.throwIfAborted());
  });
  const homogeneous = channels.reduce((sum, blocks) => sum + blocks.homogeneous, 0);
  if (homogeneous < leastHomogeneous) return { outcome: 'undetermined', reason: tooFew, warnings };
  const { tests, windows, strength } = quietWindows(channels, parameters.log10, leastShare);
  const { columns, rows, pitch } = channels[0]!;
  const squares = { columns, rows, pitch, origin: 0 };
  await keepMap(context, artifact, spreadMap(strength, squares, picture), scale);
  const result: Result = {
    ...{ width, height, tests, homogeneous, log10: parameters.log10 },
    quiet: channels.reduce((sum, blocks) => sum + blocks.quiet, 0),
    windows: windows.slice(0, listed).map((window) => ({ ...window, channel: used[window.channel]! })),
    windowCount: windows.length,
  };
  return { outcome: windows.length > 0 ? 'found' : 'nothing-found', result, warnings };
}

const tooFew: Reason = {
  code: 'too-few-blocks',
  text: localized(
    'Too few blocks are unclipped and not quite even: no gathering could stand out from chance.',
    '既未溢出又非完全均匀的图像块过少：任何聚集都无法与偶然区分。',
  ),
};

function figures({ width, height, windows }: Result): Figure[] {
  const title = localized('Where the quietest blocks gather', '噪声最低的图像块聚集之处');
  const all: Figure[] = [mapFigure('windows', title, artifact, spreadSize({ width, height }), scale)];
  if (windows.length === 0) return all;
  all.push({
    kind: 'regions',
    id: 'squares',
    title: localized('Windows with a gathering of quiet blocks', '低噪声块聚集的窗口'),
    width,
    height,
    regions: windowRegions(windows),
  });
  all.push({
    kind: 'table',
    id: 'counts',
    title: localized('Quiet blocks in these windows', '窗口中的低噪声块'),
    columns: [
      { key: 'place', title: localized('Upper left corner', '左上角'), align: 'start', code: true },
      { key: 'side', title: localized('Side (pixels)', '边长（像素）'), align: 'end', code: false },
      { key: 'channel', title: localized('Channel', '通道'), align: 'start', code: false },
      {
        key: 'quiet',
        title: localized('Quiet of homogeneous', '低噪声块 / 均匀块'),
        align: 'end',
        code: false,
      },
      { key: 'log10', title: localized('lg NFA', 'lg NFA（虚警数对数）'), align: 'end', code: false },
    ],
    rows: windows.map((one) => ({
      cells: [
        `${one.left}, ${one.top}`,
        one.side,
        channelNames[one.channel]!,
        `${one.quiet} / ${one.of}`,
        Number(one.log10.toFixed(1)),
      ],
    })),
  });
  return all;
}

function interpret({ windows, windowCount, tests, homogeneous, quiet, log10 }: Result): Finding[] {
  const [first] = windows;
  if (first === undefined) return [];
  const expected = ((100 * quiet) / homogeneous).toFixed(0);
  const share = ((100 * first.quiet) / first.of).toFixed(0);
  return [
    {
      code: 'noisesniffer.quiet-region',
      statement: localized(
        `${counted(windowCount, 'window holds', 'windows hold')} more quiet blocks than chance explains; the clearest, ${first.side} pixels wide at (${first.left}, ${first.top}), has ${share} % where ${expected} % are expected (lg NFA ${first.log10.toFixed(1)} among ${tests} tests; threshold ${log10}).`,
        `${windowCount} 个窗口中的低噪声块多于偶然所能解释；最显著者位于 (${first.left}, ${first.top})，边长 ${first.side} 像素，低噪声块占 ${share}%，期望为 ${expected}%（${tests} 次检验，lg NFA ${first.log10.toFixed(1)}；阈值 ${log10}）。`,
      ),
      bearing: 'contradicts',
      proposition: 'unaltered',
      strength: 'weak',
      limits: [modelLimit, quieterLimit],
      innocent: [
        localized(
          'Local denoising and portrait modes of phones, out-of-focus ground, the corrected corners of a lens and fine texture that passes for noise have the same effect.',
          '手机的局部降噪与人像模式、失焦背景、镜头暗角校正，以及被当作噪声的细纹理都会产生同样效果。',
        ),
      ],
      figures: ['windows', 'squares', 'counts'],
    },
  ];
}
