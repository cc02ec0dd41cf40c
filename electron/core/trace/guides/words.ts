import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Codes of the wording after case, width, writing and look-alike letters are folded, and every character a reader does not see or takes for another.',
      '归并大小写、全半角、繁简和形近字母后的措辞编码，以及读者看不见或会误认的每个字符。',
    ),
  ],
  lookFor: [
    localized(
      'Look-alike letters of other alphabets inside words: they evade searches.',
      '词中混入其他字母表的形近字母：用于规避检索。',
    ),
    localized('Hidden characters in long runs or in a pattern.', '成串或有规律的隐藏字符。'),
  ],
  ignore: [
    localized(
      'Soft hyphens, byte order marks and special spaces of editors.',
      '编辑器带入的软连字符、字节顺序标记和特殊空格。',
    ),
    localized('Mixed scripts in names, formulas and emoji.', '人名、公式和表情符号中的混合文字。'),
  ],
  lies: [
    localized('Translation and thorough rewording leave no common code.', '翻译与彻底改写不会留下共同编码。'),
    localized(
      'Short texts and set phrases (laws, contracts, prayers) agree without copying.',
      '短文本和固定用语（法条、合同、祷文）无需抄袭也会相同。',
    ),
  ],
};
