import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughFilm } from '../tools/film.ts';
import { tooShort } from '../tools/refusals.ts';

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
    { id: (seconds) => `s${seconds}`, label: (seconds) => `${seconds} s` },
    async (source, seconds, bench) => {
      const whole = source.media.durationSeconds;
      if (whole !== undefined && whole < seconds + 1) return tooShort(seconds + 1);
      const picture = `trim=start=1:duration=${seconds},setpts=PTS-STARTPTS`;
      const sound = `atrim=start=1:duration=${seconds},asetpts=PTS-STARTPTS`;
      return throughFilm(source, [{ picture, sound }], bench);
    },
  ),
});
