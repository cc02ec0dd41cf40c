import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'The small pictures and the HDR gain map inside a file are often older than the last edit. They are laid over the main picture; brighter means more disagreement, after crop, scale, turn and tone were taken out.',
      '文件内的缩略图和 HDR 增益图往往早于最后一次编辑。将其叠加到主图像并消除裁剪、缩放、旋转和色调差异后，越亮表示差异越大。',
    ),
  ],
  lookFor: [
    localized(
      'A compact yellow area that forms an object: look at the preview there; it may show what stood in its place.',
      '构成物体形状的紧凑黄色区域：请查看预览图的该处，可能看到原先的内容。',
    ),
    localized(
      'A low correlation in the table: preview and picture show different scenes or different crops.',
      '表中相关系数偏低：预览图与主图像内容或取景不同。',
    ),
    localized(
      'A gain map with structure where the picture is plain: something was removed from the picture and stayed in the map.',
      '画面平淡之处增益图却有结构：内容可能已从图像中移除，却留在增益图里。',
    ),
  ],
  ignore: [
    localized(
      'Thin bright lines along edges: other sharpening, or a lens corrected in one of the two.',
      '沿边缘的细亮线：锐化程度不同，或仅其中之一做过镜头校正。',
    ),
    localized(
      'Date stamps, watermarks, removed red eyes, a face brightened by the camera: they come after the preview.',
      '日期戳、水印、去红眼、相机提亮的人脸：它们都晚于预览图。',
    ),
    localized(
      'Moving leaves, water and people in the gain map: it is made of several exposures.',
      '增益图中晃动的树叶、水面和行人：它由多次曝光合成。',
    ),
  ],
  lies: [
    localized(
      'Agreement proves little: most editors write a fresh preview when they save.',
      '一致说明不了多少：多数编辑软件保存时会重写预览图。',
    ),
    localized(
      'Blurring and small retouching vanish at the size of a thumbnail; parts under three of its pixels cannot be seen.',
      '模糊与细小修饰在缩略图尺寸上无从察觉，小于三个缩略图像素的部分看不到。',
    ),
    localized(
      'Messengers and web sites strip previews. Silent then, not clean.',
      '即时通信软件和网站会删除预览图：此时是无从比较，不是没有问题。',
    ),
  ],
};
