import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { corpusRoot } from '../support/corpus.ts';
import { cancelling } from '../torture/hostile/cancelling.ts';
import { oneKiller } from '../torture/hostile/killer.ts';
import { bombsWithinMemory } from '../torture/hostile/memory.ts';
import { filesBelow, hostileFiles, mutant } from '../torture/hostile/mutants.ts';
import { outcomesOfHostileFiles } from '../torture/hostile/outcomes.ts';
import { traceable, traced } from '../torture/hostile/traced.ts';

/** Quick forms of R3 to R8; `test/torture/hostile` has the long ones. Nothing here depends on how fast a machine is. */
const command = 'npm run torture';
const folder = mkdtempSync(join(tmpdir(), 'assay-quick-'));
const malformed = join(corpusRoot, 'malformed');
const corpus = existsSync(malformed) ? filesBelow(malformed).filter((path) => !path.endsWith('.tsv')) : [];
let picture: Buffer;
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  const gradient = Buffer.from(Uint8Array.from({ length: 64 * 64 * 3 }, (_, index) => (index * 7) % 251));
  picture = await sharp(gradient, { raw: { width: 64, height: 64, channels: 3 } })
    .jpeg()
    .toBuffer();
});

test('R3: sixty hostile files, one outcome each', async () => {
  // What is counted is outcomes: the long form starts a confined process for each file, this one does not.
  const sound = join(folder, 'sound.jpg');
  writeFileSync(sound, picture);
  const files = hostileFiles(60, { corpus, sound: [sound], folder });
  const row = await outcomesOfHostileFiles({ files, analyses: ['container.structure'], command });
  expect(row.reached).not.toContain('no outcome');
  expect(row.passed, row.reached).toBe(true);
});

test('R4: a file that kills its worker leaves the results of eleven others as they are', async () => {
  const files = Array.from({ length: 12 }, (_, index) => {
    const path = join(folder, `one-${index}.jpg`);
    writeFileSync(path, mutant(picture, index + 1));
    return path;
  });
  const row = await oneKiller({ files, analyses: ['container.structure'], command });
  expect(row.passed, row.reached).toBe(true);
});

test('R5, R6: files that name others open nothing and reach nowhere', async (context) => {
  vi.stubEnv('ASSAY_SANDBOX', '');
  if (!traceable()) return context.skip('strace is missing or not allowed here');
  const rows = await traced({
    traps: (name) => ['hls-relative.mp4', 'reference.svg'].includes(name),
    only: ['metadata.fields', 'media.streams'],
    command,
  });
  for (const row of rows) expect(row.passed, `${row.goal}: ${row.reached}`).toBe(true);
});

test('R7: bombs stay within the memory ceiling', async () => {
  vi.stubEnv('ASSAY_SANDBOX', '');
  const names = ['dimension-1-bit.png', 'deep-boxes.mp4'];
  const row = await bombsWithinMemory({
    names,
    analyses: ['container.structure', 'pixels.error-level'],
    timed: false,
    command,
  });
  expect(row.passed, row.reached).toBe(true);
});

test('R8: after ten cancels no process is left', async () => {
  vi.stubEnv('ASSAY_SANDBOX', '');
  const row = await cancelling({ cancels: 10, command });
  expect(row.reached).toContain(' 0 processes left');
});
