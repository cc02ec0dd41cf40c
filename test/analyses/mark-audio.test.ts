import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import { waveFile } from '#core/labels/writing/wave-splice.ts';
import { assayAudio1 } from '#core/mark/codecs/assay-audio-1.ts';
import type { DetectAnswer, EmbedAnswer } from '#core/mark/define.ts';
import { type MarkKey, privateMarkKey, publicMarkKey } from '#core/mark/key.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { inChannels, programmeSound } from '../fixtures/make/programme-sound.ts';

const folder = mkdtempSync(join(tmpdir(), 'mark-audio-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };
const payload = 18_364_758_544_493_064_720n;

function ffmpeg(...args: readonly string[]): void {
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args]);
}

/** What an independent program says of a file: streams, tags, pictures, length. */
function told(path: string): unknown {
  const json = execFileSync('ffprobe', ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', path]);
  const { streams, format } = JSON.parse(json.toString()) as {
    streams: Record<string, unknown>[];
    format: { format_name: string; tags?: Record<string, string> };
  };
  const { encoder: _format, ...tags } = format.tags ?? {};
  return {
    format: format.format_name,
    tags,
    streams: streams.map((stream) => {
      const { encoder: _stream, ...own } = (stream.tags ?? {}) as Record<string, string>;
      const { codec_name, sample_rate, channels, channel_layout, width, height, bits_per_raw_sample } =
        stream;
      return { codec_name, sample_rate, channels, channel_layout, width, height, bits_per_raw_sample, own };
    }),
  };
}

async function embed(path: string, target: string, strength: number | null = null): Promise<EmbedAnswer> {
  const media = await identify(path, null);
  return await assayAudio1.embed({ path, media, target, payload, key: publicMarkKey, strength, context });
}

async function detect(path: string, keys: readonly MarkKey[] = [publicMarkKey]): Promise<DetectAnswer> {
  const identifiers = new BigUint64Array(0);
  return await assayAudio1.detect({ path, media: await identify(path, null), keys, identifiers, context });
}

async function payloadOf(path: string): Promise<string | null> {
  const answer = await detect(path);
  return answer.state === 'marked' ? answer.readings[0]!.payload : null;
}

const rate = 22_050;
const seconds = 11;

beforeAll(() => {
  const sound = inChannels(programmeSound(rate, seconds, 11), [0.9, 0.7]);
  writeFileSync(at('programme.wav'), waveFile(sound, rate, 2));
  ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=48x48', '-frames:v', '1', at('cover.png'));
});

describe('containers', () => {
  test('WAV keeps every other chunk byte for byte', async () => {
    ffmpeg('-i', at('programme.wav'), '-c:a', 'pcm_s24le', '-metadata', 'title=A title', at('plain.wav'));
    // A chunk nobody knows, behind the samples.
    const plain = readFileSync(at('plain.wav'));
    const more = Buffer.concat([plain, Buffer.from('kepT\x06\0\0\0secret', 'latin1')]);
    more.writeUInt32LE(more.length - 8, 4);
    writeFileSync(at('chunks.wav'), more);
    const answer = await embed(at('chunks.wav'), at('chunks-marked.wav'));
    expect(answer).toMatchObject({ ok: true, notes: [] });
    const copy = readFileSync(at('chunks-marked.wav'));
    const start = more.indexOf('data') + 8;
    const end = start + more.readUInt32LE(start - 4);
    expect(copy.length).toBe(more.length);
    expect(copy.subarray(0, start).equals(more.subarray(0, start))).toBe(true);
    expect(copy.subarray(end).equals(more.subarray(end))).toBe(true);
    expect(copy.equals(more)).toBe(false);
    if (!answer.ok) return;
    const level = answer.quality.find(({ name }) => name === 'mark-level')!.value;
    expect(level).toBeGreaterThan(30);
    expect(answer.quality.find(({ name }) => name === 'noise-to-mask')!.value).toBeLessThan(-3);
    expect(told(at('chunks-marked.wav'))).toEqual(told(at('chunks.wav')));
    expect(await payloadOf(at('chunks-marked.wav'))).toBe(String(payload));
  });

  const tags = ['-metadata', 'title=Ein Titel 标题', '-metadata', 'artist=Somebody'];
  const cover = ['-map', '0:a', '-map', '1:v', '-c:v', 'png', '-disposition:v', 'attached_pic'];
  const kinds: readonly (readonly [name: string, ...args: string[]])[] = [
    ['sound.flac', ...cover, '-c:a', 'flac', ...tags],
    ['sound.mp3', ...cover, '-c:a', 'libmp3lame', '-b:a', '128k', ...tags, '-metadata', 'AIGC={"Label":"1"}'],
    ['sound.m4a', ...cover, '-c:a', 'aac', '-b:a', '128k', ...tags],
    ['sound.opus', '-map', '0:a', '-c:a', 'libopus', '-b:a', '96k', ...tags],
    ['sound.ogg', '-map', '0:a', '-c:a', 'libvorbis', ...tags],
  ];
  test.each(kinds)('%s keeps tags and picture, by ffprobe', async (name, ...args) => {
    ffmpeg('-i', at('programme.wav'), '-i', at('cover.png'), ...args, at(name));
    const answer = await embed(at(name), at(`marked-${name}`));
    expect(answer.ok).toBe(true);
    expect(told(at(`marked-${name}`))).toEqual(told(at(name)));
    expect(await payloadOf(at(`marked-${name}`))).toBe(String(payload));
  });

  test('5.1 keeps its low-frequency channel to the last bit, and a downmix carries the mark', async () => {
    const layout = '[0:a]pan=5.1|FL=FL|FR=FR|FC=0.7*FL|LFE=FR|BL=0.5*FR|BR=0.5*FL[o]';
    ffmpeg(
      '-i',
      at('programme.wav'),
      '-filter_complex',
      layout,
      '-map',
      '[o]',
      '-c:a',
      'pcm_s16le',
      at('six.wav'),
    );
    expect((await embed(at('six.wav'), at('six-marked.wav'))).ok).toBe(true);
    const channel = (file: string, name: string): Buffer =>
      execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-af', `pan=mono|c0=${name}`, '-f', 's16le', '-'], {
        maxBuffer: 1 << 26,
      });
    expect(channel(at('six-marked.wav'), 'LFE').equals(channel(at('six.wav'), 'LFE'))).toBe(true);
    for (const name of ['FL', 'FC', 'BR'])
      expect(channel(at('six-marked.wav'), name).equals(channel(at('six.wav'), name))).toBe(false);
    ffmpeg('-i', at('six-marked.wav'), '-ac', '1', '-b:a', '64k', at('six-mono.mp3'));
    expect(await payloadOf(at('six-mono.mp3'))).toBe(String(payload));
  });
});

describe('what copies go through', () => {
  const ways: readonly (readonly [name: string, ...args: string[]])[] = [
    ['tempo.wav', '-af', 'atempo=1.05'],
    ['speed.m4a', '-af', `asetrate=${rate * 0.95},aresample=${rate}`, '-b:a', '64k'],
    ['cut.opus', '-ss', '3.21', '-t', '8', '-b:a', '32k'],
    ['narrow.wav', '-ar', '8000', '-ac', '1'],
  ];
  test.each(ways)('%s is read exactly', async (name, ...args) => {
    ffmpeg('-i', at('chunks-marked.wav'), ...args, at(name));
    const answer = await detect(at(name));
    expect(answer.state).toBe('marked');
    if (answer.state !== 'marked') return;
    const [reading] = answer.readings;
    expect(reading).toMatchObject({ payload: String(payload), codec: 'assay-audio-1', route: 'blind' });
    expect(reading!.falseAlarmLog10).toBeLessThan(-9);
    if (name === 'tempo.wav') expect(reading!.geometry!.tempo).toBeCloseTo(1.05, 2);
    if (name === 'speed.m4a') expect(reading!.geometry!.speed).toBeCloseTo(0.95, 2);
  });

  test('another key and the unmarked sound give nothing', async () => {
    const other = privateMarkKey(new Uint8Array(32).fill(9));
    expect((await detect(at('chunks-marked.wav'), [other])).state).toBe('none-found');
    expect((await detect(at('programme.wav'))).state).toBe('none-found');
  });
});

describe('refusals leave nothing behind', () => {
  test('silence, some seconds, a strength too weak to be read', async () => {
    ffmpeg('-f', 'lavfi', '-i', 'anullsrc=r=16000', '-t', '10', at('silent.wav'));
    ffmpeg('-i', at('programme.wav'), '-t', '3', at('short.wav'));
    const refusals = [
      ['silent.wav', null, 'silence'],
      ['short.wav', null, 'too-short'],
      ['programme.wav', 70, 'not-readable'],
    ] as const;
    for (const [name, strength, code] of refusals) {
      const answer = await embed(at(name), at('refused.wav'), strength);
      expect(answer).toMatchObject({ ok: false, reason: { code } });
      expect(() => readFileSync(at('refused.wav'))).toThrow('ENOENT');
    }
    expect((await detect(at('silent.wav'))).state).toBe('undetermined');
  });

  test('a file cut short in its headers is undetermined, not without a mark', async () => {
    writeFileSync(at('cut.m4a'), readFileSync(at('sound.m4a')));
    truncateSync(at('cut.m4a'), 2000);
    expect((await detect(at('cut.m4a'))).state).toBe('undetermined');
    // A WAV file with four fifths of the samples it says it has: told as damaged, not as a codec that is not written.
    writeFileSync(at('cut.wav'), readFileSync(at('programme.wav')));
    truncateSync(at('cut.wav'), Math.round(0.8 * readFileSync(at('programme.wav')).length));
    expect(await embed(at('cut.wav'), at('refused.wav'))).toMatchObject({
      ...{ ok: false, reason: { code: 'sound-damaged' } },
    });
    expect(() => readFileSync(at('refused.wav'))).toThrow('ENOENT');
    expect((await detect(at('cut.wav'))).state).toBe('undetermined');
  });
});
