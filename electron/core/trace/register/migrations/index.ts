import type { Migration } from '../../../case/migrate.ts';
import { initial } from './0001-initial.ts';
import { prints } from './0002-prints.ts';

/** In order; never changed once published. */
export const migrations: readonly Migration[] = [initial, prints];
