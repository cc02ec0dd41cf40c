import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MarkQuality } from '#shared/domain/mark.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { LOUDEST_STRENGTH, type SoundQuality } from './marker.ts';

/** Seconds below which no sound is marked, and in which a mark is not read with certainty enough. */
export const SHORTEST_SOUND = 6;

/** What is said of sounds that cannot be marked or read, and of copies. */

/** What is told of a copy, with the statistic it was read at. */
export function measured({ markLevel, noiseToMask, above }: SoundQuality, statistic: number): MarkQuality[] {
  return [
    {
      name: 'mark-level',
      title: localized('Programme over mark', '节目与水印电平差'),
      value: markLevel,
      unit: 'dB',
    },
    {
      name: 'noise-to-mask',
      title: localized('Mark over masking threshold (mean)', '水印与掩蔽阈值之比（平均）'),
      value: noiseToMask,
      unit: 'dB',
    },
    {
      name: 'above-threshold',
      title: localized('Bands and moments in which it is above', '超过掩蔽阈值的频带与时刻占比'),
      value: 100 * above,
      unit: '%',
    },
    {
      name: 'statistic',
      title: localized('Statistic when read back', '回读统计量'),
      value: statistic,
      unit: '',
    },
  ];
}

export function refusalFor(media: Media): Localized {
  return localized(
    `A mark can be put into WAV, FLAC, MP3, AAC, M4A and Ogg sound, not into ${media.format}.`,
    `可在 WAV、FLAC、MP3、AAC、M4A 和 Ogg 声音中嵌入水印，不支持 ${media.format}。`,
  );
}

export function clipped(count: number): Localized {
  return localized(
    `${count} samples reached full scale and were limited.`,
    `${count} 个采样达到满幅，已被限幅。`,
  );
}

export const loudest = localized(
  `A mark is never louder than ${LOUDEST_STRENGTH} dB below the programme; that was taken.`,
  `水印电平至少低于节目 ${LOUDEST_STRENGTH} dB，已采用该值。`,
);
export const fragile = localized(
  'The mark is read from the copy, but not after MP3 at 64 kbit/s: the sound is short, soft or sparse.',
  '副本中可读出水印，但经 64 kbit/s MP3 压缩后无法读出：声音较短、较轻或过于稀疏。',
);
export const bass = localized('The low-frequency channel was left as it is.', '低频效果声道保持原样。');
export const signed = localized(
  'A content credential in the file describes the unmarked sound; sign the copy anew.',
  '文件中的内容凭证描述的是未加水印的声音；请对副本重新签名。',
);
export const silence: Reason = {
  code: 'silence',
  text: localized(
    'The sound is silent: there is nothing a mark could be in.',
    '声音为静音，没有可承载水印的内容。',
  ),
};
export const tooShort: Reason = {
  code: 'too-short',
  text: localized(
    `The sound is too short: a mark needs ${SHORTEST_SOUND} seconds, better 15.`,
    `声音过短：水印至少需要 ${SHORTEST_SOUND} 秒，建议 15 秒以上。`,
  ),
};
export const tooQuiet: Reason = {
  code: 'too-quiet',
  text: localized(
    'The sound is too quiet or too sparse for a mark that stays below hearing.',
    '声音过轻或过于稀疏，无法嵌入听不出的水印。',
  ),
};
export const notReadable: Reason = {
  code: 'not-readable',
  text: localized(
    'The mark could not be read back from the copy: the sound is too short, too sparse, or the strength asked for too weak. Nothing was written.',
    '无法从副本中回读水印：声音过短、过于稀疏，或所要求的强度过弱。未写入任何内容。',
  ),
};
export const partly: Reason = {
  code: 'damaged',
  text: localized(
    'No mark was found, but not all of the sound could be decoded.',
    '未发现水印，但声音未能完整解码。',
  ),
};
