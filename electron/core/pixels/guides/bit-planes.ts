import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Each bit of the samples as a picture. The lowest are noise in a photograph; the share of neighbours that differ is then near one half, drawn in the middle of the scale.',
      '将样本的每一位显示为图像。照片的最低几位应为噪声，此时相邻样本不同的比例接近二分之一，以刻度中间色绘出。',
    ),
  ],
  lookFor: [
    localized(
      'In bit 0 and 1: a shape without noise, a straight border, or text, where its surroundings are noise.',
      '第 0、1 位中：周围为噪声，却出现没有噪声的形状、直线边界或文字。',
    ),
    localized(
      'A dark patch on the map of differing neighbours with the outline of an object: painted, filled, or cloned from a plain place.',
      '“相邻样本不同”图中轮廓如物体的暗块：涂绘、填充或由平淡处克隆。',
    ),
  ],
  ignore: [
    localized(
      'Clipped sky and deep shadow: no noise in any plane.',
      '过曝天空与深暗部：任何平面都没有噪声。',
    ),
    localized(
      'Contours in the middle planes, which are levels of brightness, and the 8 × 8 blocks of JPEG in the low ones.',
      '中间平面的轮廓（亮度等级）以及低位平面中 JPEG 的 8 × 8 分块。',
    ),
  ],
  lies: [
    localized(
      'Strong JPEG compression leaves no noise in even areas; they look painted in genuine pictures.',
      '强 JPEG 压缩会抹去均匀处的噪声，真实图像也会像涂抹过。',
    ),
    localized(
      'Noise in the lowest plane does not prove an untouched picture: a hidden message looks exactly like it.',
      '最低平面呈噪声并不证明未经改动：隐藏信息看上去正是如此。',
    ),
    localized(
      'Files of more than 8 bits were reduced first; what their lowest bits held is not shown.',
      '高于 8 位的文件已先降位，其最低几位的内容未显示。',
    ),
  ],
};
