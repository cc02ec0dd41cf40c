import type { ChangeKind, ComparisonOutcome } from '../domain/comparison.ts';
import type { CopyClaim, FingerprintMatch, FingerprintMethod } from '../domain/fingerprint.ts';
import type { EdgeState } from '../domain/lineage.ts';
import { type Localized, localized } from '../domain/localized.ts';
import type { Recovered, TraceMethod, TraceRoute } from '../domain/trace.ts';

/** Words of fingerprints, traces and comparisons: the same on screen, in reports and in the terminal. */

export const methodWords: Readonly<Record<FingerprintMethod, Localized>> = {
  pdq: localized('PDQ', 'PDQ'),
  iscc: localized('ISCC (ISO 24138)', 'ISCC（ISO 24138）'),
  features: localized('Local features', '局部特征'),
  frames: localized('Frame codes', '帧编码'),
  film: localized('Whole-film code', '全片编码'),
  chromaprint: localized('Chromaprint', 'Chromaprint'),
  landmarks: localized('Spectral landmarks', '频谱地标'),
  shingles: localized('Wording', '文本措辞'),
};

export const claimWords: Readonly<Record<CopyClaim, Localized>> = {
  'same-bytes': localized('same bytes', '字节相同'),
  'same-content': localized('same content, other bytes', '内容相同、字节不同'),
  copy: localized('confirmed copy', '确认为副本'),
  likely: localized('likely a copy', '很可能为副本'),
  candidate: localized('worth a look', '值得查看'),
};

export const routeWords: Readonly<Record<TraceRoute, Localized>> = {
  bytes: localized('bytes', '字节'),
  content: localized('decoded content', '解码内容'),
  mark: localized('mark', '水印'),
  credential: localized('credential', '凭证'),
  fingerprint: localized('fingerprint', '指纹'),
};

export const traceStateWords: Readonly<Record<TraceMethod['state'], Localized>> = {
  searched: localized('searched', '已检索'),
  'not-traceable': localized('too little to be told by', '信息过少，无法追溯'),
  undetermined: localized('undetermined', '无法确定'),
  'not-applicable': localized('does not apply', '不适用'),
};

export const outcomeWords: Readonly<Record<ComparisonOutcome, Localized>> = {
  'same-bytes': localized('The files are the same, byte for byte', '两份文件逐字节相同'),
  'same-content': localized('Same decoded content, other bytes', '解码内容相同，字节不同'),
  aligned: localized('One lies over the other', '两者可以叠合'),
  unrelated: localized('Nothing in common was found', '未发现共同之处'),
  undetermined: localized('Undetermined', '无法确定'),
};

export const changeWords: Readonly<Record<ChangeKind, Localized>> = {
  added: localized('added', '新增'),
  removed: localized('removed', '移除'),
  moved: localized('moved', '移动'),
  recoloured: localized('recoloured', '改色'),
  cropped: localized('cropped away', '裁去'),
  overlaid: localized('overlaid', '叠加'),
  changed: localized('changed', '改动'),
  cut: localized('cut out', '剪去'),
  inserted: localized('inserted', '插入'),
  resampled: localized('size, speed or pitch changed', '尺寸、速度或音高改变'),
  hidden: localized('hidden characters', '隐藏字符'),
};

export const verdictWords: Readonly<Record<NonNullable<Recovered['credential']>['verdict'], Localized>> = {
  intact: localized('intact with the registered file', '与登记文件相符'),
  broken: localized('broken already in the registered file', '登记文件中的凭证已损坏'),
  undetermined: localized('undetermined', '无法确定'),
  'not-checked': localized('not checked', '未校验'),
};

const unitWords: Readonly<Record<FingerprintMatch['unit'], Localized>> = {
  bits: localized('bits apart', '位差异'),
  'bit-error-rate': localized('bit error rate', '误码率'),
  votes: localized('votes', '票'),
  inliers: localized('agreeing features', '个吻合特征'),
  share: localized('in common', '相同'),
  similarity: localized('similarity', '相似度'),
};

const variants: Readonly<Record<string, Localized>> = {
  whole: localized('whole', '整体'),
  'whole-on-black': localized('whole, laid on black', '整体，黑底'),
  trimmed: localized('borders trimmed', '去除边框'),
  inverted: localized('inverted', '反相'),
  corners: localized('corners', '角点'),
  all: localized('all', '全部'),
  mirrored: localized('mirrored', '镜像'),
  codes: localized('frame by frame', '逐帧'),
  motion: localized('motion', '运动'),
  listed: localized('listed frames', '列表中的帧'),
  wording: localized('wording', '措辞'),
  reworded: localized('reworded', '改写'),
  instance: localized('bytes', '字节'),
  data: localized('data', '数据'),
  'content-image': localized('image content', '图像内容'),
  'content-audio': localized('sound content', '音频内容'),
  'content-video': localized('film content', '视频内容'),
  'content-text': localized('text content', '文本内容'),
};

/** Which form of a file a code stands for, in words; forms that are their own name (`rotate90`) stay. */
export function variantWords(variant: string): Localized {
  const parts = variant.split(' ').map((part) => variants[part] ?? localized(part, part));
  return localized(parts.map(({ en }) => en).join(', '), parts.map((part) => part['zh-CN']).join('、'));
}

/** A match in one phrase: `PDQ trimmed: 12 bits apart (31 or fewer)`. */
export function matchPhrase({
  method,
  variant,
  score,
  unit,
  threshold,
  descending,
}: FingerprintMatch): Localized {
  const number = (value: number): string =>
    Number.isInteger(value) ? String(value) : value.toPrecision(3).replace(/\.?0+$/, '');
  const share = unit === 'share' || unit === 'similarity';
  const [shown, limit] = share
    ? [`${number(score * 100)} %`, `${number(threshold * 100)} %`]
    : [number(score), number(threshold)];
  const [name, form] = [methodWords[method], variantWords(variant)];
  return localized(
    `${name.en} (${form.en}): ${shown} ${unitWords[unit].en}, ${descending ? 'at most' : 'at least'} ${limit}`,
    `${name['zh-CN']}（${form['zh-CN']}）：${shown}${unitWords[unit]['zh-CN']}，阈值${descending ? '不高于' : '不低于'} ${limit}`,
  );
}

export const edgeWords: Readonly<Record<EdgeState, Localized>> = {
  'derived-from': localized('derived', '由此衍生'),
  probably: localized('probably derived', '可能由此衍生'),
  'same-source': localized('same source, direction unknown', '同源，方向不明'),
  'same-content': localized('same content', '内容相同'),
  'missing-parent': localized('missing source', '来源缺失'),
  'collage-of': localized('put together from', '由此拼合'),
};
