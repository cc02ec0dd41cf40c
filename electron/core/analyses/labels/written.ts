import { z } from 'zod';
import { type SoundPlace, type WrittenLabel, WrittenLabels } from '#shared/domain/explicit-label.ts';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { type Answer, defineAnalysis } from '../../analysis/define.ts';
import { documentText, holdsText } from '../../labels/explicit/document-text.ts';
import { writtenLabels } from '../../labels/explicit/written-labels.ts';
import { guide } from '../../labels/guides/written.ts';

export const analysis = defineAnalysis({
  id: 'labels.written',
  version: 1,
  title: localized('Written AI labels', '文本中的人工智能标识'),
  summary: localized(
    'Looks in the text of a document for sentences and corner marks that label it as made with artificial intelligence, and says where they stand.',
    '在文档正文中查找声明由人工智能生成的语句和角标，并说明其位置。',
  ),
  guide,
  reference: {
    cite: 'GB 45438-2025, clause 5.1; Regulation (EU) 2024/1689 (AI Act), Art. 50(4)',
    limits: [
      localized(
        'Absence of a label is not evidence that a text is not synthetic',
        '没有标识并不能证明文本不是合成内容',
      ),
      localized(
        'Known wordings of labels in some twenty languages are recognised; others are missed',
        '仅识别约二十种语言中已知的标识用语，其他表述可能漏检',
      ),
      localized(
        'A sentence about another work in the first or last words of a text reads like a label of this one',
        '位于文首或文末、描述其他作品的语句，可能与本文标识无法区分',
      ),
      localized(
        'The first and last 64 characters count as start and end; elsewhere a label must be a line of its own',
        '首尾各 64 个字符分别视为文首和文末；其他位置的标识须独立成行',
      ),
      localized(
        'The text of PDF documents and of pictures inside documents is not read',
        '不读取 PDF 文档的正文，也不识别文档内图片中的文字',
      ),
    ],
  },
  engines: [],
  appliesTo: (media) =>
    holdsText(media) || localized('There is no text in it that people read', '文件中没有供人阅读的正文'),
  parameters: z.strictObject({}),
  result: WrittenLabels,
  async run({ evidence, signal }): Promise<Answer<WrittenLabels>> {
    signal.throwIfAborted();
    const document = documentText(evidence.path, evidence.media);
    signal.throwIfAborted();
    const { length, labels, bounded } = writtenLabels(document.blocks);
    const unread = [...document.unread, ...(bounded ? [tooManySentences] : [])];
    const result: WrittenLabels = { length, labels: [...labels], unread };
    const warnings = [...document.warnings];
    if (labels.length > 0) return { outcome: 'found', result, warnings };
    const [first] = unread;
    if (first === undefined) return { outcome: 'nothing-found', result, warnings };
    return {
      outcome: 'undetermined',
      reason: {
        code: 'partly-read',
        text: localized(
          `No written label was found in the text that was read. ${first.en}`,
          `在已读取的正文中未发现标识。${first['zh-CN']}`,
        ),
      },
      result,
      warnings,
    };
  },
  figures,
  interpret,
});

const tooManySentences = localized(
  'The text holds more sentences that mention artificial intelligence than are looked at',
  '提及人工智能的语句过多，未全部检查',
);

const places: Readonly<Record<SoundPlace, Localized>> = {
  start: localized('start', '文首'),
  middle: localized('middle', '中间'),
  end: localized('end', '文末'),
};

const forms: Readonly<Record<WrittenLabel['form'], Localized>> = {
  sentence: localized('sentence', '语句'),
  'corner-mark': localized('corner mark', '角标'),
};

const column = (key: string, en: string, chinese: string, align: 'start' | 'end' = 'start') => ({
  key,
  title: localized(en, chinese),
  align,
  code: false,
});

function figures({ labels }: WrittenLabels): Figure[] {
  if (labels.length === 0) return [];
  const yes = (there: boolean): Localized => (there ? localized('yes', '有') : localized('no', '无'));
  return [
    {
      kind: 'table',
      id: 'written-labels',
      title: localized('Written labels', '文本标识'),
      columns: [
        column('text', 'Text', '文字'),
        column('form', 'Form', '形式'),
        column('place', 'Place', '位置'),
        column('ai', 'AI element', '人工智能要素'),
        column('generation', 'Generation element', '生成合成要素'),
        column('start', 'From character', '起始字符', 'end'),
        column('end', 'to', '结束字符', 'end'),
      ],
      rows: labels.map(({ text, form, place, elements, start, end }) => ({
        cells: [text, forms[form], places[place], yes(elements.ai), yes(elements.generation), start, end],
      })),
    },
  ];
}

function interpret({ labels, length, unread }: WrittenLabels): Finding[] {
  if (labels.length > 0) return labels.slice(0, 20).map(found);
  return [
    {
      code: 'no-written-label',
      statement: localized(
        'No written label was found in the text that was read; absence is not evidence that the text is not synthetic',
        '在已读取的正文中未发现文字标识；没有标识并不能证明文本不是合成内容',
      ),
      bearing: 'informational',
      strength: 'none',
      limits: [localized(`Read: ${length} characters`, `已读取 ${length} 个字符`), ...unread],
      innocent: [],
      figures: [],
    },
  ];
}

function found({ text, place, form }: WrittenLabel): Finding {
  return {
    code: form === 'sentence' ? 'written-label' : 'written-corner-mark',
    statement: localized(
      `Written at the ${places[place].en} of the text, as a ${forms[form].en}: “${text}”`,
      `${places[place]['zh-CN']}的${forms[form]['zh-CN']}：“${text}”`,
    ),
    bearing: form === 'sentence' ? 'supports' : 'inconclusive',
    proposition: 'ai-generated',
    strength: 'weak',
    limits: [
      localized(
        'Anyone can write the sentence: it is a claim, and nothing binds it to the text',
        '任何人都可以写下该语句：这只是一种声明，与文本本身并无绑定关系',
      ),
    ],
    innocent: [
      localized(
        'The sentence may speak of another work, or of a part such as a picture',
        '该语句可能指其他作品，或仅指图片等局部内容',
      ),
    ],
    figures: ['written-labels'],
  };
}
