import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { type CaptureModel, photographed } from '../tools/capture.ts';

const models = {
  careful: { angle: 0.03, moire: 2, blur: 0.6, noise: 2, gamma: 1.05, scale: 1, quality: 90 },
  ordinary: { angle: 0.08, moire: 5, blur: 0.9, noise: 4, gamma: 1.15, scale: 0.8, quality: 82 },
  hasty: { angle: 0.16, moire: 9, blur: 1.5, noise: 8, gamma: 1.3, scale: 0.6, quality: 70 },
} as const satisfies Record<string, CaptureModel>;
type Model = keyof typeof models;
const words = {
  careful: localized('careful', '认真拍摄'),
  ordinary: localized('ordinary', '一般拍摄'),
  hasty: localized('hasty', '随手拍摄'),
} as const;

export const attack = pictureAttack({
  id: 'image.photo-of-screen',
  family: 'capture',
  title: localized('Photograph of a screen', '翻拍屏幕'),
  about: localized(
    'Model: moiré of the pixel grid, perspective, lens blur, uneven light, sensor noise, gamma, JPEG. A real camera and screen may do more.',
    '模型：像素网格的摩尔纹、透视、镜头模糊、光照不均、传感器噪声、伽马、JPEG。真实相机与屏幕的影响可能更大。',
  ),
  cite: 'Own model after StegaStamp (Tancik et al., CVPR 2020) and Fang et al., IEEE TIFS 14 (2019)',
  ladder: pictureLadder<Model>(
    ['careful', 'ordinary', 'hasty'],
    'ordinary',
    { id: (model) => model, label: (model) => words[model] },
    (picture, model, { seed }) => photographed(picture, models[model], seed),
  ),
});
