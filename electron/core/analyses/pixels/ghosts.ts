import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { counted, type Localized, localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { ownQuality } from '../../pixels/double-jpeg/earlier-quality.ts';
import { ghostMap } from '../../pixels/double-jpeg/ghost-map.ts';
import { ghostRegions } from '../../pixels/double-jpeg/ghost-regions.ts';
import { ghostVotes } from '../../pixels/double-jpeg/ghost-votes.ts';
import { openLuminance } from '../../pixels/double-jpeg/luminance.ts';
import { windowFigure } from '../../pixels/double-jpeg/window-figure.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { jpegFile } from '../../pixels/gate.ts';
import { guide } from '../../pixels/guides/ghosts.ts';
import { keepMap, mapFigure } from '../../pixels/maps.ts';

const Parameters = z
  .strictObject({
    /** IJG qualities tried: from, to, and by how much. */
    from: z.int().min(10).max(90).default(30),
    to: z.int().min(30).max(98).default(95),
    by: z.int().min(1).max(10).default(5),
  })
  .refine(({ from, to, by }) => to - from >= 3 * by, 'too few qualities');
type Parameters = z.infer<typeof Parameters>;

const Region = z.object({
  x: z.number().int(),
  y: z.number().int(),
  size: z.number().int(),
  logNfa: z.number(),
  quality: z.number().int(),
  shiftX: z.number().int(),
  shiftY: z.number().int(),
  kind: z.enum(['ghost', 'lacking']),
  votes: z.number().int(),
  of: z.number().int(),
  elsewhere: z.number(),
});

const Result = z.object({
  width: z.number().int(),
  height: z.number().int(),
  /** Pixels of a cell's side; regions count in cells. */
  cell: z.number().int(),
  ownQuality: z.number().int(),
  qualities: z.array(z.number().int()),
  regions: z.array(Region),
  /** What the map shows. */
  shown: z.object({
    quality: z.number().int(),
    shiftX: z.number().int(),
    shiftY: z.number().int(),
    blocks: z.tuple([z.number().int(), z.number().int()]),
  }),
});
type Result = z.infer<typeof Result>;

const limits: Localized[] = [
  localized(
    'A ghost appears only where the earlier compression was coarser than the last one; the tables compared are the IJG ones, others give a nearby quality or none.',
    '只有早先压缩比最后一次更粗时才会出现鬼影；所比较的是 IJG 量化表，其他量化表会得到相近质量或毫无结果。',
  ),
  localized(
    'Small regions (less than about a hundred pixels a side, more in large pictures) and flat content show nothing.',
    '较小的区域（边长不足约一百像素，大图更甚）与平坦内容无法显示。',
  ),
  localized(
    'On the last grid itself, texture alone can shift a minimum; such regions need far more agreement.',
    '在最后一次压缩的网格上，纹理本身也可能使极小值偏移；此类区域需要更高的一致性。',
  ),
];
const innocent: Localized[] = [
  localized(
    'Logos, screenshots and pictures placed into a layout carry their own earlier compression.',
    '版面中嵌入的标志、截图和图片会带有各自早先的压缩痕迹。',
  ),
];
const artifact = 'ghost.png';
const scale = { min: 0, max: 1, unit: 'normalised difference' };

/** JPEG ghosts: regions that change least at another quality, or on another grid, than the rest. */
export const analysis = defineAnalysis<Parameters, Result>({
  id: 'pixels.ghosts',
  version: 2,
  title: localized('JPEG ghosts', 'JPEG 鬼影'),
  summary: localized(
    'Compresses the coefficients again at many qualities and on all 64 grid offsets, and looks for regions that change least at a quality, or on a grid, of their own.',
    '在多种质量和全部 64 个网格偏移下对系数重新压缩，寻找在特有质量或网格上变化最小的区域。',
  ),
  guide,
  reference: {
    cite: 'Farid, Exposing digital forgeries from JPEG ghosts, IEEE TIFS 4(1), 2009',
    url: 'https://doi.org/10.1109/TIFS.2008.2012215',
    limits,
  },
  errorRate: errorRateOf('pixels.ghosts'),
  engines: ['sharp'],
  limits: { timeMs: 120_000 },
  appliesTo: jpegFile,
  parameters: Parameters,
  result: Result,
  run,
  figures,
  interpret,
});

async function run(context: AnalysisContext<Parameters>): Promise<Answer<Result>> {
  const { signal, progress } = context;
  const { from, to, by } = context.parameters;
  const opened = await openLuminance(context);
  if (!opened.ok) return { outcome: 'undetermined', reason: opened.reason };
  const { width, height, plane, samples, warnings } = opened.luminance;
  const own = ownQuality(plane.steps);
  const all = Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, at) => from + at * by);
  // Finer steps than the last ones leave nothing to be found; the last may serve as a neighbour.
  const qualities = all.filter((quality) => quality <= own + 1);
  if (qualities.length < 4) return { outcome: 'undetermined', reason: tooCoarse(own), warnings };
  const votes = ghostVotes(samples, qualities, signal, (fraction) => progress(0.8 * fraction));
  const { regions, best } = ghostRegions(votes);
  const shift = { x: best?.shiftX ?? 0, y: best?.shiftY ?? 0 };
  const quality = best?.quality ?? votes.qualities[votes.qualities.length >> 1]!;
  const map = ghostMap(samples, shift, qualities, quality, signal);
  await keepMap(context, artifact, { width: map.wide, height: map.high, values: map.values }, scale);
  return {
    outcome: regions.length > 0 ? 'found' : 'nothing-found',
    warnings,
    result: {
      width,
      height,
      cell: votes.cell,
      ownQuality: own,
      qualities: [...votes.qualities],
      regions: [...regions],
      shown: { quality, shiftX: shift.x, shiftY: shift.y, blocks: [map.wide, map.high] },
    },
  };
}

function tooCoarse(own: number): Reason {
  return {
    code: 'coarse',
    text: localized(
      `The file itself is compressed about as quality ${own}; a ghost of a still coarser compression could hardly be seen.`,
      `文件本身的压缩质量约为 ${own}；更粗压缩的鬼影几乎无法观察。`,
    ),
  };
}

function figures({ width, height, cell, regions, shown }: Result): Figure[] {
  const { quality, shiftX, shiftY, blocks } = shown;
  const at = `${shiftX}, ${shiftY}`;
  const title = localized(
    `Difference at quality ${quality}, grid ${at} (dark: ghost)`,
    `质量 ${quality}、网格 ${at} 时的差异（暗处为鬼影）`,
  );
  const out: Figure[] = [mapFigure('ghost', title, artifact, { width: blocks[0], height: blocks[1] }, scale)];
  if (regions.length === 0) return out;
  const labelled = regions.map((region) => ({
    ...region,
    label: `${region.kind === 'ghost' ? '' : '−'}Q${region.quality} (${region.shiftX}, ${region.shiftY})`,
  }));
  const name = localized('Regions with minima of their own', '具有特有极小值的区域');
  out.push(windowFigure(name, { width, height }, labelled, { cell, shiftX: 0, shiftY: 0 }));
  out.push({
    kind: 'table',
    id: 'minima',
    title: localized('Minima', '极小值'),
    columns: [
      { key: 'kind', title: localized('Region', '区域'), align: 'start', code: false },
      {
        key: 'place',
        title: localized('Place and size (pixels)', '位置与尺寸（像素）'),
        align: 'start',
        code: true,
      },
      { key: 'quality', title: localized('Quality', '质量'), align: 'end', code: false },
      { key: 'grid', title: localized('Grid', '网格'), align: 'start', code: true },
      {
        key: 'cells',
        title: localized('Cells that show it', '显示该极小值的单元'),
        align: 'end',
        code: false,
      },
      { key: 'nfa', title: localized('log₁₀ of false alarms', '虚警数的 log₁₀'), align: 'end', code: false },
    ],
    rows: regions.map((region) => ({
      cells: [
        kinds[region.kind],
        `${region.x * cell}, ${region.y * cell} · ${region.size * cell}`,
        region.quality,
        `${region.shiftX}, ${region.shiftY}`,
        `${region.votes} / ${region.of}`,
        Math.round(region.logNfa * 10) / 10,
      ],
    })),
  });
  return out;
}

const kinds: Readonly<Record<'ghost' | 'lacking', Localized>> = {
  ghost: localized('has a minimum', '有极小值'),
  lacking: localized('lacks that of the rest', '缺少其余部分的极小值'),
};

function interpret({ regions, qualities, ownQuality: own }: Result): Finding[] {
  const common = { bearing: 'informational', strength: 'none' } as const;
  const span = `${qualities[0]}–${qualities.at(-1)}`;
  const best = regions[0];
  if (best === undefined)
    return [
      {
        ...common,
        code: 'ghosts.none',
        statement: localized(
          `No region has a minimum of its own at qualities ${span} on any of the 64 grids (the file is about quality ${own}).`,
          `在质量 ${span}、全部 64 个网格上，没有区域具有特有的极小值（文件质量约为 ${own}）。`,
        ),
        limits: [...limits],
        innocent: [],
        figures: ['ghost'],
      },
    ];
  const grid = `${best.shiftX}, ${best.shiftY}`;
  return [
    {
      // The bench has one false alarm on 128 untouched pictures it could read.
      bearing: 'contradicts',
      proposition: 'unaltered',
      strength: 'weak',
      code: 'ghosts.regions',
      statement: localized(
        `${counted(regions.length, 'region changes', 'regions change')} least at another quality or grid than the rest of the picture; the clearest at quality ${best.quality}, grid ${grid} (log₁₀ of the false alarms expected: ${best.logNfa.toFixed(1)}).`,
        `${regions.length} 个区域变化最小时的质量或网格与图像其余部分不同；最明显者为质量 ${best.quality}、网格 ${grid}（预期虚警数的 log₁₀：${best.logNfa.toFixed(1)}）。`,
      ),
      limits: [...limits],
      innocent: [...innocent],
      figures: ['ghost', 'regions', 'minima'],
    },
  ];
}
