import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Where brightness changes and in which direction. Red grows where it gets brighter to the right, green where it gets brighter downwards, blue with strength; even areas are olive.',
      '显示亮度变化的位置与方向：向右变亮则红增，向下变亮则绿增，变化越强越蓝；均匀区域呈橄榄色。',
    ),
  ],
  lookFor: [
    localized(
      'Faces, spheres and folds whose colours say that the light comes from another side than on their neighbours.',
      '人脸、球体、褶皱的颜色表明光来自与相邻物体不同的方向。',
    ),
    localized(
      'An outline sharper, softer or more even than others at the same distance.',
      '轮廓比同距离的其他轮廓更锐、更柔或更均匀。',
    ),
    localized(
      'An area of pure olive, without grain, amid grain: painted or filled.',
      '颗粒感之中没有颗粒的纯橄榄色区域：涂抹或填充所致。',
    ),
  ],
  ignore: [
    localized('Sharp subject before soft background: that is focus.', '主体清晰、背景柔和：这是对焦。'),
    localized(
      'Smooth skies and walls, and a fine chequer of 8 pixels, which is JPEG.',
      '平滑的天空与墙面，以及 8 像素的细密方格（JPEG 所致）。',
    ),
    localized(
      'The colours of another picture: each is scaled by its own strongest edge.',
      '另一幅图的颜色：每幅图按自身最强边缘缩放，不可互比。',
    ),
  ],
  lies: [
    localized(
      'Several lamps, reflecting walls and flash give honest neighbours different light.',
      '多个光源、反光墙面和闪光灯会使正常相邻物体受光不同。',
    ),
    localized(
      'Portrait modes blur and sharpen along outlines as a forger would.',
      '人像模式会像伪造者那样沿轮廓虚化与锐化。',
    ),
    localized(
      'A careful paste with matched light shows nothing; for directions of light use shadows and reflections you mark yourself.',
      '光照匹配的精心拼接毫无破绽；判断光照方向请使用自行标绘的阴影与反射。',
    ),
  ],
};
