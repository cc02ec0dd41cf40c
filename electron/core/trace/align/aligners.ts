import type { Aligner } from './define.ts';

/** Every way to lay two files over each other, by what they are. */
export const aligners: readonly (() => Promise<Aligner>)[] = [
  async () => (await import('./picture.ts')).aligner,
  async () => (await import('./sound.ts')).aligner,
  async () => (await import('./words.ts')).aligner,
  async () => (await import('./film.ts')).aligner,
  async () => (await import('./still-in-film.ts')).aligner,
];
