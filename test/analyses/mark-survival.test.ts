import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import type { AttackedFile, FileAttack, NotRun } from '#core/mark/attacks/define.ts';
import { seedOf } from '#core/mark/attacks/tools/noise.ts';
import { clouds } from '#core/mark/attacks/tools/scenery.ts';
import type { DetectAnswer, MarkCodec } from '#core/mark/define.ts';
import { publicMarkKey } from '#core/mark/key.ts';
import { attackNamed } from '#core/mark/suites.ts';
import { baselineOf, judge, thresholdsOf } from '#core/mark/survive-judgement.ts';
import { attackAndRead, readUnattacked } from '#core/mark/survive-task.ts';
import { AttackOutput, LayerReading } from '#core/mark/survive-tasks.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { localized } from '#shared/domain/localized.ts';
import type { SurvivalStep } from '#shared/domain/mark-survival.ts';
import { aigcJson, aigcPacket } from '../fixtures/make/aigc.ts';
import { makeClip, testSource } from '../fixtures/make/clips.ts';
import { makePng } from '../fixtures/make/png.ts';
import { internationalText } from '../fixtures/make/xmp.ts';
import { granted, SigningDesk, sha256Of } from '../support/signing.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-lab-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };

/**
 * A stand-in: every 8th pixel of a line is 40 levels brighter than its neighbours; read at those very places, so that
 * it lives through tone and compression and dies by geometry. The identifier is 7 where the lines begin at 0, else 8.
 */
const comb: MarkCodec = {
  name: 'assay-image-1',
  title: localized('comb', '梳状'),
  reference: { cite: 'test', limits: localized('dies by geometry', '不耐几何变换') },
  embedsInto: () => true,
  reads: ({ kind }) => kind === 'image',
  embed: async () => ({ ok: false, reason: { code: 'no', text: localized('no', '否') } }),
  async detect({ path, keys }): Promise<DetectAnswer> {
    const { data, info } = await sharp(path).greyscale().raw().toBuffer({ resolveWithObject: true });
    if (info.width < 32)
      return {
        state: 'undetermined',
        reason: { code: 'small', text: localized('too small', '太小') },
        warnings: [],
      };
    const sums = Array<number>(8).fill(0);
    data.forEach((value, at) => {
      sums[(at % info.width) % 8]! += value / (data.length / 8);
    });
    const best = sums.indexOf(Math.max(...sums));
    const statistic = sums[best]! - [...sums].sort((a, b) => b - a)[1]!;
    if (statistic < 12) return { state: 'none-found', warnings: [] };
    const words = localized('contrast', '对比');
    return {
      state: 'marked',
      warnings: [],
      readings: [
        {
          ...{ codec: 'assay-image-1', version: 1, payload: best === 0 ? '7' : '8', meaning: null },
          ...{ key: keys[0]!.name, statistic, statisticName: words, threshold: 12, falseAlarmLog10: -9 },
          ...{ derivation: words, trials: 1, route: 'blind' },
        },
      ],
    };
  },
};
const codecs = { codecsReading: (media: { kind: string }) => (media.kind === 'image' ? [comb] : []) };
const search = { keys: null, identifiers: false };

async function readingOf(path: string, by = codecs): Promise<LayerReading> {
  const input = {
    path,
    sha256: sha256Of(path),
    media: await identify(path, null),
    folder: join(folder, 'first'),
    search,
  };
  return LayerReading.parse(await readUnattacked(input, context, by));
}

async function attacked(path: string, attack: string, step: string) {
  const input = {
    path,
    sha256: sha256Of(path),
    media: await identify(path, null),
    folder: join(folder, 'bench'),
    search,
  };
  const output = AttackOutput.parse(await attackAndRead({ ...input, attack, step }, context, codecs));
  expect(existsSync(join(folder, 'bench')), 'nothing is left behind').toBe(false);
  return output;
}

async function fates(path: string, attack: string, step: string) {
  const [before, after] = [await readingOf(path), await attacked(path, attack, step)];
  if (!after.ok) return after.reason.code;
  const { layers } = judge(before, after.reading);
  return [layers.label.fate, layers.credential.fate, layers.mark.fate, layers.fingerprint.fate];
}

describe('a picture with a label, a mark and a fingerprint', () => {
  let picture: string;
  beforeAll(async () => {
    picture = join(folder, 'labelled.png');
    const { data } = clouds(160, 120, 3);
    for (let at = 0; at < data.length; at += 1) {
      const column = Math.floor((at % (160 * 3)) / 3);
      data[at] = Math.min(255, data[at]! * 0.7 + (column % 8 === 0 ? 40 : 0));
    }
    const plain = await sharp(data, { raw: { width: 160, height: 120, channels: 3 } })
      .png()
      .toBuffer();
    const start = plain.indexOf('IDAT') - 4;
    const label = internationalText('XML:com.adobe.xmp', aigcPacket(aigcJson()));
    writeFileSync(picture, Buffer.concat([plain.subarray(0, start), label, plain.subarray(start)]));
  });

  test('is read as it is before anything is done to it', async () => {
    const baseline = baselineOf(await readingOf(picture));
    expect(baseline).toMatchObject({
      labels: ['gb45438-aigc'],
      labelsComplete: true,
      credential: 'none',
      markState: 'marked',
      mark: { payload: '7', exact: true, key: publicMarkKey.name },
    });
    expect(baseline.fingerprint?.quality).toBeGreaterThanOrEqual(50);
  });

  test('keeps what each way of processing leaves', async () => {
    expect(await fates(picture, 'image.strip-metadata', 'all')).toEqual([
      'lost',
      'absent',
      'survived',
      'survived',
    ]);
    expect(await fates(picture, 'image.keep-metadata', 'q95')).toEqual([
      'survived',
      'absent',
      'survived',
      'survived',
    ]);
    expect(await fates(picture, 'image.jpeg', 'q85')).toEqual(['lost', 'absent', 'survived', 'survived']);
    expect(await fates(picture, 'image.rotate', 'degrees30')).toEqual(['lost', 'absent', 'lost', 'lost']);
    // Mirrored, the lines begin elsewhere: another identifier; the fingerprint knows mirrored forms.
    expect(await fates(picture, 'image.flip', 'across')).toEqual(['lost', 'absent', 'changed', 'survived']);
    // Too small to be read is not the same as lost.
    expect((await fates(picture, 'image.shrink', 'x0.15')).slice(0, 3)).toEqual([
      'lost',
      'absent',
      'undetermined',
    ]);
    expect(await fates(picture, 'image.regenerate-model', 'supplied')).toBe('no-model');
  });

  test('the quality of a copy is what ffmpeg measures', async () => {
    const copy = join(folder, 'copy.jpg');
    const step = attackNamed('image.jpeg')!;
    if (step.works !== 'pixels') throw new Error('pixels');
    const raw = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const bench = { folder, seed: 1, context };
    const made = await step.ladder
      .find(({ id }) => id === 'q30')!
      .apply({ width: 160, height: 120, data: new Uint8Array(raw.data) }, bench);
    if (!('bytes' in made)) throw new Error('a file');
    writeFileSync(copy, made.bytes);
    const complaint = execFileSync(
      'sh',
      [
        '-c',
        'ffmpeg -hide_banner -i "$1" -i "$2" -lavfi "[0]format=gbrp[a];[1]format=gbrp[b];[a][b]psnr" -f null - 2>&1',
        'sh',
        picture,
        copy,
      ],
      { encoding: 'utf8' },
    );
    const measured = Number(/average:([\d.]+)/.exec(complaint)?.[1]);
    const after = await attacked(picture, 'image.jpeg', 'q30');
    if (!after.ok) throw new Error(after.reason.code);
    expect(after.psnr).not.toBeNull();
    // ffmpeg's decoder enlarges the colours of 4:2:0 in another way
    expect(Math.abs(after.psnr! - measured)).toBeLessThan(1.5);
  });

  test('a damaged picture is not run, and nothing is thrown', async () => {
    const broken = join(folder, 'broken.png');
    writeFileSync(broken, readFileSync(picture).subarray(0, 60));
    const media = await identify(broken, null);
    const input = { path: broken, sha256: sha256Of(broken), media, folder: join(folder, 'bench'), search };
    const answer = await attackAndRead({ ...input, attack: 'image.jpeg', step: 'q75' }, context, codecs);
    expect(answer).toMatchObject({ ok: false, reason: { code: 'undecodable' } });
  });
});

describe('a credential', () => {
  test('is lost by compressing, kept by copying, and broken by bytes that change under it', async () => {
    const desk = new SigningDesk();
    try {
      await desk.authority();
      writeFileSync(desk.path('a.png'), makePng({ width: 64, height: 48 }));
      const order = { source: desk.path('a.png'), out: desk.path('signed.png') };
      granted(await desk.sign(order, await desk.identity('es256')));
      const before = await readingOf(order.out);
      expect(before.credential).toBe('intact');
      const compressed = await attacked(order.out, 'image.jpeg', 'q75');
      if (!compressed.ok) throw new Error(compressed.reason.code);
      expect(judge(before, compressed.reading).layers.credential.fate).toBe('lost');
      expect(judge(before, before).layers.credential.fate).toBe('survived');
      const bytes = readFileSync(order.out);
      bytes[bytes.length - 20]! ^= 1;
      writeFileSync(desk.path('changed.png'), bytes);
      const changed = await readingOf(desk.path('changed.png'), { codecsReading: () => [] });
      expect(judge(before, changed).layers.credential.fate).toBe('changed');
    } finally {
      await desk.close();
    }
  });
});

describe('thresholds', () => {
  const step = (id: string, fate: SurvivalStep['layers']['mark']['fate']): SurvivalStep => {
    const none = { fate: 'absent', note: null } as const;
    return {
      ...{ id, label: localized(id, id), typical: false, notRun: null, copy: null, mark: null },
      layers: { label: none, credential: none, mark: { fate, note: null }, fingerprint: none },
      ...{ fingerprintDistance: null, durationMs: 0 },
    };
  };
  const of = (...fatesOfMark: SurvivalStep['layers']['mark']['fate'][]) =>
    thresholdsOf(fatesOfMark.map((fate, index) => step(String(index), fate))).mark;

  test('are the last strength before the first loss, and that loss', () => {
    expect(of('survived', 'survived', 'lost', 'lost')).toEqual({ survives: '1', lost: '2', returns: false });
    expect(of('survived', 'lost', 'survived')).toEqual({ survives: '0', lost: '1', returns: true });
    expect(of('lost', 'lost')).toEqual({ survives: null, lost: '0', returns: false });
    expect(of('survived', 'survived')).toEqual({ survives: '1', lost: null, returns: false });
    expect(of('survived', 'undetermined', 'lost')).toEqual({ survives: '0', lost: '2', returns: false });
    expect(of('absent', 'not-measured')).toBeUndefined();
  });
});

describe('sound and films', () => {
  let sound: string;
  let film: string;
  beforeAll(() => {
    const tone = ['-f', 'lavfi', '-i', 'aevalsrc=0.3*sin(2*PI*1000*t)|0.3*sin(2*PI*1000*t):s=44100:d=5'];
    sound = makeClip(folder, 'tone.wav', tone);
    film = makeClip(folder, 'film.mp4', [
      ...testSource(2, '128x96', 25),
      '-c:v',
      'libx264',
      '-crf',
      '12',
      '-c:a',
      'aac',
    ]);
  });

  async function made(id: string, step: string, path: string): Promise<AttackedFile | NotRun> {
    const attack = attackNamed(id) as FileAttack;
    const bench = join(folder, `${id}-${step}`);
    mkdirSync(bench, { recursive: true });
    const source = { path, media: await identify(path, null) };
    const rung = attack.ladder.find((one) => one.id === step)!;
    return rung.produce(source, { folder: bench, seed: seedOf(`${id}:${step}`), context });
  }

  async function probed(id: string, step: string, path: string) {
    const file = await made(id, step, path);
    if ('reason' in file) throw new Error(`${file.reason.code} ${file.reason.detail}`);
    const printed = execFileSync('ffprobe', [
      '-v',
      'error',
      '-of',
      'json',
      '-show_streams',
      '-show_format',
      file.path,
    ]);
    const { streams, format } = JSON.parse(printed.toString()) as {
      streams: Record<string, string | number>[];
      format: Record<string, string>;
    };
    const stream = (type: string) => streams.find(({ codec_type }) => codec_type === type) ?? {};
    return {
      audio: stream('audio'),
      video: stream('video'),
      seconds: Number(format.duration),
      path: file.path,
    };
  }

  /** Samples of the first channel as ffmpeg decodes them. */
  function samplesOf(path: string): Float32Array {
    const args = ['-v', 'error', '-i', path, '-ac', '1', '-f', 'f32le', '-'];
    const bytes = execFileSync('ffmpeg', args, { maxBuffer: 1 << 26 });
    return new Float32Array(Uint8Array.from(bytes).buffer);
  }

  /** Cycles per second of a tone, by the crossings of its middle. */
  function pitchOf(samples: Float32Array, rate: number): number {
    const middle = samples.subarray(Math.floor(samples.length * 0.25), Math.floor(samples.length * 0.75));
    let crossings = 0;
    for (let at = 1; at < middle.length; at += 1) if (middle[at - 1]! < 0 && middle[at]! >= 0) crossings += 1;
    return (crossings * rate) / middle.length;
  }

  test.each([
    ['sound.mp3', 'k64', 'mp3', 64_000],
    ['sound.aac', 'k64', 'aac', 64_000],
  ])('%s %s is %s of that bit rate', async (id, step, codec, rate) => {
    const { audio } = await probed(id, step, sound);
    expect(audio.codec_name).toBe(codec);
    expect(Math.abs(Number(audio.bit_rate) / rate - 1)).toBeLessThan(0.25);
  });

  test('speed and tempo shorten alike; only speed and pitch raise the tone', async () => {
    const speed = await probed('sound.speed', 'percent10', sound);
    const tempo = await probed('sound.tempo', 'percent10', sound);
    const pitch = await probed('sound.pitch', 'semitones1', sound);
    expect(speed.seconds).toBeCloseTo(5 / 1.1, 1);
    expect(tempo.seconds).toBeCloseTo(5 / 1.1, 1);
    expect(pitch.seconds).toBeCloseTo(5, 1);
    expect(pitchOf(samplesOf(speed.path), 44_100) / 1100).toBeCloseTo(1, 2);
    expect(pitchOf(samplesOf(tempo.path), 44_100) / 1000).toBeCloseTo(1, 2);
    expect(pitchOf(samplesOf(pitch.path), 44_100) / 1059.46).toBeCloseTo(1, 2);
  });

  test('noise is as far below the programme as asked; a low-pass takes the tone away', async () => {
    const [plain, noisy] = [samplesOf(sound), samplesOf((await probed('sound.noise', 'db20', sound)).path)];
    let [signal, noise] = [0, 0];
    for (let at = 0; at < plain.length; at += 1) {
      signal += plain[at]! ** 2;
      noise += (noisy[at]! - plain[at]!) ** 2;
    }
    // Mixed to one channel by the test: noise of two channels that do not agree loses half its energy.
    expect(10 * Math.log10(signal / noise)).toBeCloseTo(23, 0);
    const low = samplesOf((await probed('sound.low-pass', 'hz500', sound)).path);
    const power = (samples: Float32Array) => samples.reduce((sum, value) => sum + value * value, 0);
    expect(10 * Math.log10(power(plain) / power(low))).toBeGreaterThan(18);
  });

  test('pieces have the length asked for, and are refused where the programme is shorter', async () => {
    expect((await probed('sound.cut', 's4', sound)).seconds).toBeCloseTo(4, 2);
    expect((await probed('sound.cut-out', 'percent20', sound)).seconds).toBeCloseTo(4, 2);
    expect(await made('sound.cut', 's30', sound)).toMatchObject({ reason: { code: 'too-short' } });
  });

  test('a recording of a room is mono, of the same length, and reverberates', async () => {
    const { audio, seconds } = await probed('sound.room', 'db0', sound);
    expect([audio.codec_name, audio.channels]).toEqual(['aac', 1]);
    expect(seconds).toBeCloseTo(5, 0);
  });

  test.each([
    ['video.h264', 'crf45', { codec_name: 'h264', width: 128, height: 96 }],
    ['video.vp9', 'crf60', { codec_name: 'vp9' }],
    ['video.scale', 'x0.5', { width: 64, height: 48 }],
    ['video.crop', 'area25', { width: 64, height: 48 }],
    ['video.frame-rate', 'fps10', { r_frame_rate: '10/1' }],
  ])('%s %s is what it says', async (id, step, expected) => {
    const { video, audio } = await probed(id, step, film);
    expect(video).toMatchObject(expected);
    expect(audio.codec_name).toBe(id === 'video.vp9' ? 'opus' : 'aac');
  });

  test('faster films are shorter; a film packed anew has the very packets', async () => {
    expect((await probed('video.speed', 'percent25', film)).seconds).toBeCloseTo(2 / 1.25, 0);
    const hash = (path: string) =>
      execFileSync('ffmpeg', [
        '-v',
        'error',
        '-i',
        path,
        '-map',
        '0:v',
        '-c',
        'copy',
        '-f',
        'md5',
        '-',
      ]).toString();
    const { path } = await probed('video.repack', 'dropped', film);
    expect(hash(path)).toBe(hash(film));
    expect(readdirSync(join(folder, 'video.repack-dropped'))).toEqual(['repacked']);
  });
});
