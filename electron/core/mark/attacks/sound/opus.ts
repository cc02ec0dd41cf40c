import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { opus, throughSound } from '../tools/sound.ts';

export const attack = fileAttack({
  id: 'sound.opus',
  media: 'audio',
  family: 'coding',
  title: localized('Saved as Opus', '另存为 Opus'),
  about: localized(
    'As calls and voice messages are coded; metadata is not written.',
    '通话与语音消息所用编码；不写入元数据。',
  ),
  cite: 'RFC 6716; AudioMarkBench (Liu et al., NeurIPS 2024): Opus 16…496 kbit/s',
  ladder: fileLadder(
    [96, 64, 48, 32, 24, 16, 12],
    64,
    { id: (rate) => `k${rate}`, label: (rate) => `${rate} kbit/s` },
    (source, rate, bench) => throughSound(source, [opus(rate)], bench),
  ),
});
