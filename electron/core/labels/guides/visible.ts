import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Text in the picture or in the opening of a film that labels it as made with artificial intelligence, in English and Chinese, with its height, place, contrast and time on screen.',
      '图像或视频起始画面中声明由人工智能生成的中英文文字，并给出其高度、位置、对比度与显示时长。',
    ),
  ],
  lookFor: [
    localized(
      'The lines that were read, drawn over the picture: is it the label of this work, and is it legible?',
      '叠加在画面上的识别结果：它是否为本作品的标识，是否清晰可读？',
    ),
    localized(
      'Height and time on screen against the duty that applies.',
      '将高度与显示时长和适用的要求对照。',
    ),
  ],
  ignore: [
    localized(
      'Newspaper headlines, advertisements and interfaces in the scene that speak of AI.',
      '画面中谈及人工智能的报刊标题、广告和界面。',
    ),
    localized('Misread letters in a line whose sense is clear.', '意思明确的文字行中个别误识的字。'),
  ],
  lies: [
    localized(
      'Symbols without letters, ornamental letters, very small letters and busy grounds are missed.',
      '无文字的图形符号、艺术字、过小的文字和复杂背景上的文字会漏检。',
    ),
    localized('Other languages and scripts are not read.', '其他语言和文字不识别。'),
    localized(
      'Of a film only the opening is looked through closely; a label in the middle may be missed.',
      '视频仅密集检查起始部分，中间的标识可能漏检。',
    ),
  ],
};
