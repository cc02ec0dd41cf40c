import { z } from 'zod';
import { assertNever } from '#shared/assert-never.ts';
import type { Cell, Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { counted, localized } from '#shared/domain/localized.ts';
import { defineAnalysis } from '../../analysis/define.ts';
import { guide } from '../../media/guides/fields.ts';
import { readEvidenceMetadata } from '../../media/metadata.ts';
import { type MetadataTag, valueText } from '../../media/metadata-tags.ts';
import { personalDataKind, personalDataKinds, personalDataTitles } from '../../media/personal-data.ts';
import { cutShort } from '../../media/structure/cut-short.ts';
import { printable } from '../../media/structure/layout.ts';

const Field = z.object({
  group: z.string(),
  place: z.string(),
  document: z.string(),
  copy: z.number().int(),
  table: z.string(),
  id: z.string(),
  name: z.string(),
  title: z.string(),
  type: z.enum(['number', 'text', 'date', 'list', 'structure', 'binary']),
  raw: z.string(),
  readable: z.string(),
  bytes: z.number().int().nullable(),
  personal: z.enum(personalDataKinds).nullable(),
});
type Field = z.infer<typeof Field>;

const Result = z.object({ fields: z.array(Field), omitted: z.number().int() });
type Result = z.infer<typeof Result>;

/** Rows shown; the result itself keeps all. */
const MOST_ROWS = 5_000;

const limits = [
  localized(
    'Metadata can be written, changed and removed by anyone without touching the content; it states, it does not prove.',
    '任何人都可以在不触及内容的情况下写入、更改或删除元数据；元数据只是声明，不是证明。',
  ),
  localized(
    'Telemetry recorded along a video (positions, sensors) is not listed sample by sample.',
    '视频中随时间记录的遥测数据（位置、传感器）不逐条列出。',
  ),
];

const personalLimits = [
  localized(
    'Recognised by field name, by e-mail addresses and by home folders; names in free text are not recognised.',
    '依据字段名、电子邮件地址和个人文件夹路径识别；自由文本中的姓名不会被识别。',
  ),
];

export const analysis = defineAnalysis({
  id: 'metadata.fields',
  version: 2,
  title: localized('Metadata fields', '元数据字段'),
  summary: localized(
    'Lists every metadata entry of the file with its place, its stored and its readable value, duplicates included, and marks personal data.',
    '列出文件中每一条元数据的位置、存储值与可读值（含重复项），并标出个人信息。',
  ),
  guide,
  reference: {
    cite: 'P. Harvey, ExifTool tag tables; CIPA DC-008 Exif 3.0 (2023); ISO 16684-1:2019 XMP; IPTC Photo Metadata Standard 2023.1',
    url: 'https://exiftool.org/TagNames/',
    limits,
  },
  engines: ['exiftool'],
  appliesTo(media) {
    if (media.format === 'empty') return localized('The file is empty.', '文件为空。');
    const plain = media.format === 'text' || media.format === 'markdown' || media.format === 'csv';
    return plain ? localized('Plain text carries no metadata.', '纯文本不含元数据。') : true;
  },
  parameters: z.object({}),
  result: Result,

  async run({ evidence, limits: bounds, signal }) {
    const answer = await readEvidenceMetadata(evidence, bounds, signal);
    if (!answer.ok) return { outcome: 'undetermined', reason: answer.reason, warnings: answer.warnings };
    const { tags, omitted } = answer.metadata;
    const missing = cutShort(evidence.path, evidence.media.format);
    const warnings = [...answer.metadata.warnings, ...(missing === null ? [] : [missing])];
    const fields = tags.map(toField);
    // What ExifTool says of the file's own format (size in pixels, type) is in every file.
    const outcome = fields.some((field) => field.group !== 'File') ? 'found' : 'nothing-found';
    if (outcome === 'nothing-found' && missing !== null) {
      const text = localized(
        'The file is cut short: metadata may have been in the missing part.',
        '文件不完整：缺失的部分可能含有元数据。',
      );
      const reason = { code: 'cut-short', text, detail: missing };
      return { outcome: 'undetermined', reason, result: { fields, omitted }, warnings };
    }
    return { outcome, result: { fields, omitted }, warnings };
  },

  figures: ({ fields }) => [fieldTable(fields), groupTable(fields)],

  interpret(result) {
    const findings: Finding[] = [presence(result)];
    for (const kind of personalDataKinds) {
      const fields = result.fields.filter((field) => field.personal === kind);
      if (fields.length === 0) continue;
      const title = personalDataTitles[kind];
      const names = [...new Set(fields.map((field) => field.name))].slice(0, 8).join(', ');
      findings.push({
        code: `personal.${kind}`,
        statement: localized(
          `Personal data: ${title.en} (${counted(fields.length, 'field', 'fields')}: ${names}). Protect it when the file or a report is passed on.`,
          `含个人信息：${title['zh-CN']}（${fields.length} 个字段：${names}）。转交文件或报告时请加以保护。`,
        ),
        bearing: 'informational',
        strength: 'none',
        limits: personalLimits,
        innocent: [],
        figures: ['fields'],
      });
    }
    return findings;
  },
});

function toField(tag: MetadataTag): Field {
  const { group, place, document, copy, table, id, name, title, type, readable, bytes } = tag;
  const raw = valueText(tag.raw);
  return {
    group,
    place,
    document,
    copy,
    table,
    id,
    name,
    title,
    type,
    raw,
    readable,
    bytes,
    personal: personalDataKind(tag),
  };
}

function presence({ fields }: Result): Finding {
  const entries = fields.filter((field) => field.group !== 'File');
  const groups = [...new Set(entries.map((field) => field.group))];
  const absent = entries.length === 0;
  return {
    code: absent ? 'metadata.absent' : 'metadata.present',
    statement: absent
      ? localized(
          'The file carries no metadata beyond its own format. Many services and programs remove it; its absence says nothing about the content.',
          '除格式本身外，文件不含元数据。许多平台和软件会清除元数据；缺失本身不能说明内容如何。',
        )
      : localized(
          `${counted(entries.length, 'metadata entry', 'metadata entries')} in ${counted(groups.length, 'family', 'families')}: ${groups.join(', ')}.`,
          `共 ${entries.length} 条元数据，分属 ${groups.length} 类：${groups.join('、')}。`,
        ),
    bearing: 'informational',
    strength: 'none',
    limits,
    innocent: [],
    figures: absent ? [] : ['groups', 'fields'],
  };
}

function fieldTable(fields: readonly Field[]): Figure {
  const shown = fields.slice(0, MOST_ROWS);
  return {
    kind: 'table',
    id: 'fields',
    title:
      shown.length === fields.length
        ? localized('All metadata entries', '全部元数据条目')
        : localized(
            `The first ${shown.length} of ${fields.length} entries`,
            `前 ${shown.length} 条（共 ${fields.length} 条）`,
          ),
    columns: [
      { key: 'place', title: localized('Place', '位置'), align: 'start', code: true },
      { key: 'id', title: localized('Tag', '标签号'), align: 'start', code: true },
      { key: 'name', title: localized('Name', '名称'), align: 'start', code: false },
      { key: 'readable', title: localized('Value', '可读值'), align: 'start', code: false },
      { key: 'raw', title: localized('As stored', '存储值'), align: 'start', code: true },
      { key: 'personal', title: localized('Personal data', '个人信息'), align: 'start', code: false },
    ],
    rows: shown.map((field) => ({
      cells: [
        placeOf(field),
        field.id,
        field.title,
        valueCell(field),
        storedCell(field),
        personalCell(field),
      ],
      ...(field.personal === null ? {} : { flag: 'personal' as const }),
    })),
  };
}

/** `IFD0`, `Doc1 IFD0`, `IFD0 (2)`: where an entry stands, and which of several of its name it is. */
function placeOf({ group, place, document, copy }: Field): string {
  const inner = place === group || place.startsWith(group) ? place : `${group} ${place}`;
  return printable(
    `${document === 'Main' ? '' : `${document} `}${inner}${copy === 0 ? '' : ` (${copy + 1})`}`,
    120,
  );
}

function valueCell(field: Field): Cell {
  switch (field.type) {
    case 'binary':
      return localized(`binary data, ${field.bytes} bytes`, `二进制数据，${field.bytes} 字节`);
    case 'number':
    case 'text':
    case 'date':
    case 'list':
    case 'structure':
      return printable(field.readable, 600);
    default:
      return assertNever(field.type);
  }
}

function storedCell({ raw, readable }: Field): Cell {
  return raw === readable ? '' : printable(raw, 300);
}

function personalCell({ personal }: Field): Cell {
  return personal === null ? '' : personalDataTitles[personal];
}

function groupTable(fields: readonly Field[]): Figure {
  const groups = new Map<string, { entries: number; personal: number }>();
  for (const { group, personal } of fields) {
    const entry = groups.get(group) ?? { entries: 0, personal: 0 };
    entry.entries += 1;
    if (personal !== null) entry.personal += 1;
    groups.set(group, entry);
  }
  return {
    kind: 'table',
    id: 'groups',
    title: localized('Families of metadata', '元数据类别'),
    columns: [
      { key: 'group', title: localized('Family', '类别'), align: 'start', code: true },
      { key: 'entries', title: localized('Entries', '条目数'), align: 'end', code: false },
      { key: 'personal', title: localized('Personal data', '个人信息'), align: 'end', code: false },
    ],
    rows: [...groups].map(([group, { entries, personal }]) => ({
      cells: [printable(group, 80), entries, personal],
      ...(personal === 0 ? {} : { flag: 'personal' as const }),
    })),
  };
}
