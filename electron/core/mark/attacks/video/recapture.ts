import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { h264, throughFilm } from '../tools/film.ts';

const models = {
  careful: { shift: 0.02, blur: 0.5, noise: 3, gamma: 1.05, rate: 30 },
  ordinary: { shift: 0.05, blur: 0.8, noise: 6, gamma: 1.15, rate: 25 },
  hasty: { shift: 0.09, blur: 1.4, noise: 12, gamma: 1.3, rate: 24 },
} as const;
type Model = keyof typeof models;
const words = {
  careful: localized('careful', '认真翻拍'),
  ordinary: localized('ordinary', '一般翻拍'),
  hasty: localized('hasty', '随手翻拍'),
} as const;

export const attack = fileAttack({
  id: 'video.recapture',
  media: 'video',
  family: 'capture',
  title: localized('Filmed off a screen', '翻拍屏幕'),
  about: localized(
    'Model: dark edge, perspective, lens blur, sensor noise, gamma, another frame rate, H.264 at CRF 28; the sound through a band of 180 Hz to 9 kHz. No real camera was used.',
    '模型：暗边、透视、镜头模糊、传感器噪声、伽马、另一帧率、H.264 CRF 28；声音限于 180 Hz–9 kHz。未使用真实相机。',
  ),
  cite: 'Own model; the project’s reference measurements: recapture simulation at CRF 28',
  ladder: fileLadder<Model>(
    ['careful', 'ordinary', 'hasty'],
    'ordinary',
    { id: (model) => model, label: (model) => words[model] },
    (source, model, bench) => {
      const { shift, blur, noise, gamma, rate } = models[model];
      const corners = [
        `x0=${shift}*W:y0=${shift / 2}*H:x1=${1 - shift / 3}*W:y1=${shift}*H`,
        `x2=${shift / 4}*W:y2=${1 - shift}*H:x3=${1 - shift}*W:y3=${1 - shift / 3}*H`,
      ].join(':');
      const picture = [
        "pad=w='trunc(iw*1.06/2)*2':h='trunc(ih*1.06/2)*2':x=-1:y=-1:color=0x161618",
        `perspective=${corners}:sense=destination:interpolation=cubic`,
        `gblur=sigma=${blur}`,
        `lutyuv=y='16+219*pow(clip((val-16)/219,0,1),${gamma})'`,
        `noise=alls=${noise}:allf=t:all_seed=${bench.seed % 1_000_000}`,
        `fps=${rate}`,
      ].join(',');
      const sound = 'aformat=channel_layouts=mono,highpass=f=180,lowpass=f=9000';
      return throughFilm(source, [{ picture, sound, encoder: h264(28) }], bench);
    },
  ),
});
