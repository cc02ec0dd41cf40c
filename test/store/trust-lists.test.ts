import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { heldLists, originals, sweep } from '#core/trust/editions-folder.ts';

const script = fileURLToPath(new URL('./support/import-list-until-killed.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'assay-trust-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('killed in the middle of an import, a list is the old edition or the new one, whole', {
  timeout: 60_000,
}, async () => {
  let acknowledged = '';
  for (let kill = 0; kill < 20; kill += 1) {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString();
    });
    await once(child.stdout, 'data');
    // A fixed series of moments, so that a failure can be met again.
    await new Promise((resolve) => setTimeout(resolve, (kill * 37) % 60));
    child.kill('SIGKILL');
    await once(child, 'close');
    acknowledged = said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1) ?? acknowledged;

    const { lists, problems } = await heldLists(folder);
    expect(problems).toEqual([]);
    const list = lists.get('user-roots')!;
    const editions = [list.current, ...(list.previous === null ? [] : [list.previous])];
    // What was said to be in place is there: as the present edition, or the one before.
    expect(editions.map(({ record }) => record.files[0]?.sha256)).toContain(acknowledged);
    for (const edition of editions) expect(await originals(edition)).toHaveProperty('files');
  }
  await sweep(folder, new Date(Date.now() + 2 * 3600 * 1000));
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
});
