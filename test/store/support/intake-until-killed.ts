import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openCase } from '#core/case/open.ts';
import { intakeFiles } from '#core/intake/intake.ts';

/** Child process: take the files of a folder in and print each hash once it is acknowledged. Made to be killed. */
const [directory = '', sources = ''] = process.argv.slice(2);
const opened = await openCase(directory, {
  clock: () => new Date(),
  id: () => crypto.randomUUID(),
  actor: 'Child',
  session: 'child',
});
if (!opened.ok) throw new Error(`${opened.problem.code}: ${opened.problem.detail ?? ''}`);
writeSync(1, 'open\n');
await intakeFiles(opened.store, [{ path: sources, how: 'folder' }], {
  identifyContent: async () => {
    await sleep(1);
    return {
      media: { kind: 'unknown', format: 'unknown', mime: 'application/octet-stream', extensionFits: null },
      content: { state: 'not-applicable' },
    };
  },
  onResult: (result) => writeSync(1, `${result.evidence?.sha256 ?? `!${result.reason?.code}`}\n`),
});
writeSync(1, 'end\n');
process.exit(0);
