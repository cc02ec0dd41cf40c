import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analysis } from '#core/analyses/labels/audible.ts';
import { findRhythms } from '#core/labels/explicit/rhythm.ts';
import { toneLevels } from '#core/labels/explicit/tone-levels.ts';
import { makeClip } from '../fixtures/make/clips.ts';
import { keyed, wave16 } from '../fixtures/make/rhythm-sound.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { runAnalysis } from '../support/run-analysis.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-audible-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function listen(name: string, bytes: Uint8Array) {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return runAnalysis(analysis, path);
}

describe('the rhythm short long, short short', () => {
  test.each([
    [0.06, 660],
    [0.12, 660],
    [0.24, 660],
    [0.12, 220],
    [0.12, 3900],
  ])('is found with dots of %d s at %d Hz, and measured', (dot, hertz) => {
    const [rhythm, ...more] = findRhythms(toneLevels(keyed('AI', { dot, hertz })));
    expect(more).toEqual([]);
    expect(rhythm?.from).toBeCloseTo(1, 1.5);
    // Eleven dots long: 1 1 3, 3, 1 1 1.
    expect(rhythm!.to - rhythm!.from).toBeCloseTo(11 * dot, 1.5);
    expect(Math.abs(rhythm!.dot - dot)).toBeLessThan(0.008);
    expect(Math.abs(rhythm!.frequency - hertz)).toBeLessThan(16);
  });

  test('is found in every repetition', () => {
    expect(findRhythms(toneLevels(keyed('AI AI AI', { dot: 0.1 })))).toHaveLength(3);
  });

  test.each([
    'A',
    'I',
    'AN',
    'IA',
    'AE',
    'AS',
    'EL',
    'LI',
    'RI',
    'WI',
    'UI',
    'AU',
    'NI',
    'SOS',
    'MAIN',
    'AIR',
    'TAIL',
    'A I',
  ])('is not heard in the letters %s', (message) => {
    for (const dot of [0.06, 0.12, 0.2]) expect(findRhythms(toneLevels(keyed(message, { dot })))).toEqual([]);
  });

  test('is not heard in equal, wrongly spaced or broad-band beats', () => {
    const beats = (pattern: readonly (readonly [on: number, off: number])[], noise: boolean) => {
      let seed = 7;
      const samples: number[] = Array.from({ length: 16_000 }, () => 0);
      for (const [on, off] of pattern) {
        for (let at = 0; at < on * 16_000; at += 1) {
          seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
          samples.push(noise ? (seed / 2 ** 32 - 0.5) * 0.8 : 0.4 * Math.sin(samples.length * 0.26));
        }
        for (let at = 0; at < off * 16_000; at += 1) samples.push(0);
      }
      return findRhythms(
        toneLevels(Float32Array.from([...samples, ...Array.from({ length: 16_000 }, () => 0)])),
      );
    };
    const right = [
      [0.12, 0.12],
      [0.36, 0.36],
      [0.12, 0.12],
      [0.12, 0.12],
    ] as const;
    // The same beats as a tone are the rhythm: the decoys differ in one thing each.
    expect(beats(right, false)).toHaveLength(1);
    expect(beats(right, true)).toEqual([]);
    expect(
      beats(
        [
          [0.12, 0.12],
          [0.12, 0.36],
          [0.12, 0.12],
          [0.12, 0.12],
        ],
        false,
      ),
    ).toEqual([]);
    expect(
      beats(
        [
          [0.12, 0.12],
          [0.36, 0.12],
          [0.12, 0.12],
          [0.12, 0.12],
        ],
        false,
      ),
    ).toEqual([]);
    expect(
      beats(
        [
          [0.12, 0.36],
          [0.36, 0.12],
          [0.12, 0.12],
          [0.12, 0.12],
        ],
        false,
      ),
    ).toEqual([]);
  });

  test('is heard under noise as loud as itself, and its level says how far it stands out', () => {
    const quiet = keyed('AI', { dot: 0.12, amplitude: 0.1 });
    let seed = 3;
    for (const at of quiet.keys()) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      // Even noise of this width has the power of a sine of amplitude 0.1.
      quiet[at]! += (seed / 2 ** 32 - 0.5) * 0.1 * Math.sqrt(6);
    }
    const [rhythm] = findRhythms(toneLevels(quiet));
    expect(rhythm).toBeDefined();
    expect(Math.abs(rhythm!.level)).toBeLessThan(1.5);
  });
});

describe('the analysis', () => {
  test('says where the rhythm stands in a sound, and that speech was not listened to', async () => {
    const sound = keyed('AI', { dot: 0.12, before: 31, after: 1.5 });
    const { answer, findings, figures } = await listen('end.wav', wave16(sound));
    expect(answer.outcome).toBe('found');
    const [rhythm] = answer.result!.rhythms;
    expect(rhythm).toMatchObject({ place: 'end', frequency: 656 });
    expect(rhythm!.from).toBeCloseTo(31, 1);
    expect(answer.result!.speech).toBe('not-listened');
    expect(findings[0]).toMatchObject({ code: 'rhythm-label', bearing: 'supports', strength: 'weak' });
    expect(figures.map(({ id }) => id)).toEqual(['rhythm-labels', 'rhythm-times']);
  });

  test('finds it across the seam of two stretches, after coding, in the sound of a film', async () => {
    // The second stretch begins at 52 s.
    await writeFile(join(folder, 'seam.wav'), wave16(keyed('AI', { dot: 0.12, before: 58.6, after: 6 })));
    const film = makeClip(folder, 'seam.mp4', [
      ...['-f', 'lavfi', '-i', 'color=s=64x64:r=5', '-i', join(folder, 'seam.wav')],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', '-b:a', '96k', '-shortest'],
    ]);
    const { answer } = await runAnalysis(analysis, film);
    expect(answer.outcome).toBe('found');
    expect(answer.result!.rhythms).toHaveLength(1);
    expect(answer.result!.rhythms[0]!.from).toBeCloseTo(58.6, 1);
  });

  test('leaves a sound without the rhythm undetermined: a spoken label cannot be excluded', async () => {
    const { answer, findings } = await listen('main.wav', wave16(keyed('MAIN', { dot: 0.1 })));
    expect(answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'speech-not-heard' } });
    expect(findings[0]!.limits[0]!.en).toMatch(/speech/i);
  });

  test('says that a film has no sound', async () => {
    const film = makeClip(folder, 'silent.mp4', ['-f', 'lavfi', '-i', 'color=s=64x64:r=5:d=1']);
    const { answer } = await runAnalysis(analysis, film);
    expect(answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'no-sound' } });
  });
});

describe.skipIf(!corpusPresent)('real sounds', () => {
  test.each([
    'sorohanro_-_solo-trumpet-06.ogg',
    '198-209-0000.ogg',
    '456440__inspectorj__bird-whistling-robin-single-13.ogg',
  ])('hold no rhythm: %s', async (name) => {
    const { answer } = await runAnalysis(analysis, corpus('audio', 'librosa', 'audio', name));
    expect(answer.result?.rhythms).toEqual([]);
  });
});
