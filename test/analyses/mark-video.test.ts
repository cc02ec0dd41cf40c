import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import { assayVideo1 } from '#core/mark/codecs/assay-video-1.ts';
import type { DetectAnswer, EmbedAnswer } from '#core/mark/define.ts';
import { pumpFrames } from '#core/mark/film/frame-pump.ts';
import { privateMarkKey, publicMarkKey } from '#core/mark/key.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { makeClip } from '../fixtures/make/clips.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';

const payload = 9_876_543_210_987_654_321n;
const encoders = execFileSync('ffmpeg', ['-hide_banner', '-encoders']).toString();
const has = (name: string): boolean => encoders.includes(` ${name} `);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-mark-video-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const context = (
  signal = new AbortController().signal,
  onProgress: (fraction: number) => void = () => undefined,
) => ({
  ...{ limits: { ...defaultLimits, timeMs: 120_000 }, signal },
  progress: onProgress,
});

async function embed(path: string, target: string, around = context()): Promise<EmbedAnswer> {
  const media = await identify(path, null);
  return await assayVideo1.embed({
    ...{ path, media, target, payload, key: publicMarkKey, strength: null },
    context: around,
  });
}

async function detect(path: string, key = publicMarkKey): Promise<DetectAnswer> {
  const media = await identify(path, null);
  return await assayVideo1.detect({
    path,
    media,
    keys: [key],
    identifiers: new BigUint64Array(),
    context: context(),
  });
}

const found = (answer: DetectAnswer): string[] =>
  answer.state === 'marked'
    ? answer.readings.map(({ codec, payload: read }) => `${codec} ${read}`)
    : [answer.state];

/** What ffprobe says, in lines. */
function probe(path: string, entries: string, ...more: readonly string[]): string[] {
  const args = ['-v', 'error', ...more, '-show_entries', entries, '-of', 'compact=p=0', path];
  return execFileSync('ffprobe', args)
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}

const scene = (seconds: number, size = '384x288') =>
  `mandelbrot=size=${size}:rate=25:maxiter=300:start_scale=0.6,format=yuv420p,trim=duration=${seconds}`;

describe('a film with sound, chapters, subtitles and varying distances of frames', () => {
  let source: string;
  let copy: string;
  let answer: EmbedAnswer;

  beforeAll(async () => {
    const subtitles = join(folder, 'subtitles.srt');
    await writeFile(subtitles, '1\n00:00:00,500 --> 00:00:02,000\nHello\n');
    const chapters = join(folder, 'chapters.txt');
    await writeFile(
      chapters,
      ';FFMETADATA1\ntitle=Ein Film\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1500\ntitle=One\n',
    );
    source = makeClip(folder, 'source.mkv', [
      ...[
        '-f',
        'lavfi',
        '-i',
        scene(2),
        '-f',
        'lavfi',
        '-i',
        'anoisesrc=color=pink:amplitude=0.3:duration=2:seed=4',
      ],
      ...[
        '-i',
        subtitles,
        '-i',
        chapters,
        '-map',
        '0',
        '-map',
        '1',
        '-map',
        '2',
        '-map_chapters',
        '3',
        '-map_metadata',
        '3',
      ],
      ...['-vf', "select='not(eq(mod(n,5),3))'", '-fps_mode', 'vfr'],
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18', '-c:a', 'libopus', '-b:a', '96k'],
      ...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709', '-color_range', 'tv'],
      ...['-metadata:s:a:0', 'language=deu', '-metadata:s:s:0', 'language=eng'],
    ]);
    copy = join(folder, 'copy.mkv');
    answer = await embed(source, copy);
  });

  it('is marked, and read back from picture and sound', async () => {
    if (!answer.ok) throw new Error(answer.reason.text.en);
    const psnr = answer.quality.find(({ name }) => name === 'mark-psnr')?.value ?? 0;
    expect(psnr).toBeGreaterThan(41);
    expect(psnr).toBeLessThan(44);
    const read = await detect(copy);
    expect(found(read)).toContain(`assay-video-1 ${payload}`);
    // Picture and sound share the film's one chance of a false alarm.
    const readings = read.state === 'marked' ? read.readings : [];
    expect(readings.find(({ codec }) => codec === 'assay-video-1')?.trials).toBe(2 * 160 * 2 ** 64);
  });

  it('keeps every time and everything that is said of it', () => {
    const times = (path: string): string[] => probe(path, 'packet=pts', '-select_streams', 'v:0').sort();
    expect(times(copy)).toEqual(times(source));
    const said =
      'stream=codec_name,width,height,pix_fmt,color_range,color_space,color_primaries,color_transfer';
    const entries = `${said},sample_rate,channels:stream_tags=language:format_tags=title:chapter=start,end:chapter_tags`;
    expect(probe(copy, entries)).toEqual(probe(source, entries));
    expect(probe(copy, entries).join('\n')).toMatch(/language=eng[\s\S]*title=One[\s\S]*Ein Film/);
  });

  it('is read with its own key only', async () => {
    expect(found(await detect(copy, privateMarkKey(new Uint8Array(32).fill(7))))).toEqual(['none-found']);
  });

  it('is read after strong compression, cropping and turning', async () => {
    const attacked = makeClip(folder, 'attacked.mp4', [
      ...['-i', copy, '-an', '-vf', 'rotate=0.03,crop=iw*0.84:ih*0.84', '-c:v', 'libx264', '-crf', '26'],
    ]);
    expect(found(await detect(attacked))).toEqual([`assay-video-1 ${payload}`]);
    const small = makeClip(folder, 'small.mp4', [
      '-i',
      copy,
      '-an',
      '-vf',
      'scale=iw*3/4:-2',
      '-c:v',
      'libx264',
      '-crf',
      '28',
    ]);
    expect(found(await detect(small))).toEqual([`assay-video-1 ${payload}`]);
  });

  it('leaves nothing behind but the copy', async () => {
    expect((await readdir(folder)).filter((name) => name.startsWith('copy'))).toEqual(['copy.mkv']);
  });
});

describe.skipIf(!has('libx265'))('a film of ten bits and high dynamic range (needs libx265)', () => {
  it('keeps its depth, colours and light', async () => {
    const light =
      'master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1):max-cll=1000,400';
    const source = makeClip(folder, 'light.mp4', [
      ...['-f', 'lavfi', '-i', scene(0.6, '320x256')],
      ...[
        '-vf',
        'format=yuv420p10le,setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc:range=tv',
      ],
      ...[
        '-c:v',
        'libx265',
        '-preset',
        'ultrafast',
        '-x265-params',
        `log-level=error:hdr10=1:${light}`,
        '-tag:v',
        'hvc1',
      ],
    ]);
    const copy = join(folder, 'light-copy.mp4');
    const answer = await embed(source, copy);
    expect(answer.ok ? '' : answer.reason.text.en).toBe('');
    const entries = 'stream=codec_tag_string,pix_fmt,color_transfer,color_primaries:frame_side_data_list';
    const light2 =
      'frame=side_data_list:side_data=side_data_type,red_x,max_luminance,max_content,max_average';
    for (const said of [entries, light2]) {
      const lines = (path: string): string[] =>
        probe(path, said, '-read_intervals', '%+#1').filter((line) => !/SEI message/.test(line));
      expect(lines(copy)).toEqual(lines(source));
    }
  });
});

describe('films that are not marked', () => {
  const refused = async (path: string): Promise<string> => {
    const target = join(folder, 'refused.mp4');
    const answer = await embed(path, target);
    expect(existsSync(target)).toBe(false);
    return answer.ok ? 'ok' : answer.reason.code;
  };
  const clip = (name: string, ...options: readonly string[]): string =>
    makeClip(folder, name, [
      '-f',
      'lavfi',
      '-i',
      scene(0.4, '320x256'),
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      ...options,
    ]);

  it('are told in words', async () => {
    expect(await refused(clip('interlaced.mp4', '-flags', '+ildct+ilme'))).toBe('interlaced');
    expect(await refused(clip('small.avi', '-vf', 'scale=200:160'))).toBe('too-small');
    expect(await refused(clip('two.mkv', '-map', '0', '-map', '0'))).toBe('several-pictures');
    expect(await refused(clip('rgb.mkv', '-c:v', 'ffv1', '-pix_fmt', 'gbrp'))).toBe('pixels-unsupported');
  });

  it('are not guessed at where they end too early', async () => {
    const path = clip('cut.mkv', '-g', '3');
    await truncate(path, Math.floor((await stat(path)).size * 0.6));
    expect(await refused(path)).toBe('truncated');
    await truncate(path, 900);
    const answer = await detect(path);
    expect(answer.state).toBe('undetermined');
  });

  it('are taken back when the user stops', async () => {
    const source = makeClip(folder, 'long.mp4', [
      ...[
        '-f',
        'lavfi',
        '-i',
        'testsrc2=size=384x288:rate=25:duration=12',
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
      ],
    ]);
    const stop = new AbortController();
    const target = join(folder, 'stopped.mp4');
    const around = context(stop.signal, (fraction) => {
      if (fraction > 0.2) stop.abort();
    });
    await expect(embed(source, target, around)).rejects.toThrow();
    expect((await readdir(folder)).filter((name) => name.startsWith('stopped'))).toEqual([]);
  });

  it.skipIf(!existsSync('/dev/full'))('are taken back when the disk is full', async () => {
    const target = join(folder, 'full.mkv');
    await symlink('/dev/full', target);
    const answer = await embed(clip('plain.mkv'), target);
    expect(answer.ok ? 'ok' : answer.reason.code).toBe('disk-full');
    expect((await readdir(folder)).filter((name) => name.startsWith('full'))).toEqual([]);
  });
});

it('ends both programs when one of them cannot go on', async () => {
  const source = ['-f', 'lavfi', '-i', 'testsrc2=size=320x256:rate=25:duration=60', '-pix_fmt', 'yuv420p'];
  const answer = await pumpFrames({
    decode: ['-nostdin', '-v', 'error', ...source, '-c:v', 'rawvideo', '-f', 'nut', 'pipe:1'],
    encode: ['-nostdin', '-v', 'error', '-f', 'nut', '-i', 'pipe:0', '-f', 'nonsense', 'file:/nowhere'],
    frameBytes: (320 * 256 * 3) / 2,
    onFrame: () => undefined,
    timeMs: 20_000,
    signal: new AbortController().signal,
  });
  expect(answer.ok).toBe(false);
});

describe.skipIf(!corpusPresent)('a telephone’s film', () => {
  it('keeps how it is turned and its timed metadata', async () => {
    const source = corpus('video', 'mde', 'mov', 'with-gps.mov');
    const copy = join(folder, 'telephone.mov');
    const answer = await embed(source, copy);
    expect(answer.ok ? '' : answer.reason.text.en).toBe('');
    const entries =
      'stream=codec_type,codec_tag_string:stream_side_data=rotation:format_tags=com.apple.quicktime.location.ISO6709';
    expect(probe(copy, entries)).toEqual(probe(source, entries));
    const data = (path: string): string[] => probe(path, 'packet=pts,size', '-select_streams', 'd:0');
    expect(data(copy)).toEqual(data(source));
  });
});
