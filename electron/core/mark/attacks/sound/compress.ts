import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughSound, wave } from '../tools/sound.ts';

const settings = {
  mild: 'acompressor=threshold=0.125:ratio=2:attack=20:release=250',
  ordinary: 'acompressor=threshold=0.063:ratio=4:attack=5:release=100:makeup=2,alimiter=limit=0.9',
  strong: 'acompressor=threshold=0.02:ratio=12:attack=1:release=50:makeup=4,alimiter=limit=0.7',
} as const;
type Setting = keyof typeof settings;
const words = {
  mild: localized('mild', '轻度'),
  ordinary: localized('ordinary', '中度'),
  strong: localized('strong', '强度'),
} as const;

export const attack = fileAttack({
  id: 'sound.compress',
  media: 'audio',
  family: 'tone',
  title: localized('Dynamics compressed', '动态压缩'),
  about: localized('Compressor and limiter, as stations use them.', '压缩器与限幅器，如电台所用。'),
  cite: 'StirMark for Audio (Steinebach et al., 2001): Compressor',
  ladder: fileLadder<Setting>(
    ['mild', 'ordinary', 'strong'],
    'ordinary',
    { id: (setting) => setting, label: (setting) => words[setting] },
    (source, setting, bench) => throughSound(source, [{ ...wave, filter: settings[setting] }], bench),
  ),
});
