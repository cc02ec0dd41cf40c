import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import { posterFrame, waveform } from '#core/media/derivatives.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { findProgram } from '#core/media/program-paths.ts';
import { hashFrames, hashPcm } from '#core/media/video-content.ts';
import { makeClip, testSource } from '../../fixtures/make/clips.ts';

const programs = (await findProgram('ffmpeg')).found && (await findProgram('ffprobe')).found;
const signal = new AbortController().signal;
const options = { limits: defaultLimits, signal };
const encode = ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'];

let folder = '';
let movie = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-content-'));
  if (programs) movie = makeClip(folder, 'movie.mp4', [...testSource(2), ...encode]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function frames(path: string) {
  return await hashFrames(path, await identify(path, null), defaultLimits, signal);
}
async function pcm(path: string) {
  return await hashPcm(path, await identify(path, null), defaultLimits, signal);
}
const raw = (...args: string[]): string =>
  createHash('sha256')
    .update(execFileSync('ffmpeg', ['-v', 'error', ...args, '-'], { maxBuffer: 1 << 28 }))
    .digest('hex');

const stored = ['-ignore_editlist', '1', '-flags2', '+skip_manual'];

describe.skipIf(!programs)('hashFrames and hashPcm', () => {
  it('hash what ffmpeg decodes, stream by stream', async () => {
    const hashing = await frames(movie);
    const picture = raw(...stored, '-i', movie, '-map', '0:v:0', '-f', 'rawvideo');
    const sound = raw(...stored, '-i', movie, '-map', '0:a:0', '-c:a', 'pcm_s32le', '-f', 's32le');
    expect(hashing.ok && hashing.streams.map((line) => line.split(' ').at(-1))).toEqual([picture, sound]);
    expect(hashing.ok && hashing.method).toMatch(
      /^ffmpeg \S+: video yuv\w+ 320x240, audio s32le 48000 Hz 1 ch$/,
    );
    const text = hashing.ok ? `${hashing.streams.join('\n')}\n` : '';
    expect(hashing.ok && hashing.sha256).toBe(createHash('sha256').update(text).digest('hex'));
    const alone = await pcm(movie);
    expect(alone.ok && alone.sha256).toBe(sound);
  });

  it('stay the same when only container or metadata change', async () => {
    const first = await frames(movie);
    const retitled = makeClip(folder, 'retitled.mp4', [
      '-i',
      movie,
      '-c',
      'copy',
      '-metadata',
      'title=Other',
      '-metadata:s:v:0',
      'rotate=90',
    ]);
    const repacked = makeClip(folder, 'repacked.mkv', [
      '-i',
      movie,
      '-map',
      '0:v',
      '-map',
      '0:a',
      '-c',
      'copy',
    ]);
    for (const path of [retitled, repacked]) {
      const other = await frames(path);
      expect(first.ok && other.ok && other.sha256 === first.sha256, path).toBe(true);
    }
  });

  it('change when one picture or the sound changes', async () => {
    const first = await frames(movie);
    const boxed = makeClip(folder, 'boxed.mp4', [
      '-i',
      movie,
      '-vf',
      "drawbox=enable='eq(n,20)':w=9:h=9:c=red:t=fill",
      ...encode,
    ]);
    const quieter = makeClip(folder, 'quieter.mp4', [
      '-i',
      movie,
      '-c:v',
      'copy',
      '-af',
      'volume=0.9',
      '-c:a',
      'aac',
    ]);
    for (const path of [boxed, quieter]) {
      const other = await frames(path);
      expect(first.ok && other.ok && other.sha256 !== first.sha256, path).toBe(true);
    }
  });

  it('know lossless copies of a sound', async () => {
    const tone = ['-f', 'lavfi', '-i', 'sine=frequency=300:sample_rate=44100:duration=1'];
    const wav = makeClip(folder, 'tone.wav', tone);
    const flac = makeClip(folder, 'tone.flac', ['-i', wav]);
    const [one, other] = [await pcm(wav), await pcm(flac)];
    expect(one.ok && other.ok && one.sha256 === other.sha256).toBe(true);
  });

  it('say why there is no hash', async () => {
    const still = join(folder, 'still.jpg');
    await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .jpeg()
      .toFile(still);
    expect(await frames(still)).toMatchObject({ ok: false, reason: { code: 'format-unsupported' } });
  });
});

describe.skipIf(!programs)('derived pictures', () => {
  it('show an upright frame within the asked size', async () => {
    const turned = makeClip(folder, 'turned.mp4', [
      '-i',
      movie,
      '-c',
      'copy',
      '-metadata:s:v:0',
      'rotate=90',
    ]);
    for (const [path, width, height] of [
      [movie, 160, 120],
      [turned, 120, 160],
    ] as const) {
      const answer = await posterFrame(path, await identify(path, null), { ...options, maxSide: 160 });
      expect(answer.ok && [answer.picture.width, answer.picture.height]).toEqual([width, height]);
      const decoded = answer.ok ? await sharp(answer.picture.bytes).stats() : null;
      expect(decoded?.isOpaque).toBe(true);
      expect(decoded?.channels[0]?.stdev).toBeGreaterThan(20);
    }
  });

  it('draw a waveform', async () => {
    const answer = await waveform(movie, await identify(movie, null), { ...options, width: 200, height: 50 });
    expect(answer.ok && [answer.picture.width, answer.picture.height]).toEqual([200, 50]);
    const alpha = answer.ok ? await sharp(answer.picture.bytes).stats() : null;
    expect(alpha?.channels.at(-1)?.max).toBeGreaterThan(100);
  });

  it('say when there is nothing to draw or no program', async () => {
    const tone = makeClip(folder, 'only.wav', ['-f', 'lavfi', '-i', 'sine=duration=1']);
    expect(await posterFrame(tone, await identify(tone, null), { ...options, maxSide: 100 })).toMatchObject({
      ok: false,
      reason: { code: 'undecodable' },
    });
    process.env.ASSAY_FFMPEG = '/nonexistent/ffmpeg';
    try {
      expect(
        await posterFrame(movie, await identify(movie, null), { ...options, maxSide: 100 }),
      ).toMatchObject({ ok: false, reason: { code: 'engine-missing' } });
    } finally {
      delete process.env.ASSAY_FFMPEG;
    }
  });
});
