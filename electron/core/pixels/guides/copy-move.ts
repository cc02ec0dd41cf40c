import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Places that occur twice in the picture, also turned, scaled or mirrored, found by corners and by a dense search. 1a and 1b belong together.',
      '在图像中出现两次的区域，包括旋转、缩放或镜像的情形，由角点与密集搜索共同发现；1a 与 1b 为一对。',
    ),
    localized(
      'For each pair the finest detail is compared at full size: a copy shares even the grain, look-alikes do not. Only then is it called a copy, and drawn in the upper half of the scale.',
      '对每一对区域在原始尺寸上比较最细微的细节：复制品连颗粒都相同，仅仅相似者则不同。只有如此才称为复制，并以刻度上半部分的颜色绘出。',
    ),
  ],
  lookFor: [
    localized(
      'Pairs read as “copy”, with fine detail far above fine detail displaced in the table.',
      '判读为“复制”的区域对：表中“细节相关”远高于“错位细节相关”。',
    ),
    localized(
      'What the copy hides or multiplies: crowds, smoke, clouds, foliage over something, a doubled product or bullet hole.',
      '复制掩盖或增添了什么：人群、烟雾、云、遮住某物的枝叶、成倍的商品或弹孔。',
    ),
    localized(
      'A pair that is turned or scaled: hardly an accident in a photograph.',
      '经旋转或缩放的区域对：在照片中很难出于偶然。',
    ),
  ],
  ignore: [
    localized(
      'Pairs read as “repetition”: windows, tiles, letters, icons and products of one make are alike without being copies.',
      '判读为“重复”的区域对：窗户、瓷砖、文字、图标和同款产品本就相似，并非复制。',
    ),
    localized(
      'Tiny neighbouring pairs: removed dust, healed blemishes, hidden dead pixels.',
      '相邻的细小区域对：除尘、祛斑或坏点修补。',
    ),
    localized(
      'Mirrored strips along the border after straightening or stabilisation, and doubled people in panoramas.',
      '拉直或防抖后边缘的镜像条带，以及全景图中重复的行人。',
    ),
  ],
  lies: [
    localized(
      'Strong compression after copying wipes out the fine detail: a true copy is then listed as repetition only.',
      '复制后的强压缩会抹去细微细节：真实的复制此时只列为“重复”。',
    ),
    localized(
      'Rendered pictures and screenshots repeat exactly by design; the word copy is then right and harmless.',
      '渲染图和截图本来就会完全重复；此时“复制”之说属实，却并无恶意。',
    ),
    localized(
      'Copies in flat surroundings, smaller than about 25 pixels of the reduced search picture, or blended in, are missed.',
      '处于平坦区域、小于搜索缩图约 25 像素或经融合的复制会漏掉。',
    ),
    localized(
      'It cannot say which of the two came first, nor see content from other pictures.',
      '它无法说明孰先孰后，也看不到来自其他图像的内容。',
    ),
  ],
};
