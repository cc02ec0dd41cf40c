import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { verifyCase } from '#core/case/verify.ts';
import { intakeFiles } from '#core/intake/intake.ts';
import { CHUNK_BYTES } from '#shared/domain/evidence.ts';
import { identifyNothing, newCase, reopen, tamper, temporaryFolder } from './support/case.ts';

const script = fileURLToPath(new URL('./support/intake-until-killed.ts', import.meta.url));
const kills = 6;
const files = 80;

/** A small generator with a fixed seed (mulberry32), so that a failure can be met again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

test(`killed ${kills} times in the middle of taking files in`, { timeout: 120_000 }, async () => {
  const store = await newCase();
  const { directory } = store.folder;
  await store.close();

  const next = random(20260101);
  const acknowledged = new Set<string>();
  const cleaned = { folders: 0, files: 0 };
  for (let kill = 0; kill < kills; kill++) {
    const sources = temporaryFolder();
    for (let index = 0; index < files; index++) {
      // One so large that kills also fall between its pieces; every third the same as in the last round.
      const size = index === 12 ? CHUNK_BYTES + 1000 * kill : 1000 * (index + 1);
      const content = Buffer.alloc(size, `content ${index} ${index % 3 === 0 ? 0 : kill} `);
      writeFileSync(join(sources, String(index).padStart(3, '0')), content);
    }
    const child = spawn(process.execPath, [script, directory, sources]);
    let said = '';
    let complaint = '';
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      complaint += data.toString();
    });
    const exited = once(child, 'close');
    await Promise.race([once(child.stdout, 'data'), exited]);
    const timer = setTimeout(() => child.kill('SIGKILL'), 5 + next() * 250);
    await exited;
    clearTimeout(timer);
    expect(complaint).toBe('');
    const [opened, ...hashes] = said.slice(0, said.lastIndexOf('\n')).split('\n');
    expect(opened).toBe('open');
    for (const hash of hashes) if (/^[0-9a-f]{64}$/.test(hash)) acknowledged.add(hash);
    expect(hashes.some((hash) => hash.startsWith('!'))).toBe(false);

    const begun = performance.now();
    const again = await reopen(directory);
    expect(performance.now() - begun).toBeLessThan(2000);
    // No acknowledged file lost, no row without file, no file without row, chain whole, nothing left over.
    for (const sha256 of acknowledged) expect(again.evidence(sha256)).not.toBeNull();
    expect((await verifyCase(again)).problems).toEqual([]);
    const names = readdirSync(again.folder.evidence);
    expect(names).toHaveLength(again.info().evidenceCount);
    const opening = again.custody(0, 1_000_000).findLast((event) => event.action === 'case.opened');
    const removed = opening?.detail.leftoversRemoved as string[];
    const unfinished = removed.filter((name) => name.startsWith('incoming-')).length;
    cleaned.folders += unfinished;
    cleaned.files += removed.length - unfinished;
    await again.close();
  }
  console.log(
    `${kills} kills, ${acknowledged.size} acknowledged, removed ${cleaned.folders} folders, ${cleaned.files} placed files`,
  );
  expect(acknowledged.size).toBeGreaterThan(kills);
  expect(cleaned.folders).toBeGreaterThan(0);
});

test('a file moved to its address whose row was never written is removed; a stranger’s is not', async () => {
  const store = await newCase();
  const { directory } = store.folder;
  const placed = 'a'.repeat(64);
  const planted = 'b'.repeat(64);
  writeFileSync(join(store.folder.evidence, placed), 'x');
  writeFileSync(join(store.folder.evidence, planted), 'y');
  await store.close();
  // As after a crash between the note and the row.
  tamper(store, `INSERT INTO placement VALUES ('${placed}')`);
  const again = await reopen(directory);
  expect(readdirSync(again.folder.evidence)).toEqual([planted]);
  expect(again.custody(0, 10).at(-1)?.detail).toMatchObject({ leftoversRemoved: [placed] });
  const source = join(temporaryFolder(), 'good');
  writeFileSync(source, 'good');
  const { results } = await intakeFiles(again, [{ path: source, how: 'file' }], {
    identifyContent: identifyNothing,
  });
  expect(results[0]?.outcome).toBe('added');
});
