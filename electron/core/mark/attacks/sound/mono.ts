import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughSound, wave } from '../tools/sound.ts';

export const attack = fileAttack({
  id: 'sound.mono',
  media: 'audio',
  family: 'filter',
  title: localized('Mixed down to one channel', '混为单声道'),
  about: localized('All channels into one.', '所有声道合为一个。'),
  cite: 'ITU-R BS.775: downmixing',
  ladder: fileLadder(
    ['mono'],
    'mono',
    { id: (what) => what, label: () => localized('mono', '单声道') },
    (source, _what, bench) =>
      throughSound(source, [{ into: ['-ac', '1', ...wave.into], format: 'wav' }], bench),
  ),
});
