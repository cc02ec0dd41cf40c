import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';

const texts = {
  'no-jpeg': localized(
    'There is no JPEG picture here: the start marker or the frame header is missing or damaged.',
    '此处没有 JPEG 图像：起始标记或帧头缺失或已损坏。',
  ),
  arithmetic: localized(
    'The picture is arithmetic-coded JPEG. Its coefficients cannot be read; only Huffman-coded ones can.',
    '该图像采用算术编码的 JPEG，无法读取其系数；仅支持霍夫曼编码。',
  ),
  lossless: localized(
    'The picture is lossless JPEG. It has no DCT coefficients.',
    '该图像为无损 JPEG，不含 DCT 系数。',
  ),
  hierarchical: localized(
    'The picture is hierarchical JPEG, which is made of several frames. Its coefficients cannot be read.',
    '该图像为由多个帧组成的分层 JPEG，无法读取其系数。',
  ),
  precision: localized(
    'The samples of this JPEG picture have neither 8 nor 12 bits. Its coefficients cannot be read.',
    '该 JPEG 图像的样本既非 8 位也非 12 位，无法读取其系数。',
  ),
  geometry: localized(
    'The frame header of this JPEG picture states a size, a number of components or sampling factors that cannot be.',
    '该 JPEG 图像的帧头所载尺寸、分量数或采样因子不可能成立。',
  ),
  'limit-pixels': localized('The picture has more pixels than the limit allows.', '图像像素数超过限制。'),
  'no-scan': localized(
    'The JPEG picture has no scan that can be read: data or tables are missing or damaged.',
    '该 JPEG 图像没有可读取的扫描：数据或码表缺失或已损坏。',
  ),
} satisfies Record<string, Localized>;

/** Why there are no coefficients. */
export function noCoefficients(
  code: keyof typeof texts,
  detail: string,
): { readonly ok: false; readonly reason: Reason } {
  const kind = code === 'limit-pixels' ? code : `jpeg-${code}`;
  return { ok: false, reason: { code: kind, text: texts[code], detail } };
}
