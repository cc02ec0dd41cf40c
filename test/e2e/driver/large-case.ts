import { randomUUID } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import { createCase } from '../../../electron/core/case/create.ts';
import { acquisitionRow, evidenceRow } from '../../../electron/core/case/rows.ts';
import { fakeEvidence, someAcquisition } from '../../store/support/records.ts';

/**
 * A case of many exhibits whose files are not there, for the lists. The rows go in by one transaction from outside:
 * one by one, as in earnest, they would take half a minute of flushing.
 */
export async function makeLargeCase(directory: string, count: number): Promise<void> {
  const ports = { clock: () => new Date(), id: randomUUID, actor: 'Examiner', session: 'session' };
  const made = await createCase(directory, 'Large', ports);
  if (!made.ok) throw new Error(made.problem.message.en);
  await made.store.close();
  const database = new Sqlite(made.store.folder.database);
  const evidence = database.prepare(`INSERT INTO evidence VALUES (@number, @sha256, @sha512, @size, @chunks,
    @name, @name_bytes, @kind, @format, @media, @content, @content_sha256)`);
  const acquisition = database.prepare(`INSERT INTO acquisition (evidence, how, path, path_bytes, modified_at,
    acquired_at, actor) VALUES (@evidence, @how, @path, @path_bytes, @modified_at, @acquired_at, @actor)`);
  database.transaction(() => {
    for (let number = 1; number <= count; number += 1) {
      const row = evidenceRow(fakeEvidence(number), number);
      evidence.run(row);
      acquisition.run(acquisitionRow(someAcquisition, row.sha256));
    }
  })();
  database.close();
}
