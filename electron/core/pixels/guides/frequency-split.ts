import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Slow changes of brightness (light) and fast ones (detail and grain) apart, and the spectrum, in which everything that repeats becomes a bright point.',
      '将亮度的缓慢变化（光照）与快速变化（细节与颗粒）分开，并给出频谱，其中一切重复结构都表现为亮点。',
    ),
  ],
  lookFor: [
    localized(
      'In the fast part: a region whose grain is finer, coarser or missing, and thin outlines left by pasting.',
      '快变部分：颗粒更细、更粗或缺失的区域，以及拼贴留下的细轮廓。',
    ),
    localized(
      'In the slow part: light that changes where no object changes it.',
      '缓变部分：并无物体影响之处的光照变化。',
    ),
    localized(
      'In the spectrum: isolated points away from the axes, listed with their period in pixels.',
      '频谱：偏离坐标轴的孤立亮点，表中列出其像素周期。',
    ),
  ],
  ignore: [
    localized(
      'Points at multiples of 1/8 (JPEG blocks), the bright cross and rays (straight edges).',
      '1/8 整数倍处的亮点（JPEG 分块）、亮十字与射线（直线边缘）。',
    ),
    localized('Bricks, fences, cloth and screens in the scene.', '场景中的砖墙、栅栏、布料与屏幕。'),
    localized('Sharp subject, soft background.', '主体清晰、背景柔和。'),
  ],
  lies: [
    localized(
      'Denoising and sharpening inside phones differ by region: other grain is not another source.',
      '手机内的降噪与锐化因区域而异：颗粒不同不等于来源不同。',
    ),
    localized(
      'The false alarm figure of a point assumes even surroundings in the spectrum; textures pass it now and then.',
      '亮点的误报数以频谱邻域平坦为前提，纹理偶尔也会通过。',
    ),
  ],
};
