import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { counted, type Localized, localized, verbatim } from '#shared/domain/localized.ts';
import { type Answer, defineAnalysis } from '../../analysis/define.ts';
import type { JpegHeader } from '../../media/jpeg-header.ts';
import { readJpegStreams } from '../../media/jpeg-streams.ts';
import {
  candidateSettings,
  ijgQualities,
  nearestIjgQuality,
  sources,
} from '../../media/quantization-sets.ts';
import { guide } from '../../pixels/guides/quantization.ts';

const Table = z.object({
  id: z.number().int(),
  precision: z.union([z.literal(8), z.literal(16)]),
  /** Components (1-based) that use it. */
  components: z.array(z.number().int()),
  /** 64 steps in natural order. */
  steps: z.array(z.number().int()).length(64),
  bytes: z.tuple([z.number().int(), z.number().int()]),
});

const Stream = z.object({
  where: z.enum(['main', 'embedded', 'trailing']),
  offset: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  /** n of SOFn: 0 baseline, 1 extended, 2 progressive. */
  frame: z.number().int(),
  /** Sampling factors per component: `2×2 1×1 1×1`. */
  sampling: z.string(),
  tables: z.array(Table),
  /** A destination was defined again with other steps. */
  redefined: z.boolean(),
  candidates: z.array(
    z.object({
      family: z.string(),
      setting: z.string(),
      matches: z.enum(['all', 'luminance', 'chrominance']),
    }),
  ),
  /** IJG qualities with this luminance, and with this chrominance table. */
  ijgLuminance: z.array(z.number().int()),
  ijgChrominance: z.array(z.number().int()),
  nearest: z.object({ quality: z.number().int(), distance: z.number() }),
});
type Stream = z.infer<typeof Stream>;

const Result = z.object({ streams: z.array(Stream).min(1), sources: z.array(z.string()) });
type Result = z.infer<typeof Result>;

const setLimit = localized(
  'Tables are compared with known sets only (IJG 1–100, Adobe sets, mozjpeg, FFmpeg). Cameras, phones and platforms use thousands of further tables; no match is not a sign of editing.',
  '仅与已知量化表集（IJG 1–100、Adobe、mozjpeg、FFmpeg）比对。相机、手机和平台使用的量化表数以千计；未匹配并不表示经过编辑。',
);
const sharedLimit = localized(
  'Equal tables do not name a program: many programs use the same library, and cameras and editors share tables.',
  '量化表相同并不能指明具体程序：许多程序使用同一函数库，相机与编辑软件也会共用量化表。',
);
const lastLimit = localized(
  'Tables tell about the last encoding only; earlier ones leave their traces in the coefficients, which this method does not read.',
  '量化表只反映最后一次编码；更早的编码痕迹留在系数中，本方法不读取系数。',
);

/** Identity of JPEG quantisation tables: exact, against known sets, always as a set of candidates. */
export const analysis = defineAnalysis<Record<string, never>, Result>({
  id: 'pixels.quantization',
  version: 1,
  title: localized('JPEG quantisation tables', 'JPEG 量化表'),
  summary: localized(
    'Reads the quantisation tables of the picture and its thumbnails and lists every known encoder setting that writes exactly these tables.',
    '读取图像及其缩略图的量化表，并列出会写出完全相同量化表的所有已知编码设置。',
  ),
  guide,
  reference: {
    cite: 'ITU-T T.81 Annex K; Farid, Digital image ballistics from JPEG quantization, Dartmouth TR2006-583; Kornblum, Using JPEG quantization tables to identify imagery processed by software, Digital Investigation 5 (2008)',
    url: 'https://doi.org/10.1016/j.diin.2008.05.004',
    limits: [setLimit, sharedLimit, lastLimit],
  },
  engines: [],
  appliesTo: ({ format }) =>
    format === 'jpeg' || localized('Only JPEG files have these tables', '仅 JPEG 文件具有量化表'),
  parameters: z.strictObject({}),
  result: Result,

  async run({ evidence }): Promise<Answer<Result>> {
    const { headers, warnings } = readJpegStreams(await readFile(evidence.path));
    const streams = headers.flatMap(({ where, header }) => describeStream(where, header) ?? []);
    const main = streams.find((stream) => stream.where === 'main');
    if (main === undefined) {
      const text = localized(
        'No frame with quantisation tables could be read (damaged, lossless or abbreviated JPEG)',
        '未能读取带量化表的帧（文件损坏、无损或缩略格式的 JPEG）',
      );
      return { outcome: 'undetermined', reason: { code: 'no-tables', text }, warnings };
    }
    return { outcome: 'found', result: { streams, sources: [...sources] }, warnings };
  },

  figures({ streams, sources: of }): Figure[] {
    const main = mainOf(streams);
    const figures: Figure[] = main.tables.map((table) => ({
      kind: 'table',
      id: `table-${table.id}`,
      title: tableTitle(table),
      columns: Array.from({ length: 8 }, (_, column) => ({
        key: `u${column}`,
        title: verbatim(`u=${column}`),
        align: 'end',
        code: true,
      })),
      rows: Array.from({ length: 8 }, (_, row) => ({
        cells: table.steps.slice(row * 8, row * 8 + 8),
        bytes: [table.bytes[0], table.bytes[1]],
      })),
    }));
    figures.push({
      kind: 'table',
      id: 'candidates',
      title: localized('Known settings with exactly these tables', '量化表完全相同的已知设置'),
      columns: [
        { key: 'family', title: localized('Family', '系列'), align: 'start', code: false },
        { key: 'setting', title: localized('Setting', '设置'), align: 'start', code: false },
        { key: 'matches', title: localized('Equal tables', '相同的表'), align: 'start', code: false },
      ],
      rows: main.candidates.map(({ family, setting, matches }) => ({
        cells: [family, setting, matchWords[matches]],
      })),
    });
    figures.push(streamsFigure(streams));
    figures.push({
      kind: 'table',
      id: 'sources',
      title: localized('Sets compared with', '比对所用的量化表集'),
      columns: [{ key: 'source', title: localized('Source', '来源'), align: 'start', code: false }],
      rows: of.map((source) => ({ cells: [source] })),
    });
    return figures;
  },

  interpret({ streams }): Finding[] {
    const main = mainOf(streams);
    const findings = [identityFinding(main)];
    const mismatch = mismatchFinding(main);
    if (mismatch !== null) findings.push(mismatch);
    if (main.redefined) findings.push(redefinedFinding);
    return findings;
  },
});

const matchWords: Readonly<Record<Stream['candidates'][number]['matches'], Localized>> = {
  all: localized('all', '全部'),
  luminance: localized('first component only', '仅第一分量'),
  chrominance: localized('second component only', '仅第二分量'),
};

const whereWords: Readonly<Record<Stream['where'], Localized>> = {
  main: localized('main picture', '主图像'),
  embedded: localized('inside Exif', 'Exif 内嵌'),
  trailing: localized('after the main picture', '主图像之后'),
};

function mainOf(streams: readonly Stream[]): Stream {
  return streams.find((stream) => stream.where === 'main') ?? streams[0]!;
}

function describeStream(where: Stream['where'], header: JpegHeader): Stream | null {
  const luminance = header.inForce.get(header.components[0]?.table ?? -1)?.steps;
  if (header.frame === null || luminance === undefined) return null;
  const second = header.components[1];
  const chrominance = second === undefined ? null : (header.inForce.get(second.table)?.steps ?? null);
  const pair = { luminance, chrominance };
  return {
    where,
    offset: header.offset,
    width: header.width,
    height: header.height,
    frame: header.frame,
    sampling: header.components.map(({ horizontal, vertical }) => `${horizontal}×${vertical}`).join(' '),
    tables: [...header.inForce.values()].map(({ id, precision, steps, bytes }) => ({
      id,
      precision,
      components: header.components.flatMap((component, index) =>
        component.table === id ? [index + 1] : [],
      ),
      steps: [...steps],
      bytes: [bytes[0], bytes[1]],
    })),
    redefined: header.redefined,
    candidates: candidateSettings(pair),
    ijgLuminance: ijgQualities(luminance, 'luminance'),
    ijgChrominance: chrominance === null ? [] : ijgQualities(chrominance, 'chrominance'),
    nearest: nearestIjgQuality(pair),
  };
}

function tableTitle({ id, components, precision }: z.infer<typeof Table>): Localized {
  const bits = precision === 16 ? ['; 16-bit steps', '；16 位步长'] : ['', ''];
  if (components.length === 0) {
    return localized(`Table ${id} (not used)${bits[0]}`, `表 ${id}（未使用）${bits[1]}`);
  }
  const list = components.join(', ');
  return localized(`Table ${id}: component ${list}${bits[0]}`, `表 ${id}：分量 ${list}${bits[1]}`);
}

function streamsFigure(streams: readonly Stream[]): Figure {
  const columns = [
    ['where', localized('Picture', '图像'), 'start'],
    ['offset', localized('Offset', '偏移'), 'end'],
    ['size', localized('Size', '尺寸'), 'end'],
    ['frame', localized('Frame', '帧类型'), 'start'],
    ['sampling', localized('Sampling', '采样'), 'start'],
    ['candidates', localized('Known settings', '已知设置数'), 'end'],
    ['nearest', localized('Nearest IJG quality', '最接近的 IJG 质量'), 'end'],
    ['distance', localized('Mean step difference', '平均步长差'), 'end'],
  ] as const;
  return {
    kind: 'table',
    id: 'pictures',
    title: localized('JPEG pictures in the file', '文件中的 JPEG 图像'),
    columns: columns.map(([key, title, align]) => ({ key, title, align, code: false })),
    rows: streams.map((stream) => ({
      cells: [
        whereWords[stream.where],
        stream.offset,
        `${stream.width} × ${stream.height}`,
        `SOF${stream.frame}`,
        stream.sampling,
        stream.candidates.filter(({ matches }) => matches === 'all').length,
        stream.nearest.quality,
        Math.round(stream.nearest.distance * 100) / 100,
      ],
    })),
  };
}

function identityFinding(main: Stream): Finding {
  const exact = main.candidates.filter(({ matches }) => matches === 'all');
  const { quality, distance } = main.nearest;
  const away = distance.toFixed(2);
  const common = {
    bearing: 'informational',
    strength: 'none',
    innocent: [],
    limits: [setLimit, sharedLimit, lastLimit],
  } as const;
  const figures = ['candidates', ...main.tables.map(({ id }) => `table-${id}`)];
  if (exact.length === 0) {
    const statement = localized(
      `The quantisation tables equal no known setting as a whole; the nearest IJG quality is ${quality}, ${away} steps away on average.`,
      `量化表整体上不与任何已知设置相同；最接近的 IJG 质量为 ${quality}，平均相差 ${away}。`,
    );
    return { ...common, limits: [...common.limits], innocent: [], code: 'tables.custom', statement, figures };
  }
  const families = [...new Set(exact.map(({ family }) => family))];
  const list = exact.slice(0, 6).map(({ family, setting }) => `${family}, ${setting}`);
  const more = exact.length - list.length;
  const statement = localized(
    `The quantisation tables equal ${counted(exact.length, 'known setting', 'known settings')} in ${counted(families.length, 'family', 'families')}: ${list.join('; ')}${more > 0 ? `; and ${more} more` : ''}. Unlisted programs may write the same tables.`,
    `量化表与 ${families.length} 个系列中的 ${exact.length} 个已知设置完全相同：${list.join('；')}${more > 0 ? `；另有 ${more} 个` : ''}。未列出的程序也可能写出相同的表。`,
  );
  return { ...common, limits: [...common.limits], innocent: [], code: 'tables.known', statement, figures };
}

/** Both tables come from Annex K, but from different qualities: no single libjpeg quality call does that. */
function mismatchFinding(main: Stream): Finding | null {
  const { ijgLuminance, ijgChrominance } = main;
  if (ijgLuminance.length === 0 || ijgChrominance.length === 0) return null;
  if (ijgLuminance.some((quality) => ijgChrominance.includes(quality))) return null;
  return {
    code: 'tables.mixed-quality',
    statement: localized(
      `Luminance and chrominance tables are both IJG tables but of different quality (${ijgLuminance.join(', ')} and ${ijgChrominance.join(', ')}).`,
      `亮度与色度量化表均为 IJG 表，但质量不同（${ijgLuminance.join('、')} 与 ${ijgChrominance.join('、')}）。`,
    ),
    bearing: 'informational',
    strength: 'none',
    limits: [sharedLimit],
    innocent: [
      localized(
        'Some encoders and optimisers set the quality of colour apart (cjpeg -quality 90,70).',
        '部分编码器和优化工具可单独设置色度质量（如 cjpeg -quality 90,70）。',
      ),
    ],
    figures: ['pictures'],
  };
}

const redefinedFinding: Finding = {
  code: 'tables.redefined',
  statement: localized(
    'A quantisation table is defined more than once with different steps; the tables shown are those in force at the first scan.',
    '同一量化表被多次定义且步长不同；所示为首次扫描时生效的表。',
  ),
  bearing: 'informational',
  strength: 'none',
  limits: [
    localized(
      'Allowed by the standard, but rarely written by common encoders.',
      '标准允许，但常见编码器很少这样写。',
    ),
  ],
  innocent: [],
  figures: ['pictures'],
};
