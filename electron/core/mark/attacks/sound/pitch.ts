import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { noSound } from '../tools/refusals.ts';
import { soundLayout, throughSound, wave } from '../tools/sound.ts';

export const attack = fileAttack({
  id: 'sound.pitch',
  media: 'audio',
  family: 'geometry',
  title: localized('Pitch shifted, length kept', '变调不变速'),
  about: localized('By semitones: resampled, then stretched back.', '按半音：先重采样，再拉伸回原长。'),
  cite: 'StirMark for Audio (Steinebach et al., 2001): pitch shift',
  ladder: fileLadder(
    [0.25, 0.5, -0.5, 1, -1, 2],
    0.5,
    {
      id: (semitones) => `semitones${semitones}`,
      label: (semitones) =>
        localized(
          `${semitones < 0 ? '−' : '+'}${Math.abs(semitones)} semitones`,
          `${semitones < 0 ? '−' : '+'}${Math.abs(semitones)} 半音`,
        ),
    },
    async (source, semitones, bench) => {
      const layout = await soundLayout(source.path, source.media, bench.context);
      if (layout === null) return noSound;
      const ratio = 2 ** (semitones / 12);
      const filter = `asetrate=${Math.round(layout.rate * ratio)},aresample=${layout.rate},atempo=${(1 / ratio).toFixed(6)}`;
      return throughSound(source, [{ ...wave, filter }], bench);
    },
  ),
});
