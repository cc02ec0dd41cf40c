import { statfs } from 'node:fs/promises';
import { fail, type Result } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';

/** Nothing is begun that cannot end: null when the disk of this folder has room for so many bytes. */
export async function lackOfRoom(folder: string, needed: number): Promise<Result<never> | null> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  return free >= needed
    ? null
    : fail(
        'disk-full',
        localized(
          `The disk has too little room: ${needed} bytes are needed, ${free} are free. Nothing was written.`,
          `磁盘空间不足：需要 ${needed} 字节，剩余 ${free} 字节。未写入任何内容。`,
        ),
        folder,
      );
}
