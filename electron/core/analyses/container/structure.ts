import { z } from 'zod';
import { BytesFigure, type Figure, type Flag, TreeNode } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { defineAnalysis } from '../../analysis/define.ts';
import { guide } from '../../media/guides/structure.ts';
import { bytesOf, structureFindings, structureLimits } from '../../media/structure/findings.ts';
import { problemCodes } from '../../media/structure/layout.ts';
import { problemTexts } from '../../media/structure/problem-texts.ts';
import { readStructure, structureFormat } from '../../media/structure/structure.ts';

const Problem = z.object({
  code: z.enum(problemCodes),
  at: z.number().int().nonnegative(),
  length: z.number().nonnegative(),
  detail: z.string(),
});

const Result = z.object({
  size: z.number().int().nonnegative(),
  summary: z.string().nullable(),
  tree: z.array(TreeNode),
  spans: BytesFigure.shape.spans,
  problems: z.array(Problem),
  /** Occurrences per kind, also of those beyond the listed ones. */
  counts: z.array(z.object({ code: z.enum(problemCodes), count: z.number().int().positive() })),
  partsFolded: z.number().int().nonnegative(),
  trailing: z
    .object({
      start: z.number().int().nonnegative(),
      length: z.number().int().positive(),
      content: z.string().nullable(),
      usual: z.boolean(),
    })
    .nullable(),
});
type Result = z.infer<typeof Result>;

const roles = {
  structure: localized('Structure', '结构'),
  metadata: localized('Metadata', '元数据'),
  content: localized('Content', '内容'),
  padding: localized('Padding', '填充'),
  trailing: localized('After the end', '文件尾之后'),
  unexplained: localized('Unexplained', '未解释'),
} as const;

const unreadable: Reason = {
  code: 'structure-unreadable',
  text: localized(
    'The file begins like its format, but no part of its structure could be read.',
    '文件开头符合该格式，但其结构无法读取。',
  ),
};
const makersContainer: Reason = {
  code: 'structure-not-read',
  text: localized(
    'This camera maker’s own container is not read; raw formats built on TIFF or ISO base media are.',
    '不读取该相机厂商的自有容器；基于 TIFF 或 ISO 基础媒体的 RAW 格式可以读取。',
  ),
};

/** Byte-exact container structure: every byte of the file has an owner or is shown as unexplained. */
export const analysis = defineAnalysis<Record<string, never>, Result>({
  id: 'container.structure',
  version: 1,
  title: localized('Container structure', '容器结构'),
  summary: localized(
    'Takes the file apart into the segments, chunks or boxes of its format and accounts for every byte: what is out of order, damaged, left over or appended.',
    '按文件格式逐段、逐块、逐盒拆解，并为每个字节标明归属：找出顺序异常、受损、残留或附加的数据。',
  ),
  guide,
  reference: {
    cite: 'ITU-T T.81 Annex B; W3C PNG (third edition); RFC 9649 (WebP); RIFF (IBM, Microsoft 1991), EBU Tech 3306; ISO/IEC 14496-12; ISO/IEC 23008-12; GIF89a; TIFF 6.0; CIPA DC-007 and DC-008',
    url: 'https://www.w3.org/TR/png-3/',
    limits: [...structureLimits],
  },
  engines: [],
  appliesTo: (media) =>
    structureFormat(media.format) !== null ||
    localized('The structure of this format is not read', '不读取此格式的结构'),
  parameters: z.object({}),
  result: Result,
  async run({ evidence, progress, signal }) {
    const format = structureFormat(evidence.media.format);
    if (format === null) throw new Error(`no reader for ${evidence.media.format}`);
    const structure = await readStructure(evidence.path, format, { progress, signal });
    const { size, summary, tree, spans, problems, counts, partsFolded, trailing } = structure;
    const result: Result = {
      size,
      summary,
      tree,
      spans: [...spans],
      problems: [...problems],
      counts: [...counts],
      partsFolded,
      trailing,
    };
    if (structure.understood) return { outcome: 'found', result };
    return {
      outcome: 'undetermined',
      reason: evidence.media.format === 'raw' ? makersContainer : unreadable,
      result,
    };
  },
  figures: (result) => [
    { kind: 'tree', id: 'structure', title: localized('Structure', '结构'), roots: result.tree },
    {
      kind: 'bytes',
      id: 'coverage',
      title: localized('Owner of every byte', '每个字节的归属'),
      size: result.size,
      spans: result.spans,
    },
    totals(result),
    ...(result.summary === null
      ? []
      : [
          {
            kind: 'scalar' as const,
            id: 'order',
            title: localized('Order of parts', '各部分顺序'),
            value: result.summary,
          },
        ]),
    ...(result.problems.length === 0 ? [] : [problemTable(result)]),
  ],
  interpret: structureFindings,
});

function totals({ size, spans }: Result): Figure {
  return {
    kind: 'table',
    id: 'totals',
    title: localized('Bytes by role', '各类字节数'),
    columns: [
      { key: 'role', title: localized('Role', '类别'), align: 'start', code: false },
      { key: 'bytes', title: localized('Bytes', '字节'), align: 'end', code: false },
      { key: 'share', title: localized('Share (%)', '占比（%）'), align: 'end', code: false },
    ],
    rows: Object.entries(roles).flatMap(([role, name]) => {
      const bytes = bytesOf(spans, role);
      if (bytes === 0) return [];
      const flag: Flag | undefined = role === 'unexplained' || role === 'trailing' ? 'notice' : undefined;
      return [
        {
          cells: [name, bytes, Math.round((bytes / size) * 10_000) / 100],
          ...(flag === undefined ? {} : { flag }),
        },
      ];
    }),
  };
}

function problemTable({ problems, size }: Result): Figure {
  return {
    kind: 'table',
    id: 'problems',
    title: localized('Structural problems', '结构问题'),
    columns: [
      { key: 'kind', title: localized('Kind', '类型'), align: 'start', code: false },
      { key: 'at', title: localized('At byte', '字节位置'), align: 'end', code: true },
      { key: 'bytes', title: localized('Bytes', '字节'), align: 'end', code: false },
      { key: 'where', title: localized('Where', '位置说明'), align: 'start', code: true },
    ],
    rows: problems.map(({ code, at, length, detail }) => ({
      cells: [problemTexts[code].name, at, length, detail],
      flag: code === 'limit' || code === 'padding' ? ('notice' as const) : ('warning' as const),
      bytes: [Math.min(at, size), Math.max(0, Math.min(length, size - at))] as [number, number],
    })),
  };
}
