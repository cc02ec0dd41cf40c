import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { cameraValues, type KeptCamera, readCameras } from '../../media/camera-fingerprints.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { gate, stillPicture } from '../../pixels/gate.ts';
import { type FloatPlane, openPicture } from '../../pixels/picture.ts';
import { type Alignment, align, likelyTurns } from '../../pixels/sensor-noise/comparison.ts';
import { CorrelationTarget } from '../../pixels/sensor-noise/correlation.ts';
import { expectedFloor, log10FalseAlarm } from '../../pixels/sensor-noise/false-alarm.ts';
import { cleanResidual, intensity, weightedResidual } from '../../pixels/sensor-noise/fingerprint.ts';
import { doubts } from '../../pixels/sensor-noise/guard.ts';

const Parameters = z.strictObject({
  /** Beginning of the SHA-256 of a camera fingerprint; `null`: all that were made here. */
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{8,64}$/)
    .nullable()
    .default(null),
  /** Peak-to-correlation energy from which on a picture counts as matching. */
  threshold: z.number().min(20).max(1000).default(60),
  /** `likely`: as the picture is stored, on its side if its shape says so; `all`: each quarter turn. */
  turns: z.enum(['likely', 'all']).default('likely'),
  /** Sizes of the picture against the camera's own pixels that are tried. */
  scales: z.array(z.number().min(0.25).max(1)).min(1).max(8).default([1]),
});
type Parameters = z.infer<typeof Parameters>;

const Comparison = z.object({
  sha256: z.string(),
  name: z.string(),
  make: z.string().nullable(),
  model: z.string().nullable(),
  references: z.number().int(),
  turns: z.number().int(),
  scale: z.number(),
  x: z.number().int(),
  y: z.number().int(),
  pce: z.number(),
  correlation: z.number(),
  lattice: z.number(),
  lines: z.number(),
  trials: z.number().int(),
  /** lg of the chance that a picture of another camera does as well in all trials of all fingerprints. */
  log10: z.number(),
});
type Comparison = z.infer<typeof Comparison>;

const Result = z.object({
  width: z.number().int(),
  height: z.number().int(),
  threshold: z.number(),
  /** Pixels that are not saturated. */
  usable: z.number(),
  /** Highest peak first. */
  comparisons: z.array(Comparison),
  /** Peak that half of the pictures of other cameras reach with so many trials. */
  floor: z.number(),
  doubts: z.object({
    others: z.number().int(),
    lattice: z.boolean(),
    lines: z.boolean(),
    computed: z.boolean(),
  }),
  /** Fingerprints into which the picture does not fit. */
  unfit: z.array(z.string()),
});
type Result = z.infer<typeof Result>;

const referenceLimit = localized(
  'Says only whether the noise of a known camera is in the picture. It cannot say which other camera took it, and without the noise it may still be the same camera: strong compression, resizing, lens correction, digital zoom, stabilisation and dark or textured scenes destroy the trace.',
  '仅能说明图像中是否含有已知相机的噪声，不能说明由其他哪台相机拍摄。未检出也可能仍是同一相机：强压缩、缩放、镜头校正、数码变焦、防抖以及暗部或强纹理场景都会破坏该痕迹。',
);
const floorLimit = localized(
  'Small pictures and crops give lower peaks: with 16 natural pictures of 6 cameras and aligned fingerprints of 10 flat pictures each, 7 of 16 reached 60 at 512 × 512 pixels and 12 of 16 at 1024 × 1024; none of 80 false pairs did. The highest false peak was 13 aligned and 41 when all shifts of a crop were tried.',
  '图像或裁剪区域越小，峰值越低：以 6 台相机的 16 张自然图像与各由 10 张平场图像生成的指纹对齐比对，512 × 512 像素时 16 张中 7 张达到 60，1024 × 1024 时为 12 张；80 对不匹配样本均未达到。不匹配峰值最高为对齐时 13、遍历裁剪位移时 41。',
);
const chanceLimit = localized(
  'The false-alarm figure assumes noise without structure; cameras of one model or one processing chain share artefacts and can exceed it. A likelihood ratio is not calibrated.',
  '误报概率以无结构噪声为前提；同一型号或同一处理流程的相机可能共有伪影而超出该值。似然比未经校准。',
);

/** Whether a picture carries the noise pattern of a camera whose fingerprint was made here. */
export const analysis = defineAnalysis<Parameters, Result>({
  id: 'pixels.sensor-noise',
  version: 1,
  title: localized('Sensor noise of a known camera', '已知相机的传感器噪声（PRNU）'),
  summary: localized(
    'Compares the noise of the picture with the fingerprints of cameras made with “assay camera add”, at every shift a crop allows, and prints the peak beside what chance gives.',
    '将图像噪声与通过“assay camera add”生成的相机指纹在裁剪允许的所有位移上比对，并将峰值与偶然水平一并给出。',
  ),
  reference: {
    cite: 'Chen, Fridrich, Goljan and Lukáš, IEEE TIFS 3 (2008); Goljan, Fridrich and Filler, Large scale test of sensor fingerprint camera identification, Media Forensics and Security (2009); Iuliani, Fontani and Piva, IEEE Access 9 (2021)',
    url: 'https://doi.org/10.1109/TIFS.2007.916285',
    limits: [referenceLimit, floorLimit, chanceLimit],
  },
  errorRate: errorRateOf('pixels.sensor-noise'),
  engines: ['sharp', 'heif', 'camera-fingerprints'],
  limits: { timeMs: 300_000, memoryBytes: 3 * 1024 * 1024 * 1024 },
  appliesTo: stillPicture,
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
  const warnings = [...picture.image.warnings];
  const refused = gate(picture, { leastSide: 128, mostPixels: 64_000_000 });
  if (refused !== null) return { outcome: 'undetermined', reason: refused, warnings };
  signal.throwIfAborted();
  const { cameras, problems } = await readCameras();
  warnings.push(...problems);
  const wanted = parameters.fingerprint;
  const chosen = wanted === null ? cameras : cameras.filter(({ sha256 }) => sha256.startsWith(wanted));
  if (chosen.length === 0)
    return { outcome: 'undetermined', reason: wanted === null ? noFingerprint : notThere, warnings };
  const fitting = chosen.filter((camera) => mayFit(picture, camera, parameters.scales));
  const unfit = chosen.filter((camera) => !fitting.includes(camera)).map(({ name }) => name);
  if (fitting.length === 0) return { outcome: 'undetermined', reason: doesNotFit, warnings };
  const luma = picture.luma();
  const usable = shareUsable(luma);
  if (usable < 0.1) return { outcome: 'undetermined', reason: saturated, warnings };
  const suspect = weightedResidual(cleanResidual(luma), luma);
  signal.throwIfAborted();
  progress(0.2);
  const found: { readonly camera: KeptCamera; readonly best: Alignment }[] = [];
  for (const [index, camera] of fitting.entries()) {
    progress(0.2 + (0.8 * index) / fitting.length);
    const values = await cameraValues(camera);
    if (values === null) {
      warnings.push(`${camera.name} ${camera.sha256.slice(0, 16)}: the file is not the one that was made`);
      continue;
    }
    signal.throwIfAborted();
    const target = new CorrelationTarget({ width: camera.width, height: camera.height, data: values });
    const turns = parameters.turns === 'all' ? [0, 1, 2, 3] : likelyTurns(picture, camera.frame);
    const best = align(suspect, target, camera, { turns, scales: parameters.scales }, () =>
      signal.throwIfAborted(),
    );
    if (best === null) unfit.push(camera.name);
    else found.push({ camera, best });
  }
  if (found.length === 0) return { outcome: 'undetermined', reason: doesNotFit, warnings };
  progress(1);
  found.sort((one, other) => other.best.pce - one.best.pce);
  const trials = found.reduce((sum, { best }) => sum + best.trials, 0);
  const comparisons = found.map(({ camera, best }): Comparison => {
    const { sha256, name, make, model, references } = camera;
    const log10 = log10FalseAlarm(best.pce, trials);
    return { sha256, name, make, model, references: references.length, ...best, log10 };
  });
  const { threshold } = parameters;
  const result: Result = {
    ...{ width, height, threshold, usable, comparisons, unfit },
    floor: expectedFloor(trials),
    doubts: doubts(comparisons, threshold),
  };
  return { outcome: comparisons[0]!.pce >= threshold ? 'found' : 'nothing-found', result, warnings };
}

/** Whether a picture of this size can be a part of the camera's frame. */
function mayFit(
  { width, height }: { readonly width: number; readonly height: number },
  { width: across, height: down, frame }: KeptCamera,
  scales: readonly number[],
): boolean {
  return scales.some((scale) => {
    const [long, short] = [Math.max(width, height) / scale, Math.min(width, height) / scale].map(Math.round);
    const whole =
      long === Math.max(frame.width, frame.height) && short === Math.min(frame.width, frame.height);
    return whole || (long! <= Math.max(across, down) && short! <= Math.min(across, down));
  });
}

function shareUsable({ data }: FloatPlane): number {
  let usable = 0;
  for (const level of data) if (intensity(level) > 0.02) usable += 1;
  return usable / data.length;
}

const noFingerprint: Reason = {
  code: 'no-fingerprint',
  text: localized(
    'No camera fingerprint has been made. “assay camera add NAME FILE…” makes one from 20 to 50 pictures of a camera.',
    '尚无相机指纹。可用“assay camera add 名称 文件…”由某台相机的 20 至 50 张图像生成。',
  ),
};
const notThere: Reason = {
  code: 'fingerprint-unknown',
  text: localized(
    'None of the camera fingerprints has a hash that begins so.',
    '没有以此开头的哈希对应的相机指纹。',
  ),
};
const doesNotFit: Reason = {
  code: 'does-not-fit',
  text: localized(
    'The picture is larger than what the camera fingerprints cover, and no whole frame of theirs: nothing can be compared.',
    '图像大于相机指纹覆盖的范围，且不是完整画幅，无法比对。',
  ),
};
const saturated: Reason = {
  code: 'saturated',
  text: localized(
    'More than nine tenths of the picture are black or saturated; such pixels hold no noise of the sensor.',
    '图像中超过九成的像素为全黑或饱和，不含传感器噪声。',
  ),
};

function figures({ comparisons, threshold, floor, usable, unfit }: Result): Figure[] {
  const columns = [
    ['camera', localized('Camera', '相机'), false],
    ['model', localized('Model', '型号'), false],
    ['references', localized('Pictures in the fingerprint', '指纹所用图像数'), true],
    ['pce', localized('PCE', 'PCE'), true],
    ['correlation', localized('Correlation', '相关系数'), true],
    ['place', localized('Place in the frame', '在画幅中的位置'), false],
    ['turn', localized('Turned (°)', '旋转（°）'), true],
    ['scale', localized('Scale', '缩放'), true],
    ['trials', localized('Trials', '尝试次数'), true],
    ['log10', localized('lg of false alarms', '误报概率的 lg'), true],
    ['hash', localized('Fingerprint', '指纹哈希'), false],
  ] as const;
  const facts: readonly (readonly [Localized, number | string | Localized])[] = [
    [localized('Threshold (PCE)', '阈值（PCE）'), threshold],
    [
      localized('Highest of so many trials by chance, median (PCE)', '同等尝试次数下偶然最高值的中位数（PCE）'),
      rounded(floor, 1),
    ],
    [
      localized(
        'Highest false peak measured, crops of 1024 × 1024 (PCE)',
        '实测不匹配最高峰值，1024 × 1024 区域（PCE）',
      ),
      41,
    ],
    [localized('Pixels that carry noise (%)', '可携带噪声的像素（%）'), rounded(100 * usable, 1)],
    [localized('Likelihood ratio', '似然比'), localized('not calibrated', '未校准')],
    [
      localized('Fingerprints the picture does not fit', '与图像尺寸不符的指纹'),
      unfit.length === 0 ? 0 : unfit.join(', '),
    ],
  ];
  return [
    {
      kind: 'table',
      id: 'comparisons',
      title: localized('Comparison with camera fingerprints', '与相机指纹的比对'),
      columns: columns.map(([key, title, end]) => ({
        key,
        title,
        align: end ? 'end' : 'start',
        code: key === 'hash',
      })),
      rows: comparisons.map((one) => ({
        cells: [
          one.name,
          one.model ?? '–',
          one.references,
          rounded(one.pce, 1),
          rounded(one.correlation, 4),
          `${one.x}, ${one.y}`,
          90 * one.turns,
          one.scale,
          one.trials,
          rounded(one.log10, 1),
          one.sha256.slice(0, 16),
        ],
      })),
    },
    {
      kind: 'table',
      id: 'floor',
      title: localized('What the peaks are held against', '峰值的参照'),
      columns: [
        { key: 'measure', title: localized('Measure', '指标'), align: 'start', code: false },
        { key: 'value', title: localized('Value', '数值'), align: 'end', code: false },
      ],
      rows: facts.map(([name, value]) => ({ cells: [name, value] })),
    },
  ];
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function interpret({ comparisons, threshold, floor, doubts: against }: Result): Finding[] {
  const best = comparisons[0]!;
  const [pce, chance] = [best.pce.toFixed(1), floor.toFixed(1)];
  const [trials, log10] = [best.trials, best.log10.toFixed(1)];
  const matches = best.pce >= threshold;
  const all: Finding[] = [
    {
      code: matches ? 'sensor-noise.match' : 'sensor-noise.no-match',
      statement: matches
        ? localized(
            `The noise of the picture matches the fingerprint “${best.name}”: PCE ${pce} at (${best.x}, ${best.y}), threshold ${threshold}, ${trials} trials; lg of the chance of a false alarm ${log10}.`,
            `图像噪声与指纹“${best.name}”匹配：PCE ${pce}，位置 (${best.x}, ${best.y})，阈值 ${threshold}，尝试 ${trials} 次；误报概率的 lg 为 ${log10}。`,
          )
        : localized(
            `No fingerprint reaches the threshold of ${threshold}: the highest PCE is ${pce} (“${best.name}”), where chance gives ${chance}. This does not exclude the camera.`,
            `没有指纹达到阈值 ${threshold}：最高 PCE 为 ${pce}（“${best.name}”），偶然水平为 ${chance}。这并不排除该相机。`,
          ),
      bearing: 'informational',
      strength: 'none',
      limits: [referenceLimit, floorLimit, chanceLimit],
      innocent: matches
        ? [
            localized(
              'Parts of the picture may come from elsewhere: a match needs the noise in a part of it only. The noise of a camera can also be copied into a picture.',
              '图像中可能有部分内容来自别处：只要部分区域含有该噪声即可匹配。相机噪声也可被人为复制到图像中。',
            ),
          ]
        : [],
      figures: ['comparisons', 'floor'],
    },
  ];
  const reasons = doubtWords(against);
  if (matches && reasons.length > 0)
    all.push({
      code: 'sensor-noise.not-unique',
      statement: localized(
        `The match may rest on artefacts that cameras share: ${reasons.map(({ en }) => en).join('; ')}.`,
        `匹配可能源于多台相机共有的伪影：${reasons.map((one) => one['zh-CN']).join('；')}。`,
      ),
      bearing: 'informational',
      strength: 'none',
      limits: [chanceLimit],
      innocent: [],
      figures: ['comparisons'],
    });
  return all;
}

function doubtWords({ others, lattice, lines, computed }: Result['doubts']): Localized[] {
  const words: Localized[] = [];
  if (others > 0)
    words.push(
      localized(`${others} other fingerprints reach the threshold as well`, `另有 ${others} 个指纹也达到阈值`),
    );
  if (lattice) words.push(localized('the peak repeats every 8 pixels', '峰值每 8 像素重复出现'));
  if (lines) words.push(localized('the peak lies on a row or column', '峰值位于整行或整列上'));
  if (computed)
    words.push(
      localized(
        'cameras of this maker merge or correct pictures before saving them',
        '该厂商的相机在保存前会合成或校正图像',
      ),
    );
  return words;
}
