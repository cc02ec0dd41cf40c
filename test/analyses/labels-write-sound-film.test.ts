import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import type { LabelEntry, WritePlan } from '#core/labels/define.ts';
import { carrierOf } from '#core/labels/read-labels.ts';
import { exiftoolScript } from '#core/media/program-paths.ts';
import { ByteReader } from '#core/media/structure/byte-reader.ts';
import { aigcJson } from '../fixtures/make/aigc.ts';
import { makeClip, testSource } from '../fixtures/make/clips.ts';
import { aigcNamespace } from '../fixtures/make/xmp.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { carriedOut, replacedStretches } from '../support/label-plans.ts';

const run = promisify(execFile);
const signal = new AbortController().signal;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-label-sound-film-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const first = aigcJson();
/** More than any padding holds: everything behind has to move, tables of offsets with it. */
const long = aigcJson({ ProduceID: 'fx-0002', PropagateID: `平台${'x'.repeat(90_000)}` });

const text = (value: string): LabelEntry => ({ kind: 'text', key: 'AIGC', value });
const xmp = (value: string): LabelEntry => ({
  kind: 'xmp',
  properties: [{ uri: aigcNamespace, prefix: 'TC260', name: 'AIGC', value }],
});

interface Written {
  readonly path: string;
  readonly plan: WritePlan;
  readonly bytes: Buffer;
}

/** Write entries into a copy beside the file. */
async function write(path: string, to: string, entries: readonly LabelEntry[]): Promise<Written> {
  const { format } = await identify(path, basename(path));
  const reader = new ByteReader(path);
  try {
    const answer = carrierOf(format)?.write?.(reader, entries, signal);
    if (answer?.ok !== true) throw new Error(`${basename(path)}: ${answer?.reason.en ?? 'not written'}`);
    const bytes = carriedOut(answer.plan, await readFile(path));
    const target = join(folder, to);
    await writeFile(target, bytes);
    return { path: target, plan: answer.plan, bytes };
  } finally {
    reader.close();
  }
}

/** What our reader finds: values under the key and in XMP, and whether all was read. */
async function own(
  path: string,
): Promise<{ readonly complete: boolean; readonly values: readonly string[] }> {
  const { format } = await identify(path, basename(path));
  const reader = new ByteReader(path);
  try {
    const { payloads, complete } = carrierOf(format)!.read(reader, signal);
    const values = payloads.flatMap((payload) => {
      if (payload.kind === 'text') return /(^|:)AIGC$/i.test(payload.key) ? [payload.text] : [];
      return payload.packet.ok
        ? payload.packet.properties
            .filter(({ path: [{ uri }] }) => uri === aigcNamespace)
            .map(({ value }) => value)
        : [];
    });
    return { complete, values };
  } finally {
    reader.close();
  }
}

/** Packets of each file with their times and hashes, copied without decoding, by one process. */
async function packets(...paths: readonly string[]): Promise<string[]> {
  const inputs = paths.flatMap((path) => ['-i', path]);
  const maps = paths.flatMap((_, index) => ['-map', String(index)]);
  const args = ['-nostdin', '-v', 'error', ...inputs, ...maps, '-c', 'copy', '-f', 'framemd5', '-'];
  const { stdout } = await run('ffmpeg', args, { maxBuffer: 1 << 28 });
  const lines = stdout.split('\n').filter((line) => /^\d/.test(line));
  const streams = new Set(lines.map((line) => Number(line.split(',')[0]))).size / paths.length;
  return paths.map((_, file) =>
    lines
      .flatMap((line) => {
        // comments of Ogg come as side data of the first packet
        const [stream, ...rest] = line.replace(/, S=.*/, '').split(',');
        const own = Math.floor(Number(stream) / streams) === file;
        return own ? [`${Number(stream) % streams},${rest.join()}`] : [];
      })
      .join('\n'),
  );
}

/** Values ffprobe shows under the key, of the file and of its streams. */
async function probed(path: string): Promise<string[]> {
  const show = ['-show_entries', 'format_tags:stream_tags', '-of', 'json'];
  const { stdout } = await run('ffprobe', ['-v', 'error', ...show, path], { maxBuffer: 1 << 28 });
  const { format, streams } = JSON.parse(stdout) as {
    readonly format?: { readonly tags?: Record<string, string> };
    readonly streams?: readonly { readonly tags?: Record<string, string> }[];
  };
  return [format?.tags, ...(streams ?? []).map(({ tags }) => tags)].flatMap((tags) =>
    Object.entries(tags ?? {}).flatMap(([key, value]) => (key.toUpperCase() === 'AIGC' ? [value] : [])),
  );
}

/** Names and values exiftool shows for many files, by one process. */
async function exiftool(paths: readonly string[]): Promise<Map<string, Record<string, string>>> {
  const script = await exiftoolScript();
  if (script === null) throw new Error('exiftool-vendored is not installed');
  const list = join(folder, 'list.txt');
  await writeFile(list, paths.join('\n'));
  const args = [
    script,
    '-config',
    '',
    '-q',
    '-q',
    '-j',
    '-a',
    '-G1',
    '-u',
    '-b',
    '-e',
    '-*aigc*',
    '-@',
    list,
  ];
  const { stdout } = await run('perl', args, { maxBuffer: 1 << 28 }).catch(
    (error: { stdout: string }) => error,
  );
  const found = JSON.parse(stdout) as Record<string, unknown>[];
  const plain = (value: unknown): string => {
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    const bytes = shown.startsWith('base64:') ? Buffer.from(shown.slice(7), 'base64').toString() : shown;
    // exiftool counts the pad byte of a RIFF chunk as data
    return bytes.endsWith('\0') ? bytes.slice(0, -1) : bytes;
  };
  return new Map(
    found.map(({ SourceFile, ...tags }) => [
      String(SourceFile),
      Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, plain(value)])),
    ]),
  );
}

/** At least one, and nothing else; a plain answer, since the values are long. */
const same = (values: readonly string[], value: string): boolean =>
  values.length > 0 && values.every((each) => each === value);

interface Base {
  readonly name: string;
  readonly args: readonly string[];
  /** Where the label goes, and what exiftool calls it there. */
  readonly place: string;
  readonly tag: string;
  /** ffprobe shows it. */
  readonly probe: boolean;
  readonly xmp?: string;
}

const film = testSource(0.2, '64x48', 10);
const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=0.2'];
const title = ['-metadata', 'title=T', '-metadata', 'comment=C'];
const pictures = ['-c:v', 'mpeg4', '-c:a', 'aac'];
const keys = { place: 'moov/udta/meta keys', tag: 'Keys:AIGC', probe: true, xmp: 'XMP-TC260:Aigc' };
const beside = { ...keys, place: 'moov/meta keys' };
const tags = { place: 'Tags', tag: 'Matroska:Aigc', probe: true };
const comment = { place: 'Vorbis comment', tag: 'Vorbis:Aigc', probe: true };

const bases: readonly Base[] = [
  { name: 'itunes.mp4', args: [...film, ...pictures, ...title], ...beside },
  { name: 'itunes-first.mp4', args: [...film, ...pictures, ...title, '-movflags', 'faststart'], ...beside },
  {
    name: 'bitexact.mp4',
    args: [...film, ...pictures, '-fflags', '+bitexact', '-movflags', 'faststart'],
    ...keys,
  },
  {
    name: 'keys.mp4',
    args: [
      ...film,
      ...pictures,
      ...title,
      '-movflags',
      'use_metadata_tags+faststart',
      '-metadata',
      `AIGC=${first}`,
    ],
    ...keys,
  },
  { name: 'free.mp4', args: [...film, ...pictures, '-fflags', '+bitexact', '-moov_size', '8000'], ...keys },
  { name: 'fragments.mp4', args: [...film, ...pictures, '-movflags', 'frag_keyframe+empty_moov'], ...beside },
  { name: 'dash.mp4', args: [...film, ...pictures, '-movflags', 'dash+global_sidx'], ...beside },
  { name: 'quicktime.mov', args: [...film, ...pictures, ...title, '-movflags', 'faststart'], ...keys },
  { name: 'sound.m4a', args: [...sound, '-c:a', 'aac', ...title], ...beside },
  { name: 'film.mkv', args: [...film, ...pictures, ...title], ...tags },
  { name: 'labelled.mkv', args: [...film, ...pictures, '-metadata', `AIGC=${first}`], ...tags },
  { name: 'sound.webm', args: [...sound, '-c:a', 'libopus'], ...tags },
  { name: 'live.webm', args: [...sound, '-c:a', 'libopus', '-live', '1'], ...tags },
  {
    name: 'film.avi',
    args: [...film, '-c:v', 'mpeg4', '-c:a', 'pcm_s16le'],
    place: 'LIST INFO',
    tag: 'RIFF:Unknown_AIGC',
    probe: true,
    xmp: 'XMP-TC260:Aigc',
  },
  {
    name: 'sound.wav',
    args: [...sound, ...title],
    place: 'RIFF WAVE chunk',
    tag: 'RIFF:Unknown_AIGC',
    probe: false,
    xmp: 'XMP-TC260:Aigc',
  },
  {
    name: 'long.wav',
    args: [...sound, '-rf64', 'always'],
    place: 'RIFF WAVE chunk',
    tag: 'RIFF:Unknown_AIGC',
    probe: false,
    xmp: 'XMP-TC260:Aigc',
  },
  { name: 'sound.mp3', args: [...sound, ...title], place: 'ID3v2.4', tag: 'ID3v2_4:Aigc', probe: true },
  {
    name: 'older.mp3',
    args: [...sound, ...title, '-id3v2_version', '3'],
    place: 'ID3v2.3',
    tag: 'ID3v2_3:Aigc',
    probe: true,
    xmp: 'XMP-TC260:Aigc',
  },
  {
    name: 'untagged.mp3',
    args: [...sound, '-id3v2_version', '0', '-write_xing', '0'],
    place: 'ID3v2.4',
    tag: 'ID3v2_4:Aigc',
    probe: true,
  },
  { name: 'sound.flac', args: [...sound, ...title], ...comment },
  { name: 'sound.ogg', args: [...sound, '-c:a', 'libvorbis', ...title], ...comment },
  { name: 'sound.opus', args: [...sound, '-c:a', 'libopus'], ...comment },
  { name: 'flac.ogg', args: [...sound, '-c:a', 'flac', '-f', 'ogg'], ...comment },
  {
    name: 'labelled.ogv',
    args: [...film, '-c:v', 'libtheora', '-c:a', 'libvorbis', '-metadata', `AIGC=${first}`],
    ...comment,
    tag: 'Theora:Aigc',
  },
];

describe('a label written into a sound or film', () => {
  it('is read by ffprobe and exiftool, and leaves packets, times and the rest of the bytes alone', async () => {
    const written: { readonly base: Base; readonly path: string; readonly value: string }[] = [];
    for (const base of bases) {
      const path = makeClip(folder, base.name, base.args);
      const source = await readFile(path);
      const targets: string[] = [];
      for (const value of [first, long]) {
        const to = `${value === first ? 'short' : 'long'}-${base.name}`;
        const { plan, bytes, path: target } = await write(path, to, [text(value)]);
        expect(plan.places, to).toEqual([base.place]);
        const replaced = replacedStretches(plan, source.length).map(([from, end]) => end - from);
        expect(Math.max(0, ...replaced), to).toBeLessThan(8000);
        expect(bytes.length - source.length, to).toBeLessThan(2 * value.length + 6000);
        const found = await own(target);
        expect(found.complete, to).toBe(true);
        expect(same(found.values, value), to).toBe(true);
        const again = await write(target, `again-${to}`, [text(value)]);
        expect(again.bytes.equals(bytes), to).toBe(true);
        written.push({ base, path: target, value });
        targets.push(target);
      }
      const [before, ...after] = await packets(path, ...targets);
      expect(before, base.name).not.toBe('');
      expect(after, base.name).toEqual([before, before]);
      if (base.probe) expect(same(await probed(targets[1]!), long), base.name).toBe(true);
    }
    const shown = await exiftool(written.map(({ path }) => path));
    for (const { base, path, value } of written) {
      // exiftool leaves comments of FLAC in Ogg out when they go over a page, also those ffmpeg wrote
      if (base.name === 'flac.ogg' && value === long) continue;
      expect(shown.get(path)?.[base.tag] === value, basename(path)).toBe(true);
    }
  });

  it('stands beside XMP, which exiftool reads too', async () => {
    const written: { readonly path: string; readonly tag: string }[] = [];
    for (const base of bases) {
      if (base.xmp === undefined) continue;
      const path = join(folder, base.name);
      // the packet named first, although it belongs behind the box the text goes into
      const one = await write(path, `xmp-${base.name}`, [xmp(first), text(first)]);
      // a second time with a longer value: the packet grows where it stands
      const two = await write(one.path, `xmp-long-${base.name}`, [xmp(long), text(first)]);
      expect((await own(two.path)).values.toSorted(), base.name).toEqual([first, long].toSorted());
      const [before, after] = await packets(path, two.path);
      expect(after, base.name).toBe(before);
      written.push({ path: two.path, tag: base.xmp });
    }
    const shown = await exiftool(written.map(({ path }) => path));
    for (const { path, tag } of written) expect(shown.get(path)?.[tag] === long, basename(path)).toBe(true);
  });
});

describe('what ffmpeg does with a label', () => {
  it('is read as ffmpeg wrote it, and lost where ffmpeg loses it', async () => {
    const label = ['-metadata', `AIGC=${first}`];
    const cases: readonly (readonly [name: string, args: readonly string[], count: number])[] = [
      ['a.mp4', [...film, ...pictures, ...label], 0],
      ['b.mp4', [...film, ...pictures, ...label, '-movflags', 'use_metadata_tags'], 1],
      ['b.mov', [...film, ...pictures, ...label, '-movflags', 'use_metadata_tags'], 1],
      ['c.mp4', ['-i', 'b.mp4', '-c', 'copy'], 0],
      ['d.mp4', ['-i', 'b.mp4', '-c', 'copy', '-movflags', 'use_metadata_tags'], 1],
      ['e.mkv', ['-i', 'b.mp4', '-c', 'copy'], 1],
      ['f.webm', [...sound, '-c:a', 'libopus', ...label], 1],
      ['g.flv', [...film, '-c:v', 'flv1', '-an', ...label], 1],
      ['h.avi', [...film, '-c:v', 'mpeg4', ...label], 0],
      ['i.wav', [...sound, ...label], 0],
      ['j.mp3', [...sound, ...label], 1],
      ['k.flac', [...sound, ...label], 1],
      ['l.ogg', [...sound, '-c:a', 'libvorbis', ...label], 1],
      ['m.opus', [...sound, '-c:a', 'libopus', ...label], 1],
    ];
    for (const [name, args, count] of cases) {
      const path = makeClip(
        folder,
        name,
        args.map((arg) => (arg === 'b.mp4' ? join(folder, arg) : arg)),
      );
      expect(await own(path), name).toEqual({ complete: true, values: new Array<string>(count).fill(first) });
    }
  });
});

describe.skipIf(!corpusPresent)('real sounds and films', () => {
  const files = [
    ...[
      'mov/xmp480qt.mov',
      'mov/with-gps.mov',
      'mp4/uuid540.mp4',
      'mp4/with-gps.mp4',
      'mp4/sample_mpeg4.mp4',
    ].map((name) => corpus('video', 'mde', ...name.split('/'))),
    corpus('video', 'intel', 'asl_gestures', 'help.mkv'),
    corpus('video', 'afp', 'tests-assets', 'test-metadata.mp4'),
    corpus('video', 'afp', 'tests-assets', 'test-hiya.mp3'),
    corpus('audio', 'chroma', 'tests', 'data', 'test.mp3'),
    corpus('audio', 'librosa', 'audio', 'sorohanro_-_solo-trumpet-06.ogg'),
    corpus('audio', 'fsdd', 'recordings', '5_lucas_0.wav'),
    ...[
      'QuickTime.mov',
      'QuickTime.m4a',
      'MP3.mp3',
      'RIFF.wav',
      'RIFF.avi',
      'Pentax.avi',
      'FLAC.flac',
      'Opus.opus',
    ].map((name) => corpus('exiftool-t-images', 't', 'images', name)),
  ];

  it('survive a write, and exiftool reads what was written', async () => {
    const refused: string[] = [];
    const written: string[] = [];
    for (const path of files) {
      const name = basename(path);
      expect((await own(path)).values, name).toEqual([]);
      const to = `real-${written.length}${extname(name)}`;
      const made = await write(path, to, [text(first)]).catch((error: Error) => error);
      if (made instanceof Error) {
        refused.push(made.message);
        continue;
      }
      expect((await own(made.path)).values, name).toEqual([first]);
      const [before, after] = await packets(path, made.path).catch(() => ['unreadable', 'unreadable']);
      expect(after, name).toBe(before);
      if (before !== 'unreadable' && extname(name) !== '.wav')
        expect(await probed(made.path), name).toEqual([first]);
      written.push(made.path);
    }
    // three files of exiftool's own tests are shortened copies
    expect(refused.map((reason) => reason.split(':')[0])).toEqual(['RIFF.wav', 'RIFF.avi', 'Pentax.avi']);
    const shown = await exiftool(written);
    for (const path of written) expect(Object.values(shown.get(path) ?? {}), path).toContain(first);
  });
});
