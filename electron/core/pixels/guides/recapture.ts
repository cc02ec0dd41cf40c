import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Cues of a photographed screen or print: isolated peaks in the spectrum, a grid of two perpendicular repetitions, long straight lines along the borders, light that falls off from the centre.',
      '翻拍屏幕或印刷品的线索：频谱孤立峰、两个正交重复构成的网格、沿边缘的长直线、由中心向外的亮度衰减。',
    ),
  ],
  lookFor: [
    localized(
      'A grid with two perpendicular periods and no fabric, fence or façade that would explain it.',
      '有两个正交周期的网格，且场景中没有织物、栅栏或建筑立面可以解释。',
    ),
    localized(
      'Straight lines along three or four sides: the frame of a screen or the border of a print.',
      '三到四条边旁有直线：屏幕边框或印刷品边缘。',
    ),
    localized(
      'Several cues together, beside reflections, pixels or moiré that you see yourself.',
      '多项线索同时出现，并伴有肉眼可见的反光、像素点或莫尔条纹。',
    ),
  ],
  ignore: [
    localized('Peaks at multiples of 1/8, which are JPEG blocks.', '1/8 整数倍处的峰（JPEG 分块）。'),
    localized(
      'Single lines: horizons, window frames, table edges, buildings.',
      '个别直线：地平线、窗框、桌沿、建筑。',
    ),
    localized('Darker corners: every lens has them.', '四角较暗：所有镜头都有。'),
  ],
  lies: [
    localized(
      'Sharp photographs of good screens from some distance show none of these cues.',
      '隔一定距离清晰拍摄优质屏幕，可能没有任何线索。',
    ),
    localized(
      'Enlarging makes peaks of its own; reducing removes those of a display.',
      '放大会产生新的峰，缩小会消除显示屏的峰。',
    ),
    localized(
      'A recaptured picture is not thereby a forged one, and its content may be true.',
      '翻拍不等于伪造，其内容可能属实。',
    ),
  ],
};
