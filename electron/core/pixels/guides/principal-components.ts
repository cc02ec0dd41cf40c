import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Colours of most photographs lie along one line from dark to bright. The map of distance shows how far each pixel lies off that line; the three components show its place along the three axes.',
      '多数照片的颜色沿由暗到亮的一条线分布。“距离”图显示每个像素偏离该线的程度，三幅成分图显示其在三个轴上的位置。',
    ),
  ],
  lookFor: [
    localized(
      'An object under the same light as its neighbours that stands off the line as a whole, or has another tint in the second component.',
      '与相邻物体同处一种光照、却整体偏离该线，或在第二主成分中色调不同的物体。',
    ),
    localized(
      'In the third component: seams, brush marks and patches of one value, and block patterns that change at an outline.',
      '第三主成分中的接缝、笔触、单值块，以及在轮廓处改变的分块纹理。',
    ),
  ],
  ignore: [
    localized(
      'Red cars, flowers, signs, blue skies: strong colours are far from the line in every picture.',
      '红色汽车、花朵、招牌、蓝天：任何图像中浓烈的颜色都远离主轴。',
    ),
    localized(
      'Blocks of 8 or 16 pixels all over the third component: that is how JPEG stores colour.',
      '第三主成分中遍布的 8 或 16 像素方块：JPEG 存储色度的方式使然。',
    ),
  ],
  lies: [
    localized(
      'Mixed light (window and lamp, shade and sun) turns colours without any edit.',
      '混合光照（窗光与灯光、阴影与阳光）无需编辑就会使颜色改变。',
    ),
    localized(
      "The scales are this picture's own: “bright” in two pictures means two things.",
      '刻度取自本图：两幅图中的“亮”含义不同。',
    ),
    localized(
      'An insert from the same series of photographs has the same colours and stays on the line.',
      '取自同一组照片的插入内容颜色相同，不会偏离。',
    ),
  ],
};
