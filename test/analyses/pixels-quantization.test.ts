import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/pixels/quantization.ts';
import { readJpegStreams } from '#core/media/jpeg-streams.ts';
import {
  annexKChrominance,
  annexKLuminance,
  scaleByQuality,
  zigzag,
} from '#shared/numeric/jpeg-quantization.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { runAnalysis } from '../support/run-analysis.ts';

const exiftool = join(
  dirname(createRequire(import.meta.url).resolve('exiftool-vendored.pl')),
  'bin',
  'exiftool',
);
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-quantization-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function main(path: string) {
  const { answer, findings } = await runAnalysis(analysis, path);
  if (answer.result === undefined) throw new Error('no tables');
  return { ...answer.result.streams[0]!, streams: answer.result.streams, findings };
}

/** ExifTool's reading of the same tables, file by file: its digest list was collected independently of us. */
function digests(
  files: readonly string[],
): Map<string, { readonly digest: string; readonly stated: number | undefined }> {
  const run = spawnSync(
    'perl',
    [exiftool, '-j', '-q', '-q', '-n', '-JPEGDigest', '-PhotoshopQuality', '-api', 'PrintConv=1', ...files],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    },
  );
  const rows = JSON.parse(run.stdout) as {
    SourceFile: string;
    JPEGDigest?: string;
    PhotoshopQuality?: number;
  }[];
  return new Map(
    rows.map((row) => [row.SourceFile, { digest: row.JPEGDigest ?? '', stated: row.PhotoshopQuality }]),
  );
}

describe('IJG qualities', () => {
  it('are named right for 100 of 100, and ExifTool’s digest list agrees', async () => {
    const image = patternImage(48, 32);
    const files: string[] = [];
    for (let quality = 1; quality <= 100; quality += 1) {
      const path = join(folder, `q${quality}.jpg`);
      await writeFile(path, await image.clone().jpeg({ quality, mozjpeg: false }).toBuffer());
      files.push(path);
    }
    const witness = digests(files);
    for (const [index, path] of files.entries()) {
      const quality = index + 1;
      const { candidates, nearest, findings } = await main(path);
      const ijg = candidates.filter(({ family, matches }) => family.startsWith('IJG') && matches === 'all');
      expect(ijg.map(({ setting }) => setting)).toEqual([`quality ${quality}`]);
      expect(nearest).toEqual({ quality, distance: 0 });
      expect(findings[0]?.code).toBe('tables.known');
      const named = quality === 1 ? 'Quality 0 or 1' : `Quality ${quality}`;
      expect(`${witness.get(path)?.digest};`).toContain(`, ${named};`);
    }
  });

  it('are found in grey pictures and in tables of 16 bits', async () => {
    const grey = join(folder, 'grey.jpg');
    await writeFile(grey, await patternImage(32, 32).greyscale().jpeg({ quality: 37 }).toBuffer());
    expect((await main(grey)).candidates).toContainEqual({
      family: 'IJG (libjpeg)',
      setting: 'quality 37',
      matches: 'all',
    });
    const wide = join(folder, 'wide.jpg');
    await writeFile(
      wide,
      withTables(scaleByQuality(annexKLuminance, 10, 32767), scaleByQuality(annexKChrominance, 10, 32767)),
    );
    expect((await main(wide)).candidates.map(({ setting }) => setting)).toEqual([
      'quality 10, 16-bit tables',
    ]);
  });

  it('tell luminance and chrominance of different quality', async () => {
    const mixed = join(folder, 'mixed.jpg');
    await writeFile(
      mixed,
      withTables(scaleByQuality(annexKLuminance, 90, 255), scaleByQuality(annexKChrominance, 70, 255)),
    );
    const { candidates, findings, ijgLuminance, ijgChrominance } = await main(mixed);
    expect([ijgLuminance, ijgChrominance]).toEqual([[90], [70]]);
    expect(candidates.some(({ matches }) => matches === 'all')).toBe(false);
    expect(findings.map(({ code }) => code)).toEqual(['tables.custom', 'tables.mixed-quality']);
  });
});

describe('other encoders', () => {
  it('names FFmpeg’s quantiser scale', async () => {
    for (const scale of [2, 3, 7, 16, 31]) {
      const path = join(folder, `ff${scale}.jpg`);
      execFileSync('ffmpeg', [
        '-v',
        'error',
        '-f',
        'lavfi',
        '-i',
        'testsrc=size=64x64',
        '-frames:v',
        '1',
        '-q:v',
        `${scale}`,
        '-y',
        path,
      ]);
      const { candidates } = await main(path);
      expect(candidates).toEqual([
        { family: 'FFmpeg mjpeg', setting: `quantiser scale ${scale}`, matches: 'all' },
      ]);
    }
  });

  it('names mozjpeg’s table sets', async () => {
    for (let table = 1; table <= 8; table += 1) {
      const path = join(folder, `moz${table}.jpg`);
      await writeFile(
        path,
        await patternImage(32, 32).jpeg({ quality: 75, quantisationTable: table }).toBuffer(),
      );
      const { candidates } = await main(path);
      expect(
        candidates.some(
          ({ family, setting }) => family.startsWith(`mozjpeg table ${table}:`) && setting === 'quality 75',
        ),
      ).toBe(true);
    }
  });

  it('gives a set, not a name, where encoders share tables', async () => {
    const path = join(folder, 'q100.jpg');
    await writeFile(path, await patternImage(32, 32).jpeg({ quality: 100 }).toBuffer());
    const families = new Set((await main(path)).candidates.map(({ family }) => family));
    expect(families.size).toBeGreaterThan(5);
  });
});

describe.skipIf(!corpusPresent)('corpus', () => {
  it('agrees with ExifTool’s digest list wherever that names an IJG or Adobe set', async () => {
    const files = (await readdir(corpus(), { recursive: true, withFileTypes: true }))
      .filter(
        (entry) => entry.isFile() && /\.jpe?g$/i.test(entry.name) && !entry.parentPath.includes('malformed'),
      )
      .map((entry) => join(entry.parentPath, entry.name));
    const witness = digests(files);
    let compared = 0;
    let stated = 0;
    for (const [path, { digest, stated: quality }] of witness) {
      const set =
        /^(Independent JPEG Group|Adobe Photoshop, Save for web|Adobe Photoshop|Adobe Lightroom).*, Quality ([\d% -]+)/.exec(
          digest,
        );
      if (set === null) continue;
      compared += 1;
      const { candidates } = await main(path);
      const settings = candidates
        .filter(({ matches }) => matches === 'all')
        .map(({ family, setting }) => `${family}: ${setting}`);
      expect(
        settings.some((setting) => setting.endsWith(`quality ${set[2]}`)),
        `${path}: ${digest}: ${settings.join()}`,
      ).toBe(true);
      const saveAs = candidates.filter(({ family }) => family.startsWith('Adobe Photoshop Save As'));
      if (quality !== undefined && saveAs.length > 0) {
        stated += 1;
        expect(saveAs.map(({ setting }) => setting)).toContain(`quality ${quality}`);
      }
    }
    console.info(`digests compared: ${compared}; Photoshop quality stated in the file and equal: ${stated}`);
    expect(compared).toBeGreaterThan(100);
    expect(stated).toBeGreaterThan(10);
  }, 60_000);

  it('does not name Canon’s program for a Nikon D200, as a list of single names does', async () => {
    const path = corpus('photos', 'Nikon_D200_1_17226.JPG');
    expect(digests([path]).get(path)?.digest).toBe('Canon Digital Photo Professional, Quality 9');
    const { candidates, findings } = await main(path);
    expect(candidates.some(({ family }) => family.includes('Canon'))).toBe(false);
    expect(findings.map(({ bearing, strength }) => [bearing, strength])).toEqual([['informational', 'none']]);
    expect(findings[0]?.limits.map(({ en }) => en).join(' ')).toContain('do not name a program');
  });

  it('reads the tables of embedded pictures too', async () => {
    const { streams } = await main(corpus('metadata-goldens', 'Canon IXUS.jpg'));
    expect(streams.map(({ where }) => where)).toContain('embedded');
    const thumbnail = streams.find(({ where }) => where === 'embedded')!;
    expect([thumbnail.width, thumbnail.height]).toEqual([160, 120]);
  });
});

describe('hostile files', () => {
  it('without tables are undetermined', async () => {
    const path = join(folder, 'none.jpg');
    const whole = await patternImage(16, 16).jpeg().toBuffer();
    await writeFile(path, whole.subarray(0, 30));
    expect((await runAnalysis(analysis, path)).answer.outcome).toBe('undetermined');
  });

  it('are read without a throw and in bounded time, whatever their bytes', async () => {
    const whole = await patternImage(16, 16).jpeg().toBuffer();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 }),
        fc.nat(whole.length),
        (changes, cut) => {
          const bytes = Uint8Array.from(whole.subarray(0, cut));
          for (const [at, value] of changes) bytes[at] = value;
          readJpegStreams(bytes);
        },
      ),
      { numRuns: 500 },
    );
    const starts = new Uint8Array(8_000_000);
    for (let at = 0; at < starts.length; at += 4) starts.set([0xff, 0xd8, 0xff, 0xdb], at);
    // Looked at once for each start it would take hours, and the test's time limit ends it.
    readJpegStreams(starts);
    readJpegStreams(Uint8Array.from(starts, (value, at) => (at % 4 === 3 ? 0xe1 : value)));
  });
});

/** Headers of a 16×16 JPEG with these two tables and no picture data. */
function withTables(luminance: Uint16Array, chrominance: Uint16Array): Uint8Array {
  const table = (id: number, steps: Uint16Array) => {
    const wide = steps.some((step) => step > 255);
    const ordered = [...zigzag].map((natural) => steps[natural]!);
    const body = wide ? ordered.flatMap((step) => [step >> 8, step & 255]) : ordered;
    return [0xff, 0xdb, 0, body.length + 3, (wide ? 16 : 0) + id, ...body];
  };
  const frame = [0xff, 0xc1, 0, 17, 8, 0, 16, 0, 16, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];
  const scan = [0xff, 0xda, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0];
  return Uint8Array.from([
    0xff,
    0xd8,
    ...table(0, luminance),
    ...table(1, chrominance),
    ...frame,
    ...scan,
    0xff,
    0xd9,
  ]);
}
