import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      "Watermarks and fingerprints that the file's Content Credentials name as a way back to them, and which of them can be read here.",
      '文件内容凭证登记的、可用于找回凭证的水印与指纹，以及其中哪些可在本机读取。',
    ),
  ],
  lookFor: [
    localized(
      'A named mark that can be read here: run its own method and compare the values.',
      '可在本机读取的水印：运行相应方法并比对数值。',
    ),
    localized(
      'Statements that were changed after they were signed, marked in red.',
      '签名后被改动的声明，以红色标出。',
    ),
  ],
  ignore: [
    localized(
      'Algorithms only their vendor can read: nothing follows from that.',
      '仅厂商可读取的算法：由此不能推出任何结论。',
    ),
  ],
  lies: [
    localized(
      'The credential says a mark was put in; it may have been lost since, or never have been there.',
      '凭证只说曾嵌入水印；它可能已丢失，也可能从未存在。',
    ),
    localized(
      'Credentials kept elsewhere are not fetched: their bindings are unknown.',
      '存放在别处的凭证不会联网获取，其绑定情况不明。',
    ),
  ],
};
