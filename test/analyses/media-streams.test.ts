import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/media/streams.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { readMovieHeader } from '#core/media/movie-header.ts';
import { findProgram } from '#core/media/program-paths.ts';
import { probeStreams } from '#core/media/video.ts';
import { countPackets } from '#core/media/video-packets.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { makeClip, testSource } from '../fixtures/make/clips.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { runAnalysis } from '../support/run-analysis.ts';

const programs = (await findProgram('ffmpeg')).found && (await findProgram('ffprobe')).found;
const signal = new AbortController().signal;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-streams-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const media = (format: MediaFormat) =>
  ({ kind: 'video', format, mime: 'video/mp4', extensionFits: null }) as const;
const encode = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '50', '-c:a', 'aac'];

/** ffprobe asked directly, as the second opinion. */
function ask(path: string, ...args: string[]): string[] {
  return execFileSync('ffprobe', ['-v', 'error', '-of', 'csv=p=0', ...args, path], { encoding: 'utf8' })
    .trim()
    .split('\n');
}

describe.skipIf(!programs)('media.streams', () => {
  it('says of a movie what it was made to be', async () => {
    const path = makeClip(folder, 'movie.mp4', [
      ...testSource(4),
      ...encode,
      '-metadata:s:a:0',
      'language=deu',
      '-metadata',
      'title=Test',
    ]);
    const { answer, figures, findings } = await runAnalysis(analysis, path);
    expect(answer.outcome).toBe('found');
    expect(answer.warnings).toEqual([]);
    const [picture, sound] = answer.result?.streams ?? [];
    expect(picture).toMatchObject({
      type: 'video',
      codec: 'h264',
      codecTag: 'avc1',
      width: 320,
      height: 240,
      averageRate: 25,
    });
    expect(picture?.decoded).toMatchObject({
      width: 320,
      height: 240,
      pixelFormat: picture?.pixelFormat,
      interlaced: false,
    });
    expect(picture?.packets).toMatchObject({
      packets: 100,
      keyPackets: 2,
      irregular: 0,
      backward: 0,
      step: 0.04,
    });
    expect(sound).toMatchObject({ type: 'audio', codec: 'aac', sampleRate: 48_000, channels: 1 });
    expect(sound?.tags).toContainEqual({ key: 'language', value: 'deu' });
    expect(answer.result?.container.tags).toContainEqual({ key: 'title', value: 'Test' });
    expect(answer.result?.container.movie).toMatchObject({ brand: 'isom', fragmented: false, duration: 4 });
    expect(picture?.encoderTexts[0]).toMatch(/^x264 - core \d+/);
    expect(findings.map((finding) => finding.code)).toEqual(['streams', 'writer.program']);
    expect(figures.map((figure) => figure.id)).toEqual(['streams', 'declared-found', 'timeline', 'tags']);
  });

  it('counts packets as ffprobe itself does', async () => {
    for (const [name, args] of [
      ['count.mkv', encode],
      ['count.avi', ['-c:v', 'mpeg4', '-c:a', 'libmp3lame']],
      ['count.ts', encode],
      ['count.flv', [...encode, '-ar', '44100']],
    ] as const) {
      const path = makeClip(folder, name, [...testSource(3), ...args]);
      const { answer } = await runAnalysis(analysis, path);
      const expected = ask(path, '-count_packets', '-show_entries', 'stream=index,nb_read_packets').filter(
        (line) => line !== '',
      );
      const found = answer.result?.streams.map((stream) => `${stream.index},${stream.packets?.packets}`);
      expect(found, name).toEqual([...new Set(expected.map((line) => line.replace(/,$/, '')))]);
    }
  });

  it('reads sound alone and moving pictures of image formats', async () => {
    const tone = ['-f', 'lavfi', '-i', 'sine=frequency=300:sample_rate=44100:duration=1'];
    const picture = ['-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=5:duration=2'];
    for (const [name, args, type, codec] of [
      ['tone.wav', tone, 'audio', 'pcm_s16le'],
      ['tone.flac', tone, 'audio', 'flac'],
      ['tone.mp3', [...tone, '-c:a', 'libmp3lame'], 'audio', 'mp3'],
      ['tone.ogg', [...tone, '-c:a', 'libvorbis'], 'audio', 'vorbis'],
      ['tone.m4a', [...tone, '-c:a', 'aac'], 'audio', 'aac'],
      ['tone.aiff', tone, 'audio', 'pcm_s16be'],
      ['moving.gif', picture, 'video', 'gif'],
    ] as const) {
      const { answer, media: identified } = await runAnalysis(analysis, makeClip(folder, name, args));
      expect(analysis.appliesTo(identified), name).toBe(true);
      expect(answer.result?.streams[0], name).toMatchObject({ type, codec });
      const length = type === 'audio' ? 1 : 2;
      expect(Math.abs((answer.result?.streams[0]?.packets?.end ?? 0) - length), name).toBeLessThan(0.1);
    }
  });

  it('has nothing to say about stills and scores', () => {
    expect(
      analysis.appliesTo({ kind: 'image', format: 'jpeg', mime: 'image/jpeg', extensionFits: true }),
    ).toHaveProperty('en');
    expect(
      analysis.appliesTo({ kind: 'audio', format: 'midi', mime: 'audio/midi', extensionFits: true }),
    ).toHaveProperty('en');
  });

  it('finds material an edit list hides', async () => {
    const source = makeClip(folder, 'whole.mp4', [...testSource(4), ...encode]);
    // Copied from 1.2 s on: the key frame at 0 s must stay in the file, and an edit list skips to 1.2 s.
    const cut = makeClip(folder, 'cut.mp4', ['-ss', '1.2', '-i', source, '-c', 'copy']);
    const { findings } = await runAnalysis(analysis, cut);
    const finding = findings.find((entry) => entry.code === 'edit.hidden-material');
    expect(finding?.statement.en).toContain('1.200 s before the beginning');
    expect(finding).toMatchObject({ bearing: 'contradicts', proposition: 'unaltered' });
    const edits = readMovieHeader(cut)?.tracks.find((track) => track.handler === 'vide')?.edits;
    expect(edits?.find((edit) => edit.mediaStart !== null)?.mediaStart).toBeCloseTo(1.2, 1);
    const whole = await runAnalysis(analysis, source);
    expect(whole.findings.map((entry) => entry.code)).not.toContain('edit.hidden-material');
  });

  it('finds what is missing from a file that was cut off', async () => {
    const path = makeClip(folder, 'fast.mp4', [...testSource(6), ...encode, '-movflags', '+faststart']);
    const bytes = await readFile(path);
    const cut = join(folder, 'cut-off.mp4');
    await writeFile(cut, bytes.subarray(0, Math.floor(bytes.length * 0.6)));
    const { findings, answer } = await runAnalysis(analysis, cut);
    expect(answer.result?.streams[0]?.track?.sizedSamples).toBe(150);
    expect(findings.find((entry) => entry.code === 'count.packets-missing')).toMatchObject({
      bearing: 'contradicts',
    });
    expect(findings.map((entry) => entry.code)).toContain('duration.container');
  });

  it('finds sizes that container and bitstream state differently', async () => {
    const path = makeClip(folder, 'size.mp4', [...testSource(1), ...encode]);
    const bytes = await readFile(path);
    const entry = bytes.indexOf(Buffer.from('avc1'), bytes.indexOf(Buffer.from('stsd')));
    // Sample entry: width and height stand 28 bytes after its type.
    expect([bytes.readUInt16BE(entry + 28), bytes.readUInt16BE(entry + 30)]).toEqual([320, 240]);
    bytes.writeUInt16BE(640, entry + 28);
    const changed = join(folder, 'size-changed.mp4');
    await writeFile(changed, bytes);
    const { findings } = await runAnalysis(analysis, changed);
    expect(findings.find((finding) => finding.code === 'size.container-bitstream')?.statement.en).toContain(
      '640 × 240',
    );
  });

  it('reports rotation, unequal lengths and gaps', async () => {
    const source = makeClip(folder, 'plain.mp4', [...testSource(4), ...encode]);
    const turned = makeClip(folder, 'turned.mp4', [
      '-i',
      source,
      '-c',
      'copy',
      '-metadata:s:v:0',
      'rotate=90',
    ]);
    const rotation = (await runAnalysis(analysis, turned)).findings.find(
      (entry) => entry.code === 'picture.rotation',
    );
    expect(rotation?.statement.en).toMatch(/turned by -?90°/);
    const short = makeClip(folder, 'short.mp4', [
      ...[
        '-f',
        'lavfi',
        '-i',
        'testsrc2=size=160x120:rate=25:duration=4',
        '-f',
        'lavfi',
        '-i',
        'sine=duration=2',
      ],
      ...encode,
    ]);
    expect((await runAnalysis(analysis, short)).findings.map((entry) => entry.code)).toContain(
      'duration.picture-sound',
    );
    const gap = makeClip(folder, 'gap.mkv', [
      ...[
        '-f',
        'lavfi',
        '-i',
        'testsrc2=size=160x120:rate=25:duration=4',
        '-vf',
        "select='lt(t,1)+gt(t,3)'",
        '-fps_mode',
        'vfr',
      ],
      ...['-c:v', 'libx264', '-preset', 'ultrafast'],
    ]);
    const finding = (await runAnalysis(analysis, gap)).findings.find((entry) => entry.code === 'time.gap');
    expect(finding?.statement.en).toMatch(/2\.\d+ s without a packet/);
  });

  it('keeps the complaints of a decoder that ended well', async () => {
    const path = makeClip(folder, 'damage.ts', [...testSource(2), ...encode]);
    const bytes = await readFile(path);
    for (let at = 188 * 6; at < 188 * 16; at += 7) bytes[at] = 0xff;
    const damaged = join(folder, 'damaged.ts');
    await writeFile(damaged, bytes);
    const direct = await probeStreams(damaged, media('mpeg-ts'), defaultLimits, signal);
    expect(direct.ok).toBe(true);
    expect(direct.ok && direct.probe.warnings.length).toBeGreaterThan(0);
    const { answer } = await runAnalysis(analysis, damaged);
    expect(answer.warnings?.length).toBeGreaterThan(0);
    expect(answer.warnings?.join('\n')).not.toMatch(/0x[0-9a-f]{6,}|assay-test/);
  });

  it('opens no other file a playlist names', async () => {
    // 176 × 144 is the canary: nothing else here has this size.
    const canary = makeClip(folder, 'canary.mp4', [
      '-f',
      'lavfi',
      '-i',
      'testsrc=size=176x144:rate=5:duration=1',
      '-c:v',
      'libx264',
    ]);
    const playlists: readonly string[] = [
      `ffconcat version 1.0\nfile '${canary}'\n`,
      `ffconcat version 1.0\nfile 'canary.mp4'\n`,
      `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${canary}\n#EXT-X-ENDLIST\n`,
      `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S"><Period><AdaptationSet><Representation id="1" bandwidth="1"><BaseURL>canary.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>`,
    ];
    for (const text of playlists) {
      const path = join(folder, 'playlist.mp4');
      await writeFile(path, text);
      for (const format of ['mp4', 'matroska', 'mpeg-ts', 'avi', 'wav', 'mp3', 'gif'] as const) {
        const answer = await probeStreams(path, media(format), defaultLimits, signal);
        expect(
          JSON.stringify(answer, (_key, value: unknown) => (value instanceof Map ? [...value] : value)),
        ).not.toMatch(/176|144/);
        if (answer.ok) expect(format, 'an audio parser may take text for sound').toMatch(/mp3/);
      }
    }
    // A name that is a pattern must not be expanded either.
    const pattern = join(folder, 'p%03d.mp4');
    await writeFile(
      pattern,
      await readFile(
        makeClip(folder, 'small.mp4', [
          '-f',
          'lavfi',
          '-i',
          'testsrc=size=64x48:rate=5:duration=1',
          '-c:v',
          'libx264',
        ]),
      ),
    );
    await writeFile(join(folder, 'p001.mp4'), await readFile(canary));
    const answer = await probeStreams(pattern, media('mp4'), defaultLimits, signal);
    expect(answer.ok && answer.probe.streams[0]?.get('width')).toBe(64);
  });

  it('is undetermined with a remedy when ffprobe is missing', async () => {
    const path = makeClip(folder, 'any.mp4', [...testSource(1), ...encode]);
    process.env.ASSAY_FFPROBE = '/nonexistent/ffprobe';
    try {
      const { answer } = await runAnalysis(analysis, path);
      expect(answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'engine-missing' } });
      expect(answer.outcome === 'undetermined' && answer.reason.text.en).toContain('ASSAY_FFPROBE');
    } finally {
      delete process.env.ASSAY_FFPROBE;
    }
  });

  it('ends in time and says so', async () => {
    const path = makeClip(folder, 'limit.mp4', [...testSource(2), ...encode]);
    const short = await probeStreams(path, media('mp4'), { ...defaultLimits, timeMs: 1 }, signal);
    expect(short).toMatchObject({ ok: false, reason: { code: 'time-limit' } });
    const small = await countPackets(path, media('mp4'), { ...defaultLimits, outputBytes: 100 }, signal);
    expect(small).toMatchObject({ ok: false, reason: { code: 'output-limit' } });
  });

  it('gives the same result twice', async () => {
    const path = makeClip(folder, 'twice.mkv', [...testSource(2), ...encode]);
    const [one, other] = [await runAnalysis(analysis, path), await runAnalysis(analysis, path)];
    expect(JSON.stringify(one.answer)).toBe(JSON.stringify(other.answer));
  });
});

describe('readMovieHeader', () => {
  it('survives boxes that lie about their size', async () => {
    const path = join(folder, 'lie.mp4');
    const word = (value: number) =>
      Buffer.from([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
    const moov = (size: number) =>
      Buffer.concat([
        word(size),
        Buffer.from('moov'),
        word(0xffffffff),
        Buffer.from('mvhd'),
        Buffer.alloc(6),
      ]);
    for (const bytes of [
      moov(22),
      moov(8),
      moov(0),
      moov(1),
      moov(0x7fffffff),
      Buffer.from('moov'),
      Buffer.alloc(0),
    ]) {
      await writeFile(path, bytes);
      expect(() => readMovieHeader(path)).not.toThrow();
    }
  });
});

describe.skipIf(!corpusPresent || !programs)('media.streams on the corpus', () => {
  it('reads a telephone’s movie with its telemetry and rotation', async () => {
    const { answer, findings } = await runAnalysis(analysis, corpus('video', 'mde', 'mov', 'with-gps.mov'));
    expect(answer.result?.streams.map((stream) => stream.type)).toEqual(['audio', 'video', 'data', 'data']);
    expect(findings.map((finding) => finding.code)).toEqual(['streams', 'picture.rotation']);
    expect(answer.warnings).toEqual([]);
  });

  it('has one outcome for malformed movies', async () => {
    const list = (await readFile(corpus('malformed', 'MANIFEST.tsv'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t')[0]!);
    const movies = list.filter((name) => /\.(mp4|mov|heic|avif|m4a|webm|mkv|gif)$/.test(name));
    let answered = 0;
    for (const name of movies.filter((_, index) => index % Math.ceil(movies.length / 30) === 0)) {
      const { answer } = await runAnalysis(analysis, corpus(name));
      expect(['found', 'undetermined'], name).toContain(answer.outcome);
      answered += 1;
    }
    expect(answered).toBeGreaterThan(15);
  });
});
