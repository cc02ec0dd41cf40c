import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Enlarging or turning makes every few pixels predictable from their neighbours, at a steady period. Frequencies at which many tiles agree are listed with the factors and angles they fit.',
      '放大或旋转会使像素按固定周期可由邻域预测。多个分块一致突出的频率连同相符的倍率和角度一并列出。',
    ),
    localized(
      'On the map each square is a tile of 256 × 256 pixels; yellow tiles show these frequencies clearly.',
      '图中每格为一个 256 × 256 像素的分块，黄色分块清楚地显示这些频率。',
    ),
  ],
  lookFor: [
    localized(
      'A frequency marked “a window of tiles”, and yellow tiles only over one object: this part was scaled to fit in.',
      '标为“局部窗口”的频率，且黄色分块只在某一物体上：该部分经缩放以便嵌入。',
    ),
    localized(
      'Yellow everywhere in a picture said to be straight from the camera and taken without zoom.',
      '声称相机直出且未变焦的图像，却全图皆黄。',
    ),
    localized('Several frequencies explained by one factor and angle.', '多个频率可由同一倍率与角度解释。'),
  ],
  ignore: [
    localized(
      'Tiles that stay dark over sky, blur and clipped light: they hold no detail to test.',
      '天空、虚化与过曝处的暗分块：没有细节可检验。',
    ),
    localized(
      'Fabrics, screens, façades and printed rasters, which have periods of their own.',
      '织物、屏幕、建筑立面与印刷网点，它们自有周期。',
    ),
    localized(
      'Frequencies of exactly one half: the colour mosaic of the sensor makes them.',
      '恰为二分之一的频率：由传感器的彩色滤光阵列产生。',
    ),
  ],
  lies: [
    localized(
      'Screenshots and pictures scaled for the web are resampled, truthfully and without any forgery.',
      '截图和为网络缩放的图像确实经过重采样，但与伪造无关。',
    ),
    localized(
      'Reductions leave next to nothing, and a strong save after enlarging hides most; see the table.',
      '缩小几乎不留痕迹，放大后的强压缩会掩盖大部分，见错误率表。',
    ),
    localized(
      'In JPEG, WebP, AVIF and HEIF enlargements by 2, 4/3, 8/5 and 8/7 cannot be told from block coding and are left out.',
      '在 JPEG、WebP、AVIF 和 HEIF 中，2、4/3、8/5、8/7 倍放大与分块编码无法区分，已予排除。',
    ),
    localized(
      'Digital zoom, straightening, stabilisation and lens correction in phones give the same trace.',
      '手机的数码变焦、拉直、防抖和镜头校正会留下同样痕迹。',
    ),
  ],
};
