import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analysis } from '#core/analyses/fingerprints/sound.ts';
import { identify } from '#core/intake/identify.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { aligner } from '#core/trace/align/sound.ts';
import { fingerprinter as chromaprint } from '#core/trace/fingerprints/chromaprint.ts';
import { fingerprinter as landmarks } from '#core/trace/fingerprints/landmarks.ts';
import { Alignment } from '#shared/domain/comparison.ts';
import { melodySound } from '../fixtures/make/melody-sound.ts';
import { playedFaster } from '../fixtures/make/programme-sound.ts';
import { wave16 } from '../fixtures/make/rhythm-sound.ts';
import { runAnalysis } from '../support/run-analysis.ts';

const RATE = 16_000;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-sound-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };
const original = melodySound(RATE, 60, 31);
const stranger = melodySound(RATE, 40, 77);
const part = (sound: Float32Array, from: number, to: number): Float32Array =>
  sound.subarray(Math.round(from * RATE), Math.round(to * RATE));

function joined(...parts: readonly Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((one) => [...one]));
}

async function put(name: string, samples: Float32Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, wave16(samples, RATE));
  return path;
}

async function aligned(first: Float32Array, second: Float32Array) {
  const files = await Promise.all(
    [await put('first.wav', first), await put('second.wav', second)].map(async (path) => ({
      path,
      media: await identify(path, path),
    })),
  );
  const kept: string[] = [];
  const answer = await aligner.align({
    ...{ first: files[0]!, second: files[1]!, context },
    artifact: async (name) => void kept.push(name),
  });
  return { ...Alignment.parse({ ...answer, artifacts: [] }), kept };
}

/** Spans of one kind of change, tenths of seconds. */
function spans({ changes }: Alignment, kind: string): number[][] {
  return changes
    .filter((change) => change.kind === kind)
    .map(({ place }) =>
      place.kind === 'span' ? place.seconds.map((time) => Math.round(time * 10) / 10) : [],
    );
}

test('a cut, an insertion and a changed order are found where they were made', async () => {
  // 2–20, then 26–40 of the original, 8 seconds of another sound, then 45–60.
  const second = joined(
    part(original, 2, 20),
    part(original, 26, 40),
    part(stranger, 5, 13),
    part(original, 45, 60),
  );
  const answer = await aligned(original, second);
  expect(answer.outcome).toBe('aligned');
  expect(answer.claim).toBe('copy');
  if (answer.transform?.kind !== 'time') throw new Error('no time');
  const { pieces } = answer.transform;
  expect(pieces.length).toBe(3);
  for (const [index, [first, there]] of [
    [2, 0],
    [26, 18],
    [45, 40],
  ].entries()) {
    const piece = pieces[index]!;
    // The line of the piece, at its own start: what was 0 s of the piece is `first` seconds of the original.
    expect(Math.abs(piece.first[0] - piece.second[0] - (first! - there!))).toBeLessThan(0.05);
    expect(Math.abs(piece.second[0] - there!)).toBeLessThan(0.7);
    expect(piece.speed).toBeCloseTo(1, 2);
  }
  expect(spans(answer, 'cut').length).toBe(3);
  expect(spans(answer, 'inserted').length).toBe(1);
  const [from, to] = spans(answer, 'inserted')[0]!;
  expect(Math.abs(from! - 32)).toBeLessThan(0.8);
  expect(Math.abs(to! - 40)).toBeLessThan(0.8);
  expect(answer.kept).toEqual(['aligned-spectrograms.png', 'sound-difference.png']);
});

test('another speed is named, and speech laid over it is seen', async () => {
  const second = playedFaster(original, 1.04);
  const loud = part(melodySound(RATE, 10, 99), 0, 5);
  const start = 20 * RATE;
  for (const [at, sample] of loud.entries()) second[start + at]! += 4 * sample;
  const answer = await aligned(original, second);
  if (answer.transform?.kind !== 'time') throw new Error('no time');
  expect(answer.transform.pieces.length).toBe(1);
  expect(answer.transform.pieces[0]!.speed).toBeCloseTo(1.04, 2);
  expect(answer.transform.pieces[0]!.semitones).toBeCloseTo(12 * Math.log2(1.04), 1);
  expect(spans(answer, 'resampled').length).toBe(1);
  const overlaid = spans(answer, 'overlaid');
  expect(overlaid.length).toBeGreaterThan(0);
  expect(Math.abs(Math.min(...overlaid.map(([from]) => from!)) - 20)).toBeLessThan(1);
  expect(Math.abs(Math.max(...overlaid.map(([, to]) => to!)) - 25)).toBeLessThan(1);
});

test('equal samples are the same content, strangers are unrelated, silence is not traceable', async () => {
  expect((await aligned(original, original)).outcome).toBe('same-content');
  const apart = await aligned(original, stranger);
  expect([apart.outcome, apart.reason?.code]).toEqual(['unrelated', 'no-common-sound']);
  const silent = await aligned(original, new Float32Array(RATE * 20));
  expect([silent.outcome, silent.reason?.code]).toEqual(['undetermined', 'not-traceable']);
});

test('prints of a part and of the whole agree; of silence and of damage there are none', async () => {
  const print = async (name: string, samples: Float32Array, fingerprinter = landmarks) => {
    const path = await put(name, samples);
    const answer = await fingerprinter.print({ path, media: await identify(path, path), context });
    return answer.ok ? answer.prints : answer.reason.code;
  };
  const [whole, piece, other] = [
    await print('whole.wav', original),
    await print('piece.wav', part(original, 20, 36)),
    await print('other.wav', stranger),
  ];
  if (typeof whole === 'string' || typeof piece === 'string' || typeof other === 'string') throw new Error();
  expect(landmarks.compare(piece, whole, 1)).toMatchObject({ claim: 'copy', unit: 'votes' });
  expect(landmarks.compare(piece, other, 1)).toBeNull();
  const codes = [
    await print('whole.wav', original, chromaprint),
    await print('piece.wav', part(original, 20, 36), chromaprint),
  ];
  if (typeof codes[0] === 'string' || typeof codes[1] === 'string') throw new Error();
  expect(chromaprint.compare(codes[1]!, codes[0]!, 1)).toMatchObject({
    claim: 'likely',
    unit: 'bit-error-rate',
  });
  for (const fingerprinter of [landmarks, chromaprint])
    expect(await print('silent.wav', new Float32Array(RATE * 30), fingerprinter)).toBe('not-traceable');
});

test('the analysis says how traceable a sound is, and that silence is not', async () => {
  const run = await runAnalysis(analysis, await put('run.wav', part(original, 0, 20)));
  if (run.answer.outcome !== 'found') throw new Error(run.answer.outcome);
  expect(run.answer.result.seconds).toBe(20);
  expect(run.answer.result.chromaprint!.code.startsWith('AQAA')).toBe(true);
  expect(run.findings.map(({ code }) => code)).toEqual(['sound.usable']);
  const silent = await runAnalysis(analysis, await put('still.wav', new Float32Array(RATE * 10)));
  expect(silent.answer.outcome).toBe('undetermined');
});
