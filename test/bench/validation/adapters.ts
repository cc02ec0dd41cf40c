import { analysis as mosaic } from '#core/analyses/pixels/cfa.ts';
import { analysis as contrast } from '#core/analyses/pixels/contrast-enhancement.ts';
import { analysis as copyMove } from '#core/analyses/pixels/copy-move.ts';
import { analysis as doubleQuantization } from '#core/analyses/pixels/double-quantization.ts';
import { analysis as ghosts } from '#core/analyses/pixels/ghosts.ts';
import { analysis as jpegGrid } from '#core/analyses/pixels/jpeg-grid.ts';
import { analysis as median } from '#core/analyses/pixels/median-filtering.ts';
import { analysis as noiseLevel } from '#core/analyses/pixels/noise-level.ts';
import { analysis as noisesniffer } from '#core/analyses/pixels/noisesniffer.ts';
import { analysis as nonaligned } from '#core/analyses/pixels/nonaligned-jpeg.ts';
import { analysis as resampling } from '#core/analyses/pixels/resampling.ts';
import { analysis as patterns } from '#core/analyses/pixels/residual-patterns.ts';
import { analysis as thumbnail } from '#core/analyses/pixels/thumbnail-residual.ts';
import type { AnalysisDefinition, Answer } from '#core/analysis/define.ts';
import { type Condition, conditions } from '#core/pixels/error-rates.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { runAnalysis } from '../../support/run-analysis.ts';
import type { BaseKind } from './photographs.ts';
import type { Polygon } from './raster.ts';
import type { Kind } from './tampering.ts';

/** What a method says of one picture, in the terms of the bench. */
export interface Reading {
  /** The method, at its standard parameters, points at something that untouched pictures should not have. */
  readonly alarm: boolean;
  /** The higher, the more the picture looks tampered; compared between pictures of one laundering only. */
  readonly score: number;
  /** Where, in pixels of the file; null: the method speaks of the whole picture. */
  readonly regions: readonly Polygon[] | null;
}

/** How a picture is kept before it is laundered. */
export type Storage = 'jpeg' | 'lossless';

export interface Adapter {
  readonly id: string;
  /** What is read when a method is read in more than one way; only the reading without one is shipped. */
  readonly reading?: string;
  readonly base: BaseKind;
  /** JPEG unless said otherwise. */
  readonly storage?: Storage;
  readonly kinds: readonly Kind[];
  readonly tampering: Localized;
  /** Where a picture nobody tampered with has, in truth, not what the method looks for. */
  readonly innocent: readonly Condition[];
  /** Slow methods see every so many photographs only; some are tried under some launderings only. */
  readonly sparing?: { readonly every: number; readonly conditions: readonly Condition[] };
  /**
   * `null`: the method could not speak.
   *
   * @param file of a name that no other picture has had
   */
  read(file: string): Promise<Reading | null>;
}

function adapter<P, R>(
  analysis: AnalysisDefinition<P, R>,
  entry: Omit<Adapter, 'id' | 'read'>,
  reading: (result: R, outcome: 'found' | 'nothing-found') => Reading | null,
): Adapter {
  return {
    ...entry,
    id: analysis.id,
    async read(file) {
      const answer = await answerOf(analysis, file);
      return answer.outcome === 'undetermined' ? null : reading(answer.result, answer.outcome);
    },
  };
}

/** The answer given last by each method: one that is read in two ways runs once. */
const last = new Map<string, { readonly file: string; readonly answer: Promise<unknown> }>();

function answerOf<P, R>(analysis: AnalysisDefinition<P, R>, file: string): Promise<Answer<R>> {
  const known = last.get(analysis.id);
  if (known?.file === file) return known.answer as Promise<Answer<R>>;
  const answer = runAnalysis(analysis, file).then((run) => run.answer);
  last.set(analysis.id, { file, answer });
  return answer;
}

function square(left: number, top: number, width: number, height = width): Polygon {
  return [
    [left, top],
    [left + width, top],
    [left + width, top + height],
    [left, top + height],
  ];
}

/** The largest −lg NFA of a list; 0: the list is empty, as when chance would do it. */
function strongest(list: readonly { readonly logNfa: number }[]): number {
  return list.reduce((most, { logNfa }) => Math.max(most, -logNfa), 0);
}

const pasted = localized(
  'parts pasted in from another picture, or copied within it',
  '从其他图像粘贴或在图内复制的局部',
);
/** What scaling leaves is what the method looks for: such pictures are no innocent ones. */
const unscaled = ['pristine', 'resaved'] as const;

/** Squares that break with the rest of the picture. */
function brokenWindows({
  windows,
}: {
  readonly windows: readonly {
    readonly left: number;
    readonly top: number;
    readonly side: number;
    readonly log10: number;
  }[];
}): Reading {
  return {
    alarm: windows.length > 0,
    score: windows.reduce((most, { log10 }) => Math.max(most, -log10), 0),
    regions: windows.map(({ left, top, side }) => square(left, top, side)),
  };
}

/** Most JPEG files are too coarse for these: pictures stored without loss are measured, and JPEG beside them. */
function noiseAdapters<P, R>(
  analysis: AnalysisDefinition<P, R>,
  reading: (result: R, outcome: 'found' | 'nothing-found') => Reading | null,
): Adapter[] {
  const entry = { base: 'sensor', kinds: ['splice', 'blur', 'noise'], innocent: conditions } as const;
  return [
    adapter(
      analysis,
      {
        ...entry,
        storage: 'lossless',
        tampering: localized(
          'parts pasted in from a camera of another make, blurred or covered with noise, stored without loss',
          '从另一品牌相机的照片粘贴、模糊或叠加噪声的局部，以无损方式存储',
        ),
      },
      reading,
    ),
    adapter(
      analysis,
      {
        ...entry,
        reading: 'saved as JPEG',
        tampering: pasted,
        sparing: { every: 1, conditions: ['pristine'] },
      },
      reading,
    ),
  ];
}

export const adapters: readonly Adapter[] = [
  adapter(
    jpegGrid,
    { base: 'clean', kinds: ['clone', 'splice', 'coarse-shifted'], tampering: pasted, innocent: conditions },
    ({ foreign }) => ({
      alarm: foreign.length > 0,
      score: strongest(foreign),
      regions: foreign.map(({ x0, y0, x1, y1 }) => square(x0, y0, x1 - x0 + 1, y1 - y0 + 1)),
    }),
  ),
  adapter(
    jpegGrid,
    {
      reading: 'grid missing',
      base: 'clean',
      kinds: ['clone', 'splice', 'coarse-shifted'],
      tampering: pasted,
      innocent: conditions,
    },
    ({ missing }) =>
      missing === null
        ? null
        : {
            alarm: missing.length > 0,
            score: strongest(missing),
            regions: missing.map(({ x0, y0, x1, y1 }) => square(x0, y0, x1 - x0 + 1, y1 - y0 + 1)),
          },
  ),
  adapter(
    doubleQuantization,
    {
      base: 'clean',
      kinds: ['splice', 'clone', 'blur', 'coarse-aligned', 'fill'],
      tampering: localized(
        'parts pasted, copied, blurred, coarsened or filled in within a JPEG',
        'JPEG 图像中被粘贴、复制、模糊、降质或填补的局部',
      ),
      innocent: conditions,
    },
    ({ regions }) => ({
      alarm: regions.length > 0,
      score: strongest(regions),
      regions: regions.map(({ x, y, size }) => square(8 * x, 8 * y, 8 * size)),
    }),
  ),
  adapter(
    doubleQuantization,
    {
      reading: 'whole picture twice compressed',
      base: 'clean',
      kinds: ['recompressed'],
      tampering: localized('opened and saved again', '打开后重新保存'),
      innocent: ['pristine', 'resized'],
    },
    ({ logNfa }, outcome) => ({ alarm: outcome === 'found', score: -logNfa, regions: null }),
  ),
  adapter(
    doubleQuantization,
    {
      reading: 'regions where all was only saved again (alarms are false)',
      base: 'clean',
      kinds: ['recompressed'],
      tampering: localized('opened and saved again', '打开后重新保存'),
      innocent: conditions,
    },
    ({ regions }) => ({ alarm: regions.length > 0, score: strongest(regions), regions: null }),
  ),
  adapter(
    nonaligned,
    {
      base: 'clean',
      kinds: ['coarse-shifted', 'splice', 'clone'],
      tampering: pasted,
      innocent: conditions,
    },
    ({ logNfa, shifts, foreign }, outcome) => ({
      alarm: outcome === 'found',
      score: -logNfa,
      regions: (foreign?.regions ?? []).map(({ x, y, size }) =>
        square(8 * x + shifts[0]!.x, 8 * y + shifts[0]!.y, 8 * size),
      ),
    }),
  ),
  adapter(
    ghosts,
    {
      base: 'clean',
      kinds: ['coarse-aligned', 'coarse-shifted', 'splice'],
      tampering: localized(
        'parts that were compressed more coarsely before, on the grid of the picture or another',
        '此前压缩更粗的局部，与整图网格对齐或不对齐',
      ),
      innocent: conditions,
    },
    ({ regions, cell }) => ({
      alarm: regions.length > 0,
      score: strongest(regions),
      regions: regions.map(({ x, y, size }) => square(x * cell, y * cell, size * cell)),
    }),
  ),
  adapter(
    copyMove,
    {
      base: 'clean',
      kinds: ['clone', 'clone-turned'],
      tampering: localized(
        'parts copied within the picture, half of them scaled by 0.8 – 1.25 and turned by up to 30°',
        '在图内复制的局部，其中一半经 0.8–1.25 倍缩放并旋转至多 30°',
      ),
      innocent: conditions,
      sparing: { every: 4, conditions },
    },
    ({ pairs }) => {
      const clones = pairs.filter(({ verdict }) => verdict === 'clone');
      // Look-alikes rank below every copy, by their correlation.
      const scores = pairs.map(({ verdict, falseAlarms, correlation }) =>
        verdict === 'clone' ? 1 + Math.max(0, -(falseAlarms ?? 0)) : Math.max(0, correlation),
      );
      return {
        alarm: clones.length > 0,
        score: Math.max(0, ...scores),
        regions: clones.flatMap(({ first, second }) => [first, second]),
      };
    },
  ),
  adapter(
    thumbnail,
    {
      base: 'clean',
      kinds: ['splice', 'fill', 'clone', 'blur'],
      tampering: localized(
        'parts pasted, copied, filled in or blurred while the old thumbnail of 160 pixels stayed in the file',
        '局部被粘贴、复制、填补或模糊，而文件中仍保留原 160 像素缩略图',
      ),
      innocent: conditions,
    },
    ({ previews, gain }) => {
      const read = [...previews, ...(gain === null ? [] : [gain])].flatMap(({ residual }) => residual ?? []);
      if (read.length === 0) return null;
      const boxes = read.flatMap(({ regions }) => regions);
      const area = boxes.reduce((sum, { width, height }) => sum + width * height, 0);
      return {
        alarm: boxes.length > 0,
        score: area,
        regions: boxes.map(({ x, y, width, height }) => square(x, y, width, height)),
      };
    },
  ),
  adapter(
    resampling,
    {
      base: 'sensor',
      kinds: ['enlarged'],
      tampering: localized('whole picture enlarged by 1.1 – 1.6', '整图放大 1.1–1.6 倍'),
      innocent: unscaled,
    },
    ({ peaks }, outcome) => ({
      alarm: outcome === 'found',
      score: peaks.reduce((most, { log10 }) => Math.max(most, -log10), 0),
      regions: null,
    }),
  ),
  adapter(
    mosaic,
    {
      base: 'sensor',
      storage: 'lossless',
      kinds: ['splice', 'blur', 'clone', 'fill'],
      tampering: localized(
        'parts pasted, copied, blurred or filled in within a camera’s JPEG and stored without loss',
        '在相机 JPEG 中粘贴、复制、模糊或填补局部后以无损方式存储',
      ),
      innocent: unscaled,
    },
    brokenWindows,
  ),
  adapter(
    mosaic,
    {
      reading: 'saved as JPEG',
      base: 'sensor',
      kinds: ['splice', 'blur', 'clone', 'fill'],
      tampering: pasted,
      innocent: unscaled,
      sparing: { every: 1, conditions: ['pristine'] },
    },
    brokenWindows,
  ),
  adapter(
    median,
    {
      base: 'sensor',
      kinds: ['median'],
      tampering: localized(
        'whole picture through a median filter of 3 × 3 or 5 × 5',
        '整图经 3×3 或 5×5 中值滤波',
      ),
      innocent: conditions,
    },
    ({ score, threshold }, outcome) => ({
      alarm: outcome === 'found',
      score: score - threshold,
      regions: null,
    }),
  ),
  adapter(
    contrast,
    {
      base: 'sensor',
      storage: 'lossless',
      kinds: ['toned'],
      tampering: localized(
        'gamma or contrast of the whole picture changed, stored without loss',
        '整图调整伽马或对比度，以无损方式存储',
      ),
      innocent: conditions,
    },
    ({ measure, enhanced }) => ({ alarm: enhanced, score: measure, regions: null }),
  ),
  adapter(
    contrast,
    {
      reading: 'saved as JPEG',
      base: 'sensor',
      kinds: ['toned'],
      tampering: localized('gamma or contrast of the whole picture changed', '整图调整伽马或对比度'),
      innocent: conditions,
      sparing: { every: 1, conditions: ['pristine'] },
    },
    ({ measure, enhanced }) => ({ alarm: enhanced, score: measure, regions: null }),
  ),
  ...noiseAdapters(noiseLevel, ({ regions }) => ({
    alarm: regions.length > 0,
    score: regions.reduce((most, { factor }) => Math.max(most, Math.abs(Math.log2(factor))), 0),
    regions: regions.map(({ left, top, width, height }) => square(left, top, width, height)),
  })),
  ...noiseAdapters(noisesniffer, brokenWindows),
  ...noiseAdapters(patterns, ({ separation }, outcome) => ({
    alarm: outcome === 'found',
    score: separation,
    regions: null,
  })),
];

const enhancer = 'enhancer: not scored';

/** Methods without an adapter, and why; any other is not measured yet. */
export const unscored: Readonly<Record<string, string>> = {
  'pixels.sensor-noise': 'needs fingerprints of cameras: see `test/bench/sensor-noise.ts`',
  'pixels.quantization': 'names tables, decides nothing: not scored',
  'pixels.bit-planes': enhancer,
  'pixels.blocking': enhancer,
  'pixels.channels': enhancer,
  'pixels.echo-edges': enhancer,
  'pixels.error-level': enhancer,
  'pixels.frequency-split': enhancer,
  'pixels.histogram': enhancer,
  'pixels.luminance-gradient': enhancer,
  'pixels.principal-components': enhancer,
  'pixels.recapture': enhancer,
};
