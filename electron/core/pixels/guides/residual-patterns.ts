import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'What remains when the scene is filtered away forms patterns that depend on camera, processing and compression. Yellow windows follow other patterns than the rest of the picture.',
      '滤除场景内容后剩下的残差会形成与相机、处理和压缩有关的模式。黄色窗口的模式与图像其余部分不同。',
    ),
  ],
  lookFor: [
    localized(
      'One compact yellow region with nothing special in it, cut off along an object.',
      '一块紧凑的黄色区域，内容并无特别，却沿某物体边缘截止。',
    ),
    localized(
      'Yellow and dark parts of the same material in the same light.',
      '同一材质、同一光照下却有黄有暗。',
    ),
  ],
  ignore: [
    localized(
      'Sky, lawn, water, walls and blur: other texture, other patterns.',
      '天空、草地、水面、墙面与虚化：纹理不同，模式自然不同。',
    ),
    localized(
      'The brightest spot as such: every picture has one, since distances count within this picture only.',
      '单纯的最亮处：距离只在本图内有意义，任何图像都有最亮处。',
    ),
    localized('Dark clipped places, where nothing was measured.', '溢出处的暗色：那里没有测量。'),
  ],
  lies: [
    localized(
      'The number called separation misses most splices that can be seen on the map, and untouched pictures saved again come close to its bound.',
      '“分离度”这一数值会漏掉图上可见的多数拼接，而重新保存的未改动图像也会接近其界限。',
    ),
    localized(
      'Windows are 128 pixels or more: small edits drown, borders are blurred by half a window.',
      '窗口边长至少 128 像素：小幅编辑会被淹没，边界模糊半个窗口。',
    ),
    localized(
      'Text, screens and drawings inside a photograph stand out for honest reasons.',
      '照片中的文字、屏幕和图画会因正当原因而突出。',
    ),
    localized('Resizing or a strong save makes all parts alike.', '缩放或强压缩会使各部分趋同。'),
  ],
};
