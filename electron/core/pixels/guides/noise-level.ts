import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'The noise of each block, measured in the finest detail and compared with other places of the same brightness. Red: noisier than usual; blue: quieter; the middle colour: as expected, or not measured.',
      '以最细尺度的细节测量各块噪声，并与同亮度的其他位置比较。红色：噪声偏高；蓝色：噪声偏低；中间色：与预期相符或未测量。',
    ),
    localized(
      'The second map merges neighbouring blocks alike; boxes name regions that differ by a factor of two or more.',
      '第二幅图将相近的邻块合并；方框标出相差两倍以上的区域。',
    ),
  ],
  lookFor: [
    localized(
      'A region bounded like an object, one colour throughout, while equally bright and equally plain places elsewhere have another.',
      '轮廓如物体、颜色一致的区域，而别处同样明亮、同样平淡的位置颜色不同。',
    ),
    localized(
      'The same sky, wall or skin in two colours with a straight or drawn border between them.',
      '同一片天空、墙面或皮肤呈两种颜色，其间有平直或描画般的边界。',
    ),
  ],
  ignore: [
    localized(
      'Red foliage, fabric, gravel, hair and edges: fine texture is measured as noise.',
      '枝叶、织物、砾石、头发与边缘的红色：细纹理被计为噪声。',
    ),
    localized(
      'Blue skies and walls in a picture full of texture, and blue where JPEG has emptied even areas.',
      '纹理丰富的图像中天空与墙面偏蓝，以及 JPEG 抹平的均匀处偏蓝。',
    ),
    localized('Out-of-focus background that is quieter than the subject.', '比主体更安静的失焦背景。'),
  ],
  lies: [
    localized(
      'Untouched photographs have such regions too: in our test every one of twelve. A box is a question, not an answer.',
      '未经改动的照片也有此类区域：测试的十二幅无一例外。方框只是提出问题，并非答案。',
    ),
    localized(
      'Night modes, portrait modes and beauty filters of phones denoise faces and backgrounds apart.',
      '手机的夜景、人像和美颜模式会对人脸与背景分别降噪。',
    ),
    localized(
      'A splice from the same camera at the same sensitivity is as noisy as the rest.',
      '来自同一相机、同一感光度的拼接，噪声与其余部分相同。',
    ),
    localized(
      'Resizing or saving again evens out the noise and hides the difference.',
      '缩放或再次保存会使噪声趋于一致，掩盖差异。',
    ),
  ],
};
