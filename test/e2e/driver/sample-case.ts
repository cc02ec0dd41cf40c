import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const examined = fileURLToPath(new URL('../../../out/test/sample.case', import.meta.url));
const maker = fileURLToPath(new URL('./examine-sample.ts', import.meta.url));

/** Examine the sample once for all files that look at it: over a minute of processor. */
export async function examineSample(): Promise<void> {
  rmSync(examined, { recursive: true, force: true });
  const data = mkdtempSync(join(tmpdir(), 'assay-e2e-'));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', maker, examined], {
    env: { ...process.env, ASSAY_DATA: data, ASSAY_EXAMINER: 'R. Examiner' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  rmSync(data, { recursive: true, force: true });
  if (code !== 0 || !existsSync(examined)) throw new Error(`the sample was not examined: status ${code}`);
}

/** A copy of the examined sample for one file's program to open. */
export function copySample(folder: string): string {
  const copy = join(folder, 'sample.case');
  cpSync(examined, copy, { recursive: true });
  return copy;
}
