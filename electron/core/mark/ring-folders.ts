import { delimiter, join } from 'node:path';

/** Folders marks are read with: keys, and what readers may know of the register. */
export interface RingFolders {
  /** The ring of the installation. */
  readonly own: string;
  /** Keys of this process alone, that somebody named for one reading. */
  readonly lent: string;
}

export function markRingFolders(data: string, temporary: string): RingFolders {
  return { own: join(data, 'marks'), lent: join(temporary, 'marks') };
}

/** For the environment of the workers. */
export function markFoldersValue({ own, lent }: RingFolders): string {
  return [own, lent].join(delimiter);
}
