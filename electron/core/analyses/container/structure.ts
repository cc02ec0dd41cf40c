import { z } from 'zod';
import { BytesFigure, type Figure, type Flag, TreeNode } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { type Localized, localized, verbatim } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import { defineAnalysis } from '../../analysis/define.ts';
import { type ProblemCode, problemCodes } from '../../media/structure/layout.ts';
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

const limits = [
  localized(
    'Reads how a file is put together, not whether its picture or sound is genuine: a well-made file can hold any content.',
    '只读取文件的组成方式，不判断画面或声音是否真实：结构完好的文件可以承载任何内容。',
  ),
  localized(
    'Compressed data and makers’ private blocks are owned as a whole; bytes hidden inside them are not seen here.',
    '压缩数据和厂商私有数据块作为整体归属；隐藏在其中的字节在此不可见。',
  ),
  localized(
    'Many common programs break format rules without any intent; a fault alone says little about who made it.',
    '许多常见软件会无意中违反格式规定；仅凭一处结构问题很难说明由谁造成。',
  ),
];

/** Byte-exact container structure: every byte of the file has an owner or is shown as unexplained. */
export const analysis = defineAnalysis<Record<string, never>, Result>({
  id: 'container.structure',
  version: 1,
  title: localized('Container structure', '容器结构'),
  summary: localized(
    'Takes the file apart into the segments, chunks or boxes of its format and accounts for every byte: what is out of order, damaged, left over or appended.',
    '按文件格式逐段、逐块、逐盒拆解，并为每个字节标明归属：找出顺序异常、受损、残留或附加的数据。',
  ),
  reference: {
    cite: 'ITU-T T.81 Annex B; W3C PNG (third edition); RFC 9649 (WebP); RIFF (IBM, Microsoft 1991), EBU Tech 3306; ISO/IEC 14496-12; ISO/IEC 23008-12; GIF89a; TIFF 6.0; CIPA DC-007 and DC-008',
    url: 'https://www.w3.org/TR/png-3/',
    limits,
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
      reason: {
        code: 'structure-unreadable',
        text: localized(
          'The file begins like its format, but no part of its structure could be read.',
          '文件开头符合该格式，但其结构无法读取。',
        ),
      },
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
  interpret: (result, media) => [
    ...mismatch(media),
    ...(result.trailing === null ? [] : [appended(result.trailing)]),
    ...unexplained(result),
    ...result.counts.map(({ code, count }) => fault(code, count)),
    ...clean(result),
  ],
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

function bytesOf(spans: Result['spans'], role: string): number {
  return spans.reduce((sum, span) => (span.role === role ? sum + span.length : sum), 0);
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

function mismatch(media: Media): Finding[] {
  if (media.extensionFits !== false) return [];
  return [
    {
      code: 'extension-mismatch',
      statement: localized(
        `The name's extension does not fit the content, which is ${media.format}.`,
        `文件扩展名与内容不符，内容为 ${media.format}。`,
      ),
      bearing: 'contradicts',
      proposition: 'as-declared',
      strength: 'weak',
      limits: [
        localized(
          'The name is not part of the file and is easily changed.',
          '文件名不属于文件内容，且很容易更改。',
        ),
      ],
      innocent: [
        localized(
          'Web sites and messengers deliver WebP, HEIF or AVIF under a .jpg name, and people rename files.',
          '网站和即时通讯软件常以 .jpg 名称提供 WebP、HEIF 或 AVIF，用户也会自行改名。',
        ),
      ],
      figures: [],
    },
  ];
}

/** Content that makes the file two files at once. */
const secondFile = /ZIP|RAR|7z|PDF|gzip|ELF|PE$|HTML/;

function appended({ length, content, usual, start }: NonNullable<Result['trailing']>): Finding {
  const polyglot = content !== null && secondFile.test(content);
  const what: Localized = verbatim(content ?? '?');
  const named =
    content === null
      ? localized('of unknown kind', '类型未知')
      : polyglot
        ? localized(`with the signature of ${what.en}`, `含有 ${what['zh-CN']} 特征`)
        : what;
  return {
    code: polyglot ? 'trailing.second-file' : usual ? 'trailing.usual' : 'trailing.data',
    statement: localized(
      `${length} bytes follow the end of the file's own structure, from byte ${start} (${named.en}).`,
      `文件自身结构结束后还有 ${length} 字节，自第 ${start} 字节起（${named['zh-CN']}）。`,
    ),
    bearing: usual ? 'informational' : 'inconclusive',
    ...(usual ? {} : { proposition: 'as-declared' as const }),
    strength: usual ? 'none' : polyglot ? 'moderate' : 'weak',
    limits: [
      localized('What the appended bytes mean is not decided here.', '此处不判断附加字节的含义。'),
      ...(polyglot
        ? [
            localized(
              'A short signature can occur by chance in compressed data.',
              '较短的特征码可能在压缩数据中偶然出现。',
            ),
          ]
        : []),
    ],
    innocent: [
      localized(
        'Phones append motion photos, depth maps and their own trailers; some editors and servers append thumbnails or identifiers.',
        '手机会附加动态照片、深度图和自有尾部数据；某些编辑软件和服务器会附加缩略图或标识。',
      ),
      localized(
        'Storage and transfer in fixed blocks leaves zero bytes at the end.',
        '按固定块存储或传输会在末尾留下零字节。',
      ),
    ],
    figures: ['coverage', 'structure'],
  };
}

function unexplained({ spans, size }: Result): Finding[] {
  const bytes = bytesOf(spans, 'unexplained');
  if (bytes === 0) return [];
  const places = spans.filter((span) => span.role === 'unexplained').length;
  return [
    {
      code: 'unexplained',
      statement: localized(
        `${bytes} of ${size} bytes have no owner in the structure (${places} places).`,
        `共 ${size} 字节中有 ${bytes} 字节在结构中没有归属（${places} 处）。`,
      ),
      bearing: 'inconclusive',
      proposition: 'unaltered',
      strength: 'weak',
      limits: [
        localized(
          'Unexplained means not explained by this reader; private extensions of a maker can use these bytes.',
          '“未解释”仅指此读取器无法解释；厂商的私有扩展可能使用这些字节。',
        ),
      ],
      innocent: [
        localized(
          'Editors that change metadata in place leave old, unused bytes behind.',
          '就地修改元数据的软件会留下不再使用的旧字节。',
        ),
        localized(
          'Video cut without re-encoding keeps frames that no index refers to.',
          '不重新编码的视频剪切会保留索引不再引用的帧。',
        ),
      ],
      figures: ['coverage'],
    },
  ];
}

function fault(code: ProblemCode, count: number): Finding {
  const { statement, innocent } = problemTexts[code];
  const altered = code === 'checksum';
  const informational = code === 'limit';
  return {
    code: `problem.${code}`,
    statement: statement(count),
    bearing: informational ? 'informational' : altered ? 'contradicts' : 'inconclusive',
    ...(informational ? {} : { proposition: 'unaltered' as const }),
    strength: informational ? 'none' : altered ? 'moderate' : 'weak',
    limits: [
      localized(
        'Tells that the bytes are so, not when or why they became so.',
        '只说明字节现状如此，不说明何时或因何如此。',
      ),
    ],
    innocent: [...innocent],
    figures: ['problems', 'structure'],
  };
}

function clean(result: Result): Finding[] {
  if (result.counts.length > 0 || result.trailing !== null || bytesOf(result.spans, 'unexplained') > 0)
    return [];
  return [
    {
      code: 'clean',
      statement: localized(
        'Every byte belongs to a part of the structure, and the structure follows its format.',
        '每个字节都归属于结构中的某一部分，且结构符合其格式。',
      ),
      bearing: 'informational',
      strength: 'none',
      limits: [limits[0]!],
      innocent: [],
      figures: ['coverage'],
    },
  ];
}
