import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { repacked } from '../tools/repack.ts';

export const attack = fileAttack({
  id: 'sound.repack',
  media: 'audio',
  family: 'packing',
  title: localized('Packed anew without compressing again', '重新封装（不重新压缩）'),
  about: localized(
    'Every packet as it is in a new container of the same kind, with the metadata FFmpeg knows, or without any.',
    '数据包原样写入同类新容器：保留 FFmpeg 所识别的元数据，或不保留任何元数据。',
  ),
  cite: 'What editors and platforms do when they need not compress',
  ladder: fileLadder<'kept' | 'dropped'>(
    ['kept', 'dropped'],
    'dropped',
    {
      id: (metadata) => metadata,
      label: (metadata) =>
        metadata === 'kept'
          ? localized('metadata kept', '保留元数据')
          : localized('metadata dropped', '清除元数据'),
    },
    repacked,
  ),
});
