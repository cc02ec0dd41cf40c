import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Saving a JPEG twice on the same 8 × 8 grid leaves gaps and heaps in the histograms of its coefficients. From these it reads the earlier steps, and for each block how well it fits one save (yellow, near 1) or two (dark, near 0).',
      'JPEG 在同一 8×8 网格上两次保存，会在系数直方图中留下空缺与堆积。本方法据此推断早先的步长，并给出每个块符合单次压缩（黄，近 1）或两次压缩（暗，近 0）的程度。',
    ),
    localized(
      'A pasted, painted or blurred part did not share the first save; it stands out as compressed once in a picture compressed twice.',
      '粘贴、涂绘或模糊的部分没有经历首次压缩，因此在经两次压缩的图像中显现为仅压缩一次。',
    ),
  ],
  lookFor: [
    localized(
      'One compact yellow patch with the outline of an object on an otherwise dark map, listed among the regions with a strongly negative log NFA.',
      '整体偏暗的图中出现一块紧凑的黄色区域，轮廓如同物体，且列于区域表中、log NFA 明显为负。',
    ),
    localized(
      'Earlier steps that agree on one quality in the table: most of the lines should name the same IJG quality.',
      '步长表中早先的步长彼此印证：多数行应指向同一 IJG 质量。',
    ),
    localized(
      'The same patch in ghosts, in copy-move or in the preview residual.',
      '同一区域是否也出现在鬼影、复制移动或预览图残差中。',
    ),
  ],
  ignore: [
    localized(
      '“Compressed twice” by itself: opening and saving, uploading and downloading do that without any change.',
      '“经过两次压缩”本身：打开后另存、上传再下载都会如此，内容并未改动。',
    ),
    localized(
      'Yellow speckle scattered over the picture, and values near one half: single blocks say nothing.',
      '散布全图的黄色斑点以及接近二分之一的数值：单个块没有意义。',
    ),
    localized(
      'Blown skies, deep shadow and very fine texture, where the model of the coefficients does not hold; captions and frames that were added openly.',
      '过曝天空、深暗部和极细纹理（系数模型在此不成立），以及公开添加的字幕和边框。',
    ),
  ],
  lies: [
    localized(
      'A last save clearly coarser than the first buries the trace: most regions are missed then; see the rows “saved again” and “sent by messenger” of the table.',
      '最后一次压缩若明显比首次更粗，痕迹会被掩埋：此时大多数区域无法检出；见表中“重新保存”和“经即时通信转发”两行。',
    ),
    localized(
      'After resizing, rotating, or a crop that moved the grid it finds nothing, whatever was done.',
      '经缩放、旋转或移动网格的裁剪后，无论做过什么都不会有发现。',
    ),
    localized(
      'If the forger saved everything once more from scratch, or the inserted part came through the same two saves on the same grid, no block differs.',
      '若伪造者从头整体重存，或插入部分在同一网格上经历了相同的两次保存，则各块没有差别。',
    ),
  ],
};
