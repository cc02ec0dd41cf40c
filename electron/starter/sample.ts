import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from '#core/app-interface.ts';
import type { Result } from '#shared/contract/errors.ts';
import { makeSampleFiles } from './sample-files.ts';

/**
 * Make the sample's files, a case called “Sample” in the process's temporary folder, take them in and start
 * examining them. Returns when the files are in the case; the examination goes on. The case ends with the
 * process. Our own files are drawn in this process; what is taken in is decoded in workers as always.
 */
export async function openSampleCase(app: App): Promise<void> {
  const folder = join(app.ports.paths.temporary, 'sample-files');
  await mkdir(folder);
  const { paths, skipped } = await makeSampleFiles(folder);
  for (const reason of skipped) app.ports.log('warn', 'a sample file was left out', { reason });
  const { id: caseId } = expected(
    await app.cases.create(join(app.ports.paths.temporary, 'sample'), 'Sample'),
  );
  const taken = await app.jobs.settled(expected(app.evidence.add(caseId, paths, { how: 'sample' })).id);
  for (const { item, message } of taken.problems)
    app.ports.log('warn', 'a sample file was not taken in', { item, reason: message.en });
  expected(app.examine.start({ caseId, evidence: [], only: [], parameters: {}, again: false }));
}

/** Nothing is expected to go wrong with our own files in our own folder. */
function expected<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.problem.message.en} ${result.problem.detail ?? ''}`);
}
