import type { RowFault } from '#shared/domain/hash-list.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';

const texts: Readonly<Record<RowFault, Localized>> = {
  'not-32-digits': localized('not 32 hexadecimal digits', '不是 32 位十六进制数'),
  'not-64-digits': localized('not 64 hexadecimal digits', '不是 64 位十六进制数'),
  'blank-code': localized(
    'a code without content, which would match every blank picture',
    '编码无内容，会与所有空白图像匹配',
  ),
  'not-a-film': localized('not the frames of a film (vPDQ JSON)', '不是视频帧数据（vPDQ JSON）'),
  'not-a-frame': localized('a frame is not a hash with quality and time', '某帧不是带有质量和时间的哈希值'),
  'too-many-frames': localized('more frames than a film may have here', '帧数超过此处单个视频的上限'),
  'no-value': localized('no value where the hash should be', '应为哈希值的位置没有内容'),
  'kind-unknown': localized(
    '64 digits that may be PDQ or SHA-256, and nothing says which',
    '64 位数字可能是 PDQ 或 SHA-256，且未注明类型',
  ),
  'not-csv': localized('a quotation mark that is never closed', '引号未闭合'),
  'rest-not-read': localized(
    'too many places that are no CSV; the rest of the file was not read',
    '非 CSV 内容过多；文件其余部分未读取',
  ),
};

export function rowFaultText(fault: RowFault): Localized {
  return texts[fault];
}
