import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'The second derivative of each colour, as one colour picture: contours become lines, and colours that do not fall on each other become coloured fringes.',
      '以一幅彩色图显示各颜色的二阶导数：轮廓成为线条，未重合的颜色成为彩色镶边。',
    ),
  ],
  lookFor: [
    localized('A contour drawn twice round one object only.', '仅某一物体有双重轮廓。'),
    localized(
      'Coloured fringes on one object, or on one side of it, where neighbours have none.',
      '仅某物体或其一侧有彩边，而相邻物体没有。',
    ),
    localized(
      'Halos that stop abruptly: a region was sharpened, blurred or blended.',
      '突然中断的光晕：局部经过锐化、模糊或融合。',
    ),
  ],
  ignore: [
    localized('Fringes that grow evenly towards the corners: the lens.', '向四角均匀增强的彩边：镜头所致。'),
    localized(
      'Halos round every edge: the whole picture was sharpened, usually by the camera.',
      '所有边缘都有光晕：整图经过锐化，通常由相机完成。',
    ),
    localized('Block patterns, text and screens.', '分块纹理、文字与屏幕。'),
  ],
  lies: [
    localized(
      'Portrait modes draw double contours round people without any forgery.',
      '人像模式无需伪造也会在人物周围形成双重轮廓。',
    ),
    localized(
      'Reducing the picture merges fringes; their absence says nothing.',
      '缩小会使彩边合并，没有彩边不说明任何问题。',
    ),
    localized(
      'It is a filter for the eye without a threshold; two people may see two things.',
      '它是没有阈值的观察滤镜，两个人可能看出两种结果。',
    ),
  ],
};
