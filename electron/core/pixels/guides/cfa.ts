import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'A sensor records one colour per pixel and computes the others. In untouched pictures green then shows a chessboard of measured and computed pixels. The map gives the probability that a block lacks it: yellow without, dark with.',
      '传感器每个像素只记录一种颜色，其余由计算得出；因此未经处理的图像在绿色通道呈现采集与插值像素相间的棋盘格。图中为块内缺少该结构的概率：黄色为缺少，暗色为具有。',
    ),
  ],
  lookFor: [
    localized(
      'A compact yellow area, outlined by windows in the list, in a picture that is dark elsewhere.',
      '其余皆暗的图中出现紧凑的黄色区域，且列表中有相应窗口。',
    ),
    localized(
      'Windows of “another phase”: the chessboard is there but shifted by a pixel, as after pasting or copying.',
      '“另一相位”的窗口：棋盘格存在但错开一个像素，粘贴或复制之后即如此。',
    ),
  ],
  ignore: [
    localized(
      'Single yellow blocks and yellow along strong texture: fine edges break the prediction.',
      '孤立的黄色块以及强纹理处的黄色：细密边缘会破坏预测。',
    ),
    localized(
      'Flat and clipped places; they are drawn dark although nothing can be said there.',
      '平坦或溢出处：虽无从判断，仍画成暗色。',
    ),
    localized(
      'The interruption where a camera removed dust, red eyes or noise by itself.',
      '相机自身除尘、去红眼或降噪造成的中断。',
    ),
  ],
  lies: [
    localized(
      'It is silent on most files in circulation: resized, corrected or compressed pictures lost the chessboard. Silence is the normal answer.',
      '流传中的多数文件都无法判断：经缩放、校正或压缩的图像已失去棋盘格。“无法判断”是常态。',
    ),
    localized(
      'Phones merge several frames and process them; a genuine phone picture often has no trace.',
      '手机会合成并处理多帧，真实的手机照片往往没有该痕迹。',
    ),
    localized(
      'Enlarging by exactly two makes a chessboard too, and one can be written into a forgery.',
      '恰好放大两倍也会产生棋盘格；伪造时也可人为写入。',
    ),
  ],
};
