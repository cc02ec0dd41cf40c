import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { counted, localized, verbatim } from '#shared/domain/localized.ts';
import { toRgb8 } from '#shared/numeric/plane.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { decodePreviews } from '../../media/embedded-previews.ts';
import { decodeInput, type StillImage } from '../../media/image.ts';
import { readEvidenceMetadata } from '../../media/metadata.ts';
import { placePreview } from '../../media/preview-comparison.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { stillPicture } from '../../pixels/gate.ts';
import { guide } from '../../pixels/guides/thumbnail-residual.ts';
import { keepMap, mapFigure } from '../../pixels/maps.ts';
import { type FloatPlane, lumaOf, openPicture, type Picture } from '../../pixels/picture.ts';
import { findGainMap } from '../../pixels/previews/gain-map.ts';
import { gainResidual } from '../../pixels/previews/gain-residual.ts';
import { previewResidual } from '../../pixels/previews/preview-residual.ts';

const Box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
type Box = z.infer<typeof Box>;

const Compared = z.object({
  /** ExifTool's name and place of a preview; the form of a gain map. */
  name: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  /** Of lightness on a coarse grid; null for a gain map, and where the picture is too even. */
  correlation: z.number().nullable(),
  /** The residual, when it could be computed. */
  residual: z
    .object({
      artifact: z.string(),
      map: z.object({ width: z.number().int(), height: z.number().int() }),
      usual: z.number(),
      threshold: z.number(),
      regions: z.array(Box),
    })
    .nullable(),
});
type Compared = z.infer<typeof Compared>;

const Result = z.object({
  width: z.number().int(),
  height: z.number().int(),
  previews: z.array(Compared),
  gain: Compared.nullable(),
});
type Result = z.infer<typeof Result>;

/** Below this the preview shows something else; a residual would say nothing more. */
const alike = 0.8;
const scale = { min: 0, max: 64, unit: 'grey levels' } as const;
const gainScale = { min: 0, max: 32, unit: 'levels' } as const;
const listed = 20;

const coarseLimit = localized(
  'A thumbnail shows no more than its own pixels: changes smaller than about three of them cannot be seen.',
  '缩略图的分辨率有限：小于约三个缩略图像素的改动无法察觉。',
);
const renewedLimit = localized(
  'Most editors write a new preview when they save; agreement does not mean that nothing was changed.',
  '多数编辑软件保存时会重写预览；两者一致并不表示未经改动。',
);
const gainLimit = localized(
  'Gain maps are compared with the base picture within small tiles; no published error rate exists, and strong local tone mapping can differ from any line through the colours.',
  '增益图在小块内与基础图像比较；该方法没有公开的错误率，强烈的局部色调映射可能偏离与颜色的线性关系。',
);

/** What is left between a picture and the smaller copies and gain map the same file carries. */
export const analysis = defineAnalysis<Record<string, never>, Result>({
  id: 'pixels.thumbnail-residual',
  version: 1,
  title: localized('Preview and gain map residual', '预览图与增益图残差'),
  summary: localized(
    'Lays the thumbnails, previews and the HDR gain map that a file carries over its main picture, takes out crop, scale and tone, and shows where they disagree: there the picture was changed after they were made.',
    '将文件携带的缩略图、预览图和 HDR 增益图叠加到主图像上，消除裁剪、缩放和色调差异后显示不一致之处：图像在这些位置于其生成之后被改动。',
  ),
  guide,
  reference: {
    cite: 'Kee and Farid, Digital Image Authentication from Thumbnails, SPIE 7541 (2010); ISO 21496-1:2025 (gain maps)',
    url: 'https://doi.org/10.1117/12.839130',
    limits: [coarseLimit, renewedLimit, gainLimit],
  },
  errorRate: errorRateOf('pixels.thumbnail-residual'),
  engines: ['sharp', 'heif', 'exiftool'],
  appliesTo: stillPicture,
  parameters: z.strictObject({}),
  result: Result,
  run,
  figures,
  interpret,
});

async function run(context: AnalysisContext<Record<string, never>>): Promise<Answer<Result>> {
  const { evidence, limits, signal, progress } = context;
  const opened = await openPicture(evidence, limits);
  if (!opened.ok) return { outcome: 'undetermined', reason: opened.reason };
  const { picture } = opened;
  const metadata = await readEvidenceMetadata(evidence, limits, signal);
  if (!metadata.ok) return { outcome: 'undetermined', reason: metadata.reason, warnings: metadata.warnings };
  signal.throwIfAborted();
  progress(0.4);
  const decoded = await decodePreviews(evidence, metadata.metadata.tags, limits, signal);
  const warnings = [...picture.image.warnings, ...decoded.warnings];
  const previews: Compared[] = [];
  for (const [index, { name, place, image }] of decoded.previews.entries()) {
    signal.throwIfAborted();
    const at = placePreview(picture.image, image);
    const { width, height } = image;
    const common = { name: `${place}:${name}`, width, height, correlation: at?.correlation ?? null };
    if (at === null || at.correlation < alike) {
      previews.push({ ...common, residual: null });
      continue;
    }
    const found = previewResidual(picture.luma(), lumaOf(toRgb8(image), width, height), at);
    const artifact = `preview-residual-${index + 1}.png`;
    await keepMap(context, artifact, found.map, scale);
    const { noise: usual, threshold } = found;
    previews.push({
      ...common,
      residual: {
        artifact,
        map: sizeOf(found.map),
        usual,
        threshold,
        regions: found.regions.slice(0, listed),
      },
    });
  }
  progress(0.7);
  const gain = evidence.media.format === 'jpeg' ? await compareGain(context, picture, warnings) : null;
  const { width, height } = picture;
  const regions = [...previews, ...(gain === null ? [] : [gain])].flatMap(
    ({ residual }) => residual?.regions ?? [],
  );
  return {
    outcome: regions.length > 0 ? 'found' : 'nothing-found',
    result: { width, height, previews, gain },
    warnings,
  };
}

async function compareGain(
  context: AnalysisContext<Record<string, never>>,
  picture: Picture,
  warnings: string[],
): Promise<Compared | null> {
  const { evidence, limits } = context;
  const stored = findGainMap(await readFile(evidence.path));
  if (stored === null) return null;
  const decoded = await decodeInput(stored.bytes, { format: 'jpeg', limits });
  if (!decoded.ok) {
    warnings.push(`gain map: ${decoded.reason.detail ?? decoded.reason.text.en}`);
    return null;
  }
  const { image } = decoded;
  const common = { name: stored.form, width: image.width, height: image.height, correlation: null };
  const aspect = (image.width * picture.height) / (image.height * picture.width);
  if (Math.abs(Math.log(aspect)) > 0.03 || Math.min(image.width, image.height) < 24)
    return { ...common, residual: null };
  const { usual, threshold, regions, map } = gainResidual(coloursOf(picture), lightOf(image));
  const artifact = 'gain-residual.png';
  await keepMap(context, artifact, map, gainScale);
  return {
    ...common,
    residual: { artifact, map: sizeOf(map), usual, threshold, regions: regions.slice(0, listed) },
  };
}

function sizeOf({ width, height }: { readonly width: number; readonly height: number }) {
  return { width, height };
}

function lightOf(image: StillImage): FloatPlane {
  return lumaOf(toRgb8(image), image.width, image.height);
}

function coloursOf(picture: Picture): [FloatPlane, FloatPlane, FloatPlane] {
  const { width, height } = picture;
  const rgb = picture.rgb();
  const plane = (channel: number): FloatPlane => {
    const data = new Float32Array(width * height);
    for (let pixel = 0; pixel < data.length; pixel += 1) data[pixel] = rgb[pixel * 3 + channel]!;
    return { width, height, data };
  };
  return [plane(0), plane(1), plane(2)];
}

function figures({ width, height, previews, gain }: Result): Figure[] {
  const all: Figure[] = [];
  for (const [index, { name, residual }] of previews.entries()) {
    if (residual === null) continue;
    const title = localized(`Difference from the preview ${name}`, `与预览图 ${name} 的差异`);
    all.push(mapFigure(`preview-${index + 1}`, title, residual.artifact, residual.map, scale));
  }
  if (gain !== null && gain.residual !== null)
    all.push(
      mapFigure(
        'gain',
        localized('Structure of the gain map that the picture does not explain', '图像无法解释的增益图结构'),
        gain.residual.artifact,
        gain.residual.map,
        gainScale,
      ),
    );
  const compared = [...previews, ...(gain === null ? [] : [gain])];
  const regions = compared.flatMap(({ name, residual }) =>
    (residual?.regions ?? []).map((box) => ({
      label: name,
      polygon: corners(box),
      flag: 'warning' as const,
    })),
  );
  if (regions.length > 0)
    all.push({
      kind: 'regions',
      id: 'regions',
      title: localized('Where they disagree', '不一致的位置'),
      width,
      height,
      regions,
    });
  all.push({
    kind: 'table',
    id: 'compared',
    title: localized('What the file carries', '文件携带的图像'),
    columns: [
      { key: 'name', title: localized('Picture', '图像'), align: 'start', code: true },
      { key: 'size', title: localized('Size', '尺寸'), align: 'end', code: false },
      { key: 'correlation', title: localized('Correlation', '相关系数'), align: 'end', code: false },
      { key: 'usual', title: localized('Usual difference', '通常差异'), align: 'end', code: false },
      { key: 'threshold', title: localized('Threshold', '阈值'), align: 'end', code: false },
      { key: 'regions', title: localized('Regions', '区域数'), align: 'end', code: false },
    ],
    rows: compared.map((one) => ({
      cells: [
        verbatim(one.name),
        `${one.width} × ${one.height}`,
        one.correlation,
        one.residual === null ? null : Number(one.residual.usual.toFixed(2)),
        one.residual === null ? null : Number(one.residual.threshold.toFixed(2)),
        one.residual === null ? null : one.residual.regions.length,
      ],
    })),
  });
  return all;
}

function corners({ x, y, width, height }: Box): [number, number][] {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}

function interpret({ previews, gain }: Result): Finding[] {
  const findings: Finding[] = [];
  const informational = { bearing: 'informational', strength: 'none', innocent: [] } as const;
  for (const [index, { name, residual }] of previews.entries()) {
    if (residual === null) continue;
    const [first] = residual.regions;
    const shown = [`preview-${index + 1}`, 'compared'];
    if (first === undefined)
      findings.push({
        ...informational,
        innocent: [],
        code: 'thumbnail-residual.agrees',
        statement: localized(
          `The preview ${name} and the picture agree everywhere, within ${residual.threshold.toFixed(0)} grey levels.`,
          `预览图 ${name} 与图像处处一致，差异在 ${residual.threshold.toFixed(0)} 个灰度级以内。`,
        ),
        limits: [coarseLimit, renewedLimit],
        figures: shown,
      });
    else
      findings.push({
        code: 'thumbnail-residual.differs',
        statement: localized(
          `The picture differs from its preview ${name} in ${counted(residual.regions.length, 'region', 'regions')}, the largest at ${at(first)}: it was changed there after the preview was made.`,
          `图像与其预览图 ${name} 在 ${residual.regions.length} 个区域不同，最大者位于 ${at(first)}：预览图生成之后该处被改动。`,
        ),
        bearing: 'contradicts',
        proposition: 'unaltered',
        strength: 'weak',
        limits: [coarseLimit],
        innocent: [
          localized(
            'Date stamps, watermarks, removal of red eyes and local brightening by the camera itself come after the preview.',
            '日期戳、水印、红眼消除以及相机自身的局部提亮都可能发生在预览图生成之后。',
          ),
        ],
        figures: [...shown, 'regions'],
      });
  }
  const box = gain?.residual?.regions[0];
  if (gain?.residual !== null && gain?.residual !== undefined) {
    const base = { limits: [gainLimit], figures: ['gain', 'compared'] };
    if (box === undefined)
      findings.push({
        ...informational,
        innocent: [],
        ...base,
        code: 'gain-map.agrees',
        statement: localized(
          'The structure of the gain map follows the picture everywhere it can be compared.',
          '在可比较之处，增益图的结构均与图像相符。',
        ),
      });
    else
      findings.push({
        ...base,
        code: 'gain-map.differs',
        statement: localized(
          `The gain map shows structure that the picture does not have in ${counted(gain.residual.regions.length, 'region', 'regions')}, the largest at ${at(box)}: it may be older than the picture.`,
          `增益图在 ${gain.residual.regions.length} 个区域显示出图像所没有的结构，最大者位于 ${at(box)}：增益图可能早于当前图像。`,
        ),
        bearing: 'contradicts',
        proposition: 'unaltered',
        strength: 'weak',
        innocent: [
          localized(
            'Phones compute gain maps from several exposures: moving things and strong local tone mapping differ.',
            '手机由多次曝光计算增益图：运动物体和强烈的局部色调映射会产生差异。',
          ),
        ],
        figures: [...base.figures, 'regions'],
      });
  }
  if (findings.length === 0)
    findings.push({
      ...informational,
      innocent: [],
      code: 'thumbnail-residual.none',
      statement: localized(
        'The file carries no preview and no gain map that could be compared with its picture.',
        '文件未携带可与其图像比较的预览图或增益图。',
      ),
      limits: [renewedLimit],
      figures: ['compared'],
    });
  return findings;
}

function at({ x, y, width, height }: Box): string {
  return `${x} ${y} – ${x + width} ${y + height}`;
}
