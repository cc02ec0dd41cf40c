import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import { DeclaredLabels } from '#shared/domain/label.ts';
import { localized } from '#shared/domain/localized.ts';
import { type Answer, defineAnalysis } from '../../analysis/define.ts';
import { absentFinding, labelFindings } from '../../labels/label-findings.ts';
import { carrierOf, readLabels } from '../../labels/read-labels.ts';

export const analysis = defineAnalysis({
  id: 'labels.declared',
  version: 2,
  title: localized('Declared AI labels', '声明的人工智能标识'),
  summary: localized(
    'Reads the labels a file carries about its own making (IPTC digital source type, the AIGC label of GB 45438-2025) from every place its container offers, checks them against their standards, and against each other.',
    '从文件容器的各个位置读取其自带的生成方式标识（IPTC 数字来源类型、GB 45438-2025 的 AIGC 标识），并与各自标准及彼此进行核对。',
  ),
  reference: {
    cite: 'IPTC Photo Metadata Standard 2025.1; GB 45438-2025, clause 6 and Annex E; TC260-PG-20259A; ISO 16684-1 (XMP)',
    limits: [
      localized(
        'Absence of a label is not evidence that media is not synthetic',
        '没有标识并不能证明媒体不是合成内容',
      ),
      localized(
        'An unsigned label can be written, copied or removed by anyone',
        '未签名的标识可被任何人写入、复制或删除',
      ),
      localized(
        'Clauses of GB 45438-2025 are applied as transcribed in public sources; have the official text read before a departure is relied on',
        'GB 45438-2025 的条款依据公开转载的文本适用；引用不符项之前，应核对标准正式文本',
      ),
      localized(
        'Visible labels in the picture and signatures inside labels are not examined here',
        '本方法不检查画面中的显式标识，也不验证标识内的签名',
      ),
    ],
  },
  engines: [],
  appliesTo: (media) =>
    carrierOf(media.format) !== undefined
      ? true
      : localized('Labels are not read from this format yet', '暂不支持从该格式读取标识'),
  parameters: z.object({}),
  result: DeclaredLabels,
  async run({ evidence, signal }): Promise<Answer<DeclaredLabels>> {
    const { warnings, ...result } = await readLabels(evidence.path, evidence.media, signal);
    if (result.statements.length > 0) return { outcome: 'found', result, warnings };
    if (result.complete) return { outcome: 'nothing-found', result, warnings };
    return {
      outcome: 'undetermined',
      reason: {
        code: 'carrier-damaged',
        text: localized(
          'No declared label was found, but parts of the file that could hold one cannot be read',
          '未发现声明的标识，但文件中可能载有标识的部分无法读取',
        ),
        detail: warnings.slice(0, 10).join('; '),
      },
      result,
      warnings,
    };
  },
  figures,
  interpret: (result) => {
    if (result.statements.length > 0) return labelFindings(result.statements, result.contradictions);
    return result.complete ? [absentFinding(result.places)] : [];
  },
});

const column = (key: string, en: string, chinese: string, code = false) => ({
  key,
  title: localized(en, chinese),
  align: 'start' as const,
  code,
});

const severities = {
  departs: { text: localized('departs', '不符'), flag: 'error' },
  warning: { text: localized('warning', '警示'), flag: 'warning' },
  information: { text: localized('note', '说明'), flag: 'notice' },
} as const;

function figures({ statements, contradictions }: DeclaredLabels): Figure[] {
  if (statements.length === 0) return [];
  const figures: Figure[] = [
    {
      kind: 'table',
      id: 'labels',
      title: localized('Declared labels', '声明的标识'),
      columns: [
        column('number', 'No.', '序号'),
        column('standard', 'Standard', '标准'),
        column('says', 'Says', '内容'),
        column('place', 'Place', '位置', true),
        column('key', 'Key', '键', true),
        column('who', 'Named in it', '所列主体'),
        column('raw', 'As written', '原文', true),
      ],
      rows: statements.map((statement, index) => ({
        cells: [
          index + 1,
          statement.standardTitle,
          statement.says,
          statement.place,
          statement.key,
          statement.asserted.map(({ role, name }) => `${role}: ${name}`).join('; '),
          statement.raw.slice(0, 1000),
        ],
        ...(statement.fields.some((field) => field.personal) ? { flag: 'personal' as const } : {}),
        bytes: statement.bytes,
      })),
    },
  ];
  const checks = statements.flatMap((statement, index) =>
    statement.checks.map((check) => ({ statement, index, check })),
  );
  if (checks.length > 0) {
    figures.push({
      kind: 'table',
      id: 'label-checks',
      title: localized('Checked against their standards', '与标准核对'),
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
    });
  }
  if (contradictions.length > 0) {
    figures.push({
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
    });
  }
  return figures;
}
