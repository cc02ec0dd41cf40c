import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FuzzInput, FuzzTarget } from './target.ts';

/** One file each, loaded alone: coverage is taken of everything that is loaded, and the less the faster. */
const loaders = {
  structure: () => import('./targets/structure.ts'),
  identify: () => import('./targets/identify.ts'),
  labels: () => import('./targets/labels.ts'),
  carriers: () => import('./targets/carriers.ts'),
  coefficients: () => import('./targets/coefficients.ts'),
  jumbf: () => import('./targets/jumbf.ts'),
  cbor: () => import('./targets/cbor.ts'),
  certificates: () => import('./targets/certificates.ts'),
  cameras: () => import('./targets/cameras.ts'),
  register: () => import('./targets/register.ts'),
  codes: () => import('./targets/codes.ts'),
  scenes: () => import('./targets/scenes.ts'),
  bags: () => import('./targets/bags.ts'),
} as const;
export type FuzzTargetName = keyof typeof loaders;
export const fuzzTargets = Object.keys(loaders) as FuzzTargetName[];

export async function loadTarget(name: FuzzTargetName): Promise<FuzzTarget> {
  return (await loaders[name]()).target;
}

export const seedFolder = fileURLToPath(new URL('../../fuzz/seeds', import.meta.url));

/** Seeds that were kept: `<hint>-<hash>.bin`, files that once found something or reach what the made ones do not. */
export async function keptSeeds(target: string): Promise<(FuzzInput & { readonly name: string })[]> {
  const folder = join(seedFolder, target);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      hint: name.slice(0, name.lastIndexOf('-')),
      bytes: await readFile(join(folder, name)),
    })),
  );
}
