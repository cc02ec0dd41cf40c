import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { markedOnTop } from '../tools/second-mark.ts';

export const attack = fileAttack({
  id: 'sound.second-mark',
  media: 'audio',
  family: 'removal',
  title: localized('Marked again with other keys', '以其他密钥再次加水印'),
  about: localized(
    'Further marks of the same kind on top, at their usual strength: as somebody does who wants the first one gone.',
    '以通常强度叠加同类水印：意图使原水印失效者的做法。',
  ),
  cite: 'Checkmark (Pereira et al., 2001): remarking; Craver et al., IEEE JSAC 16 (1998)',
  ladder: fileLadder(
    [1, 2, 3],
    1,
    { id: (count) => `marks${count}`, label: (count) => localized(`${count} more`, `再加 ${count} 个`) },
    markedOnTop,
  ),
});
