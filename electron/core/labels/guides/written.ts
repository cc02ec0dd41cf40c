import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      "Sentences and corner marks in a document's text that label it as made with artificial intelligence, and where they stand.",
      '文档正文中声明由人工智能生成的语句与角标及其位置。',
    ),
  ],
  lookFor: [
    localized(
      'A sentence at the start or end, or on a line of its own, that speaks of this very text.',
      '位于文首、文末或独立成行、且确指本文的语句。',
    ),
    localized(
      'Which elements it has: artificial intelligence, and generated.',
      '具备哪些要素：人工智能要素与生成合成要素。',
    ),
  ],
  ignore: [
    localized(
      'Texts about artificial intelligence, quotations and licence notices.',
      '讨论人工智能的文章、引文与许可声明。',
    ),
  ],
  lies: [
    localized(
      'Other wordings and languages than the known ones are missed.',
      '已知用语和语言之外的表述会漏检。',
    ),
    localized(
      'The text of PDF files and of pictures inside documents is not read.',
      '不读取 PDF 正文，也不识别文档内图片中的文字。',
    ),
    localized(
      'Anyone can write or delete the sentence; nothing binds it to the text.',
      '任何人都可写入或删除该语句，它与文本并无绑定。',
    ),
  ],
};
