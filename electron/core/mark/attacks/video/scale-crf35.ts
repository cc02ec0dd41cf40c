import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { h264, scaleBy, throughFilm } from '../tools/film.ts';

export const attack = fileAttack({
  id: 'video.scale-crf35',
  media: 'video',
  family: 'combination',
  title: localized('Made smaller and compressed hard', '缩小并高度压缩'),
  about: localized(
    'Width and height times the factor, then H.264 at CRF 35.',
    '宽高同乘该系数，再以 H.264 CRF 35 编码。',
  ),
  cite: 'The project’s targets: CRF 35 + half scale',
  ladder: fileLadder(
    [0.75, 0.5, 0.35],
    0.5,
    { id: (value) => `x${value}`, label: (value) => `× ${value}` },
    (source, value, bench) => throughFilm(source, [{ picture: scaleBy(value), encoder: h264(35) }], bench),
  ),
});
