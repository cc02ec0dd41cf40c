import { z } from 'zod';
import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { type Answer, defineAnalysis } from '../../analysis/define.ts';
import { ForeignMarks } from '../../mark/foreign/define.ts';
import { foreignFigures, foreignFindings } from '../../mark/foreign/foreign-figures.ts';
import { detectZeroWidth } from '../../mark/foreign/zero-width.ts';
import { guide } from '../../mark/guides/invisible-characters.ts';
import { readsWords, suspectTexts } from '../../mark/words/suspect-text.ts';

export const analysis = defineAnalysis<Record<string, never>, ForeignMarks>({
  id: 'marks.invisible-characters',
  version: 1,
  title: localized('Invisible characters in text', '文本中的不可见字符'),
  summary: localized(
    'Looks for text and tags hidden in zero-width characters, tag characters and variation selectors, leaves out those that belong where they stand, and reads the published schemes.',
    '查找以零宽字符、标签字符和变体选择符隐藏的文本与标签，排除处于正当位置者，并读取已公开的编码方案。',
  ),
  guide,
  reference: {
    cite: 'The Unicode Standard 16.0, 23.2 to 23.4 (layout controls, variation selectors, tags); C2PA Technical Specification 2.2, A.8; WritersLogic ZWC watermark (C2PA soft-binding list, 2026)',
    limits: [
      localized(
        'Invisible characters come from editors, converters and web pages as well; that they are there says nothing of an intent',
        '编辑器、转换工具和网页也会带入不可见字符；其存在并不说明意图',
      ),
      localized(
        'Retyping, text recognition and many chat programs remove them; nothing found is never evidence of anything',
        '重新录入、文字识别以及许多聊天软件会去除它们；未发现不构成任何证据',
      ),
      localized(
        'The chance given is a convention about accidents, not a proof; content that is encrypted or keyed is only recognised',
        '所给概率是针对偶然情形的约定，并非证明；加密或按密钥排列的内容仅能识别其存在',
      ),
    ],
  },
  engines: [],
  // RTF writes every such character as an escape: nothing of it stands in the file.
  appliesTo: (media) =>
    (readsWords(media) && media.format !== 'rtf') ||
    localized('Only for text and documents', '仅适用于文本和文档'),
  parameters: z.strictObject({}),
  result: ForeignMarks,
  async run({ evidence, signal }): Promise<Answer<ForeignMarks>> {
    const { texts, complete, warnings } = suspectTexts(evidence.path, evidence.media);
    signal.throwIfAborted();
    // The last way is the text as it stands, with everything invisible in it.
    const text = texts.at(-1)?.text ?? '';
    const result = detectZeroWidth(text);
    if (result.readings.length > 0) return { outcome: 'found', result, warnings };
    if (complete) return { outcome: 'nothing-found', result, warnings };
    return { outcome: 'undetermined', reason: notWhole, result, warnings };
  },
  figures: foreignFigures,
  interpret: (marks) => foreignFindings(marks, () => false),
});

const notWhole: Reason = {
  code: 'partly-read',
  text: localized('Nothing was found, but not all of the text could be read', '未发现，但未能读取全部文本'),
};
