import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The published C2PA lists, when this checkout stands beside them. None of them is committed. */
export const trustRoot = join(repository, '..', 'shared', 'trust');
export const trustPresent = existsSync(trustRoot);

/** OpenSSL makes the certificates of tests and is the witness of what is in others. */
export const opensslPresent = (process.env.PATH ?? '')
  .split(':')
  .some((path) => existsSync(join(path, 'openssl')));
