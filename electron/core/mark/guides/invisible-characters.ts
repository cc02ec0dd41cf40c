import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Texts and tags hidden in zero-width characters, tag characters and variation selectors; those that belong where they stand are left out.',
      '以零宽字符、标签字符和变体选择符隐藏的文本与标签，处于正当位置者已排除。',
    ),
  ],
  lookFor: [
    localized(
      'A hidden text that can be read, or runs that repeat through the document.',
      '可读出的隐藏文本，或在文档中反复出现的序列。',
    ),
    localized(
      'Where the characters stand: between words everywhere, or at one place.',
      '字符的位置：遍布词间，还是集中一处。',
    ),
  ],
  ignore: [
    localized(
      'Single zero-width spaces, soft hyphens and byte order marks of web pages and editors.',
      '网页和编辑器带入的个别零宽空格、软连字符与字节顺序标记。',
    ),
    localized(
      'Joiners in Indic and Arabic scripts and selectors in emoji.',
      '印度文字和阿拉伯文字中的连接符，以及表情符号中的选择符。',
    ),
  ],
  lies: [
    localized(
      'Retyping, text recognition and chat programs remove them all.',
      '重新录入、文字识别和聊天软件会将其全部去除。',
    ),
    localized(
      'That they are there says nothing of who put them in, and why.',
      '其存在并不说明由谁、为何插入。',
    ),
    localized(
      'Encrypted or keyed content is recognised at best, not read.',
      '加密或按密钥排列的内容至多能识别其存在，无法读取。',
    ),
  ],
};
