import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';

export const attack = fileAttack({
  id: 'text.translate',
  media: 'text',
  family: 'regeneration',
  title: localized('Translated or reworded', '翻译或改写'),
  about: localized(
    'Cannot be modelled without a language model, and none is built in. No mark in invisible characters survives it.',
    '没有语言模型便无法模拟，程序未内置模型。以不可见字符承载的水印均无法承受。',
  ),
  cite: 'Kirchenbauer et al., On the Reliability of Watermarks for Large Language Models (ICLR 2024)',
  ladder: fileLadder(
    ['all'],
    'all',
    { id: (what) => what, label: () => localized('all', '全部') },
    async () => ({
      reason: {
        code: 'no-model',
        text: localized('no language model is at hand', '没有可用的语言模型'),
      },
    }),
  ),
});
