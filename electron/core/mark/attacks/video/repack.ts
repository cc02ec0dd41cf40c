import { fileAttack } from '../define.ts';
import { repacking } from '../tools/repack.ts';

export const attack = fileAttack({ id: 'video.repack', media: 'video', ...repacking });
