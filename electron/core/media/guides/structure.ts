import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'The file taken apart into the segments, chunks or boxes of its format, with an owner for every byte.',
      '将文件按格式拆解为段、块或盒，并为每个字节标明归属。',
    ),
  ],
  lookFor: [
    localized(
      'Bytes after the end and unexplained gaps: open them in the byte view, something may be appended.',
      '文件尾之后的字节与未解释的空隙：在字节视图中打开，可能附有其他内容。',
    ),
    localized(
      'An order or set of parts that files of the alleged device do not have.',
      '与所称设备的文件不符的部件顺序或组合。',
    ),
    localized(
      'Damage that lies exactly where metadata or a credential would stand.',
      '恰好位于元数据或凭证应在之处的损坏。',
    ),
  ],
  ignore: [
    localized(
      'Padding, free boxes and reserved space: many writers leave room for later.',
      '填充、free 盒与预留空间：许多软件会为日后写入留出余地。',
    ),
    localized(
      'Second pictures behind the first one: phones append previews, depth and gain maps.',
      '主图像之后的第二幅图像：手机会附加预览、景深与增益图。',
    ),
  ],
  lies: [
    localized(
      "A file rewritten by any program has that program's structure; the former one is gone.",
      '文件经任何软件重写后就是该软件的结构，原有结构已不复存在。',
    ),
    localized(
      'Order alone does not name a device: libraries are shared.',
      '仅凭顺序不能指明设备：函数库是共用的。',
    ),
    localized(
      'Content hidden inside pictures, sound or text leaves the structure in order.',
      '藏在画面、声音或文字之中的内容不会扰乱结构。',
    ),
  ],
};
