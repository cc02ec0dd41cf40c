import type { Migration } from '../migrate.ts';
import { initial } from './0001-initial.ts';
import { publicationsAndDuties } from './0002-publications-and-duties.ts';
import { geometry } from './0003-geometry.ts';
import { regions } from './0004-regions.ts';
import { checkpoints } from './0005-checkpoints.ts';
import { caseNotes } from './0006-case-notes.ts';

/** Every change of the case schema, in order. Published ones are never edited: add a file and a line. */
export const migrations: readonly Migration[] = [
  initial,
  publicationsAndDuties,
  geometry,
  regions,
  checkpoints,
  caseNotes,
];
