import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { scaleBy, throughFilm } from '../tools/film.ts';

export const attack = fileAttack({
  id: 'video.scale',
  media: 'video',
  family: 'geometry',
  title: localized('Made smaller', '缩小'),
  about: localized(
    'Width and height times the factor, then H.264 at CRF 23.',
    '宽高同乘该系数，再以 H.264 CRF 23 编码。',
  ),
  cite: 'Video Seal (Fernandez et al., 2024): resize .32…1',
  ladder: fileLadder(
    [0.75, 0.5, 0.35, 0.25],
    0.5,
    { id: (value) => `x${value}`, label: (value) => `× ${value}` },
    (source, value, bench) => throughFilm(source, [{ picture: scaleBy(value) }], bench),
  ),
});
