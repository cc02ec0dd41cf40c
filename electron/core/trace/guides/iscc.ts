import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'The International Standard Content Code: how the file looks, sounds or reads, which chunks of bytes it holds and which file it is, as other programs and C2PA manifests write it.',
      '国际标准内容码：以其他程序和 C2PA 清单通用的形式，表示文件的外观、声音或文字、所含字节块以及它是哪一个文件。',
    ),
  ],
  lookFor: [
    localized(
      'Equal instance codes mean the same file, equal data codes nearly the same bytes, near content codes the same look or sound.',
      '实例码相同即同一文件，数据码相同即字节几乎相同，内容码相近则外观或声音相同。',
    ),
    localized(
      'The quality of the content unit, before a search is relied on.',
      '依据检索结果之前，先看内容单元的质量。',
    ),
  ],
  ignore: [
    localized(
      'Single differing bits between programs: decoders and text extraction differ.',
      '不同程序之间的个别比特差异：解码与文本提取方式不同。',
    ),
  ],
  lies: [
    localized(
      'It survives re-encoding and scaling; crops, large overlays and turned copies get other codes.',
      '它可承受重新编码与缩放；裁剪、大面积叠加和旋转的副本编码不同。',
    ),
    localized(
      'Poor pictures and short texts share codes with strangers.',
      '内容贫乏的图像和短文本会与无关文件编码相同。',
    ),
  ],
};
