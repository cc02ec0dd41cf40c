import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { findProgram } from '#core/media/program-paths.ts';
import { buildLineage } from '#core/trace/lineage/build.ts';
import type { PairEvidence, SignName } from '#core/trace/lineage/evidence.ts';
import { noFacts } from '#core/trace/lineage/facts.ts';
import { linkPair } from '#core/trace/lineage/pair-task.ts';
import { makeClip } from '../fixtures/make/clips.ts';
import { panningFilm } from '../fixtures/make/panning-film.ts';
import { programmeSound } from '../fixtures/make/programme-sound.ts';
import { makeWave } from '../fixtures/make/riff.ts';

const programs = (await findProgram('ffmpeg')).found && (await findProgram('ffprobe')).found;
const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-lineage-media-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function told(first: string, second: string): Promise<PairEvidence> {
  const file = async (path: string) => ({ path, media: await identify(path, path) });
  return await linkPair({ first: await file(first), second: await file(second) }, context);
}

/** Who bears a sign, by what it is worth. */
function bears({ signs }: PairEvidence, name: SignName): 'first' | 'second' | 'both' | 'none' {
  const [one, other] = signs[name] ?? [0, 0];
  if (one > 0.2 && other > 0.2) return 'both';
  return one > 0.2 ? 'first' : other > 0.2 ? 'second' : 'none';
}

describe.skipIf(!programs)('sounds', () => {
  let source = '';
  const copy = (name: string, ...args: string[]) => makeClip(folder, name, ['-i', source, ...args]);

  beforeAll(async () => {
    const [left, right] = [programmeSound(44_100, 14, 3), programmeSound(44_100, 14, 8)];
    const bytes = new DataView(new ArrayBuffer(left.length * 4));
    for (let at = 0; at < left.length; at += 1) {
      const both = (one: number, other: number) =>
        Math.round(32_767 * Math.max(-1, Math.min(1, 0.5 * one + 0.2 * other)));
      bytes.setInt16(4 * at, both(left[at]!, right[at]!), true);
      bytes.setInt16(4 * at + 2, both(right[at]!, left[at]!), true);
    }
    const raw = join(folder, 'programme.s16');
    await writeFile(raw, new Uint8Array(bytes.buffer));
    source = makeClip(folder, 'source.wav', ['-f', 's16le', '-ar', '44100', '-ac', '2', '-i', raw]);
  });

  it('a lossy copy lacks the highest tones, and is drawn as made from the lossless one', async () => {
    const aac = copy('copy.m4a', '-c:a', 'aac', '-b:a', '40k');
    const evidence = await told(aac, source);
    expect(bears(evidence, 'narrow')).toBe('first');
    expect(bears(evidence, 'lossy')).toBe('first');
    const media = await identify(aac, aac);
    const item = (index: number) => ({
      facts: noFacts(`${index}`.padStart(64, '0')),
      ...{ name: `${index}`, number: index, media, content: null },
    });
    const { edges } = buildLineage([item(1), item(2)], [{ first: 0, second: 1, evidence }], 0);
    expect(edges).toMatchObject([{ from: 'n2', to: 'n1', directed: true }]);
  });

  it('unpacked, a lossy copy has not more than what it decodes to', async () => {
    const packed = copy('packed.mp3', '-c:a', 'libmp3lame', '-b:a', '96k');
    const unpacked = makeClip(folder, 'unpacked.wav', ['-i', packed, '-ar', '48000']);
    const evidence = await told(packed, unpacked);
    for (const name of ['narrow', 'filled', 'lossy', 'mono'] as const)
      expect([name, bears(evidence, name)]).toEqual([name, 'none']);
  });

  it('a telephone, noise in pauses and one channel are told by what they take and add', async () => {
    const noise =
      'anoisesrc=d=14:c=pink:a=0.1:r=44100:seed=7[n];[0:a][n]amix=inputs=2:duration=first:normalize=0';
    const heard = copy('noisy.wav', '-filter_complex', noise, '-ac', '1');
    const evidence = await told(source, heard);
    expect(bears(evidence, 'filled')).toBe('second');
    expect(bears(evidence, 'mono')).toBe('second');
    expect(evidence.words![0].en).toMatch(/room added.*mono/);
    const phone = copy('phone.wav', '-af', 'highpass=f=300,lowpass=f=3400', '-ar', '8000');
    expect(bears(await told(source, phone), 'narrow')).toBe('second');
  });
});

describe.skipIf(!programs)('films', () => {
  const encode = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];

  it('tell bars, smaller frames, lost frames and a lost sound track of the copy, whichever comes first', async () => {
    const source = await panningFilm(folder, 'source.mp4', { seconds: 4, seed: 4 });
    const copy = makeClip(folder, 'copy.mp4', [
      ...[
        '-i',
        source,
        '-an',
        '-r',
        '12.5',
        '-vf',
        'scale=240:180,pad=240:320:0:70',
        '-crf',
        '26',
        ...encode,
      ],
    ]);
    const evidence = await told(copy, source);
    for (const name of ['frame', 'reduced', 'rate', 'silent'] as const)
      expect([name, bears(evidence, name)]).toEqual([name, 'first']);
    expect(evidence.words![1].en).toMatch(/bars.*sound left out/);
  });
});

it.skipIf(!programs)('a sound that is too short to be told gives a reason and no signs', async () => {
  const [one, other] = [join(folder, 'one.wav'), join(folder, 'other.wav')];
  await writeFile(one, makeWave(new Uint8Array(200)));
  await writeFile(other, makeWave(new Uint8Array(400)));
  const evidence = await told(one, other);
  expect(evidence.transform).toBeNull();
  expect(evidence.reason).not.toBeNull();
  expect(evidence.signs).toEqual({});
});
