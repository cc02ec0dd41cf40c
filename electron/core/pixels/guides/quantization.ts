import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      "The tables of steps by which the file's JPEG coefficients were divided, and every known encoder setting that writes exactly these numbers.",
      '读取文件中 JPEG 系数所用的量化步长表，并列出会写出完全相同数值的所有已知编码设置。',
    ),
    localized(
      'Thumbnails and pictures behind the main one have tables of their own; all are listed with their place in the file.',
      '缩略图和主图像之后的图像各有自己的量化表，均按其在文件中的位置列出。',
    ),
  ],
  lookFor: [
    localized(
      'A setting that contradicts the story: a table of an image editor or of FFmpeg in a file said to come straight from a camera.',
      '与来源说法矛盾的设置：声称直出相机的文件，却带有图像编辑软件或 FFmpeg 的量化表。',
    ),
    localized(
      'Main picture and thumbnail written by different families of encoders.',
      '主图像与缩略图出自不同系列的编码器。',
    ),
    localized(
      'Several exhibits said to come from one phone whose tables differ at the same size and mode.',
      '声称出自同一部手机的多件检材，在相同尺寸与模式下量化表却不同。',
    ),
  ],
  ignore: [
    localized(
      '“No known setting”: cameras and platforms use thousands of tables that are in no list.',
      '“无已知设置”：相机和平台使用的量化表成千上万，多数不在任何清单中。',
    ),
    localized(
      'Unequal quality of luminance and colour by itself: some encoders and optimisers set them apart on purpose.',
      '单纯的亮度与色度质量不一：部分编码器和优化工具有意分别设置。',
    ),
    localized(
      'A long list of candidates: it means that many programs share a library, not that the file passed through all of them.',
      '候选项很多：这说明许多程序共用同一函数库，并非文件经过了所有这些程序。',
    ),
  ],
  lies: [
    localized(
      "It knows the last save only. A forged picture saved again by a camera app carries the app's tables.",
      '它只了解最后一次保存。伪造图像经相机应用重新保存后，带有的就是该应用的量化表。',
    ),
    localized(
      'Tables are easily copied: an encoder can be told to use the steps of any camera.',
      '量化表极易仿造：可以让编码器使用任何相机的步长。',
    ),
    localized(
      'Messengers and web sites rewrite the tables; then they tell about the platform and nothing about the source.',
      '即时通信软件和网站会重写量化表，此时它只反映平台，而不反映来源。',
    ),
  ],
};
