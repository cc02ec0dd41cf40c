import type { Media } from '#shared/domain/media.ts';

/**
 * What a file is, by its content. The name is only compared, never believed. Runs in a worker.
 *
 * @param path file to read
 * @param name the name it was taken in under, or null
 */
export async function identify(path: string, name: string | null): Promise<Media> {
  throw new Error(`not written yet: ${path} ${name}`);
}
