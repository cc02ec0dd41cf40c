import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** OpenSSL makes certificates and is the oracle about them. Without it such tests are skipped, and reported so. */
export const opensslPresent = (process.env.PATH ?? '')
  .split(':')
  .some((path) => existsSync(join(path, 'openssl')));
