import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'A code of 256 bits of what the picture looks like, also turned and mirrored, by which copies are searched. It judges nothing.',
      '表示图像外观的 256 位编码，含旋转与镜像形式，用于检索副本；它不作任何判断。',
    ),
  ],
  lookFor: [
    localized(
      'The quality: below 50 a match or its absence means little.',
      '质量：低于 50 时，匹配与否都意义不大。',
    ),
  ],
  ignore: [
    localized(
      'A few differing bits between programs: decoders differ.',
      '不同程序之间的个别比特差异：由解码器不同造成。',
    ),
  ],
  lies: [
    localized(
      'Crops, borders, overlays, screenshots and small turns change the code beyond recognition; local features help there.',
      '裁剪、边框、叠加、截屏和小角度旋转会使编码无法匹配，此时可借助局部特征。',
    ),
    localized(
      'Different pictures with the same code can be made on purpose: look at every match.',
      '可以人为制造编码相同的不同图像：每个匹配都须用眼确认。',
    ),
    localized('Flat pictures and documents are alike to it.', '平坦的图像和文档在它看来大同小异。'),
  ],
};
