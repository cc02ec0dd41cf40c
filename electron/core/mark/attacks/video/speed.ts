import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughFilm } from '../tools/film.ts';

export const attack = fileAttack({
  id: 'video.speed',
  media: 'video',
  family: 'cutting',
  title: localized('Played faster or slower', '变速播放'),
  about: localized(
    'Picture and sound together; the pitch of the sound is kept.',
    '画面与声音同步变速；声音音高不变。',
  ),
  cite: 'OmniSeal Bench: speed .5…2',
  ladder: fileLadder(
    [5, -5, 10, -10, 25, 50],
    10,
    {
      id: (percent) => `percent${percent}`,
      label: (percent) => `${percent < 0 ? '−' : '+'}${Math.abs(percent)} %`,
    },
    (source, percent, bench) => {
      const factor = 1 + percent / 100;
      return throughFilm(source, [{ picture: `setpts=PTS/${factor}`, sound: `atempo=${factor}` }], bench);
    },
  ),
});
