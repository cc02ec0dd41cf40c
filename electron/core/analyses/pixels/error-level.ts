import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { ErrorTally, mapSize, type ReducedPicture, reduceRows } from '#shared/numeric/error-level.ts';
import { hasTransparency, toRgb8 } from '#shared/numeric/plane.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { decodeEvidence, decodeInput } from '../../media/image.ts';
import { encodeJpeg, encodePng } from '../../media/image-encode.ts';
import { guide } from '../../pixels/guides/error-level.ts';

const Parameters = z.strictObject({
  /** IJG quality of the re-save. */
  quality: z.int().min(1).max(100).default(90),
  chromaSubsampling: z.enum(['4:2:0', '4:4:4']).default('4:2:0'),
  /** End of the scale, grey levels; the same for every image, so that pictures can be compared. */
  range: z.int().min(4).max(255).default(32),
});
type Parameters = z.infer<typeof Parameters>;

const Statistics = z.object({
  mean: z.number(),
  changed: z.number(),
  median: z.number(),
  percentile95: z.number(),
  percentile99: z.number(),
  maximum: z.number(),
  beyondScale: z.number(),
});

const Result = z.object({
  width: z.number().int(),
  height: z.number().int(),
  quality: z.number().int(),
  chromaSubsampling: z.string(),
  range: z.number().int(),
  /** Transparent pixels were laid on white before the comparison. */
  flattened: z.boolean(),
  /** Samples wider than 8 bits were reduced, or colours other than RGB converted, before the comparison. */
  reduced: z.boolean(),
  evidence: Statistics,
  /** The same image after one re-save, compared with its own second re-save. */
  expected: Statistics,
});
type Result = z.infer<typeof Result>;

const formats: ReadonlySet<MediaFormat> = new Set(['jpeg', 'png', 'webp', 'tiff', 'avif', 'heif']);

const limits: Localized[] = [
  localized(
    'An aid for the eye, not evidence of editing: bright areas are first of all edges, texture, saturated colour and freshly computed content.',
    '仅为辅助观察的增强手段，不是编辑的证据：明亮区域首先反映边缘、纹理、饱和色彩以及新生成的内容。',
  ),
  localized(
    'Differences in history between regions vanish after re-scaling or after several re-saves of the whole picture, and most published tests report high false alarm rates.',
    '整幅图像经缩放或多次重新保存后，区域间的历史差异会消失；多数公开测试报告误报率很高。',
  ),
  localized(
    'On files that were never JPEG the picture shows only how hard each region is to compress.',
    '对于从未是 JPEG 的文件，结果只反映各区域的压缩难度。',
  ),
  localized(
    'For images of more than 4 megapixels the pictures are drawn smaller: each of their pixels shows the largest change within its block. The numbers are always taken from every pixel.',
    '超过 400 万像素的图像，其误差图会缩小绘制：每个像素显示所在块内的最大变化。数值始终由全部像素计算得出。',
  ),
];

/** Error level analysis, two-sided, with the once re-saved image beside it as the expected picture. */
export const analysis = defineAnalysis<Parameters, Result>({
  id: 'pixels.error-level',
  version: 1,
  enhancer: true,
  title: localized('Error level', '误差级别'),
  summary: localized(
    'Saves the image once more as JPEG and shows how much each pixel changes, beside what the same image looks like after one save. It directs the eye; it decides nothing.',
    '将图像再次保存为 JPEG，显示每个像素的变化量，并与同一图像保存一次后的情形并列。用于引导观察，不作判断。',
  ),
  guide,
  reference: {
    cite: 'Krawetz, A Picture’s Worth: Digital Image Analysis and Forensics, Hacker Factor 2007; on its limits: Farid, Photo Forensics, MIT Press 2016',
    limits,
  },
  engines: ['sharp', 'heif'],
  limits: { timeMs: 120_000 },
  appliesTo: ({ format }) =>
    formats.has(format) ||
    localized('Only for still images with continuous tone', '仅适用于连续色调的静态图像'),
  parameters: Parameters,
  result: Result,
  run,
  figures,

  interpret({ evidence, expected, quality, range }) {
    const [now, then] = [evidence.mean.toFixed(2), expected.mean.toFixed(2)];
    return [
      {
        code: 'error-level.enhancer',
        statement: localized(
          `Re-saved at quality ${quality}, samples change by ${now} grey levels on average; after one save by ${then}. Shown on a fixed scale of ±${range} grey levels as an aid for the eye, not as evidence of editing.`,
          `以质量 ${quality} 重新保存后，样本平均变化 ${now} 灰度级；保存一次之后为 ${then}。以固定刻度 ±${range} 灰度级显示，仅供辅助观察，不作为编辑的证据。`,
        ),
        bearing: 'informational',
        strength: 'none',
        limits,
        innocent: [],
        figures: ['evidence-magnitude', 'expected-magnitude', 'evidence-signed', 'statistics'],
      },
    ];
  },
});

/** Images up to this many pixels are compared in one piece, larger ones in strips of about half as many. */
const wholePixels = 24_000_000;
/** T.81 B.2.2: sides of a JPEG are 16-bit numbers. */
const longestSide = 65_535;
/**
 * Two units of 16 rows: JPEG codes units apart from each other, but the decoder smooths colour across one
 * row of the neighbour, once for each of the two saves. With this much margin strips give exactly what
 * the whole image would.
 */
const marginRows = 32;
/** A map has no more pixels than this. */
const mapPixels = 4_000_000;

async function run(context: AnalysisContext<Parameters>): Promise<Answer<Result>> {
  const { parameters, progress, signal } = context;
  const { quality, chromaSubsampling, range } = parameters;
  const decoded = await decodeEvidence(context.evidence, context.limits);
  if (!decoded.ok) return { outcome: 'undetermined', reason: decoded.reason };
  const { image } = decoded;
  const { width, height } = image;
  if (width > longestSide) return { outcome: 'undetermined', reason: tooWide };
  const original = toRgb8(image);
  const evidence = new ErrorTally(range);
  const expected = new ErrorTally(range);
  const stripRows = rowsPerStrip(width, height);
  const maps = {
    magnitude: new ErrorMap(width, height, 0),
    signed: new ErrorMap(width, height, middle),
    expected: new ErrorMap(width, height, 0),
  };
  for (let top = 0; top < height; top += stripRows) {
    signal.throwIfAborted();
    progress((0.8 * top) / height);
    const [from, to] = [Math.max(0, top - marginRows), Math.min(height, top + stripRows + marginRows)];
    const strip = original.subarray(from * width * 3, to * width * 3);
    const once = await resave(strip, width, to - from, parameters);
    signal.throwIfAborted();
    const twice = await resave(once, width, to - from, parameters);
    const rows = Math.min(stripRows, height - top);
    const inner = [(top - from) * width * 3, (top - from + rows) * width * 3] as const;
    const kept = once.subarray(...inner);
    const [magnitude, signed] = [maps.magnitude.rows(top, rows), maps.signed.rows(top, rows)];
    evidence.add(strip.subarray(...inner), kept, { magnitude, signed }, 0);
    maps.magnitude.take(magnitude, top);
    maps.signed.take(signed, top);
    const expectedRows = maps.expected.rows(top, rows);
    expected.add(kept, twice.subarray(...inner), { magnitude: expectedRows }, 0);
    maps.expected.take(expectedRows, top);
  }
  const keep = async (name: string, { picture }: ErrorMap) => {
    signal.throwIfAborted();
    await context.artifact(name, 'image/png', await encodePng({ ...picture, channels: 1 }));
  };
  await keep('error-level.png', maps.magnitude);
  await keep('error-level-signed.png', maps.signed);
  await keep('error-level-expected.png', maps.expected);
  progress(1);
  return {
    outcome: 'found',
    warnings: image.warnings,
    result: {
      width,
      height,
      quality,
      chromaSubsampling,
      range,
      flattened: hasTransparency(image),
      reduced: image.bitDepth === 16 || image.colourSpace === 'cmyk' || image.colourSpace === 'lab',
      evidence: evidence.statistics(),
      expected: expected.statistics(),
    },
  };
}

const tooWide: Reason = {
  code: 'jpeg-side',
  text: localized(
    'The image is wider than a JPEG can be, so it cannot be re-saved',
    '图像宽度超出 JPEG 上限，无法重新保存',
  ),
};

/** Whole units of 16 rows; a strip with its margins is no higher than a JPEG can be. */
function rowsPerStrip(width: number, height: number): number {
  const longest = longestSide - 2 * marginRows;
  const wanted = width * height <= wholePixels ? height : wholePixels / 2 / width;
  return Math.max(256, Math.min(Math.ceil(wanted / 16), Math.floor(longest / 16)) * 16);
}

/** What no difference is in the signed picture. */
const middle = 128;

/** A picture of the whole image, kept at the size it will be shown at; filled in strips. */
class ErrorMap {
  readonly picture: ReducedPicture;
  private readonly size: { readonly width: number; readonly height: number };
  private readonly rest: number;
  private readonly whole: boolean;

  constructor(width: number, height: number, rest: number) {
    const size = mapSize(width, height, mapPixels);
    this.size = { width, height };
    this.rest = rest;
    this.whole = size.width === width && size.height === height;
    this.picture = { ...size, data: new Uint8Array(size.width * size.height).fill(rest) };
  }

  /** Memory for rows at full size: the picture itself when it is not reduced. */
  rows(top: number, count: number): Uint8Array {
    const { width } = this.size;
    return this.whole
      ? this.picture.data.subarray(top * width, (top + count) * width)
      : new Uint8Array(count * width);
  }

  take(rows: Uint8Array, top: number): void {
    if (!this.whole) reduceRows(rows, this.size, top, this.rest, this.picture);
  }
}

/** Save interleaved RGB as JPEG and decode it again. */
async function resave(
  data: Uint8Array,
  width: number,
  height: number,
  { quality, chromaSubsampling }: Parameters,
): Promise<Uint8Array> {
  const jpeg = await encodeJpeg({ data, width, height, channels: 3 }, quality, { chromaSubsampling });
  const decoded = await decodeInput(jpeg, { format: 'jpeg', limits: { pixels: width * height } });
  if (!decoded.ok) throw new Error(`own JPEG could not be read back: ${decoded.reason.detail}`);
  return toRgb8(decoded.image);
}

function figures({ width, height, range, evidence, expected }: Result): Figure[] {
  const map = { kind: 'heatmap', ...mapSize(width, height, mapPixels), overlay: true } as const;
  const oneSided = { min: 0, max: range, unit: 'grey levels', diverging: false };
  const rows: readonly (readonly [Localized, keyof Result['evidence'], 'levels' | 'share'])[] = [
    [localized('Mean absolute difference (grey levels)', '平均绝对差（灰度级）'), 'mean', 'levels'],
    [localized('Samples that change (%)', '发生变化的样本（%）'), 'changed', 'share'],
    [localized('Median per pixel (grey levels)', '每像素中位数（灰度级）'), 'median', 'levels'],
    [localized('95th percentile (grey levels)', '第 95 百分位（灰度级）'), 'percentile95', 'levels'],
    [localized('99th percentile (grey levels)', '第 99 百分位（灰度级）'), 'percentile99', 'levels'],
    [localized('Maximum (grey levels)', '最大值（灰度级）'), 'maximum', 'levels'],
    [localized('Pixels beyond the scale (%)', '超出刻度的像素（%）'), 'beyondScale', 'share'],
  ];
  const shown = (value: number, unit: 'levels' | 'share') =>
    Math.round(value * (unit === 'share' ? 10_000 : 100)) / 100;
  return [
    {
      ...map,
      id: 'evidence-magnitude',
      title: localized('Change on re-saving: evidence', '重新保存后的变化：证据图像'),
      artifact: 'error-level.png',
      scale: oneSided,
    },
    {
      ...map,
      id: 'expected-magnitude',
      title: localized(
        'Change on re-saving: the same image saved once (expected)',
        '重新保存后的变化：同一图像保存一次后（预期）',
      ),
      artifact: 'error-level-expected.png',
      scale: oneSided,
    },
    {
      ...map,
      id: 'evidence-signed',
      title: localized('Signed change: evidence minus re-saved', '带符号的变化：证据减去重新保存后'),
      artifact: 'error-level-signed.png',
      scale: { min: -range, max: range, unit: 'grey levels', diverging: true },
    },
    {
      kind: 'table',
      id: 'statistics',
      title: localized('Change in numbers', '变化数值'),
      columns: [
        { key: 'measure', title: localized('Measure', '指标'), align: 'start', code: false },
        { key: 'evidence', title: localized('Evidence', '证据图像'), align: 'end', code: false },
        { key: 'expected', title: localized('Saved once', '保存一次后'), align: 'end', code: false },
      ],
      rows: rows.map(([title, key, unit]) => ({
        cells: [title, shown(evidence[key], unit), shown(expected[key], unit)],
      })),
    },
  ];
}
