import { type Localized, localized } from '#shared/domain/localized.ts';
import type { BindingProblem } from './outcome.ts';

/** Why a binding does not fit or was not computed, in words. */
export const bindingProblemWords: Readonly<Record<BindingProblem, Localized>> = {
  malformed: localized('not written as the specification wants', '写法不符合规范'),
  'hash-missing': localized('no hash is given', '未给出哈希'),
  'algorithm-missing': localized('no hash algorithm is named', '未指明哈希算法'),
  'algorithm-unsupported': localized('a hash algorithm C2PA does not allow', '所用哈希算法不为 C2PA 所允许'),
  'exclusions-missing': localized('no exclusions are given', '未给出排除范围'),
  'exclusions-unordered': localized('the exclusions are not in order', '排除范围未按顺序排列'),
  'exclusions-overlapping': localized('exclusions overlap', '排除范围相互重叠'),
  'exclusions-out-of-bounds': localized(
    'an exclusion reaches behind the end of the file',
    '排除范围超出文件末尾',
  ),
  'too-many-boxes': localized('more boxes than are looked at', '盒的数量超出处理上限'),
  'too-many-blocks': localized('more blocks than are looked at', '块的数量超出处理上限'),
  'segments-missing': localized('the signed segments are not in this file', '已签名的分段不在本文件中'),
  'initialization-changed': localized('the initialisation segment does not fit', '初始化分段不符'),
  'fragments-changed': localized('fragments do not fit', '片段不符'),
  'media-data-changed': localized('the media data does not fit', '媒体数据不符'),
  'block-sizes-differ': localized('the blocks have other sizes than were signed', '块的大小与签名时不同'),
  'track-chunks-not-checked': localized(
    'trees over the chunks of a track are not computed',
    '未计算轨道数据块的哈希树',
  ),
  'deprecated-version': localized('a version that validators ignore', '该版本已弃用，校验时应忽略'),
  'boxes-differ': localized('the file has other boxes than were signed', '文件的盒与签名时不同'),
  'unlisted-boxes': localized('the file has boxes that were not signed', '文件中有未签名的盒'),
  'boxes-not-read': localized('boxes of this format are not read here', '此处不读取该格式的盒'),
  'wrapper-not-excluded': localized(
    'the exclusion is not the wrapper of this text',
    '排除范围不是本文本的封装',
  ),
  'text-renormalized': localized(
    'fits; the text is stored in another canonical form than when it was signed',
    '相符；文本的规范化形式与签名时不同',
  ),
  'line-ends-changed': localized('would fit with other line ends', '换行符不同，其余相符'),
  'text-not-unicode': localized('the bytes are no text in their encoding', '字节不是该编码的有效文本'),
  'text-not-normalizable': localized('too many combining marks in a row', '连续的组合记号过多'),
  'text-too-long': localized('the text is too long', '文本过长'),
  'other-files': localized('about the parts of the archive; not computed', '针对压缩包内各文件；未计算'),
  'parts-not-checked': localized('about parts of the file; not computed', '针对文件的各部分；未计算'),
};
