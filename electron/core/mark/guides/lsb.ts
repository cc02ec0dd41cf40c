import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'A text or file that begins in the lowest bits of the samples in one of the usual orders, and an estimate of how many lowest bits were replaced.',
      '按常见顺序从样本最低有效位读取文本或文件，并估计被替换的最低位比例。',
    ),
  ],
  lookFor: [
    localized(
      'A message that can be read, with its order and its chance.',
      '可读出的信息及其顺序与偶然概率。',
    ),
    localized(
      'Marked rows of estimates, in which sample pairs and groups agree on a share well above zero.',
      '估计表中有标记的行：样本对分析与 RS 分析一致给出明显大于零的比例。',
    ),
  ],
  ignore: [
    localized(
      'A hint without a message in noisy, dithered or enlarged pictures.',
      '噪声大、经抖动或放大的图像中只有提示而无信息。',
    ),
    localized('Single estimates of one or two per cent.', '个别一两个百分点的估计值。'),
  ],
  lies: [
    localized(
      'Programs that scatter bits by a password (OpenStego, steghide) are not read.',
      '按口令分散写入的程序（OpenStego、steghide）无法读取。',
    ),
    localized(
      'Film grain, synthetic noise and narrowing from 16 bits look like replaced bits.',
      '胶片颗粒、合成噪声以及由 16 位转换会呈现相同特征。',
    ),
    localized('Any lossy step afterwards removes the message.', '之后的任何有损处理都会清除信息。'),
  ],
};
