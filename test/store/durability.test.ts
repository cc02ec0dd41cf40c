import { mkdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { setBallastAside } from '#core/case/ballast.ts';
import { caseFolder } from '#core/case/folder.ts';
import { hostileNames, openArchives } from '../torture/durability/archives.ts';
import { turnBits } from '../torture/durability/bit-rot.ts';
import { fillDisks, mayMountApart } from '../torture/durability/disk-full.ts';
import { DiskModel } from '../torture/durability/disk-model.ts';
import { raceSources, sourcesUntouched } from '../torture/durability/intake-races.ts';
import { journalLibrary } from '../torture/durability/journal.ts';
import { killAndLook } from '../torture/durability/kills.ts';
import { withOpenedApp } from '../torture/durability/opened-app.ts';
import { type Recording, recordWork, replayPowerLoss } from '../torture/durability/power-loss.ts';
import { newCase, reopen, temporaryFolder, testPorts } from './support/case.ts';

/** Quick forms of R1, R2, R9, R10, R15 and R17; the long ones are `npm run torture`. */

const library = journalLibrary();
const without = 'no C compiler for the preload library';

test('killed before a change of the disk drawn by lot (R1)', async () => {
  const { kills, lost, corrupt, examples } = await killAndLook({ kills: 2, seed: 4, library });
  expect({ kills, lost, corrupt, examples }).toEqual({ kills: 2, lost: 0, corrupt: 0, examples: [] });
});

describe.skipIf(library === null)(`power cuts (R2); skipped when there is ${without}`, () => {
  let recording: Recording;
  beforeAll(async () => {
    recording = await recordWork(library ?? '', { rounds: 1, weak: false });
    return () => recording.place.remove();
  });

  test('lose nothing that was promised and leave nothing false', async () => {
    const { lost, corrupt, examples } = await replayPowerLoss(recording, { points: 25, seed: 8 });
    expect({ lost, corrupt, examples }).toEqual({ lost: 0, corrupt: 0, examples: [] });
  });

  test('would, if what is synced were not: the harness sees it', async () => {
    const folders = new Set(
      recording.changes.flatMap((change) => (change.kind === 'mkdir' ? [change.inode] : [])),
    );
    const cut = (isFolder: boolean) =>
      replayPowerLoss(recording, {
        points: 12,
        seed: 9,
        ignore: (change) => change.kind === 'sync' && folders.has(change.inode) === isFolder,
      });
    const [names, bytes] = [await cut(true), await cut(false)];
    expect(names.lost + names.corrupt).toBeGreaterThan(0);
    expect(bytes.lost + bytes.corrupt).toBeGreaterThan(0);
  });
});

test('the model of the disk: what was synced stays, and nothing else has to', () => {
  const root = join(temporaryFolder(), 'root');
  const model = new DiskModel(root, 1);
  model.apply({ kind: 'create', inode: 5, path: join(root, 'a'), mode: 0o644 });
  model.apply({ kind: 'write', inode: 5, at: 0, data: Buffer.from('safe') });
  model.apply({ kind: 'sync', inode: 5 });
  model.apply({ kind: 'sync', inode: 1 });
  model.apply({ kind: 'write', inode: 5, at: 4, data: Buffer.from(' and not') });
  model.apply({ kind: 'rename', inode: 5, from: join(root, 'a'), path: join(root, 'b') });
  const [nothing, all] = [join(temporaryFolder(), 'x'), join(temporaryFolder(), 'y')];
  model.cut(nothing, () => 0);
  model.cut(all, () => 0.99);
  expect(statSync(join(nothing, 'a')).size).toBe(4);
  expect(statSync(join(all, 'b')).size).toBe(12);
});

test('sources stay as they are, and a change while they are copied is noticed (R9)', async () => {
  await withOpenedApp(async ({ store, sources }) => {
    const { files, unchanged } = await sourcesUntouched(store, sources, 12);
    expect(unchanged).toBe(files);
    expect((await raceSources(store, sources, 10)).missed).toEqual([]);
  });
});

test('one bit of stored evidence is noticed on opening, verifying and export (R10)', async () => {
  await withOpenedApp(async ({ app, caseId, sources }) => {
    expect(await turnBits(app, caseId, sources, 3)).toEqual({
      ...{ bits: 3, verified: 3, opened: 3, exported: 3, located: 3 },
    });
  });
});

test.skipIf(!mayMountApart())('a full disk leaves nothing half registered (R15)', () => {
  expect(fillDisks(1).flatMap(({ faults }) => faults)).toEqual([]);
});

test('archives stay closed, and hostile names are kept to the byte (R17)', async () => {
  await withOpenedApp(async (opened) => {
    const { names, exact } = await hostileNames(opened);
    expect(exact).toBe(names);
    const { outside, links } = await openArchives(opened);
    expect([outside, links]).toEqual([0, 0]);
  });
});

describe('room set aside', () => {
  const bytes = 3_500_000;

  test('is real, stands once, and is made anew after it was cut short', async () => {
    const directory = temporaryFolder();
    const folder = caseFolder(directory);
    await setBallastAside(folder, bytes);
    const { size, blocks, ino } = statSync(folder.ballast);
    expect(size).toBe(bytes);
    expect(blocks * 512).toBeGreaterThanOrEqual(bytes);
    await setBallastAside(folder, bytes);
    expect(statSync(folder.ballast).ino).toBe(ino);
    await setBallastAside(folder, bytes + 1);
    expect(statSync(folder.ballast).size).toBe(bytes + 1);
  });

  test('is not made where room is scarce, or where something else stands', async () => {
    const directory = temporaryFolder();
    const { bavail, bsize } = statfsSync(directory);
    const folder = caseFolder(directory);
    await setBallastAside(folder, Math.ceil((bavail * bsize) / 4));
    expect(() => statSync(folder.ballast)).toThrow('ENOENT');
    mkdirSync(folder.ballast);
    await setBallastAside(folder, 1000);
    expect(statSync(folder.ballast).isDirectory()).toBe(true);
    rmSync(folder.ballast, { recursive: true });
  });

  test('comes with a case whose host asks for it, and with no other', async () => {
    const store = await newCase({ ...testPorts(), ballastBytes: 100_000 });
    expect(statSync(store.folder.ballast).size).toBe(100_000);
    const other = await newCase();
    expect(() => statSync(other.folder.ballast)).toThrow('ENOENT');
    const { directory } = store.folder;
    await store.close();
    expect((await reopen(directory)).roomOwed).toBe(0);
  });
});
