import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'A median filter replaces each pixel by the middle of its neighbours and leaves streaks of equal values. Each block of 128 × 128 pixels gets a score; red blocks look filtered, blue ones do not.',
      '中值滤波以邻域中间值取代每个像素，留下数值相同的条纹。每个 128 × 128 像素块给出一个得分：红色像是滤过，蓝色则不像。',
    ),
  ],
  lookFor: [
    localized(
      'A picture that is red nearly everywhere, with a mean score above the threshold.',
      '几乎全图皆红，且平均得分高于阈值。',
    ),
    localized(
      'A red part of a blue picture where noise or an edge may have been hidden, checked against the noise methods.',
      '蓝色图中的红色局部，可能用于掩盖噪声或边缘，并与噪声类方法对照。',
    ),
  ],
  ignore: [
    localized(
      'Deep blue cells over flat or clipped parts: nothing was measured there.',
      '平坦或溢出处的深蓝单元：那里没有测量。',
    ),
    localized(
      'Single red blocks on drawings, gradients and out-of-focus light.',
      '图画、渐变和失焦光斑上的个别红块。',
    ),
  ],
  lies: [
    localized(
      'Drawings have equal neighbours by nature and can look filtered. Blocks that lie partly in bars or plain borders are left out, so that of a screenshot only the picture within is read.',
      '图画本就邻值相同，可能看似经过滤波。部分落在黑边或纯色边框内的块不予计入，因此对截图只读取其中的画面。',
    ),
    localized(
      'Denoisers in cameras and scanners use median filters too: filtered is not forged.',
      '相机和扫描仪的降噪同样使用中值滤波：经过滤波不等于伪造。',
    ),
    localized(
      'Reducing, adding noise or a strong save afterwards hides the filter.',
      '之后的缩小、加噪或强压缩会掩盖滤波。',
    ),
    localized(
      'The score was fitted on few photographs; other rank filters and denoisers score anything.',
      '得分在少量照片上拟合；其他秩滤波和降噪算法的得分难以预料。',
    ),
  ],
};
