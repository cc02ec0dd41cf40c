import type { Figure } from '#shared/domain/figure.ts';
import type { DeclaredLabels, LabelStatement } from '#shared/domain/label.ts';
import { localized } from '#shared/domain/localized.ts';
import { labelStandingWords, statementKindWords } from '#shared/text/label-words.ts';
import { assertedWords } from './asserted-words.ts';
import { standardName } from './gb45438/payload.ts';

/** Tables of what a file's carriers say: the tolerant reading, its fields, the strict checks beside it. */
export function labelFigures({ statements, contradictions }: DeclaredLabels): Figure[] {
  if (statements.length === 0) return [];
  return [
    statementTable(statements),
    ...fieldTable(statements),
    ...checkTable(statements),
    ...standingTable(statements),
    ...contradictionTable(contradictions),
  ];
}

const column = (key: string, en: string, chinese: string, code = false) => ({
  key,
  title: localized(en, chinese),
  align: 'start' as const,
  code,
});

function statementTable(statements: readonly LabelStatement[]): Figure {
  return {
    kind: 'table',
    id: 'labels',
    title: localized('Declared labels and traces', '声明的标识与痕迹'),
    columns: [
      column('number', 'No.', '序号'),
      column('kind', 'Kind', '类别'),
      column('standard', 'Standard', '标准'),
      column('says', 'Says', '内容'),
      column('place', 'Place', '位置', true),
      column('key', 'Key', '键', true),
      column('who', 'Named in it', '所列主体'),
      column('standing', 'Standing', '可信依据'),
      column('raw', 'Begins with', '原文开头', true),
    ],
    rows: statements.map((statement, index) => ({
      cells: [
        index + 1,
        statementKindWords[statement.kind],
        statement.standardTitle,
        statement.says,
        statement.place,
        statement.key,
        assertedWords(statement.asserted),
        labelStandingWords[statement.standing].text,
        beginning(statement),
      ],
      ...(statement.fields.some((field) => field.personal) ? { flag: 'personal' as const } : {}),
      bytes: statement.bytes,
    })),
  };
}

/** The fields have a table of their own: beside them the beginning is enough to know the value again. */
function beginning({ raw, fields }: LabelStatement): string {
  const length = fields.length > 0 ? 40 : 1000;
  return raw.length > length ? `${raw.slice(0, length)}…` : raw;
}

const FIELD_ROWS = 300;

/** Each field as it is written, and what it is read as. */
function fieldTable(statements: readonly LabelStatement[]): Figure[] {
  const fields = statements.flatMap((statement, index) =>
    statement.fields.map((field) => ({ statement, index, field })),
  );
  if (fields.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'label-fields',
      title: localized('Fields of the labels', '标识字段'),
      columns: [
        column('number', 'Label', '标识序号'),
        column('name', 'Written as', '原文字段名', true),
        column('meant', 'Read as', '按此读取', true),
        column('value', 'Value', '值', true),
      ],
      rows: fields.slice(0, FIELD_ROWS).map(({ statement, index, field }) => ({
        cells: [
          index + 1,
          field.name,
          statement.standard === 'gb45438-aigc' ? (standardName(field.name) ?? '—') : field.name,
          field.value.slice(0, 1000),
        ],
        ...(field.personal ? { flag: 'personal' as const } : {}),
        bytes: statement.bytes,
      })),
    },
  ];
}

const severities = {
  departs: { text: localized('departs', '不符'), flag: 'error' },
  warning: { text: localized('warning', '警示'), flag: 'warning' },
  information: { text: localized('note', '说明'), flag: 'notice' },
} as const;

function checkTable(statements: readonly LabelStatement[]): Figure[] {
  const checks = statements.flatMap((statement, index) =>
    statement.checks.map((check) => ({ statement, index, check })),
  );
  if (checks.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'label-checks',
      title: localized('Checked strictly against their standards', '按标准严格核对'),
      columns: [
        column('number', 'Label', '标识序号'),
        column('severity', 'Result', '结果'),
        column('text', 'Observation', '说明'),
        column('cite', 'Clause', '条款'),
      ],
      rows: checks.map(({ statement, index, check }) => ({
        cells: [index + 1, severities[check.severity].text, check.text, check.cite],
        flag: severities[check.severity].flag,
        bytes: statement.bytes,
      })),
    },
  ];
}

function standingTable(statements: readonly LabelStatement[]): Figure[] {
  const noted = statements.flatMap(({ standing, standingNote, bytes }, index) =>
    standingNote === null || standing === 'unsigned' ? [] : [{ standing, standingNote, bytes, index }],
  );
  if (noted.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'label-signatures',
      title: localized('Signatures inside labels', '标识内的签名'),
      columns: [
        column('number', 'Label', '标识序号'),
        column('standing', 'Outcome', '结果'),
        column('note', 'What it means', '含义'),
      ],
      rows: noted.map(({ standing, standingNote, bytes, index }) => ({
        cells: [index + 1, labelStandingWords[standing].text, standingNote],
        flag: labelStandingWords[standing].flag,
        bytes,
      })),
    },
  ];
}

function contradictionTable(contradictions: DeclaredLabels['contradictions']): Figure[] {
  if (contradictions.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'label-contradictions',
      title: localized('Contradictions between labels', '标识之间的矛盾'),
      columns: [
        column('text', 'Observation', '说明'),
        column('labels', 'Labels', '标识序号'),
        column('cite', 'Source', '依据'),
      ],
      rows: contradictions.map((contradiction) => ({
        cells: [
          contradiction.text,
          contradiction.statements.map((index) => index + 1).join(', '),
          contradiction.cite,
        ],
        flag: 'warning' as const,
      })),
    },
  ];
}
