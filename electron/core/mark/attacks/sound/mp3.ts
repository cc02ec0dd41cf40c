import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { mp3, throughSound } from '../tools/sound.ts';

export const attack = fileAttack({
  id: 'sound.mp3',
  media: 'audio',
  family: 'coding',
  title: localized('Saved as MP3', '另存为 MP3'),
  about: localized('LAME at a constant bit rate; metadata is not written.', 'LAME 恒定码率；不写入元数据。'),
  cite: 'ISO/IEC 11172-3; OmniSeal Bench: MP3 12…256 kbit/s',
  ladder: fileLadder(
    [192, 128, 96, 64, 48, 32],
    128,
    { id: (rate) => `k${rate}`, label: (rate) => `${rate} kbit/s` },
    (source, rate, bench) => throughSound(source, [mp3(rate)], bench),
  ),
});
