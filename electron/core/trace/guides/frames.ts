import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Codes of all frames inside their bars and local features of key frames: by these copies, excerpts and re-cuts of the film are found.',
      '黑边内每一帧的编码与关键帧的局部特征，凭此查找视频的副本、片段与重新剪辑的版本。',
    ),
  ],
  lookFor: [
    localized(
      'Quality over time: stretches below 50 cannot be searched by code.',
      '质量随时间的变化：低于 50 的时段无法凭编码检索。',
    ),
    localized(
      'The shots on the timeline and the bars that were taken off.',
      '时间轴上的镜头与已裁去的黑边。',
    ),
  ],
  ignore: [localized('Flat frames at fades and titles.', '淡入淡出与片名处的平坦画面。')],
  lies: [
    localized(
      'Still shots, test cards and black say little; excerpts of them fit many films.',
      '静止镜头、测试图和黑场信息很少，其片段与许多视频相符。',
    ),
    localized(
      'Large overlays, crops and pictures within pictures change the codes; then only key frames help.',
      '大面积叠加、裁剪和画中画会改变编码，此时只能依靠关键帧。',
    ),
  ],
};
