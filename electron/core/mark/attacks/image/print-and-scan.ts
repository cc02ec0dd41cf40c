import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { type PrintModel, printedAndScanned } from '../tools/print.ts';

const models = {
  fine: { cell: 0, black: 16, white: 248, blur: 0.6, noise: 1.5, angle: 0.2, scale: 0.95, quality: 90 },
  office: { cell: 4, black: 28, white: 240, blur: 0.9, noise: 3, angle: 0.6, scale: 0.85, quality: 80 },
  poor: { cell: 5, black: 45, white: 228, blur: 1.3, noise: 6, angle: -1.2, scale: 0.7, quality: 65 },
} as const satisfies Record<string, PrintModel>;
type Model = keyof typeof models;
const words = {
  fine: localized('photo printer', '照片打印机'),
  office: localized('office printer', '办公打印机'),
  poor: localized('poor printer', '劣质打印机'),
} as const;

export const attack = pictureAttack({
  id: 'image.print-and-scan',
  family: 'capture',
  title: localized('Printed and scanned', '打印并扫描'),
  about: localized(
    'Model: halftone dots at twice the resolution, ink and paper tones, optical blur, slight rotation, noise, JPEG. No sheet of paper was used.',
    '模型：两倍分辨率的网点、油墨与纸张色调、光学模糊、轻微旋转、噪声、JPEG。未使用真实纸张。',
  ),
  cite: 'Own model after Lin and Chang, ISMIP (1999); Solanki et al., IEEE TIFS 1 (2006)',
  ladder: pictureLadder<Model>(
    ['fine', 'office', 'poor'],
    'office',
    { id: (model) => model, label: (model) => words[model] },
    (picture, model, { seed }) => printedAndScanned(picture, models[model], seed),
  ),
});
