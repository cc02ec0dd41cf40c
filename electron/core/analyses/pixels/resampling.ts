import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { localized } from '#shared/domain/localized.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { gate, stillPicture } from '../../pixels/gate.ts';
import { guide } from '../../pixels/guides/resampling.ts';
import { keepMap, mapFigure } from '../../pixels/maps.ts';
import { openPicture } from '../../pixels/picture.ts';
import { leastSide, traceResampling } from '../../pixels/resampling/trace-resampling.ts';
import { transformCandidates } from '../../pixels/resampling/transform-candidates.ts';

const Parameters = z.strictObject({
  /** lg of the number of false alarms up to which a frequency counts as found. */
  log10: z.number().min(-12).max(0).default(-3),
});
type Parameters = z.infer<typeof Parameters>;

const Result = z.object({
  peaks: z.array(
    z.object({
      u: z.number(),
      v: z.number(),
      map: z.enum(['predictability', 'derivative']),
      votes: z.number().int(),
      of: z.number().int(),
      log10: z.number(),
      local: z.boolean(),
    }),
  ),
  candidates: z.array(z.object({ scale: z.number(), rotation: z.number(), explained: z.number().int() })),
  /** Multiples of ⅛ were left out: the file is coded in blocks (`jpeg`), or odd ones stood out (`seen`). */
  eighths: z.enum(['tested', 'jpeg', 'seen']),
  tiles: z.number().int(),
  silent: z.number().int(),
  tests: z.number().int(),
  /** Share of the tiles in whose surroundings the frequencies stand out. */
  share: z.number(),
  width: z.number().int(),
  height: z.number().int(),
});
type Result = z.infer<typeof Result>;

const scale = { min: 0, max: 12, unit: '−lg p' } as const;
const artifact = 'resampling-tiles.png';
/** A tile shows the frequencies when chance would do so once in a thousand. */
const evident = 3;
const blockFormats: ReadonlySet<MediaFormat> = new Set(['jpeg', 'webp', 'avif', 'heif']);
/** With fewer, no frequency could be significant even if all tiles voted for it. */
const fewestTiles = 5;
/** One and a half bins of a tile's spectrum. */
const tolerance = 1.5 / 256;

const blockLimit = localized(
  'In JPEG, WebP, AVIF and HEIF the multiples of 1/8 cycle per pixel are those of the coder’s blocks and are left out: enlargements by 2, 8/7, 4/3 or 8/5 cannot be seen there.',
  '在 JPEG、WebP、AVIF 和 HEIF 中，1/8 周期/像素的整数倍来自编码块，故予以排除：放大 2、8/7、4/3 或 8/5 倍时无法在此察觉。',
);
const ambiguousLimit = localized(
  'A frequency fits several factors: 1/s, 1 − 1/s and 1 + 1/s fold onto each other. The candidates are listed, none is singled out.',
  '同一频率对应多个倍率：1/s、1 − 1/s 与 1 + 1/s 会相互混叠。此处列出全部候选，不作取舍。',
);
const weakLimit = localized(
  'Reductions, strong compression and noise added afterwards remove the traces; nothing found does not mean that the picture was not resampled.',
  '缩小、强压缩或事后加噪会消除痕迹；未发现并不表示图像未经重采样。',
);
const learnedLimit = localized(
  'Enlarging by a neural network leaves other periods (its strides), or none.',
  '神经网络放大留下的周期不同（取决于其步长），或没有周期。',
);

/** Periodic correlation of neighbouring pixels, as every interpolation leaves it. */
export const analysis = defineAnalysis<Parameters, Result>({
  id: 'pixels.resampling',
  version: 1,
  title: localized('Resampling', '重采样'),
  summary: localized(
    'Looks for the periods that enlarging or turning leaves in how well pixels follow from their neighbours, and lists the factors and angles that fit.',
    '检测放大或旋转在邻域可预测性中留下的周期，并列出相符的倍率和角度。',
  ),
  guide,
  reference: {
    cite: 'Popescu and Farid, Exposing Digital Forgeries by Detecting Traces of Resampling, IEEE Trans. Signal Process. 53 (2005); Kirchner, ACM MM&Sec 2008; Mahdian and Saic, IEEE TIFS 3 (2008); Gallagher, CRV 2005',
    url: 'https://doi.org/10.1145/1411328.1411333',
    limits: [ambiguousLimit, blockLimit, weakLimit, learnedLimit],
  },
  errorRate: errorRateOf('pixels.resampling'),
  engines: ['sharp', 'heif'],
  appliesTo: stillPicture,
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
  const { warnings } = picture.image;
  const reason = gate(picture, { leastSide });
  if (reason !== null) return { outcome: 'undetermined', reason, warnings };
  // Other lossy coders have blocks as well, of sizes that divide eight or are multiples of it.
  const jpeg = blockFormats.has(evidence.media.format);
  const trace = traceResampling(picture.luma(), { jpeg, log10: parameters.log10 }, (share) => {
    signal.throwIfAborted();
    progress(share);
  });
  if (trace.tiles < fewestTiles) return { outcome: 'undetermined', reason: tooFew, warnings };
  const { columns, rows, evidence: values } = trace;
  await keepMap(context, artifact, { width: columns, height: rows, values }, scale);
  const shown = values.filter((value) => value >= evident).length;
  const result: Result = {
    peaks: trace.peaks.map(({ vote: _, ...peak }) => peak),
    candidates: transformCandidates(trace.peaks, tolerance).slice(0, 8),
    eighths: jpeg ? 'jpeg' : trace.jpegHarmonics ? 'seen' : 'tested',
    tiles: trace.tiles,
    silent: trace.silent,
    tests: trace.tests,
    share: shown / trace.tiles,
    width: columns,
    height: rows,
  };
  return { outcome: trace.peaks.length > 0 ? 'found' : 'nothing-found', result, warnings };
}

const tooFew: Reason = {
  code: 'too-few-tiles',
  text: localized(
    'Fewer than five tiles of 256 × 256 pixels, half over each other, hold enough detail: the picture is too small, too flat or too clipped to say anything.',
    '具有足够细节的 256 × 256 像素分块（相邻分块重叠一半）不足五个：图像过小、过于平坦或大面积过曝/欠曝，无法判断。',
  ),
};

const mapWords = {
  predictability: localized('predictability (2-D)', '可预测性（二维）'),
  derivative: localized('second derivative (1-D)', '二阶导数（一维）'),
} as const;

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function figures({ peaks, candidates, width, height }: Result): Figure[] {
  const title = localized('Tiles in which the frequencies stand out', '频率突出的分块');
  const all: Figure[] = [mapFigure('tiles', title, artifact, { width, height }, scale)];
  if (peaks.length === 0) return all;
  all.push({
    kind: 'table',
    id: 'frequencies',
    title: localized('Frequencies that stand out', '突出的频率'),
    columns: [
      { key: 'u', title: localized('Across (cycles/pixel)', '水平（周期/像素）'), align: 'end', code: false },
      { key: 'v', title: localized('Down (cycles/pixel)', '垂直（周期/像素）'), align: 'end', code: false },
      { key: 'map', title: localized('Seen in', '出现于'), align: 'start', code: false },
      { key: 'votes', title: localized('Tiles', '分块'), align: 'end', code: false },
      { key: 'where', title: localized('Where', '范围'), align: 'start', code: false },
      { key: 'log10', title: localized('lg NFA', 'lg NFA'), align: 'end', code: false },
    ],
    rows: peaks.map((peak) => ({
      cells: [
        rounded(peak.u, 4),
        rounded(peak.v, 4),
        mapWords[peak.map],
        `${peak.votes} / ${peak.of}`,
        peak.local ? localized('a window of tiles', '局部窗口') : localized('the whole picture', '整幅图像'),
        rounded(peak.log10, 1),
      ],
    })),
  });
  if (candidates.length > 0)
    all.push({
      kind: 'table',
      id: 'candidates',
      title: localized('Factors and angles that fit', '相符的倍率与角度'),
      columns: [
        { key: 'scale', title: localized('Factor', '倍率'), align: 'end', code: false },
        { key: 'rotation', title: localized('Angle (°)', '角度（°）'), align: 'end', code: false },
        {
          key: 'explained',
          title: localized('Frequencies explained', '可解释的频率'),
          align: 'end',
          code: false,
        },
      ],
      rows: candidates.map((one) => ({
        cells: [rounded(one.scale, 3), rounded(one.rotation, 1), `${one.explained} / ${peaks.length}`],
      })),
    });
  return all;
}

function interpret({ peaks, candidates, eighths, share, tiles, tests }: Result): Finding[] {
  const findings: Finding[] = [];
  const [first] = peaks;
  if (first !== undefined) {
    const fits = candidates.slice(0, 4).map((one) => {
      const turned = Math.abs(one.rotation) < 0.5 ? '' : `, ${one.rotation.toFixed(1)}°`;
      return `×${one.scale.toFixed(3)}${turned}`;
    });
    const percent = Math.round(100 * share);
    const number = first.log10.toFixed(1);
    findings.push({
      code: first.local ? 'resampling.part' : 'resampling.periods',
      statement: localized(
        `Neighbouring pixels depend on each other periodically, as after resampling: ${peaks.length} frequencies stand out, the clearest with lg NFA ${number}; they show in ${percent} % of ${tiles} tiles. Factors that fit, among others: ${fits.join('; ') || 'none between ½ and 4'}.`,
        `相邻像素呈周期性相关，与重采样后的情形一致：共 ${peaks.length} 个频率突出，最显著者 lg NFA 为 ${number}；出现于 ${tiles} 个分块中的 ${percent}%。相符的倍率包括：${fits.join('；') || '½ 至 4 之间无'}。`,
      ),
      bearing: 'contradicts',
      proposition: 'camera-original',
      strength: 'weak',
      limits: [ambiguousLimit, weakLimit],
      innocent: [
        localized(
          'Cameras and phones resample when zooming digitally, straightening, stitching or correcting lenses; so does every program that resizes for publication.',
          '数码变焦、水平校正、拼接或镜头校正时，相机和手机都会重采样；为发布而调整尺寸的软件亦然。',
        ),
        localized(
          'Halves of a cycle also come from the colour mosaic of a sensor, and printed or woven patterns can be periodic themselves.',
          '半周期频率也可能来自传感器的彩色滤光阵列；印刷网点或织物纹理本身也可能具有周期性。',
        ),
      ],
      figures: candidates.length > 0 ? ['tiles', 'frequencies', 'candidates'] : ['tiles', 'frequencies'],
    });
  }
  if (eighths === 'seen')
    findings.push({
      code: 'resampling.eighths',
      statement: localized(
        'Odd multiples of 1/8 cycle per pixel stand out. The picture was a JPEG, or it was resampled by a factor of eighths (8/7, 8/5 …); the two cannot be told apart here, and these frequencies were left out.',
        '1/8 周期/像素的奇数倍突出。图像曾为 JPEG，或以八分之几的倍率（8/7、8/5 等）重采样；此处无法区分，这些频率已予排除。',
      ),
      bearing: 'informational',
      strength: 'none',
      limits: [blockLimit],
      innocent: [],
      figures: ['tiles'],
    });
  if (findings.length === 0)
    findings.push({
      code: 'resampling.none',
      statement: localized(
        `No frequency stands out among ${tests} tests.`,
        `在 ${tests} 次检验中没有频率突出。`,
      ),
      bearing: 'informational',
      strength: 'none',
      limits: [weakLimit, blockLimit],
      innocent: [],
      figures: ['tiles'],
    });
  return findings;
}
