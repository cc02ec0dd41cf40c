import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Every pixel of the picture is saved once more as JPEG; the map shows how far it moves. In the default colours dark violet means no change and yellow the end of the scale.',
      '将图像再次存为 JPEG，逐像素显示变化幅度。默认配色下，深紫表示没有变化，黄色表示达到刻度上限。',
    ),
    localized(
      'Beside it stands the expected map: the same picture after one save. The signed map shows whether a pixel was brighter (red) or darker (blue) before the save.',
      '旁边是“预期”图，即同一图像保存一次之后的情形；带符号的图表示保存前该像素更亮（红）还是更暗（蓝）。',
    ),
  ],
  lookFor: [
    localized(
      'Compare with the expected map, not with an idea of how error level should look: a place that is bright in the first and dark in the second still has something to lose.',
      '请与“预期”图对照，不要凭印象判断：在证据图中亮、在预期图中暗的位置，说明该处仍会因再次压缩而损失信息。',
    ),
    localized(
      'An object that is brighter or darker as a whole than others of the same texture, colour and sharpness, with the difference ending at its outline.',
      '某个物体整体亮于或暗于纹理、颜色和清晰度相近的其他物体，且差异恰好止于其轮廓。',
    ),
    localized(
      'Two surfaces of one material, two faces, two lines of type that should behave alike and do not.',
      '本应表现一致的两处却不一致：同一材质的两个面、两张人脸、两行文字。',
    ),
  ],
  ignore: [
    localized(
      'Bright edges of text, branches and hair, saturated reds and blues, grain, and everything sharpened: they are hard to compress in any picture.',
      '文字、树枝、头发的明亮边缘，饱和的红色与蓝色，颗粒以及经锐化的内容：在任何图像中它们都难以压缩。',
    ),
    localized(
      'Dark skies, walls, blurred backgrounds and clipped white: where there is nothing to code, nothing changes.',
      '暗的天空、墙面、虚化背景和过曝的白色：无内容可编码之处自然没有变化。',
    ),
    localized(
      'Captions, logos and time stamps put on after the first save: they glow, and their presence was never in doubt.',
      '首次保存之后添加的字幕、标志和时间戳会发亮，但它们的存在本就一目了然。',
    ),
  ],
  lies: [
    localized(
      'On a PNG, a screenshot or any picture that was never JPEG the map shows texture and nothing else.',
      '对 PNG、截图或从未存为 JPEG 的图像，图中只有纹理，别无他意。',
    ),
    localized(
      'After one or two saves of the whole file, or after resizing, an edit looks like everything else.',
      '整个文件再保存一两次或经缩放后，编辑部分与其余部分不再有别。',
    ),
    localized(
      'Phones sharpen faces and smooth skies by themselves; that difference looks like editing and is none.',
      '手机会自行锐化人脸、平滑天空，这种差异看似编辑，其实不是。',
    ),
    localized(
      'It has no threshold and no error rate. Never write in a report that a region was altered because it is bright here.',
      '本方法没有阈值，也没有错误率。切勿因某处在此图中明亮，就在报告中写其被改动。',
    ),
  ],
};
