import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHUNK_BYTES } from '#shared/domain/evidence.ts';

/** A small generator with a fixed seed (mulberry32), so that a failure can be met again. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The files of one round; every third has the same content in all rounds, so that duplicates occur. */
export function writeSources(folder: string, seed: number, round: number, large: boolean): string[] {
  const own = join(folder, `${seed}-${round}`);
  mkdirSync(own, { recursive: true });
  return [700, 5000, 12_000, large ? CHUNK_BYTES + 1000 : 70_000].map((size, index) => {
    const path = join(own, `file ${index}`);
    writeFileSync(
      path,
      Buffer.alloc(size, index % 3 === 1 ? `same ${index} ` : `content ${seed} ${round} ${index} `),
    );
    return path;
  });
}
