import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { cropTo, throughFilm } from '../tools/film.ts';

export const attack = fileAttack({
  id: 'video.crop',
  media: 'video',
  family: 'geometry',
  title: localized('Cropped', '裁剪'),
  about: localized(
    'The middle part; the strength is the area that is left.',
    '裁取中央部分；强度为剩余面积。',
  ),
  cite: 'Video Seal (Fernandez et al., 2024): crop .32…1',
  ladder: fileLadder(
    [0.9, 0.75, 0.5, 0.25, 0.1],
    0.5,
    {
      id: (value) => `area${value * 100}`,
      label: (value) => localized(`${value * 100} % left`, `剩余 ${value * 100} %`),
    },
    (source, value, bench) => throughFilm(source, [{ picture: cropTo(value) }], bench),
  ),
});
