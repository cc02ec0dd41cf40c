import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MarkQuality } from '#shared/domain/mark.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { Difference } from './difference.ts';

/** Smallest side that can be marked, pixels. */
export const SMALLEST_SIDE = 256;

export function noFormat(format: string): Localized {
  return localized(
    `An invisible mark can be put into JPEG, PNG, WebP and GIF pictures without touching their metadata, not into ${format}. Export the picture as PNG first.`,
    `可在不改动元数据的情况下为 JPEG、PNG、WebP 和 GIF 图像添加不可见水印，不支持 ${format}。请先将图像导出为 PNG。`,
  );
}

export const refusals = {
  'picture-too-large': localized(
    'The picture is too large to be marked in memory.',
    '图像过大，无法在内存中添加水印。',
  ),
  'picture-damaged': localized(
    'The picture is damaged: a marked copy of what can be read of it would hide that.',
    '图像已损坏：仅对可读取的部分添加水印会掩盖这一情况。',
  ),
  'picture-animated-png': localized(
    'Animated PNG pictures cannot be packed anew here. Use GIF or WebP.',
    '此处无法重新封装动态 PNG。请使用 GIF 或 WebP。',
  ),
  'picture-too-small': localized(
    `The picture is too small to carry a mark: both sides must have at least ${SMALLEST_SIDE} pixels.`,
    `图像过小，无法承载水印：长宽均须至少 ${SMALLEST_SIDE} 像素。`,
  ),
  'picture-too-flat': localized(
    'The picture is too even, or what is opaque of it too little, to carry a mark that could be read again.',
    '图像过于均匀，或其不透明部分过少，无法承载可再次读出的水印。',
  ),
  'picture-too-weak': localized(
    'A mark of this strength would not be read again from this picture after slight compression. Ask for a stronger one (fewer decibels), or use a larger picture.',
    '以此强度添加的水印在轻度压缩后便无法从此图像中读出。请使用更强的水印（更低的分贝值），或使用更大的图像。',
  ),
  'picture-marked': localized(
    'The picture already carries a mark under this key; a second one would spoil both.',
    '图像已带有使用此密钥的水印；再添加一个会使两者都受损。',
  ),
} as const;

export function refused(code: keyof typeof refusals, detail?: string): { ok: false; reason: Reason } {
  return { ok: false, reason: { code, text: refusals[code], ...(detail === undefined ? {} : { detail }) } };
}

export function colourSpaceRefused(space: string): { ok: false; reason: Reason } {
  const text = localized(
    `Grey and RGB pictures can be marked; this one is ${space}. Convert it to RGB first.`,
    `可为灰度和 RGB 图像添加水印；此图像为 ${space}。请先转换为 RGB。`,
  );
  return { ok: false, reason: { code: 'picture-colour-space', text } };
}

export const recompressed: Readonly<Record<'jpeg' | 'webp' | 'gif', Localized>> = {
  jpeg: localized(
    'The picture was compressed again (JPEG quality 97, 4:4:4); its figures include that.',
    '图像已重新压缩（JPEG 质量 97，4:4:4）；所列数值已计入此项。',
  ),
  webp: localized(
    'The picture was compressed again (WebP quality 97); its figures include that.',
    '图像已重新压缩（WebP 质量 97）；所列数值已计入此项。',
  ),
  gif: localized(
    'Every frame got a new palette of 256 colours; the figures include that.',
    '每一帧都重新生成了 256 色调色板；所列数值已计入此项。',
  ),
};

export const credentialLeft = localized(
  'The Content Credential of the source was left behind: its hash cannot fit the marked copy.',
  '源文件的内容凭证未带入副本：其哈希不可能与已添加水印的副本相符。',
);

export const gainMapLeft = localized(
  'Further pictures inside the file (gain map or multi-picture format) were left behind: they show the unmarked picture.',
  '文件内的其他图像（增益图或多图格式）未带入副本：它们显示的是未添加水印的图像。',
);

export function strengthRaised(decibels: number): Localized {
  const level = decibels.toFixed(1);
  return localized(
    `The mark was made stronger than standard, ${level} dB, so that it is read again after JPEG 50 and from a quarter of the picture.`,
    `水印强度已提高到标准以上（${level} dB），以便在 JPEG 50 压缩后以及从图像的四分之一中仍能读出。`,
  );
}

export const cropNotRead = localized(
  'Too small or too even for more: the mark is read from the whole picture after JPEG 50, but not from a quarter of it.',
  '图像过小或过于均匀：JPEG 50 压缩后可从整幅图像中读出水印，但无法从其四分之一中读出。',
);

export function qualityOf({ psnr, ssim }: Difference): MarkQuality[] {
  const finite = Number.isFinite(psnr) ? psnr : 99;
  return [
    {
      name: 'psnr',
      title: localized('Peak signal-to-noise ratio against the source', '相对源文件的峰值信噪比'),
      value: Math.round(finite * 100) / 100,
      unit: 'dB',
    },
    {
      name: 'ssim',
      title: localized('Structural similarity of the lightness', '亮度结构相似度'),
      value: Math.round(ssim * 1e5) / 1e5,
      unit: '',
    },
  ];
}
