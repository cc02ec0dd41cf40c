import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughSound, wave } from '../tools/sound.ts';

export const attack = fileAttack({
  id: 'sound.telephone',
  media: 'audio',
  family: 'coding',
  title: localized('Over the telephone', '经电话传输'),
  about: localized('300 to 3400 Hz, mono, 8 kHz, µ-law.', '300–3400 Hz、单声道、8 kHz、µ 律。'),
  cite: 'ITU-T G.711, G.712',
  ladder: fileLadder(['g711'], 'g711', { id: (line) => line, label: () => 'G.711' }, (source, _line, bench) =>
    throughSound(
      source,
      [
        {
          filter: 'aformat=channel_layouts=mono,highpass=f=300,lowpass=f=3400',
          into: ['-ar', '8000', '-c:a', 'pcm_mulaw', '-f', 'wav'],
          format: 'wav',
        },
        wave,
      ],
      bench,
    ),
  ),
});
