import { existsSync } from 'node:fs';
import { corpus } from './corpus.ts';

/** The four test pictures of the ZERO program, where the corpus holds them. */
const folder = corpus('zero');
export const zeroPicturesPresent = existsSync(folder);

export function zeroPicture(name: 'roma' | 'pelican' | 'tampered1' | 'tampered2'): string {
  return corpus('zero', `${name}.png`);
}
