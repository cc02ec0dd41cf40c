import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { h264, throughFilm } from '../tools/film.ts';

const presets = { good: [1280, 26], usual: [854, 30], thin: [640, 33] } as const;
type Preset = keyof typeof presets;

export const attack = fileAttack({
  id: 'video.messenger',
  media: 'video',
  family: 'platform',
  title: localized('Sent by a messenger', '经即时通信发送'),
  about: localized(
    'Shrunk to a longest side, H.264, sound AAC 64 kbit/s mono. Nothing was sent.',
    '缩至所给最长边，H.264，声音 AAC 64 kbit/s 单声道。未做实际发送。',
  ),
  cite: 'Own presets after common limits of messengers',
  ladder: fileLadder<Preset>(
    ['good', 'usual', 'thin'],
    'usual',
    { id: (preset) => preset, label: (preset) => `${presets[preset][0]} px, CRF ${presets[preset][1]}` },
    (source, preset, bench) => {
      const [side, factor] = presets[preset];
      const picture = `scale=w='min(iw,if(gte(iw,ih),${side},-2))':h='min(ih,if(gte(iw,ih),-2,${side}))'`;
      const soundEncoder = ['-c:a', 'aac', '-b:a', '64k', '-ac', '1'];
      return throughFilm(source, [{ picture, encoder: h264(factor), soundEncoder }], bench);
    },
  ),
});
