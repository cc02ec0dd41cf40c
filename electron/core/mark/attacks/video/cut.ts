import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughFilm } from '../tools/film.ts';

export const attack = fileAttack({
  id: 'video.cut',
  media: 'video',
  family: 'cutting',
  title: localized('A piece of it', '截取片段'),
  about: localized('So many seconds from one second after the beginning.', '从开头后一秒起截取若干秒。'),
  cite: 'OmniSeal Bench: chunks',
  ladder: fileLadder(
    [30, 10, 5, 2],
    10,
    { id: (value) => `s${value}`, label: (value) => `${value} s` },
    (source, value, bench) =>
      throughFilm(
        source,
        [
          {
            picture: `trim=start=1:duration=${value},setpts=PTS-STARTPTS`,
            sound: `atrim=start=1:duration=${value},asetpts=PTS-STARTPTS`,
          },
        ],
        bench,
      ),
  ),
});
