import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { h264, scaleBy, throughFilm } from '../tools/film.ts';

const passes = [
  { encoder: h264(30) },
  { picture: scaleBy(0.75), encoder: h264(32) },
  { picture: scaleBy(1.2), encoder: h264(30) },
] as const;

export const attack = fileAttack({
  id: 'video.reuploads',
  media: 'video',
  family: 'platform',
  title: localized('Uploaded again and again', '反复上传'),
  about: localized(
    'CRF 30; × .75 at CRF 32; × 1.2 at CRF 30: the first so many. Nothing was uploaded.',
    'CRF 30；缩至 0.75、CRF 32；放至 1.2、CRF 30：取前若干次。未做实际上传。',
  ),
  cite: 'The project’s reference measurements: three re-uploads',
  ladder: fileLadder(
    [1, 2, 3],
    3,
    { id: (count) => `times${count}`, label: (count) => localized(`${count} ×`, `${count} 次`) },
    (source, count, bench) => throughFilm(source, passes.slice(0, count), bench),
  ),
});
