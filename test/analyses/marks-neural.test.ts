import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { analysis } from '#core/analyses/marks/neural.ts';
import { createModelStore } from '#core/mark/foreign/model-store.ts';
import { checkModel } from '#core/mark/foreign/model-task.ts';
import { encodeTrustmark } from '#core/mark/foreign/trustmark.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { modelFolder } from '#core/media/mark-models.ts';
import { hostMarkFolders } from '#core/media/mark-ring.ts';
import type { Workers } from '#core/ports.ts';
import { CELL, linearDetector } from '../fixtures/make/onnx-model.ts';
import { runAnalysis } from '../support/run-analysis.ts';

/** A linear mark whose reader is known: for each bit a pattern of ±1 over the cells of a small network. */
const SIDE = 256;
const CELLS = 3 * (SIDE / CELL) ** 2;
let state = 3;
const sign = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state >>> 31 ? 1 : -1;
};
const patterns = Array.from({ length: 100 }, () => Float32Array.from({ length: CELLS }, sign));
/** Without their means: an even picture gives nothing. */
const network = linearDetector(
  SIDE,
  patterns.map((pattern) => {
    const mean = pattern.reduce((sum, one) => sum + one, 0) / CELLS;
    return pattern.map((one) => one - mean);
  }),
);
const payload = encodeTrustmark(
  Uint8Array.from({ length: 61 }, (_, at) => ((at * 5) % 7) & 1),
  'BCH_5',
);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-neural-'));
  await mkdir(join(folder, modelFolder), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => hostMarkFolders([]));

/** A quiet picture, with the mark when bits are given. */
function picture(bits: Uint8Array | null): Promise<Buffer> {
  const data = new Uint8Array(SIDE * SIDE * 3);
  const cells = new Float64Array(CELLS);
  if (bits !== null)
    for (const [bit, pattern] of patterns.entries())
      for (let cell = 0; cell < CELLS; cell += 1) cells[cell]! += (2 * bits[bit]! - 1) * pattern[cell]! * 1.5;
  const across = SIDE / CELL;
  for (let at = 0; at < data.length; at += 1) {
    const [c, x, y] = [at % 3, Math.floor(at / 3) % SIDE, Math.floor(at / 3 / SIDE)];
    const cell = c * across ** 2 + Math.floor(y / CELL) * across + Math.floor(x / CELL);
    data[at] = Math.round(128 + 4 * Math.sin(x / 19) + 3 * Math.cos(y / 23) + cells[cell]!);
  }
  return sharp(data, { raw: { width: SIDE, height: SIDE, channels: 3 } })
    .png()
    .toBuffer();
}

async function supply(
  scheme: string,
  bytes: Uint8Array = network,
  kept: Uint8Array = bytes,
): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const described = { version: 1, sha256, scheme, name: 'linear.onnx', size: bytes.length };
  const rest = { importedAt: '2026-11-22T00:00:00.000Z', pin: 'own' };
  await writeFile(join(folder, modelFolder, `${sha256}.onnx`), kept);
  await writeFile(join(folder, modelFolder, `${sha256}.json`), JSON.stringify({ ...described, ...rest }));
  hostMarkFolders([folder]);
  return sha256;
}

async function look(bits: Uint8Array | null, parameters: Record<string, unknown> = {}) {
  const path = join(folder, 'picture.png');
  await writeFile(path, await picture(bits));
  return runAnalysis(analysis, path, parameters);
}

test('without a network nothing can be asked, and that is said', async () => {
  const { answer, findings } = await look(payload);
  expect(answer.outcome).toBe('nothing-found');
  expect(findings.map(({ statement }) => statement.en)).toEqual([
    expect.stringContaining('No detector network has been imported'),
  ]);
});

test('a payload with a check is read twice and found, under the hash of the network', async () => {
  const sha256 = await supply('trustmark-q');
  const { answer, findings, figures } = await look(payload);
  expect(answer.outcome).toBe('found');
  expect(answer.result?.readings[0]).toMatchObject({
    codec: 'trustmark-q',
    payload: `1*${payload.subarray(0, 61).join('')}`,
  });
  expect(answer.result!.readings[0]!.falseAlarmLog10).toBeLessThan(-6);
  expect(JSON.stringify(figures)).toContain(sha256.slice(0, 16));
  expect(findings[0]!.limits[0]!.en).toContain('not measured with this network');
});

test('too many corrected bits are not enough, though the code is valid', async () => {
  await supply('trustmark-q');
  const damaged = Uint8Array.from(payload, (bit, at) => (at % 20 === 0 && at < 80 ? 1 - bit : bit));
  const { answer } = await look(damaged);
  expect(answer.outcome).toBe('nothing-found');
  expect(answer.result!.tried[0]!.agreement).toBe('BCH_5, 4 corrected, twice');
  expect((await look(null)).answer.outcome).toBe('nothing-found');
});

test('bits without a check count only against a payload that was given', async () => {
  await supply('bits');
  const alone = await look(payload);
  expect(alone.answer.outcome).toBe('nothing-found');
  expect(alone.answer.result!.tried[0]!.agreement).toBe(payload.join(''));
  const held = await look(payload, { expected: payload.join('') });
  expect(held.answer.result!.readings[0]!.payload).toBe(payload.join(''));
  const other = await look(null, { expected: payload.join('') });
  expect(other.answer.outcome).toBe('nothing-found');
});

test('a network that changed since it was imported is not run', async () => {
  const changed = Uint8Array.from(network);
  changed[changed.length - 200]! ^= 1;
  await supply('trustmark-q', network, changed);
  const { answer } = await look(payload);
  expect(answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'network-unusable' } });
  expect(answer.warnings?.join()).toContain('not the one that was imported');
});

const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };

test('an imported network is known by its hash, run by the analysis, and gone when it is removed', async () => {
  const place = join(folder, 'installation');
  const workers: Workers = {
    protections: [],
    run: async (_task, input, schema) => ({
      ...{ ok: true, stderr: '', durationMs: 0 },
      value: schema.parse(await checkModel(input, context)),
    }),
    close: async () => undefined,
  };
  const ports = {
    workers,
    clock: () => new Date('2026-11-22T12:00:00Z'),
    id: () => randomUUID(),
  };
  const store = createModelStore(place, ports);
  const file = join(folder, 'decoder_Q.onnx');
  await writeFile(file, network);
  const sha256 = createHash('sha256').update(network).digest('hex');
  const taken = await store.import(file, 'trustmark-q');
  expect(taken).toMatchObject({ ok: true, value: { sha256, bits: 100, pin: 'own', name: 'decoder_Q.onnx' } });
  expect(await store.list()).toMatchObject([{ sha256, scheme: 'trustmark-q', size: network.length }]);
  hostMarkFolders([place]);
  expect((await look(payload)).answer.outcome).toBe('found');
  for (const [path, scheme] of [
    [file, 'no-such-scheme'],
    [file, 'video-seal'],
    [join(folder, 'absent'), 'bits'],
  ] as const)
    expect((await store.import(path, scheme)).ok).toBe(false);
  expect((await store.remove('0000')).ok).toBe(false);
  expect((await store.remove(sha256.slice(0, 12))).ok).toBe(true);
  expect(await store.list()).toEqual([]);
  expect(await readdir(join(place, modelFolder))).toEqual([]);
});

test('what is no network, or another one than it is said to be, is refused on import', async () => {
  const check = async (bytes: Uint8Array, scheme: string) => {
    const path = join(folder, 'candidate');
    await writeFile(path, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return checkModel({ path, sha256, size: bytes.length, scheme }, context);
  };
  expect(await check(network, 'trustmark-q')).toEqual({ ok: true, bits: 100 });
  expect(await check(network, 'bits')).toEqual({ ok: true, bits: 100 });
  expect(await check(network, 'video-seal')).toMatchObject({ ok: false, reason: { code: 'other-scheme' } });
  expect(await check(network, 'rivagan')).toMatchObject({ ok: false, reason: { code: 'not-a-network' } });
  expect(await check(Buffer.from('no network'), 'bits')).toMatchObject({
    ok: false,
    reason: { code: 'not-a-network' },
  });
});
