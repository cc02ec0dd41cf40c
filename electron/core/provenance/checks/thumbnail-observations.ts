import type { CredentialObservation } from '#shared/domain/credential-detail.ts';
import { observe } from './facts.ts';
import { visible } from './name-characters.ts';
import type { Likeness } from './thumbnail-likeness.ts';
import type { ThumbnailComparison } from './thumbnails.ts';

/** What is said about one thumbnail; `null`: it shows what it should, or there was nothing to hold it against. */
export function thumbnailObservation(comparison: ThumbnailComparison): CredentialObservation | null {
  switch (comparison.judgement) {
    case 'same':
      return null;
    case 'differs':
      return differs(comparison);
    case 'unsafe':
      return unsafe(comparison);
    case 'undetermined':
      return comparison.reason === null ? null : undetermined(comparison);
  }
}

function differs({ thumbnail, against, likeness }: ThumbnailComparison): CredentialObservation {
  return observe(
    'thumbnail-differs',
    'warning',
    against === 'file'
      ? [
          'The thumbnail that was signed with the file shows something else than the file does',
          '随文件一同签名的缩略图所示内容与文件本身不同',
        ]
      : [
          'The picture this signer shows for a source is not the one the source’s own credential holds',
          '签名者为某一素材展示的图片，与该素材自身凭证中的图片不同',
        ],
    [
      `${placeOf(thumbnail)}: ${measured(likeness).join(', ')}; thumbnails are signed, but nothing binds them to the content (C2PA 2.2 §18.16)`,
      `${placeOf(thumbnail)}：${measuredChinese(likeness).join('，')}；缩略图虽经签名，但与内容并无绑定（C2PA 2.2 第 18.16 节）`,
    ],
    { manifest: thumbnail.manifest },
  );
}

function undetermined({ thumbnail, likeness, reason }: ThumbnailComparison): CredentialObservation {
  const [en, chinese] = [reason?.text.en ?? '', reason?.text['zh-CN'] ?? ''];
  const detail = reason?.detail === undefined ? '' : ` (${visible(reason.detail)})`;
  return observe(
    'thumbnail-undetermined',
    'info',
    [
      `Whether a thumbnail shows what it should could not be told. ${en}`,
      `无法判断缩略图所示内容是否相符。${chinese}`,
    ],
    [
      `${placeOf(thumbnail)}: ${reason?.code}${detail}${likeness === null ? '' : `; ${measured(likeness).join(', ')}`}`,
      `${placeOf(thumbnail)}：${reason?.code}${detail}${likeness === null ? '' : `；${measuredChinese(likeness).join('，')}`}`,
    ],
    { manifest: thumbnail.manifest },
  );
}

/** Media types by which a thumbnail would run or load something in a viewer that shows it as it is. */
const active = /svg|xml|html|javascript|pdf|text\//i;

function unsafe({ thumbnail, reason }: ThumbnailComparison): CredentialObservation {
  const { bytes, mime } = thumbnail;
  const beginning = Buffer.from(bytes.subarray(0, 512)).toString('latin1');
  const runs =
    active.test(mime) || /^[\s\u00ef\u00bb\u00bf]*<(?:\?xml|svg|!doctype|html|script)/i.test(beginning);
  const detail = reason?.detail === undefined ? '' : ` (${visible(reason.detail)})`;
  return observe(
    'thumbnail-unsafe',
    runs ? 'warning' : 'notice',
    runs
      ? [
          'A thumbnail in the credential is no picture but a document that can run or load things; it is not shown',
          '凭证中的某个缩略图并非图片，而是可执行或可加载外部内容的文档；不予显示',
        ]
      : [
          'A thumbnail in the credential is not of a kind that is opened here; it is not shown',
          '凭证中的某个缩略图不属于可安全打开的类型；不予显示',
        ],
    [
      `${placeOf(thumbnail)}: ${reason?.code}${detail}; ${bytes.length} bytes, beginning ${beginningOf(bytes)}`,
      `${placeOf(thumbnail)}：${reason?.code}${detail}；${bytes.length} 字节，起始为 ${beginningOf(bytes)}`,
    ],
    { manifest: thumbnail.manifest },
  );
}

function placeOf({ role, ingredient }: ThumbnailComparison['thumbnail']): string {
  return role === 'claim' ? 'c2pa.thumbnail.claim' : `${visible(ingredient ?? '')} → thumbnail`;
}

function beginningOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 8)).toString('hex');
}

function measured(likeness: Likeness | null): string[] {
  if (likeness === null) return [];
  const { pdq, quality, correlation, colour } = likeness;
  return [
    `PDQ distance ${pdq} of 256 (qualities ${quality.join(' and ')})`,
    `lightness correlation ${correlation ?? 'none'}`,
    `mean colours ${colour} apart`,
  ];
}

function measuredChinese(likeness: Likeness | null): string[] {
  if (likeness === null) return [];
  const { pdq, quality, correlation, colour } = likeness;
  return [
    `PDQ 距离 ${pdq}/256（质量 ${quality.join(' 与 ')}）`,
    `亮度相关系数 ${correlation ?? '无'}`,
    `平均颜色相距 ${colour}`,
  ];
}
