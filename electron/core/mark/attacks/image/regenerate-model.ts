import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';

export const attack = pictureAttack({
  id: 'image.regenerate-model',
  family: 'regeneration',
  title: localized('Made anew by a model', '以模型重新生成'),
  about: localized(
    'An autoencoder or diffusion model that draws the picture again. None is built in; published results say that marks in pixels do not survive it.',
    '由自编码器或扩散模型重新绘制图像。程序未内置模型；已发表的结果表明，像素水印不能承受此类处理。',
  ),
  cite: 'Zhao et al., Invisible Image Watermarks Are Provably Removable Using Generative AI (NeurIPS 2024); WAVES (An et al., ICML 2024)',
  ladder: pictureLadder(
    ['supplied'],
    'supplied',
    { id: (model) => model, label: () => localized('supplied model', '自备模型') },
    async () => ({
      reason: {
        code: 'no-model',
        text: localized('no model is at hand', '没有可用的模型'),
      },
    }),
  ),
});
