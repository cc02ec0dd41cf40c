import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { framesVersion } from '#core/trace/film/film-prints.ts';
import { FrameCodeList, writeFramePrint } from '#core/trace/film/frame-codes.ts';
import type { Print } from '#core/trace/fingerprints/define.ts';
import { createRegister, registerPlaces } from '#core/trace/register/register.ts';
import { createRegisterSearch } from '#core/trace/search/register-search.ts';
import { numbersToBytes } from '#core/trace/sound/chromaprint-print.ts';
import type { Result } from '#shared/contract/errors.ts';
import { RegisterItem } from '#shared/domain/register.ts';
import { temporaryFolder } from './support/case.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.detail ?? ''}`);
  return result.value;
}

/** Numbers of Park and Miller, 32 bits each. */
function numbers(seed: number, count: number): Uint32Array {
  let state = seed;
  return Uint32Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state << 3) ^ (state >>> 7);
  });
}

/** Two frames a second of a film whose frames are all different. */
function filmPrint(seed: number, from: number, count: number, flipped: number): Print {
  const all = new Uint8Array(numbers(seed, 8 * 400).buffer);
  const list = new FrameCodeList();
  for (let index = 0; index < count; index += 1) {
    const code = all.slice((from + index) * 32, (from + index + 1) * 32);
    for (let bit = 0; bit < flipped; bit += 1) code[bit % 32]! ^= 1 << (bit % 8);
    list.add(index * 500, 90, code);
  }
  const bytes = writeFramePrint({ length: count * 500, cut: [0, 0, 0, 0], frames: list.frames() });
  return { method: 'frames', variant: 'codes', version: framesVersion, quality: 100, bytes };
}

function soundPrint(seed: number, from: number, count: number): Print {
  const bytes = numbersToBytes(numbers(seed, 800).subarray(from, from + count));
  return { method: 'chromaprint', variant: 'whole', version: 1, quality: null, bytes };
}

test('an excerpt of a film leads to its entry by frames and by Chromaprint, a stranger to none', async () => {
  const data = temporaryFolder();
  const ports = { clock: () => new Date('2026-11-22T10:00:00Z'), id: () => randomUUID() };
  const register = createRegister(registerPlaces(data), ports);
  closing.push(() => register.close());
  const entries: number[] = [];
  for (const seed of [11, 12, 13]) {
    const item = RegisterItem.parse({
      ...{ payload: String(seed), codec: 'assay-video-1', key: '0123456789abcdef', name: `${seed}.mp4` },
      ...{ kind: 'video', format: 'mp4', original: String(seed).repeat(32), copy: null, note: '' },
    });
    const { number } = value(await register.reserve(item));
    value(
      await register.complete(number, {
        ...{ copy: 'c'.repeat(62) + String(seed), fingerprints: [], labels: [], manifest: null },
        binding: null,
      }),
    );
    value(await register.putPrints(number, [filmPrint(seed, 0, 300, 0), soundPrint(seed, 0, 800)]));
    entries.push(number);
  }
  const search = createRegisterSearch(register, join(data, 'search'));
  closing.push(() => search.close());

  const film = value(await search.leads([filmPrint(12, 100, 60, 20)]));
  expect(film.leads).toEqual([{ entry: entries[1], methods: ['frames'] }]);
  // One of two frames is looked up among all that were entered.
  expect(film.searched.get('frames')).toMatchObject({ among: 900 });
  expect(film.searched.get('frames')!.asked).toBeGreaterThanOrEqual(30);

  const sound = value(await search.leads([soundPrint(13, 300, 90)]));
  expect(sound.leads).toEqual([{ entry: entries[2], methods: ['chromaprint'] }]);
  expect(sound.searched.get('chromaprint')).toEqual({ asked: 1, among: 3 });

  const stranger = value(await search.leads([filmPrint(77, 0, 60, 0), soundPrint(78, 0, 90)]));
  expect(stranger.leads).toEqual([]);
});
