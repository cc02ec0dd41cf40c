import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Distinct corners of the picture and where they lie: by these it is recognised in crops, screenshots and pictures within pictures.',
      '图像中可区分的角点及其分布，在裁剪、截屏和画中画里凭此识别。',
    ),
  ],
  lookFor: [
    localized(
      'Few features, or features in one corner only: a search that finds nothing then means little.',
      '特征很少或仅集中于一角：此时检索无结果意义不大。',
    ),
    localized('Bars and borders that were recognised around the picture.', '识别出的边框与填充边。'),
  ],
  ignore: [
    localized(
      'The number as such: city views have thousands, faces few.',
      '单纯的数量：城市景观有数千个，人像则很少。',
    ),
  ],
  lies: [
    localized(
      'Another photograph of the same scene has the same corners; laying both over each other decides.',
      '同一场景的另一张照片角点相同，须叠合比对方能判断。',
    ),
    localized('Soft, flat and very small copies lose their features.', '模糊、平坦或极小的副本会失去特征。'),
    localized(
      'Of an animation or a document only the first page is looked at.',
      '动画或多页文件仅查看第一帧（页）。',
    ),
  ],
};
