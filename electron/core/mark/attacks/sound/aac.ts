import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { aac, throughSound } from '../tools/sound.ts';

export const attack = fileAttack({
  id: 'sound.aac',
  media: 'audio',
  family: 'coding',
  title: localized('Saved as AAC', '另存为 AAC'),
  about: localized(
    'Low complexity profile by FFmpeg; metadata is not written.',
    'FFmpeg 的低复杂度配置；不写入元数据。',
  ),
  cite: 'ISO/IEC 14496-3; OmniSeal Bench: AAC 12…256 kbit/s',
  ladder: fileLadder(
    [192, 128, 96, 64, 48, 32],
    128,
    { id: (rate) => `k${rate}`, label: (rate) => `${rate} kbit/s` },
    (source, rate, bench) => throughSound(source, [aac(rate)], bench),
  ),
});
