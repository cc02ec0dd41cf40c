import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'What the detector networks you imported read (RivaGAN, TrustMark, Meta Seal and others), and whether it can be believed.',
      '您导入的检测网络（RivaGAN、TrustMark、Meta Seal 等）的读数及其是否可信。',
    ),
  ],
  lookFor: [
    localized(
      "A payload that passed the code's check and a second reading; compare it with the credential or register that names it.",
      '通过纠错校验与第二次读取的载荷；与登记它的凭证或登记册比对。',
    ),
  ],
  ignore: [
    localized(
      "The networks' own “present” flags: they fire on clean pictures.",
      '网络自带的“存在”标志：会在无水印图像上触发。',
    ),
    localized(
      'Many corrected bits: the more were mended, the more chance may have helped.',
      '纠正比特很多：纠正越多，越可能出于偶然。',
    ),
  ],
  lies: [
    localized(
      'Without an imported network nothing is read at all; the networks are not part of this program.',
      '未导入网络则完全无法读取；网络不随本程序提供。',
    ),
    localized(
      'Marks can be removed, and copied onto other pictures, by other networks.',
      '其他网络可将水印清除或转移到别的图像上。',
    ),
  ],
};
