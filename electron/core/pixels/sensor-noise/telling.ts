import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { type Localized, localized, verbatim } from '#shared/domain/localized.ts';
import { largestRatio } from './likelihood.ts';
import { Missing, missingFigures, missingFindings, missingLimit } from './missing-telling.ts';

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
export type Comparison = z.infer<typeof Comparison>;

/** What the comparison of a picture with camera fingerprints gave. */
export const SensorNoise = z.object({
  width: z.number().int(),
  height: z.number().int(),
  threshold: z.number(),
  /** Pixels that are not saturated. */
  usable: z.number(),
  /** Highest peak first. */
  comparisons: z.array(Comparison),
  /** Peak that half of the pictures of other cameras reach with so many trials. */
  floor: z.number(),
  /** Of the best fingerprint; `null`: not stated, for doubts, a resized picture or a small one. */
  likelihood: z.number().nullable(),
  doubts: z.object({
    others: z.number().int(),
    lattice: z.boolean(),
    lines: z.boolean(),
    computed: z.boolean(),
    zoomed: z.boolean(),
  }),
  /** Fingerprints into which the picture does not fit. */
  unfit: z.array(z.string()),
  /** Where the noise of the best fingerprint is missing; `null`: the picture does not match, or is resized. */
  missing: Missing.nullable(),
});
export type SensorNoise = z.infer<typeof SensorNoise>;

const referenceLimit = localized(
  'Says only whether the noise of a known camera is in the picture. It cannot say which other camera took it, and without the noise it may still be the same camera: strong compression, resizing, lens correction, digital zoom, stabilisation and dark or textured scenes destroy the trace.',
  '仅能说明图像中是否含有已知相机的噪声，不能说明由其他哪台相机拍摄。未检出也可能仍是同一相机：强压缩、缩放、镜头校正、数码变焦、防抖以及暗部或强纹理场景都会破坏该痕迹。',
);
const floorLimit = localized(
  'Small pictures and crops give lower peaks: with 16 natural pictures of 6 cameras and aligned fingerprints of 10 flat pictures each, 7 of 16 reached 60 at 512 × 512 pixels and 12 of 16 at 1024 × 1024; none of 80 false pairs did. The highest false peak was 13 aligned and 43 when all shifts of a crop were tried.',
  '图像或裁剪区域越小，峰值越低：以 6 台相机的 16 张自然图像与各由 10 张平场图像生成的指纹对齐比对，512 × 512 像素时 16 张中 7 张达到 60，1024 × 1024 时为 12 张；80 对不匹配样本均未达到。不匹配峰值最高为对齐时 13、遍历裁剪位移时 43。',
);
const chanceLimit = localized(
  'The false-alarm figure assumes noise without structure; cameras of one model or one processing chain share artefacts and can exceed it. The likelihood ratio was calibrated on six pictures of three Nikon cameras of 2004 and 2005 and tested on ten of three others (log-likelihood-ratio cost 0.66 at 256 × 256 pixels, 0.41 at 512 × 512): for other cameras it is a guide. It ends at 80, the pairs of a picture and a foreign camera in that material, and says nothing against a camera if the picture was saved again or resized since.',
  '误报概率以无结构噪声为前提；同一型号或同一处理流程的相机可能共有伪影而超出该值。似然比以三台 2004 至 2005 年尼康相机的 6 张图像校准，并以另三台的 10 张检验（对数似然比代价：256 × 256 像素时 0.66，512 × 512 时 0.41），对其他相机仅供参考；其上限为 80，即该材料中图像与非来源相机的配对数；若图像曾被重新保存或缩放，则不能据以否定某台相机。',
);

/** Of the method, for its card. */
export const sensorNoiseLimits = [referenceLimit, floorLimit, chanceLimit, missingLimit];

export function sensorNoiseFigures(result: SensorNoise): Figure[] {
  const { comparisons, threshold, floor, usable, unfit, missing, likelihood } = result;
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
      localized(
        'Highest of so many trials by chance, median (PCE)',
        '同等尝试次数下偶然最高值的中位数（PCE）',
      ),
      rounded(floor, 1),
    ],
    [
      localized(
        'Highest false peak measured, 512 × 512 pixels at 239,121 places (PCE)',
        '实测不匹配最高峰值，512 × 512 像素、239121 个位置（PCE）',
      ),
      43,
    ],
    [localized('Pixels that carry noise (%)', '可携带噪声的像素（%）'), rounded(100 * usable, 1)],
    [localized('Likelihood ratio of the first fingerprint', '首个指纹的似然比'), ratioWords(likelihood)],
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
    ...(missing === null ? [] : missingFigures(missing, result)),
  ];
}

/** Never more than the material carries. */
function ratioWords(ratio: number | null): Localized {
  if (ratio === null)
    return localized(
      'not stated: doubts, a resized picture or less than 256 pixels',
      '不予给出：存在疑点、图像经缩放或边长不足 256 像素',
    );
  if (ratio >= largestRatio) return localized(`at least ${largestRatio}`, `不低于 ${largestRatio}`);
  return verbatim(ratio.toPrecision(2));
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

export function sensorNoiseFindings({
  comparisons,
  threshold,
  floor,
  doubts: against,
  missing,
  likelihood,
}: SensorNoise): Finding[] {
  const best = comparisons[0]!;
  const [pce, chance] = [best.pce.toFixed(1), floor.toFixed(1)];
  const [trials, log10] = [best.trials, best.log10.toFixed(1)];
  const matches = best.pce >= threshold;
  const all: Finding[] = [
    {
      code: matches ? 'sensor-noise.match' : 'sensor-noise.no-match',
      statement: matches
        ? localized(
            `The noise of the picture matches the fingerprint “${best.name}”: PCE ${pce} at (${best.x}, ${best.y}), threshold ${threshold}, ${trials} ${trials === 1 ? 'trial' : 'trials'}; lg of the chance of a false alarm ${log10}.`,
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
  if (likelihood !== null) all.push(likelihoodFinding(best.name, likelihood));
  if (missing !== null) all.push(...missingFindings(missing));
  return all;
}

function likelihoodFinding(name: string, ratio: number): Finding {
  const words = ratioWords(ratio);
  return {
    code: 'sensor-noise.likelihood',
    statement: localized(
      `Such a peak is ${words.en} times as likely if the camera of “${name}” took the picture as if another did, by the material this was calibrated on.`,
      `按校准所用材料，若图像由“${name}”的相机拍摄，出现此峰值的可能性与由其他相机拍摄时之比${ratio >= largestRatio ? '' : '为 '}${words['zh-CN']}。`,
    ),
    bearing: 'informational',
    strength: 'none',
    limits: [chanceLimit],
    innocent: [],
    figures: ['floor'],
  };
}

function doubtWords({ others, lattice, lines, computed, zoomed }: SensorNoise['doubts']): Localized[] {
  const words: Localized[] = [];
  if (others > 0)
    words.push(
      localized(
        `${others} other fingerprints reach the threshold as well`,
        `另有 ${others} 个指纹也达到阈值`,
      ),
    );
  if (lattice) words.push(localized('the peak repeats every 8 pixels', '峰值每 8 像素重复出现'));
  if (lines) words.push(localized('the peak lies on a row or column', '峰值位于整行或整列上'));
  if (computed)
    words.push(
      localized(
        'the picture was merged from exposures, or is of a maker whose cameras merge or correct pictures before saving them',
        '图像由多次曝光合成，或该厂商的相机在保存前会合成或校正图像',
      ),
    );
  if (zoomed)
    words.push(
      localized(
        'the picture was taken with digital zoom, which enlarges the noise of all cameras of a model alike',
        '图像以数码变焦拍摄，同型号相机的噪声被以相同方式放大',
      ),
    );
  return words;
}
