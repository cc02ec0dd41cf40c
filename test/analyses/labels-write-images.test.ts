import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import type { LabelEntry, WriteAnswer } from '#core/labels/define.ts';
import { carrierOf } from '#core/labels/read-labels.ts';
import { isNamed } from '#core/labels/xmp.ts';
import { exiftoolScript } from '#core/media/program-paths.ts';
import { ByteReader } from '#core/media/structure/byte-reader.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { aigcJson } from '../fixtures/make/aigc.ts';
import { jpegSegment, plainJpeg, plainPng } from '../fixtures/make/containers.ts';
import { makeJpeg } from '../fixtures/make/jpeg.ts';
import { gifWithExtensions, samsungTrailer } from '../fixtures/make/label-images.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { makeTiff } from '../fixtures/make/tiff.ts';
import {
  aigcNamespace,
  extendedXmpSegments,
  internationalText,
  iptcNamespace,
  sourceTypePrefix,
  xmpPacket,
  xmpSegment,
} from '../fixtures/make/xmp.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { corpusFiles } from '../support/corpus-files.ts';
import { carriedOut, replacedStretches } from '../support/label-plans.ts';
import { mutate, randomNumbers } from '../support/mutations.ts';

const run = promisify(execFile);
const signal = new AbortController().signal;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-label-images-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const trained = `${sourceTypePrefix}trainedAlgorithmicMedia`;
const entriesFor = (value: string): readonly LabelEntry[] => [
  { kind: 'xmp', properties: [{ uri: aigcNamespace, prefix: 'TC260', name: 'AIGC', value }] },
  {
    kind: 'xmp',
    properties: [{ uri: iptcNamespace, prefix: 'Iptc4xmpExt', name: 'DigitalSourceType', value: trained }],
  },
];

async function exiftool(...args: string[]): Promise<string> {
  const script = await exiftoolScript();
  if (script === null) throw new Error('exiftool-vendored is not installed');
  const options = { maxBuffer: 1 << 28 };
  return (
    await run('perl', [script, '-config', '', ...args], options).catch((error: { stdout: string }) => error)
  ).stdout;
}

type Tags = Readonly<Record<string, unknown>>;

/** All tags of many files by one process, with their groups; copies of a tag are numbered. */
async function tagsOf(paths: readonly string[]): Promise<Map<string, Tags>> {
  const list = join(folder, 'list.txt');
  await writeFile(list, paths.join('\n'));
  const json = await exiftool('-q', '-q', '-j', '-n', '-a', '-G1:4', '-e', '-@', list);
  return new Map((JSON.parse(json) as Tags[]).map((tags) => [String(tags.SourceFile), tags]));
}

function plan(path: string, format: MediaFormat, entries: readonly LabelEntry[]): WriteAnswer {
  const carrier = carrierOf(format);
  if (carrier?.write === undefined) throw new Error(`${format} is not written`);
  const reader = new ByteReader(path);
  try {
    return carrier.write(reader, entries, signal);
  } finally {
    reader.close();
  }
}

/** Values our reader finds in all packets of the file. */
function labelsOf(
  path: string,
  format: MediaFormat,
): { aigc: string[]; sourceTypes: string[]; warnings: readonly string[] } {
  const reader = new ByteReader(path);
  try {
    const { payloads, warnings } = carrierOf(format)!.read(reader, signal);
    const named = (uri: string, name: string): string[] =>
      payloads.flatMap((payload) =>
        payload.kind === 'xmp' && payload.packet.ok
          ? payload.packet.properties
              .filter((property) => isNamed(property, uri, name))
              .map(({ value }) => value)
          : [],
      );
    return {
      aigc: named(aigcNamespace, 'AIGC'),
      sourceTypes: named(iptcNamespace, 'DigitalSourceType'),
      warnings,
    };
  } finally {
    reader.close();
  }
}

/** Label a file and write the copy beside it; the plan must keep all but short stretches of the source. */
async function label(path: string, format: MediaFormat, value: string, to: string): Promise<string> {
  const answer = plan(path, format, entriesFor(value));
  if (!answer.ok) throw new Error(`${basename(path)}: ${answer.reason.en}`);
  const source = await readFile(path);
  replacedStretches(answer.plan, source.length);
  const target = join(folder, `${to}-${basename(path)}`);
  await writeFile(target, carriedOut(answer.plan, source));
  return target;
}

/** Tags that say how the packet or its container is kept, and offsets, which move. */
const ofThePacket = [
  /^(SourceFile|System:|XMP-TC260:|XMP-iptcExt:DigitalSourceType$|GIF:GIFVersion|ExifTool:ExifToolVersion)/,
  // BigTIFF shows the packet itself beside its content
  /ApplicationNotes$/,
];
const moving: Partial<Record<MediaFormat, RegExp>> = {
  jpeg: /Offset$|Start$/,
  // a simple file becomes an extended one
  webp: /WebP_Flags$|^RIFF:(Copy1:)?Image(Width|Height)$|^File:FileType$/,
};

/** What exiftool shows of everything else. */
function comparable(tags: Tags, format: MediaFormat): Tags {
  return Object.fromEntries(
    Object.entries(tags).filter(
      ([name, value]) =>
        ![...ofThePacket, moving[format]].some((pattern) => pattern?.test(name)) &&
        // the packet was one of these, or the only one
        !(name.endsWith('Warning') && String(value).includes('found after PNG IDAT')),
    ),
  );
}

/** Hash of the decoded samples of every frame, or `null`: not a picture sharp decodes. */
async function samples(path: string): Promise<string | null> {
  return await sharp(path, { pages: -1, failOn: 'none' })
    .raw()
    .toBuffer()
    .then(
      (raw) => createHash('sha256').update(raw).digest('hex'),
      () => null,
    );
}

const exifBlock = { IFD0: { Artist: 'A. Person', ImageDescription: 'A description' } };

/** One file of each form a container takes. */
async function bases(): Promise<[name: string, bytes: Buffer][]> {
  const picture = () => patternImage(61, 47);
  const alpha = () => picture().ensureAlpha(0.5);
  const frames = await sharp(
    await Promise.all([1, 2, 3].map((seed) => patternImage(40, 30, seed).png().toBuffer())),
    { join: { animated: true } },
  )
    .gif()
    .toBuffer();
  const pages = await sharp(
    await Promise.all([1, 2].map((seed) => patternImage(40, 30, seed).png().toBuffer())),
    { join: { animated: true } },
  )
    .tiff({ compression: 'lzw' })
    .toBuffer();
  return [
    ['plain.png', await picture().png().toBuffer()],
    ['alpha.png', await alpha().withExif(exifBlock).png().toBuffer()],
    [
      'late.png',
      Buffer.from(
        plainPng(
          [],
          [
            internationalText(
              'XML:com.adobe.xmp',
              xmpPacket('<dc:format>image/png</dc:format>', 'xmlns:dc="http://purl.org/dc/elements/1.1/"'),
            ),
          ],
        ),
      ),
    ],
    [
      'packed.png',
      Buffer.from(
        plainPng([
          internationalText(
            'XML:com.adobe.xmp',
            xmpPacket('<dc:format>image/png</dc:format>', 'xmlns:dc="http://purl.org/dc/elements/1.1/"'),
            true,
          ),
        ]),
      ),
    ],
    ['plain.jpg', await makeJpeg()],
    ['exif.jpg', await picture().withExif(exifBlock).jpeg({ progressive: true }).toBuffer()],
    [
      'sef.jpg',
      Buffer.concat([plainJpeg(), samsungTrailer([0x0a01, 'Image_UTC_Data', Buffer.from('1732233600000')])]),
    ],
    ['lossy.webp', await picture().webp().toBuffer()],
    ['lossless.webp', await picture().webp({ lossless: true }).toBuffer()],
    ['alpha-lossless.webp', await alpha().webp({ lossless: true }).toBuffer()],
    ['alpha.webp', await alpha().webp().toBuffer()],
    ['exif.webp', await picture().withExif(exifBlock).webp().toBuffer()],
    ['frames.webp', await sharp(frames, { pages: -1 }).webp().toBuffer()],
    ['plain.gif', await picture().gif().toBuffer()],
    ['frames.gif', frames],
    [
      'old.gif',
      Buffer.from(
        (await picture().gif().toBuffer()).toString('latin1').replace('GIF89a', 'GIF87a'),
        'latin1',
      ),
    ],
    ['little.tif', await picture().tiff({ compression: 'deflate' }).toBuffer()],
    [
      'big-endian.tif',
      makeTiff(
        [
          { tag: 256, type: 3, value: [8] },
          { tag: 257, type: 3, value: [8] },
          { tag: 258, type: 3, value: [8] },
          { tag: 259, type: 3, value: [1] },
          { tag: 262, type: 3, value: [1] },
          { tag: 277, type: 3, value: [1] },
          { tag: 278, type: 3, value: [8] },
        ],
        Buffer.alloc(64, 9),
        false,
      ),
    ],
    ['big.tif', await picture().tiff({ bigtiff: true }).toBuffer()],
    ['pages.tif', pages],
    [
      'sidecar.xmp',
      Buffer.from(
        xmpPacket('<dc:format>image/png</dc:format>', 'xmlns:dc="http://purl.org/dc/elements/1.1/"'),
      ),
    ],
  ];
}

describe('a label written into a picture', () => {
  it('is read back by us and by exiftool, once, with the picture and all else unchanged', async () => {
    const files: string[] = [];
    const rich: string[] = [];
    for (const [name, bytes] of await bases()) {
      const path = join(folder, name);
      await writeFile(path, bytes);
      files.push(path);
      if (name === 'big.tif' || name === 'old.gif') continue;
      const copy = join(folder, `rich-${name}`);
      await writeFile(copy, bytes);
      rich.push(copy);
    }
    // an independent writer's XMP, with a label of another meaning in it, and padding
    await exiftool(
      '-q',
      '-q',
      '-overwrite_original',
      '-n',
      '-XMP-dc:Title=标题 & <x>',
      '-XMP-dc:Subject=one',
      '-XMP-dc:Subject=two',
      '-XMP-xmp:CreatorTool=A tool',
      `-XMP-iptcExt:DigitalSourceType=${sourceTypePrefix}digitalCapture`,
      ...rich,
    );
    files.push(...rich);
    const first = aigcJson();
    const second = aigcJson({ ContentPropagator: '某平台 <&>', PropagateID: 'p'.repeat(300) });
    const made: { source: string; format: MediaFormat; once: string; twice: string; again: string }[] = [];
    for (const source of files) {
      const { format } = await identify(source, null);
      const once = await label(source, format, first, 'once');
      const twice = await label(once, format, second, 'twice');
      const again = await label(twice, format, second, 'again');
      made.push({ source, format, once, twice, again });
    }
    expect(made.length).toBeGreaterThan(35);
    const tags = await tagsOf(made.flatMap(({ source, once, twice }) => [source, once, twice]));
    for (const { source, format, once, twice, again } of made) {
      const name = basename(source);
      for (const [path, value] of [
        [once, first],
        [twice, second],
      ] as const) {
        const identified = await identify(path, null);
        expect([name, identified.format]).toEqual([name, format]);
        expect([name, labelsOf(path, format)]).toEqual([
          name,
          { aigc: [value], sourceTypes: [trained], warnings: [] },
        ]);
        const shown = tags.get(path)!;
        expect([name, shown['XMP-TC260:Aigc'], shown['XMP-iptcExt:DigitalSourceType']]).toEqual([
          name,
          value,
          trained,
        ]);
        expect([name, Object.keys(shown).filter((key) => /^XMP-TC260|DigitalSourceType$/.test(key))]).toEqual(
          [name, expect.toSatisfy((keys: string[]) => keys.length === 2)],
        );
        expect([name, comparable(shown, format)]).toEqual([name, comparable(tags.get(source)!, format)]);
        expect([name, await samples(path)]).toEqual([name, await samples(source)]);
      }
      expect([name, (await readFile(again)).equals(await readFile(twice))]).toEqual([name, true]);
    }
  });

  it('changes nothing of the source but the packet and the numbers that count it', async () => {
    const sizes: Record<string, number> = {};
    for (const [name, bytes] of await bases()) {
      const path = join(folder, `sizes-${name}`);
      await writeFile(path, bytes);
      const answer = plan(path, (await identify(path, null)).format, entriesFor(aigcJson()));
      if (!answer.ok) throw new Error(answer.reason.en);
      sizes[name] = replacedStretches(answer.plan, bytes.length).reduce(
        (sum, [from, to]) => sum + to - from,
        0,
      );
    }
    expect(sizes).toMatchObject({
      'plain.png': 0,
      'plain.jpg': 0,
      'sef.jpg': 0,
      // the length of the RIFF chunk, and the flags where the file is an extended one
      'lossy.webp': 4,
      'lossless.webp': 4,
      'alpha.webp': 5,
      'frames.webp': 5,
      'plain.gif': 0,
      'old.gif': 3,
      // the offset of the first directory
      'little.tif': 4,
      'big-endian.tif': 4,
      'big.tif': 8,
      'pages.tif': 4,
    });
  });

  it('moves the index of a multi-picture JPEG with the pictures', async () => {
    const second = await makeJpeg({ width: 16, height: 8 });
    for (const existing of [[], [xmpSegment(xmpPacket(''))]]) {
      const build = (offset: number, size: number): Buffer => {
        const block = Buffer.alloc(8 + 2 + 12 * 3 + 4 + 32);
        block.write('MM\0*\0\0\0\x08\0\x03', 0, 'latin1');
        [
          [0xb000, 7, 4, 0x30313030],
          [0xb001, 4, 1, 2],
          [0xb002, 7, 32, 50],
        ].forEach(([tag, type, count, value], index) => {
          block.writeUInt16BE(tag!, 10 + index * 12);
          block.writeUInt16BE(type!, 12 + index * 12);
          block.writeUInt32BE(count!, 14 + index * 12);
          block.writeUInt32BE(value!, 18 + index * 12);
        });
        block.writeUInt32BE(0x030000, 50);
        block.writeUInt32BE(size, 54);
        block.writeUInt32BE(second.length, 70);
        block.writeUInt32BE(offset, 74);
        return Buffer.from(jpegSegment(0xe2, Buffer.concat([Buffer.from('MPF\0'), block])));
      };
      // the index stands before the packet: its offsets count over it
      const whole = (offset: number, size: number) =>
        Buffer.from(plainJpeg([build(offset, size), ...existing]));
      const size = whole(0, 0).length;
      const path = join(folder, `mpf-${existing.length}.jpg`);
      await writeFile(path, Buffer.concat([whole(size - 2 - 4 - 4, size), second]));
      const labelled = await label(path, 'jpeg', aigcJson(), 'once');
      const bytes = await readFile(labelled);
      const tags = (await tagsOf([labelled])).get(labelled)!;
      expect(tags['MPImage2:MPImageStart']).toBe(bytes.length - second.length);
      expect(tags['MPImage2:MPImageLength']).toBe(second.length);
      expect(tags['MPImage1:MPImageLength'] ?? bytes.length - second.length).toBe(
        bytes.length - second.length,
      );
      expect(bytes.subarray(-second.length).equals(second)).toBe(true);
    }
  });

  it('is refused in words where it cannot be done', async () => {
    const reasonOf = async (name: string, format: MediaFormat, bytes: Uint8Array, value = aigcJson()) => {
      const path = join(folder, name);
      await writeFile(path, bytes);
      const answer = plan(path, format, entriesFor(value));
      return answer.ok ? 'written' : answer.reason.en;
    };
    const guid = '0123456789ABCDEF0123456789ABCDEF';
    const noted = xmpPacket('', `xmlns:n="http://ns.adobe.com/xmp/note/" n:HasExtendedXMP="${guid}"`);
    const extension = extendedXmpSegments(
      xmpPacket('<t:AIGC>x</t:AIGC>', `xmlns:t="${aigcNamespace}"`),
      guid,
      2,
      [0, 1],
    );
    const own = xmpPacket('<t:AIGC>x</t:AIGC>', `xmlns:t="${aigcNamespace}"`);
    const long = xmpPacket(`<a:b xmlns:a="urn:a">${'x'.repeat(65_000)}</a:b>`);
    const padded = xmpPacket(`<a:b xmlns:a="urn:a">${'x'.repeat(64_000)}</a:b>`).replace(
      '\n<?xpacket end',
      `${' '.repeat(800)}\n<?xpacket end`,
    );
    expect(await reasonOf('a.jpg', 'jpeg', plainJpeg([xmpSegment(noted), ...extension]))).toContain(
      'extended XMP',
    );
    expect(await reasonOf('b.jpg', 'jpeg', plainJpeg([xmpSegment(long)]))).toContain('64 KB');
    expect(await reasonOf('c.jpg', 'jpeg', plainJpeg([xmpSegment(padded)]))).toBe('written');
    expect(await reasonOf('d.jpg', 'jpeg', plainJpeg([xmpSegment(own), xmpSegment(own)]))).toContain(
      'several XMP packets',
    );
    expect(await reasonOf('e.jpg', 'jpeg', plainJpeg([xmpSegment('<x:xmpmeta')]))).toContain(
      'cannot be read',
    );
    expect(await reasonOf('f.jpg', 'jpeg', plainJpeg().slice(0, -2))).toContain('damaged');
    expect(await reasonOf('g.png', 'png', plainPng().slice(0, -12))).toContain('damaged');
    expect(await reasonOf('h.gif', 'gif', gifWithExtensions().subarray(0, -1))).toContain('damaged');
    expect(
      await reasonOf('i.webp', 'webp', (await patternImage(20, 20).webp().toBuffer()).subarray(0, -30)),
    ).toContain('damaged');
    expect(
      await reasonOf('j.dng', 'dng', makeTiff([{ tag: 50706, type: 7, value: [1, 4, 0, 0] }])),
    ).toContain('DNG');
    expect(await reasonOf('k.png', 'png', plainPng(), 'a\0b')).toContain('control characters');
    const text: LabelEntry = { kind: 'text', key: 'AIGC', value: 'x' };
    const answer = plan(join(folder, 'c.jpg'), 'jpeg', [text]);
    expect(answer.ok ? '' : answer.reason.en).toContain('XMP only');
  });

  it('no mutation makes a plan throw or dawdle', async () => {
    const random = randomNumbers(9);
    const all = await bases();
    let slowest = 0;
    for (const [name, bytes] of all) {
      const path = join(folder, `mutated-${name}`);
      await writeFile(path, bytes);
      const { format } = await identify(path, null);
      const labelled = await readFile(await label(path, format, aigcJson(), 'base'));
      for (let count = 0; count < 40; count += 1) {
        const [, other] = all[Math.floor(random() * all.length)]!;
        const broken = mutate(labelled, other, random).bytes;
        await writeFile(path, broken);
        const start = performance.now();
        const answer = plan(path, format, entriesFor(aigcJson({ ProduceID: 'other' })));
        slowest = Math.max(slowest, performance.now() - start);
        if (answer.ok) replacedStretches(answer.plan, broken.length);
      }
    }
    expect(slowest).toBeLessThan(2000);
  });
});

describe.skipIf(!corpusPresent)('real pictures', () => {
  it('survive a label: exiftool’s other tags, the decoded picture, every kept byte', async () => {
    const writable = new Set<MediaFormat>(['png', 'jpeg', 'webp', 'gif', 'tiff', 'xmp']);
    const candidates = [
      ...corpusFiles('exiftool-t-images'),
      ...corpusFiles('metadata-goldens').filter((_, index) => index % 5 === 0),
      ...corpusFiles('c2pa-rs-fixtures').filter((name) => /\.(webp|gif|tiff?|png)$/i.test(name)),
    ].map((name) => corpus(name));
    const made: { source: string; format: MediaFormat; copy: string }[] = [];
    const refused: Record<string, string> = {};
    for (const [index, source] of candidates.entries()) {
      const { format } = await identify(source, null);
      if (!writable.has(format)) continue;
      const answer = plan(source, format, entriesFor(aigcJson()));
      if (!answer.ok) {
        refused[basename(source)] = answer.reason.en;
        continue;
      }
      const bytes = await readFile(source);
      replacedStretches(answer.plan, bytes.length);
      const copy = join(folder, `${index}${extname(source)}`);
      await writeFile(copy, carriedOut(answer.plan, bytes));
      made.push({ source, format, copy });
    }
    expect(made.length).toBeGreaterThan(60);
    expect(
      Object.keys(refused)
        .filter((name) => !/^[0-9a-f]{32}\.jpg$/.test(name))
        .sort(),
    ).toEqual(['AFCP.jpg', 'ExifTool.jpg', 'XMP.jpg']);
    const tags = await tagsOf(made.flatMap(({ source, copy }) => [source, copy]));
    for (const { source, format, copy } of made) {
      const name = basename(source);
      const shown = tags.get(copy)!;
      expect([name, shown['XMP-TC260:Aigc'], shown['XMP-iptcExt:DigitalSourceType']]).toEqual([
        name,
        aigcJson(),
        trained,
      ]);
      expect([name, labelsOf(copy, format).aigc]).toEqual([name, [aigcJson()]]);
      expect([name, comparable(shown, format)]).toEqual([name, comparable(tags.get(source)!, format)]);
      expect([name, await samples(copy)]).toEqual([name, await samples(source)]);
    }
  });
});
