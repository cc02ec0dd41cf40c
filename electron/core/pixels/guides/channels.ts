import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'The picture in twelve channels of four colour models, each stretched between its own darkest and brightest half per cent.',
      '以四种颜色模型的十二个通道显示图像，每个通道在自身最暗与最亮的 0.5 % 之间拉伸。',
    ),
  ],
  lookFor: [
    localized(
      'In Cb and Cr: an object with a tint, grain or block size of its own.',
      'Cb 与 Cr 中：某物体的色调、颗粒或分块大小与众不同。',
    ),
    localized(
      'In saturation and hue: a clean-cut border where the eye sees a smooth passage.',
      '饱和度与色相中：肉眼看来平滑过渡之处出现整齐的边界。',
    ),
    localized(
      'Compare equal materials: two hands, two sheets of paper, sky left and right.',
      '比较相同材质：两只手、两张纸、左右两侧的天空。',
    ),
  ],
  ignore: [
    localized(
      'Wild hue in grey, black and white areas: where there is no colour, hue is noise.',
      '灰、黑、白区域中杂乱的色相：没有颜色之处色相只是噪声。',
    ),
    localized(
      'Coarse blocks in Cb and Cr of JPEG files: colour is stored at half the resolution.',
      'JPEG 文件 Cb、Cr 中的粗方块：色度以半分辨率存储。',
    ),
  ],
  lies: [
    localized(
      'Stretching makes a weak channel look as strong as any: read the ends in the table before you believe a contrast.',
      '拉伸会使弱通道显得与其他通道一样强：相信对比之前先看表中的端点。',
    ),
    localized(
      'Colours are taken as sRGB; in files with another profile tints shift everywhere alike.',
      '颜色一律按 sRGB 处理；带其他特性文件的图像会整体偏色。',
    ),
    localized(
      'Colour grading and local filters of phones change tints by region.',
      '手机的调色与局部滤镜会分区改变色调。',
    ),
  ],
};
