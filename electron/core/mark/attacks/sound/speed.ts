import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { noSound } from '../tools/refusals.ts';
import { soundLayout, throughSound, wave } from '../tools/sound.ts';

export const attack = fileAttack({
  id: 'sound.speed',
  media: 'audio',
  family: 'geometry',
  title: localized('Played faster or slower', '变速（音高随变）'),
  about: localized('Pitch and length together, as by a turntable.', '音高与时长同时改变，如唱盘变速。'),
  cite: 'OmniSeal Bench: speed .5…1.5; StirMark for Audio (Steinebach et al., 2001)',
  ladder: fileLadder(
    [1, -1, 2, 5, -5, 10, -10, 25],
    5,
    {
      id: (percent) => `percent${percent}`,
      label: (percent) => `${percent < 0 ? '−' : '+'}${Math.abs(percent)} %`,
    },
    async (source, percent, bench) => {
      const layout = await soundLayout(source.path, source.media, bench.context);
      if (layout === null) return noSound;
      const filter = `asetrate=${Math.round(layout.rate * (1 + percent / 100))},aresample=${layout.rate}`;
      return throughSound(source, [{ ...wave, filter }], bench);
    },
  ),
});
