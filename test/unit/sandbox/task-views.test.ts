import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { declaredTasks, viewOfTask } from '#workers/sandbox/task-views.ts';
import { covers, openView } from '#workers/sandbox/view.ts';
import { tasks } from '#workers/tasks.ts';

test('every task says which files it is given', () => {
  expect([...declaredTasks].sort()).toEqual([...tasks.keys()].sort());
});

test('paths in cells become the two halves of their room; text that looks like a path gives nothing', () => {
  const room = '/case/derived/.work/room-1';
  const evidence = {
    path: `${room}/in/2/evidence`,
    companion: `${room}/in/2/companion`,
    sha256: '/etc/shadow',
  };
  const input = {
    evidence,
    scratch: `${room}/out/2/scratch`,
    artifacts: `${room}/out/2/out`,
    parameters: { x: '/etc' },
  };
  expect(viewOfTask('analysis', input)).toEqual({ read: [`${room}/in`], write: [`${room}/out`] });
  expect(viewOfTask('identify', { path: '/files/a', name: '/etc/passwd' })).toEqual({
    read: ['/files/a'],
    write: [],
  });
  expect(viewOfTask('identify', { path: 'relative' })).toEqual({ read: [], write: [] });
  expect(viewOfTask('identify', null)).toEqual({ read: [], write: [] });
  expect(viewOfTask('toString', { path: '/files/a' })).toEqual({ read: [], write: [] });
});

test('a credential beside the file to be signed is seen, its neighbours are not', () => {
  const order = { source: '/mine/photo.final.jpg', ingredients: [{ path: '/mine/raw' }] };
  const { read, write } = viewOfTask('sign-build', { order, drafts: { file: '/out/.draft' } });
  expect(read).toEqual(
    expect.arrayContaining([
      '/mine/photo.final.jpg',
      '/mine/photo.final.jpg.c2pa',
      '/mine/photo.final.c2pa',
      '/mine/raw.c2pa',
    ]),
  );
  expect(read).not.toContain('/mine');
  expect(write).toEqual(['/out']);
});

test('a process does what needs no more than it sees, and nothing at a place that was made anew', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-view-'));
  const [photo, other, drafts] = ['photo', 'other', 'drafts'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  try {
    mkdirSync(drafts);
    for (const path of [photo, other, join(drafts, 'copy')]) writeFileSync(path, '');
    const open = openView({ read: [photo], write: [drafts] });
    const sees = (read: string[], write: string[] = [], large = false) =>
      covers(open, { read, write, large });
    expect(sees([photo, join(drafts, 'copy'), join(drafts, 'later')], [drafts])).toBe(true);
    expect(sees([other])).toBe(false);
    expect(sees([`${photo}-beside`])).toBe(false);
    expect(sees([folder])).toBe(false);
    expect(sees([], [folder])).toBe(false);
    expect(sees([], [photo])).toBe(false);
    expect(sees([], [drafts], true)).toBe(false);
    // Kept open under its old name, so that the file system cannot give its number to the new one.
    mkdirSync(join(folder, 'kept'));
    rmSync(drafts, { recursive: true });
    mkdirSync(join(folder, 'taken'));
    mkdirSync(drafts);
    expect(sees([photo])).toBe(true);
    expect(sees([join(drafts, 'copy')])).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
