import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { clearCells, createCell } from '#core/analysis/cell.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-cell-'));
const evidence = join(folder, 'name%03d.png');
writeFileSync(evidence, 'bytes', { mode: 0o444 });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a cell holds one read-only file under a neutral name and nothing beside it', async () => {
  const cell = (await createCell(join(folder, 'work'), 'one', evidence))!;
  expect(readdirSync(join(cell.root, 'in'))).toEqual(['evidence']);
  expect(readFileSync(cell.evidence, 'utf8')).toBe('bytes');
  expect(statSync(cell.evidence).mode & 0o222).toBe(0);
  expect(statSync(join(cell.root, 'in')).mode & 0o222).toBe(0);
  expect(await cell.untouched()).toBe(true);
  utimesSync(cell.evidence, 1, 1);
  expect(await cell.untouched()).toBe(false);
  await cell.remove();
  expect(existsSync(cell.root)).toBe(false);
  expect(readFileSync(evidence, 'utf8')).toBe('bytes');
});

test('what a crash left is removed, the evidence is not', async () => {
  const work = join(folder, 'left');
  await createCell(work, 'one', evidence);
  await createCell(work, 'two', evidence);
  await clearCells(work);
  expect(readdirSync(work)).toEqual([]);
  expect(readFileSync(evidence, 'utf8')).toBe('bytes');
  await clearCells(join(folder, 'never made'));
});

test('evidence that is gone gives no cell and leaves nothing', async () => {
  const work = join(folder, 'gone');
  expect(await createCell(work, 'one', join(folder, 'absent'))).toBeNull();
  expect(existsSync(work) ? readdirSync(work) : []).toEqual([]);
});
