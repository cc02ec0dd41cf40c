import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Of the smoothest blocks of each brightness, where the quietest gather more than chance explains. Yellow: a window with a low number of false alarms.',
      '在各亮度最平坦的图像块中，寻找噪声最低者异常聚集之处。黄色表示虚警数很低的窗口。',
    ),
  ],
  lookFor: [
    localized(
      'One window or a cluster of overlapping ones on an object that has no reason to be smoother than its surroundings.',
      '在没有理由比周围更平滑的物体上出现一个窗口或一簇重叠窗口。',
    ),
    localized(
      'A share of quiet blocks far above the expected one in the table, in more than one channel.',
      '表中低噪声块比例远高于期望，且不止一个通道如此。',
    ),
  ],
  ignore: [
    localized(
      'Clear sky, a plain wall, an out-of-focus background: smooth by nature.',
      '晴空、素墙、失焦背景：本就平滑。',
    ),
    localized(
      'Corners brightened by lens correction, or darkened by the lens.',
      '经镜头校正提亮或因镜头变暗的四角。',
    ),
    localized("Windows at the frame's border beside black bars.", '黑边旁靠近画幅边缘的窗口。'),
  ],
  lies: [
    localized(
      'It finds only what is quieter. A pasted part that is noisier than the picture stays unseen.',
      '它只能发现更安静的部分；比整图噪声更高的粘贴内容看不到。',
    ),
    localized(
      'Portrait modes, local denoising and skin smoothing in phones give exactly this picture without any forgery.',
      '手机的人像模式、局部降噪和磨皮会造成完全相同的表现，而并无伪造。',
    ),
    localized(
      'A smooth region so large that it holds all the quiet blocks is taken for normal.',
      '若平滑区域大到囊括所有低噪声块，就会被当作正常。',
    ),
    localized(
      'JPEG below quality 95, resizing and denoising afterwards take its ground away; then it is silent or finds nothing.',
      '质量低于 95 的 JPEG、事后的缩放与降噪会使其失去依据，此时无法判断或没有发现。',
    ),
  ],
};
