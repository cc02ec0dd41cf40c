import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { IndexService } from '#core/trace/index/index-service.ts';
import type { Result } from '#shared/contract/errors.ts';
import { flipped, ownerBatch, randomCodes, seeded } from '../support/codes.ts';
import { temporaryFolder } from './support/case.ts';

const services: IndexService[] = [];

async function service(folder: string): Promise<IndexService> {
  const opened = must(await IndexService.open(folder));
  services.push(opened);
  return opened;
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.detail}`);
  return result.value;
}

afterEach(async () => {
  for (const one of services.splice(0)) await one.close();
});

test('what was added is found at once, with distance, code, owner and position, and after opening again', async () => {
  const folder = temporaryFolder();
  const first = await service(folder);
  const { codes, positions } = ownerBatch(4);
  const begun = performance.now();
  must(
    await first.add(
      'pictures',
      4,
      codes,
      positions.map((at) => at * 100),
    ),
  );
  const words = new Uint32Array(codes.slice().buffer);
  const near = flipped(words.subarray(8, 16), 9, seeded(1));
  const query = { codes: new Uint8Array(near.buffer), radius: 31, limit: 5 };
  const hits = must(await first.search('pictures', query));
  expect(performance.now() - begun).toBeLessThan(1000);
  expect([...hits.distances]).toEqual([9]);
  expect([...hits.owners]).toEqual([4]);
  expect([...hits.positions]).toEqual([100]);
  expect([...hits.codes]).toEqual([...codes.subarray(32, 64)]);
  expect([...hits.cut]).toEqual([]);
  // Another index does not know it.
  expect(must(await first.search('frames', query)).owners).toHaveLength(0);
  await first.close();

  const again = await service(folder);
  expect([...must(await again.search('pictures', query)).owners]).toEqual([4]);
  expect(
    [...must(await again.nearest('pictures', { codes: codes.subarray(0, 32), limit: 2 })).distances][0],
  ).toBe(0);
  must(await again.removeOwner('pictures', 4));
  expect(must(await again.search('pictures', query)).owners).toHaveLength(0);
  expect(must(await again.state('pictures'))).toMatchObject({ codes: 0, torn: 0, setAside: null });
});

test('several queries at once: rows by query, repeated ones too, and those cut at the limit are named', async () => {
  const one = await service(temporaryFolder());
  const zero = new Uint8Array(32);
  must(await one.add('frames', 1, new Uint8Array(32 * 4), Uint32Array.of(1, 2, 3, 4)));
  const other = new Uint8Array(32).fill(255);
  must(await one.add('frames', 2, other, Uint32Array.of(9)));
  const codes = new Uint8Array([...zero, ...other, ...zero, ...new Uint8Array(32).fill(0x0f)]);
  const hits = must(await one.search('frames', { codes, radius: 10, limit: 3 }));
  expect([...hits.queries]).toEqual([0, 0, 0, 1, 2, 2, 2]);
  expect([...hits.positions]).toEqual([1, 2, 3, 9, 1, 2, 3]);
  expect([...hits.cut]).toEqual([0, 2]);
});

test('one writer for a folder; others read, and see what it adds', async () => {
  const folder = temporaryFolder();
  const writer = await service(folder);
  const reader = await service(folder);
  expect([writer.writable, reader.writable]).toEqual([true, false]);
  const { codes, positions } = ownerBatch(7);
  const refused = await reader.add('iscc', 7, codes, positions);
  expect(refused).toMatchObject({ ok: false, problem: { code: 'not-allowed' } });
  must(await writer.add('iscc', 7, codes, positions));
  const query = { codes: codes.subarray(0, 32), radius: 0, limit: 1 };
  expect([...must(await reader.search('iscc', query)).owners]).toEqual([7]);
  must(await writer.removeOwner('iscc', 7));
  must(await writer.add('iscc', 8, codes, positions));
  must(await writer.compact('iscc'));
  expect([...must(await reader.search('iscc', query)).owners]).toEqual([8]);
  await writer.close();
  // The lock goes with the writer.
  expect((await service(folder)).writable).toBe(true);
});

test('searches, additions and removals at once agree with what was acknowledged', async () => {
  const one = await service(temporaryFolder());
  const next = seeded(987_654);
  const filler = randomCodes(40_000, next);
  const ids = Uint32Array.from({ length: 40_000 }, (_, at) => at + 1_000_000);
  must(await one.addMany('features', { codes: new Uint8Array(filler.buffer), owners: ids, positions: ids }));
  await Promise.all(
    Array.from({ length: 60 }, async (_, owner) => {
      const { codes, positions } = ownerBatch(owner);
      const found = async () => {
        const answer = await one.search('features', { codes: codes.subarray(0, 32), radius: 31, limit: 3 });
        return [...must(answer).owners];
      };
      must(await one.add('features', owner, codes, positions));
      expect(await found()).toEqual([owner]);
      if (owner % 2 === 0) return;
      must(await one.removeOwner('features', owner));
      expect(await found()).toEqual([]);
    }),
  );
  must(await one.settle());
  expect(must(await one.state('features')).waiting).toBeLessThan(8192);
});

test('a long search can be given up, and others are answered meanwhile', async () => {
  const one = await service(temporaryFolder());
  const words = randomCodes(60_000, seeded(3));
  const ids = Uint32Array.from({ length: 60_000 }, (_, at) => at);
  const codes = new Uint8Array(words.buffer);
  must(await one.addMany('pictures', { codes, owners: ids, positions: ids }));
  const stop = new AbortController();
  const long = one.search('pictures', { codes, radius: 100, limit: 1, signal: stop.signal });
  expect([
    ...must(await one.search('pictures', { codes: codes.subarray(0, 32), radius: 0, limit: 1 })).owners,
  ]).toEqual([0]);
  stop.abort();
  expect(await long).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
  const after = one.search('pictures', { codes, radius: 100, limit: 1 });
  await one.close();
  expect(await after).toMatchObject({ ok: false, problem: { code: 'register-unusable' } });
});

test('a damaged file is moved away and said so; a newer one is refused and left', async () => {
  const folder = temporaryFolder();
  const first = await service(folder);
  for (const owner of [1, 2, 3]) {
    const { codes, positions } = ownerBatch(owner);
    must(await first.add('pictures', owner, codes, positions));
  }
  await first.close();
  const path = join(folder, 'pictures.codes');
  const bytes = readFileSync(path);
  bytes[70]! ^= 4;
  writeFileSync(path, bytes);
  const second = await service(folder);
  expect(must(await second.state('pictures'))).toMatchObject({ codes: 0, setAside: `${path}.damaged-1` });
  await second.close();
  expect(readFileSync(`${path}.damaged-1`).equals(bytes)).toBe(true);
});
