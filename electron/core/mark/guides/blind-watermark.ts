import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Marks of the program blind_watermark, under the passwords you give or its standard ones: does a payload of some length repeat in the picture?',
      '用给定或默认密码读取 blind_watermark 程序的水印：图像中是否重复嵌有某一长度的载荷？',
    ),
  ],
  lookFor: [
    localized(
      'A length whose repetition chance cannot explain, and a text that makes sense.',
      '偶然无法解释的重复长度，以及有意义的文本。',
    ),
  ],
  ignore: [
    localized(
      'Meaningless bits under a certain finding: the payload has another password.',
      '检出确定而比特无意义：载荷另有密码。',
    ),
  ],
  lies: [
    localized(
      'Without the password of the picture nothing can be read, and only one is tried by itself.',
      '不知道图像密码则无法读取，且仅自动尝试一个默认值。',
    ),
    localized(
      'Crops and scaled copies must be brought back to size first.',
      '裁剪或缩放过的副本须先还原尺寸。',
    ),
    localized(
      'A mark proves that somebody ran this program, not who and not when.',
      '水印只证明有人运行过该程序，不说明何人何时。',
    ),
  ],
};
