import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { headerBytes } from '#core/trace/index/code-file-format.ts';
import { StoredIndex } from '#core/trace/index/stored-index.ts';
import { ownerBatch, seeded } from '../support/codes.ts';
import { temporaryFolder } from './support/case.ts';

const script = fileURLToPath(new URL('./support/index-until-killed.ts', import.meta.url));

type Damaged = 'refuse' | 'set-aside';

function open(path: string, damaged: Damaged = 'refuse', writable = true, most = 1e6) {
  return StoredIndex.open({ path, writable, damaged, most });
}

function mustOpen(path: string, damaged: Damaged = 'refuse', writable = true): StoredIndex {
  const opened = open(path, damaged, writable);
  if (!opened.ok) throw new Error(`${opened.failure.why}: ${opened.failure.detail}`);
  return opened.index;
}

/** Owners that are kept, each with all of its codes and every code as it must be. */
function keptOwners(index: StoredIndex): number[] {
  const counts = new Map<number, number>();
  for (const { codes, owners, positions } of index.codes.parts(1000)) {
    owners.forEach((owner, at) => {
      const right = ownerBatch(owner);
      const position = positions[at]!;
      expect(position).toBe(counts.get(owner) ?? 0);
      expect(
        Buffer.compare(
          codes.subarray(at * 32, at * 32 + 32),
          right.codes.subarray(position * 32, position * 32 + 32),
        ),
      ).toBe(0);
      counts.set(owner, position + 1);
    });
  }
  for (const [owner, count] of counts) expect(count).toBe(ownerBatch(owner).owners.length);
  return [...counts.keys()].sort((one, other) => one - other);
}

/** A file with owners 1, 2, 3 of which 2 was removed; where its batches end. */
function smallFile(): { path: string; ends: number[] } {
  const path = join(temporaryFolder(), 'pictures.codes');
  const index = mustOpen(path);
  const ends = [headerBytes];
  const size = () => ends.push(statSync(path).size);
  for (const owner of [1, 2, 3]) {
    index.add(ownerBatch(owner));
    size();
  }
  index.remove(Uint32Array.of(2));
  size();
  index.close();
  return { path, ends };
}

/** What is kept when only so many whole batches are left. */
const afterBatches = [[], [1], [1, 2], [1, 2, 3], [1, 3]];

describe('a file of codes', () => {
  test('holds what was added, without what was removed', () => {
    const { path } = smallFile();
    expect(keptOwners(mustOpen(path))).toEqual([1, 3]);
  });

  test('an owner that was removed can come back', () => {
    const { path } = smallFile();
    const index = mustOpen(path);
    index.add(ownerBatch(2));
    expect(keptOwners(index)).toEqual([1, 2, 3]);
    index.close();
    expect(keptOwners(mustOpen(path))).toEqual([1, 2, 3]);
  });

  test('cut off at every byte: whole batches are kept, the torn one is gone, and writing goes on', () => {
    const { path, ends } = smallFile();
    const bytes = readFileSync(path);
    for (let size = 0; size < bytes.length; size += size < 80 ? 3 : 41) {
      writeFileSync(path, bytes.subarray(0, size));
      const whole = Math.max(
        0,
        ends.findLastIndex((end) => end <= size),
      );
      // A reader leaves the file as it is: the writer may be at it.
      expect(keptOwners(mustOpen(path, 'refuse', false))).toEqual(afterBatches[whole]);
      expect(statSync(path).size).toBe(size);
      const index = mustOpen(path);
      expect(index.state().torn).toBe(size < headerBytes ? size : size - ends[whole]!);
      expect(keptOwners(index)).toEqual(afterBatches[whole]);
      index.add(ownerBatch(9));
      index.close();
      expect(keptOwners(mustOpen(path))).toEqual([...afterBatches[whole]!, 9]);
    }
  });

  test('any altered byte: whole batches before it or a refusal, never a wrong code', () => {
    const { path, ends } = smallFile();
    const bytes = readFileSync(path);
    const next = seeded(5);
    const seen = { damaged: 0, foreign: 0, torn: 0 };
    for (let at = 0; at < bytes.length; at += 1 + (next() % 5)) {
      const altered = Buffer.from(bytes);
      altered[at]! ^= 1 << (next() % 8);
      writeFileSync(path, altered);
      const opened = open(path, 'refuse', false);
      const batch = ends.findIndex((end) => at < end) - 1;
      if (opened.ok) {
        // The zeros of the header mean nothing; otherwise only the last batch can be taken for one that was cut off.
        expect(keptOwners(opened.index)).toEqual(afterBatches[batch === -1 ? 4 : 3]);
        seen.torn += 1;
      } else if (opened.failure.why === 'damaged' || opened.failure.why === 'foreign') {
        seen[opened.failure.why] += 1;
        expect(batch).toBeLessThan(3);
      } else throw new Error(opened.failure.why);
    }
    expect(seen.damaged).toBeGreaterThan(20);
    expect(seen.torn).toBeGreaterThan(5);
    expect(seen.foreign).toBeGreaterThan(1);
  });

  test('zeros and noise behind the last batch are cut off', () => {
    const { path } = smallFile();
    for (const rest of [Buffer.alloc(5000), Buffer.from('BTCH'.repeat(1000)), Buffer.alloc(1)]) {
      appendFileSync(path, rest);
      const index = mustOpen(path);
      expect(index.state().torn).toBe(rest.length);
      expect(keptOwners(index)).toEqual([1, 3]);
      index.close();
    }
  });

  test('damaged in the middle: moved away and begun anew, or refused and untouched', () => {
    const { path, ends } = smallFile();
    const bytes = readFileSync(path);
    bytes[ends[1]! + 40]! ^= 1;
    writeFileSync(path, bytes);
    expect(open(path)).toMatchObject({ ok: false, failure: { why: 'damaged' } });
    expect(readFileSync(path).equals(bytes)).toBe(true);
    const index = mustOpen(path, 'set-aside');
    expect(index.state()).toMatchObject({ codes: 0, setAside: `${path}.damaged-1` });
    expect(readFileSync(`${path}.damaged-1`).equals(bytes)).toBe(true);
    index.add(ownerBatch(4));
    expect(keptOwners(index)).toEqual([4]);
  });

  test('a newer version and a stranger’s file are left alone', () => {
    const { path } = smallFile();
    writeFileSync(path, 'not a file of codes, but longer than a header');
    expect(open(path)).toMatchObject({ ok: false, failure: { why: 'foreign' } });
    expect(open(path, 'refuse', false)).toMatchObject({ ok: false, failure: { why: 'foreign' } });
  });

  test('more codes than memory is given: refused, on adding and on opening', () => {
    const { path } = smallFile();
    const small = open(path, 'refuse', true, 10);
    if (!small.ok) throw new Error('refused');
    expect(small.index.add(ownerBatch(7))).toMatchObject({ why: 'full' });
    expect(keptOwners(small.index)).toEqual([1, 3]);
    small.index.close();
    expect(open(path, 'refuse', false, 3)).toMatchObject({ ok: false, failure: { why: 'full' } });
  });

  test('written anew without what was removed; a reader who was in the middle sees the new file', () => {
    const { path } = smallFile();
    const index = mustOpen(path);
    const reader = mustOpen(path, 'refuse', false);
    const before = statSync(path).size;
    index.compact();
    expect(statSync(path).size).toBeLessThan(before);
    expect(existsSync(`${path}.new`)).toBe(false);
    index.add(ownerBatch(7));
    for (const one of [index, reader]) {
      expect(one.refresh()).toBeNull();
      expect(keptOwners(one)).toEqual([1, 3, 7]);
    }
    expect(reader.add(ownerBatch(8))).toMatchObject({ why: 'read-only' });
  });
});

const kills = Number(process.env.ASSAY_INDEX_KILLS ?? 4);

test(`killed ${kills} times while writing: nothing that was kept is lost, nothing is wrong`, {
  timeout: 600_000,
}, async () => {
  const path = join(temporaryFolder(), 'pictures.codes');
  const next = seeded(20260101);
  const kept = new Set<number>();
  const unsure = new Set<number>();
  let first = 1;
  for (let kill = 0; kill < kills; kill++) {
    const child = spawn(process.execPath, [script, path, String(first)]);
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
    const timer = setTimeout(() => child.kill('SIGKILL'), 5 + (next() % 150));
    await exited;
    clearTimeout(timer);
    expect(complaint).toBe('');
    for (const line of said.slice(0, said.lastIndexOf('\n')).split('\n').slice(1)) {
      const owner = Number(line.slice(1));
      if (line.startsWith('+')) kept.add(owner);
      else if (line.startsWith('?')) unsure.add(owner);
      else {
        unsure.delete(owner);
        kept.delete(owner);
      }
      first = Math.max(first, owner + 1);
    }
    const index = mustOpen(path);
    const found = new Set(keptOwners(index));
    for (const owner of kept) if (!unsure.has(owner)) expect(found).toContain(owner);
    // What is there was kept, or was being added or removed in the last moment.
    for (const owner of found) expect(kept.has(owner) || owner === first).toBe(true);
    for (const owner of [...unsure]) {
      unsure.delete(owner);
      if (!found.has(owner)) kept.delete(owner);
    }
    if (found.has(first)) kept.add(first++);
    index.close();
    // As after a power failure: a batch that never was completed, for the next writer to cut off.
    appendFileSync(path, readFileSync(path).subarray(0, next() % 200));
  }
  console.info(`${kills} kills, ${kept.size} owners kept`);
  expect(kept.size).toBeGreaterThan(kills);
});
