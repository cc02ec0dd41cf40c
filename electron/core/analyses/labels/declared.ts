import { z } from 'zod';
import { DeclaredLabels } from '#shared/domain/label.ts';
import { localized } from '#shared/domain/localized.ts';
import { type Answer, defineAnalysis } from '../../analysis/define.ts';
import { guide } from '../../labels/guides/declared.ts';
import { labelFigures } from '../../labels/label-figures.ts';
import { absentFinding, labelFindings } from '../../labels/label-findings.ts';
import { carrierOf, readLabels } from '../../labels/read-labels.ts';
import { readLabelKeys } from '../../media/label-keys.ts';

export const analysis = defineAnalysis({
  id: 'labels.declared',
  version: 4,
  title: localized('Declared AI labels and traces', '声明的人工智能标识与痕迹'),
  summary: localized(
    'Reads what a file says about its own making from every place its container offers (the AIGC label of GB 45438-2025, IPTC digital source type and AI properties, schema.org, labels of platforms and devices) and what generators leave behind, checks it against its standards, computes signatures inside labels, and holds the statements against each other.',
    '从文件容器的各个位置读取其关于自身生成方式的声明（GB 45438-2025 的 AIGC 标识、IPTC 数字来源类型及人工智能属性、schema.org、平台与设备的标识）以及生成工具遗留的痕迹，按各自标准核对，验证标识内的签名，并将各项声明相互对照。',
  ),
  guide,
  reference: {
    cite: 'GB 45438-2025, clause 6 and Annex E; TC260-PG-20252A, -20257A, -20258A, -20259A, -202510A, -202511A; GB/T 32905-2016 (SM3), GB/T 32918.2-2016 (SM2); IPTC Photo Metadata Standard 2025.1; ISO 16684-1 (XMP); schema.org digitalSourceType',
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
        'A signature inside a label covers a few of its fields, rarely the content; one that fits no known form does not show tampering',
        '标识内的签名仅覆盖部分字段，很少覆盖内容；与已知格式均不相符并不说明遭到篡改',
      ),
      localized(
        'Traces are positive only: they are lost in most re-encodings, and their absence says nothing',
        '痕迹仅具正面意义：多数转码会使其丢失，没有痕迹不能说明任何问题',
      ),
      localized(
        'Formats of platforms, devices and generators are undocumented; they are read as seen in files',
        '平台、设备和生成工具的格式没有公开文档，系按实际文件中的形式读取',
      ),
      localized(
        'Labels meant for people and Content Credentials have analyses of their own',
        '面向公众的显式标识和内容凭证由各自的方法检验',
      ),
    ],
  },
  engines: ['label-keys'],
  appliesTo: (media) =>
    carrierOf(media.format) !== undefined
      ? true
      : localized('Labels are not read from this format yet', '暂不支持从该格式读取标识'),
  parameters: z.object({}),
  result: DeclaredLabels,
  async run({ evidence, signal }): Promise<Answer<DeclaredLabels>> {
    const { warnings: met, ...result } = await readLabels(evidence.path, evidence.media, signal);
    const signed = result.statements.some(({ standing }) => standing !== 'unsigned');
    const { problem } = signed ? await readLabelKeys() : { problem: null };
    const warnings = problem === null ? met : [...met, problem];
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
  figures: labelFigures,
  interpret: (result) => {
    if (result.statements.length > 0) return labelFindings(result.statements, result.contradictions);
    return result.complete ? [absentFinding(result.places)] : [];
  },
});
