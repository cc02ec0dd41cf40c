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
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { clearCells, createCell, roomOf } from '#core/analysis/cell.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-cell-'));
const evidence = join(folder, 'name%03d.png');
writeFileSync(evidence, 'bytes', { mode: 0o444 });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a cell holds one read-only file under a neutral name and nothing beside it', async () => {
  const cell = (await createCell(join(folder, 'work'), 'one', evidence))!;
  const own = dirname(cell.evidence);
  expect(readdirSync(own)).toEqual(['evidence']);
  expect(readFileSync(cell.evidence, 'utf8')).toBe('bytes');
  expect(statSync(cell.evidence).mode & 0o222).toBe(0);
  expect(statSync(own).mode & 0o222).toBe(0);
  expect(await cell.untouched()).toBe(true);
  utimesSync(cell.evidence, 1, 1);
  expect(await cell.untouched()).toBe(false);
  await cell.remove();
  expect(readdirSync(join(folder, 'work'))).toEqual([]);
  expect(readFileSync(evidence, 'utf8')).toBe('bytes');
});

test('cells of one evidence share a room, those of another see nothing of it, and it goes with the last', async () => {
  const work = join(folder, 'rooms');
  const other = join(folder, 'other');
  writeFileSync(other, 'other bytes', { mode: 0o444 });
  const cells = await Promise.all([
    createCell(work, 'one', evidence),
    createCell(work, 'two', evidence),
    createCell(work, 'three', other),
  ]);
  const rooms = cells.map((cell) => roomOf(cell!.evidence));
  expect(rooms[0]).toEqual(rooms[1]);
  expect(rooms[2]).not.toEqual(rooms[0]);
  for (const [index, cell] of cells.entries()) expect(roomOf(cell!.scratch)).toEqual(rooms[index]);
  await cells[0]!.remove();
  expect(existsSync(cells[1]!.evidence)).toBe(true);
  await cells[1]!.remove();
  const later = (await createCell(work, 'four', evidence))!;
  expect(roomOf(later.evidence)).not.toEqual(rooms[0]);
  await Promise.all([later.remove(), cells[2]!.remove()]);
  expect(readdirSync(work)).toEqual([]);
  expect(roomOf(evidence)).toBeNull();
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
