import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { aigcFields, aigcJson } from '../../fixtures/make/aigc.ts';
import { makeClip, testSource } from '../../fixtures/make/clips.ts';
import { riffChunk } from '../../fixtures/make/riff.ts';
import { LabelDesk, producer } from '../../support/labelling.ts';

/** Labels in films and sounds, measured on what ffmpeg decodes; nothing of ours reads the result here. */
const desk = new LabelDesk();
afterAll(() => desk.close());

function ffmpeg(...args: string[]): Buffer {
  return execFileSync('ffmpeg', ['-nostdin', '-v', 'error', ...args, '-'], { maxBuffer: 1 << 28 });
}

function ffprobe(path: string, entries: string): string {
  return execFileSync('ffprobe', ['-v', 'error', '-show_entries', entries, '-of', 'json', path], {
    encoding: 'utf8',
  });
}

/** Grey pixels of the frame at a time, as shown. */
function frame(path: string, at: number): Buffer {
  return ffmpeg('-ss', String(at), '-i', path, '-frames:v', '1', '-pix_fmt', 'gray', '-f', 'rawvideo');
}

/** Rows with ink of a label on a grey film: white above everything the film has. */
function inkRows(pixels: Buffer, width: number): number[] {
  const rows: number[] = [];
  for (let at = 0; at < pixels.length; at += width)
    if (pixels.subarray(at, at + width).some((value) => value > 225)) rows.push(at / width);
  return rows;
}

const greyFilm = (seconds: number, size: string, ...more: string[]): readonly string[] => [
  ...['-f', 'lavfi', '-i', `color=gray:size=${size}:rate=25:duration=${seconds}`],
  ...['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`],
  ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', ...more],
];

describe('a film', () => {
  test('shows its label for the seconds asked for, 5 % high, and its sound stays packet by packet', async () => {
    const source = makeClip(desk.folder, 'film.mp4', [
      ...greyFilm(3.5, '640x360'),
      '-c:a',
      'aac',
      '-metadata',
      'title=Bridge',
    ]);
    const { out, answer } = await desk.labelled(source, {
      visible: { seconds: 2, position: 'top-left', ratio: 0.05 },
      labels: [{ standard: 'gb45438-aigc', ...producer }],
    });
    expect(answer.rest).toBe('rendered');
    for (const at of [0, 1, 1.96]) {
      const rows = inkRows(frame(out, at), 640);
      expect(rows.at(-1)! - rows[0]! + 1, `${at} s`).toBeGreaterThanOrEqual(18);
      expect(rows[0], `${at} s`).toBeLessThan(36);
    }
    for (const at of [2.2, 3.4]) expect(inkRows(frame(out, at), 640), `${at} s`).toEqual([]);
    const sound = (path: string) => ffmpeg('-i', path, '-map', '0:a', '-c', 'copy', '-f', 'md5').toString();
    expect(sound(out)).toBe(sound(source));
    const { format, streams } = JSON.parse(
      ffprobe(out, 'format_tags:stream=codec_name,nb_frames,width,height,pix_fmt'),
    ) as {
      format: { tags: Record<string, string> };
      streams: Record<string, unknown>[];
    };
    expect(format.tags).toMatchObject({ title: 'Bridge', AIGC: expect.stringContaining(producer.produceId) });
    expect(streams[0]).toMatchObject({
      codec_name: 'h264',
      nb_frames: '88',
      width: 640,
      height: 360,
      pix_fmt: 'yuv420p',
    });
    expect(answer.readBack.map(({ reader, state }) => `${reader} ${state}`)).toEqual([
      'assay agrees',
      'exiftool agrees',
      'ffprobe agrees',
    ]);

    // Encoded anew without a label being asked for: the one that is there goes along, word for word.
    const again = await desk.labelled(out, { visible: { position: 'bottom-right' } });
    const tags = JSON.parse(ffprobe(again.out, 'format_tags')) as typeof JSON & {
      format: { tags: Record<string, string> };
    };
    expect(tags.format.tags).toMatchObject({ title: 'Bridge', AIGC: format.tags.AIGC });
    expect(again.answer.notes.map(({ en }) => en).join()).toContain('word for word');
    expect(inkRows(frame(again.out, 3.4), 640).length).toBeGreaterThanOrEqual(18);
  });

  test('that a player turns has its label upright and against its shorter side', async () => {
    const lying = makeClip(desk.folder, 'lying.mp4', [...greyFilm(1, '640x360'), '-an']);
    const standing = desk.path('standing.mov');
    execFileSync('ffmpeg', [
      '-nostdin',
      '-v',
      'error',
      '-i',
      lying,
      '-c',
      'copy',
      '-metadata:s:v',
      'rotate=90',
      standing,
    ]);
    expect(frame(standing, 0).length).toBe(360 * 640);
    const { out } = await desk.labelled(standing, { visible: { seconds: 2 } });
    const rows = inkRows(frame(out, 0), 360);
    expect(rows.length).toBeGreaterThanOrEqual(18);
    expect(rows.length).toBeLessThan(30);
    expect(rows[0]).toBeGreaterThan(560);
  });

  test('in Matroska and WebM keeps its codec', async () => {
    const mkv = makeClip(desk.folder, 'film.mkv', [...greyFilm(1, '320x240'), '-c:a', 'libopus']);
    const webm = makeClip(desk.folder, 'film.webm', [
      ...testSource(1),
      '-c:v',
      'libvpx',
      '-c:a',
      'libvorbis',
    ]);
    for (const [source, codec] of [
      [mkv, 'h264'],
      [webm, 'vp8'],
    ] as const) {
      const { out, answer } = await desk.labelled(source, { visible: {} });
      expect(ffprobe(out, 'stream=codec_name')).toContain(codec);
      expect(answer.notes[0]?.en).toMatch(/contrast (\d\d|[5-9])/);
    }
  });

  test('is refused in words where the result would not be the same film', async () => {
    const laced = makeClip(desk.folder, 'laced.mp4', [
      ...greyFilm(1, '320x240', '-flags', '+ilme+ildct', '-x264opts', 'tff=1'),
      '-an',
    ]);
    expect(await desk.refusal(laced, { visible: {} })).toContain('interlaced');
    const flash = makeClip(desk.folder, 'flash.flv', [
      ...testSource(1),
      '-c:v',
      'flv1',
      '-c:a',
      'libmp3lame',
      '-ar',
      '44100',
    ]);
    expect(await desk.refusal(flash, { visible: {} })).toContain('not into flv');
    const tone = makeClip(desk.folder, 'tone.wav', ['-f', 'lavfi', '-i', 'sine=duration=1']);
    expect(await desk.refusal(tone, { visible: {} })).toContain('pictures and films only');
    expect(await desk.refusal(laced, { audible: { kind: 'rhythm' } })).toContain('sound files only');
  });
});

/** Decoded sound, one channel, 16 bits, as a list of the lengths of tone and silence at its beginning. */
function runs(
  samples: Int16Array,
  rate: number,
  threshold: number,
): { readonly tone: boolean; readonly seconds: number }[] {
  const step = Math.round(rate / 200);
  const loud: boolean[] = [];
  for (let at = 0; at + step <= samples.length; at += step)
    loud.push(samples.subarray(at, at + step).some((value) => Math.abs(value) > threshold));
  const found: { tone: boolean; seconds: number }[] = [];
  for (const tone of loud) {
    const last = found.at(-1);
    if (last?.tone === tone) last.seconds += 1 / 200;
    else found.push({ tone, seconds: 1 / 200 });
  }
  return found;
}

function decoded(path: string, rate = 48_000): Int16Array {
  const bytes = ffmpeg('-i', path, '-map', '0:a', '-ac', '1', '-ar', String(rate), '-f', 's16le');
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** `.- ..`: short long, short short, the gap between the letters as long as a dash. */
const rhythm = [0.12, 0.12, 0.36, 0.36, 0.12, 0.12, 0.12];

function expectRhythm(found: readonly { readonly tone: boolean; readonly seconds: number }[]): void {
  expect(found.slice(0, 7).map(({ tone }) => tone)).toEqual([true, false, true, false, true, false, true]);
  for (const [at, { seconds }] of found.slice(0, 7).entries())
    expect(Math.abs(seconds - rhythm[at]!)).toBeLessThan(0.035);
}

describe('a sound', () => {
  test('in WAV begins with the rhythm; every sample and every chunk of its own stays', async () => {
    for (const [codec, bytes] of [
      ['pcm_s24le', 3],
      ['pcm_f32le', 4],
    ] as const) {
      const made = makeClip(desk.folder, `${codec}.wav`, [
        ...testSource(1).slice(4),
        '-c:a',
        codec,
        '-ac',
        '2',
      ]);
      const tail = riffChunk('note', Buffer.from('kept as it is!!'));
      const file = Buffer.concat([readFileSync(made), tail]);
      file.writeUInt32LE(file.length - 8, 4);
      writeFileSync(made, file);
      const { out, answer } = await desk.labelled(made, { audible: { kind: 'rhythm' } });
      const now = readFileSync(out);
      expect(now.subarray(-tail.length).equals(tail), codec).toBe(true);
      expect(now.readUInt32LE(4), codec).toBe(now.length - 8);
      const own = file.subarray(file.indexOf('data') + 8, file.indexOf('data') + 8 + 48_000 * 2 * bytes);
      expect(now.indexOf(own), codec).toBeGreaterThan(0);
      expectRhythm(runs(decoded(out), 48_000, 800));
      expect(decoded(out).length, codec).toBe(Math.round(48_000 * (1 + 1.32)) + 48_000 * 0.4);
      expect(answer.notes[0]?.en).toContain('1.7 seconds later');
    }
  });

  test('in FLAC, MP3, M4A and Ogg: the rhythm, the programme, the tags', async () => {
    for (const [name, codec, exact] of [
      ['song.flac', 'flac', true],
      ['song.mp3', 'libmp3lame', false],
      ['song.m4a', 'aac', false],
      ['song.ogg', 'libvorbis', false],
    ] as const) {
      const source = makeClip(desk.folder, name, [
        ...testSource(1).slice(4),
        ...['-c:a', codec, '-metadata', 'title=Song', '-metadata', `AIGC=${aigcJson()}`],
        ...(codec === 'aac' ? ['-movflags', 'use_metadata_tags'] : []),
      ]);
      const { out } = await desk.labelled(source, { audible: { kind: 'rhythm', place: 'start' } });
      const now = decoded(out);
      const start = now.findIndex((value) => Math.abs(value) > 800);
      expectRhythm(runs(now.subarray(start), 48_000, 800));
      const old = decoded(source);
      expect(Math.abs(now.length - old.length - 48_000 * 1.72), name).toBeLessThan(4000);
      if (exact)
        expect(
          Buffer.from(now.subarray(-old.length).buffer, now.byteLength - old.byteLength).equals(
            Buffer.from(old.buffer),
          ),
        ).toBe(true);
      const tags = ffprobe(out, 'format_tags:stream_tags');
      expect(tags, name).toContain('Song');
      expect(tags, name).toContain(aigcFields.ProduceID);
    }
  });

  test('carries a spoken label behind it, as it was spoken', async () => {
    const speech = makeClip(desk.folder, 'speech.wav', [
      '-f',
      'lavfi',
      '-i',
      'sine=frequency=300:sample_rate=48000:duration=0.5',
    ]);
    const source = makeClip(desk.folder, 'talk.wav', [
      '-f',
      'lavfi',
      '-i',
      'sine=frequency=900:sample_rate=48000:duration=1',
    ]);
    const { out } = await desk.labelled(source, {
      audible: { kind: 'spoken', recording: speech, place: 'end' },
    });
    const now = decoded(out);
    const [spoken, old] = [decoded(speech), decoded(source)];
    expect(now.subarray(0, old.length)).toEqual(old);
    const end = now.subarray(-spoken.length);
    expect(Math.max(...end.map((value, at) => Math.abs(value - spoken[at]!)))).toBeLessThanOrEqual(1);
    expect(
      await desk.refusal(source, { audible: { kind: 'spoken', recording: import.meta.filename } }),
    ).toContain('not a sound file');
  });
});
