import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/metadata/fields.ts';
import { closeMetadata } from '#core/media/metadata.ts';
import { exiftoolScript, findProgram } from '#core/media/program-paths.ts';
import { exifSegment, exifTag } from '../fixtures/make/exif-block.ts';
import { jpegSegment, makeJpeg } from '../fixtures/make/jpeg.ts';
import { xmpPacket, xmpSegment } from '../fixtures/make/xmp.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { runAnalysis } from '../support/run-analysis.ts';

const perl = await findProgram('perl');
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-fields-'));
});
afterAll(async () => {
  await closeMetadata();
  await rm(folder, { recursive: true, force: true });
});

async function examine(name: string, bytes: Uint8Array) {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return await runAnalysis(analysis, path);
}

const place = new Map<number, { readonly ratio: readonly (readonly [number, number])[] } | string>([
  [1, 'N'],
  [
    2,
    {
      ratio: [
        [39, 1],
        [54, 1],
        [2000, 100],
      ],
    },
  ],
  [3, 'E'],
  [
    4,
    {
      ratio: [
        [116, 1],
        [23, 1],
        [2950, 100],
      ],
    },
  ],
]);

async function fixture() {
  const first = exifSegment({
    main: new Map([
      [exifTag.make, 'Tester'],
      [exifTag.model, 'T-1'],
      [exifTag.artist, 'Ada <script>alert(1)</script> \u202Egnp.exe'],
      [exifTag.software, '1.10'],
    ]),
    exif: new Map([
      [exifTag.serial, 'SN-0042'],
      [exifTag.original, '2024:02:03 04:05:06'],
    ]),
    gps: place,
  });
  const second = exifSegment({ main: new Map([[exifTag.make, 'Other']]) });
  const packet = xmpPacket(
    '<photoshop:Instructions>write to ada@example.org</photoshop:Instructions><xmpMM:DerivedFrom rdf:parseType="Resource"><stRef:filePath>C:\\Users\\ada\\picture.psd</stRef:filePath></xmpMM:DerivedFrom>',
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:stRef="http://ns.adobe.com/xap/1.0/sType/ResourceRef#"',
  );
  const xmp = Buffer.from(xmpSegment(packet));
  return await makeJpeg({ segments: [first, second, xmp, jpegSegment(0xfe, Buffer.from('a comment'))] });
}

describe.skipIf(!perl.found)('metadata.fields', () => {
  it('lists what was put in, with place, number, stored and readable value', async () => {
    const { answer } = await examine('made.jpg', await fixture());
    expect(answer.outcome).toBe('found');
    const fields = answer.result?.fields ?? [];
    const field = (name: string) => fields.filter((entry) => entry.name === name);
    expect(field('Model')[0]).toMatchObject({
      group: 'EXIF',
      place: 'IFD0',
      id: '0x0110',
      table: 'Exif::Main',
      readable: 'T-1',
    });
    expect(field('Software')[0]).toMatchObject({ raw: '1.10', type: 'number' });
    expect(field('DateTimeOriginal')[0]).toMatchObject({
      place: 'ExifIFD',
      type: 'date',
      raw: '2024:02:03 04:05:06',
    });
    // 39° 54′ 20″ N in decimal degrees
    expect(Number(field('GPSLatitude')[0]?.raw)).toBeCloseTo(39 + 54 / 60 + 20 / 3600, 6);
    expect(field('GPSLatitude')[0]?.readable).toContain('39 deg 54');
    expect(field('Comment')[0]).toMatchObject({ group: 'File', readable: 'a comment' });
  });

  it('keeps duplicates, each with its copy number', async () => {
    const { answer } = await examine('made.jpg', await fixture());
    const makes = answer.result?.fields.filter((entry) => entry.name === 'Make') ?? [];
    expect(makes.map((entry) => entry.readable).sort()).toEqual(['Other', 'Tester']);
    expect(new Set(makes.map((entry) => entry.copy)).size).toBe(2);
  });

  it('marks personal data and says so in a finding of each kind', async () => {
    const { answer, findings, figures } = await examine('made.jpg', await fixture());
    const kinds = new Map(answer.result?.fields.map((entry) => [entry.name, entry.personal]));
    expect(kinds.get('GPSLatitude')).toBe('location');
    expect(kinds.get('Artist')).toBe('person');
    expect(kinds.get('SerialNumber')).toBe('device');
    expect(kinds.get('Instructions')).toBe('contact');
    expect(kinds.get('DerivedFrom')).toBe('account');
    expect(kinds.get('Model')).toBeNull();
    expect(findings.map((finding) => finding.code)).toEqual([
      'metadata.present',
      'personal.location',
      'personal.person',
      'personal.contact',
      'personal.device',
      'personal.account',
    ]);
    expect(findings.every((finding) => finding.bearing === 'informational')).toBe(true);
    const table = figures.find((figure) => figure.id === 'fields');
    const personal = table?.kind === 'table' ? table.rows.filter((row) => row.flag === 'personal') : [];
    expect(personal.length).toBe(answer.result?.fields.filter((entry) => entry.personal !== null).length);
  });

  it('shows control and direction characters as escapes', async () => {
    const { figures, answer } = await examine('made.jpg', await fixture());
    expect(answer.result?.fields.find((entry) => entry.name === 'Artist')?.readable).toContain('\u202e');
    expect(JSON.stringify(figures)).not.toContain('\u202e');
    expect(JSON.stringify(figures)).toContain('\\\\x202e');
  });

  it('finds nothing in a file without metadata, and does not call that innocent', async () => {
    const { answer, findings } = await examine('bare.jpg', await makeJpeg());
    expect(answer.outcome).toBe('nothing-found');
    expect(findings[0]?.code).toBe('metadata.absent');
  });

  it('is undetermined for bytes that are no known format', async () => {
    const { answer } = await examine(
      'noise.bin',
      Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * 97 + 13) % 251)),
    );
    expect(answer.outcome).toBe('undetermined');
  });

  it('has nothing to say about plain text', () => {
    const media = { kind: 'text', format: 'text', mime: 'text/plain', extensionFits: null } as const;
    expect(analysis.appliesTo(media)).toHaveProperty('en');
  });

  it('is undetermined with a remedy when Perl is missing', async () => {
    process.env.ASSAY_PERL = '/nonexistent';
    try {
      const { answer } = await examine('made.jpg', await fixture());
      expect(answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'engine-missing' } });
    } finally {
      delete process.env.ASSAY_PERL;
    }
  });

  it('gives the same result twice', async () => {
    const bytes = await fixture();
    const [one, other] = [await examine('one.jpg', bytes), await examine('other.jpg', bytes)];
    expect(JSON.stringify(one.answer)).toBe(JSON.stringify(other.answer));
  });

  it('agrees with exiftool’s own command line, entry by entry', async () => {
    const path = join(folder, 'made.jpg');
    await writeFile(path, await fixture());
    const { answer } = await runAnalysis(analysis, path);
    const script = (await exiftoolScript()) ?? '';
    const text = execFileSync(
      perl.found ? perl.path : '',
      [script, '-config', '', '-a', '-u', '-e', '-n', '-G1', '-S', '--System:all', '--ExifTool:all', path],
      { encoding: 'utf8' },
    );
    const expected = text
      .trimEnd()
      .split('\n')
      .map((line) => /^\[(\S+)\]\s+(\S+):/.exec(line)?.slice(1).join(':'));
    const structured = new Set(['DerivedFrom', 'DerivedFromFilePath']);
    const clean = (names: readonly (string | undefined)[]) =>
      names.filter((name) => !structured.has(name?.split(':')[1] ?? '')).sort();
    expect(clean(answer.result?.fields.map((entry) => `${entry.place}:${entry.name}`) ?? [])).toEqual(
      clean(expected),
    );
  });
});

/** Directories of metadata-extractor's dumps under the names ExifTool gives them. */
const directories: ReadonlyMap<string, string> = new Map([
  ['Exif IFD0', 'IFD0'],
  ['Exif SubIFD', 'ExifIFD'],
  ['GPS', 'GPS'],
]);

/** ASCII tags whose dump is the stored text. */
const texts = new Set([
  '010e',
  '010f',
  '0110',
  '0131',
  '0132',
  '013b',
  '8298',
  '9003',
  '9004',
  '9290',
  '9291',
  '9292',
]);

describe.skipIf(!corpusPresent || !perl.found)('metadata.fields against the dumps of another reader', () => {
  const root = corpusPresent ? corpus('metadata-goldens') : '';
  const files = corpusPresent ? readdirSync(root).filter((name) => name.endsWith('.jpg')) : [];

  it('finds the same entries and texts in camera files', async () => {
    let entries = 0;
    let compared = 0;
    const missing: string[] = [];
    const different: string[] = [];
    for (const name of files) {
      const dump = await readFile(join(root, 'metadata', 'java', `${name}.txt`), 'utf8');
      const { answer } = await runAnalysis(analysis, join(root, name));
      expect(answer.outcome, name).toBe('found');
      for (const [, directory, id, value] of dump.matchAll(
        /^\[([^\]]+) - 0x([0-9a-f]{4})\] [^=\n]+ = (.*)$/gm,
      )) {
        const where = directories.get(directory ?? '');
        if (where === undefined || id === '927c') continue;
        entries += 1;
        const found =
          answer.result?.fields.filter((entry) => entry.place === where && entry.id === `0x${id}`) ?? [];
        if (found.length === 0) missing.push(`${name} ${where} ${id}`);
        else if (texts.has(id ?? '')) {
          compared += 1;
          const wanted = value?.trim();
          if (!found.some((entry) => entry.readable.trim() === wanted))
            different.push(`${name} ${where} ${id}: ${wanted} / ${found[0]?.readable}`);
        }
      }
    }
    expect(files.length).toBeGreaterThan(20);
    expect(entries).toBeGreaterThan(500);
    expect(compared).toBeGreaterThan(100);
    expect(missing).toEqual([]);
    expect(different).toEqual([]);
  });

  it('has one outcome for every malformed file', async () => {
    const list = (await readFile(corpus('malformed', 'MANIFEST.tsv'), 'utf8')).trimEnd().split('\n');
    const outcomes = new Map<string, number>();
    for (const line of list.filter((_, index) => index % 8 === 0)) {
      const { answer } = await runAnalysis(analysis, corpus(line.split('\t')[0]!));
      const key = answer.outcome === 'undetermined' ? `undetermined ${answer.reason.code}` : answer.outcome;
      outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
    }
    for (const key of outcomes.keys())
      expect([
        'found',
        'nothing-found',
        'undetermined cut-short',
        'undetermined format-unsupported',
      ]).toContain(key);
  });
});
