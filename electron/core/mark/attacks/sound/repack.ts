import { fileAttack } from '../define.ts';
import { repacking } from '../tools/repack.ts';

export const attack = fileAttack({ id: 'sound.repack', media: 'audio', ...repacking });
