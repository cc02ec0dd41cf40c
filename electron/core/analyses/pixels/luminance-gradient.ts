import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { encodePng } from '../../media/image-encode.ts';
import { enhancerFinding } from '../../pixels/enhancers/enhancer-finding.ts';
import { greyLevels } from '../../pixels/enhancers/grey-levels.ts';
import { luminanceGradient } from '../../pixels/enhancers/luminance-gradient.ts';
import { mostShown, quantile } from '../../pixels/enhancers/reduction.ts';
import {
  enhancerLimit,
  measureTitle,
  rounded,
  smallerLimit,
  valueTitle,
} from '../../pixels/enhancers/words.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { stillPicture } from '../../pixels/gate.ts';
import { guide } from '../../pixels/guides/luminance-gradient.ts';
import { keepMap, mapFigure } from '../../pixels/maps.ts';
import { openPicture } from '../../pixels/picture.ts';

const Parameters = z.strictObject({
  operator: z.enum(['sobel', 'scharr']).default('sobel'),
  /** Strength of the tone curve, percent. */
  intensity: z.int().min(0).max(100).default(95),
});
type Parameters = z.infer<typeof Parameters>;

const Result = z.object({
  width: z.number().int(),
  height: z.number().int(),
  operator: z.enum(['sobel', 'scharr']),
  intensity: z.number().int(),
  meanAcross: z.number(),
  meanDown: z.number(),
  meanLength: z.number(),
  mostLength: z.number(),
  flat: z.number(),
  /** End of the scale of the length, grey levels per pixel. */
  range: z.number(),
});
type Result = z.infer<typeof Result>;

const limits = [
  enhancerLimit,
  localized(
    'Look for: edges whose colour says that the light comes from elsewhere than on their neighbours, a contour brighter or softer than those at the same distance, areas of perfect smoothness amid grain.',
    '观察要点：边缘颜色所示光照方向与相邻物体不同；轮廓比同距离处更锐利或更柔和；颗粒感之中出现完全平滑的区域。',
  ),
  localized(
    'Ignore: sharp against soft by focus, skies and walls that are smooth by nature, the coloured bands of JPEG blocks. Each picture is scaled by its own strongest edge, so colours of two pictures cannot be compared.',
    '应忽略：由对焦造成的清晰与模糊差异、本身平滑的天空和墙面、JPEG 分块产生的彩色条带。每幅图按自身最强边缘缩放，两幅图的颜色不可相互比较。',
  ),
  smallerLimit,
];

/** Luminance gradient as false colour: red and green the direction, blue the strength. */
export const analysis = defineAnalysis<Parameters, Result>({
  id: 'pixels.luminance-gradient',
  version: 1,
  enhancer: true,
  title: localized('Luminance gradient (enhancer)', '亮度梯度（增强显示）'),
  summary: localized(
    'Draws direction and strength of the change of brightness in false colour. An enhancer: it shows, it does not conclude.',
    '以伪彩色显示亮度变化的方向与强度。属于增强手段：只作显示，不作结论。',
  ),
  guide,
  reference: {
    cite: 'Sobel and Feldman, A 3×3 Isotropic Gradient Operator, Stanford 1968; Scharr, Optimale Operatoren in der digitalen Bildverarbeitung, Heidelberg 2000; false colour as in Sherloq (G. Bartoli) at its defaults',
    url: 'https://github.com/GuidoBartoli/sherloq',
    limits,
  },
  errorRate: errorRateOf('pixels.luminance-gradient'),
  engines: ['sharp', 'heif'],
  appliesTo: stillPicture,
  parameters: Parameters,
  result: Result,
  run,
  figures,

  interpret({ meanLength, flat }) {
    const [mean, share] = [meanLength.toFixed(2), (100 * flat).toFixed(1)];
    return [
      enhancerFinding(
        'luminance-gradient.enhancer',
        localized(
          `Brightness changes by ${mean} grey levels per pixel on average; ${share} % of the pixels do not change at all. Shown in false colour as an aid for the eye.`,
          `亮度平均每像素变化 ${mean} 灰度级；${share} % 的像素完全没有变化。以伪彩色显示，仅供辅助观察。`,
        ),
        limits,
        ['gradient', 'strength', 'statistics'],
      ),
    ];
  },
});

async function run(context: AnalysisContext<Parameters>): Promise<Answer<Result>> {
  const { parameters, signal, progress } = context;
  const { operator, intensity } = parameters;
  const opened = await openPicture(context.evidence, context.limits);
  if (!opened.ok) return { outcome: 'undetermined', reason: opened.reason };
  const { picture } = opened;
  signal.throwIfAborted();
  const { colours, length, facts, ...size } = luminanceGradient(
    greyLevels(picture.rgb()),
    picture.width,
    picture.height,
    { operator, intensity: intensity / 100, most: mostShown },
    () => signal.throwIfAborted(),
  );
  progress(0.7);
  await context.artifact(
    'gradient.png',
    'image/png',
    await encodePng({ ...size, channels: 3, data: colours }),
  );
  const range = Math.max(1, rounded(quantile(length, 0.995)));
  await keepMap(context, 'gradient-strength.png', { ...size, values: length }, { ...strength, max: range });
  progress(1);
  return {
    outcome: 'found',
    warnings: picture.image.warnings,
    result: { ...size, operator, intensity, ...facts, range },
  };
}

const strength = { min: 0, unit: 'grey levels per pixel' } as const;

function figures({ width, height, range, ...facts }: Result): Figure[] {
  const rows = [
    [
      localized('Mean change across (grey levels per pixel)', '横向平均变化（灰度级/像素）'),
      rounded(facts.meanAcross),
    ],
    [
      localized('Mean change down (grey levels per pixel)', '纵向平均变化（灰度级/像素）'),
      rounded(facts.meanDown),
    ],
    [
      localized('Mean strength (grey levels per pixel)', '平均强度（灰度级/像素）'),
      rounded(facts.meanLength),
    ],
    [
      localized('Largest strength (grey levels per pixel)', '最大强度（灰度级/像素）'),
      rounded(facts.mostLength),
    ],
    [localized('Pixels without any change (%)', '毫无变化的像素（%）'), rounded(100 * facts.flat)],
  ] as const;
  return [
    {
      kind: 'image',
      id: 'gradient',
      title: localized('Direction and strength of the gradient', '梯度方向与强度'),
      artifact: 'gradient.png',
      width,
      height,
      caption: localized(
        'Red: brighter to the right. Green: brighter downwards. Blue: strength. Even areas are olive.',
        '红：向右变亮；绿：向下变亮；蓝：强度。均匀区域呈橄榄色。',
      ),
      overlay: true,
    },
    mapFigure(
      'strength',
      localized('Strength of the gradient', '梯度强度'),
      'gradient-strength.png',
      { width, height },
      { ...strength, max: range },
    ),
    {
      kind: 'table',
      id: 'statistics',
      title: localized('Gradient in numbers', '梯度数值'),
      columns: [
        { key: 'measure', title: measureTitle, align: 'start', code: false },
        { key: 'value', title: valueTitle, align: 'end', code: false },
      ],
      rows: rows.map((cells) => ({ cells: [...cells] })),
    },
  ];
}
