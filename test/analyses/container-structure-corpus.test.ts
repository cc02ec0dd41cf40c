import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/container/structure.ts';
import { identify } from '#core/intake/identify.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { exiftoolScript } from '#core/media/program-paths.ts';
import { readStructure, structureFormat } from '#core/media/structure/structure.ts';
import { Figure, type TreeNode } from '#shared/domain/figure.ts';
import { Finding } from '#shared/domain/finding.ts';
import type { Media } from '#shared/domain/media.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { corpusFiles } from '../support/corpus-files.ts';

const exiftool = (await exiftoolScript()) ?? '';
const has = (program: string, option: string) => spawnSync(program, [option]).status === 0;

interface Known {
  readonly file: string;
  readonly media: Media;
}
const known: Known[] = [];
const select = (formats: readonly string[], folders: readonly string[]) =>
  known.filter(
    ({ file, media }) => formats.includes(media.format) && folders.some((folder) => file.startsWith(folder)),
  );

/** Folders whose files are whole, so that tools agree about them. */
const sound = [
  'metadata-goldens/',
  'exiftool-t-images/',
  'c2pa-public-testfiles/',
  'comfyui-workflows/',
  'pdq-tmk/',
  'photos/',
  'ai-provenance/',
];

describe.skipIf(!corpusPresent)('container structure over the corpus', () => {
  beforeAll(async () => {
    for (const file of corpusFiles()) known.push({ file, media: await identify(corpus(file), file) });
  });

  it('accounts for every byte of every file it applies to, in bounded time', async () => {
    const outcomes = new Map<string, number>();
    let slowest = 0;
    for (const { file, media } of known) {
      if (analysis.appliesTo(media) !== true) continue;
      const path = corpus(file);
      const size = readFileSync(path).length;
      const started = performance.now();
      const answer = await analysis.run({
        evidence: { path, sha256: '0'.repeat(64), size, media, companion: null },
        parameters: {},
        scratch: '',
        limits: defaultLimits,
        artifact: () => Promise.reject(new Error('makes no artifacts')),
        progress: () => undefined,
        signal: new AbortController().signal,
      });
      slowest = Math.max(slowest, performance.now() - started);
      outcomes.set(answer.outcome, (outcomes.get(answer.outcome) ?? 0) + 1);
      const result = analysis.result.parse(answer.result);
      let position = 0;
      for (const span of result.spans) {
        expect(span.start, file).toBe(position);
        position += span.length;
      }
      expect(position, file).toBe(size);
      expect(countNodes(result.tree), file).toBeLessThan(30_000);
      for (const figure of analysis.figures(result, media)) Figure.parse(figure);
      for (const finding of analysis.interpret(result, media)) Finding.parse(finding);
    }
    const total = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
    console.info(
      `structure: ${total} files, ${JSON.stringify(Object.fromEntries(outcomes))}, slowest ${Math.round(slowest)} ms`,
    );
    expect(total).toBeGreaterThan(1_500);
  });

  it('agrees with a second PNG reader and CRC-32 on every chunk', async () => {
    const files = select(['png'], sound);
    expect(files.length).toBeGreaterThan(30);
    for (const { file } of files) {
      const bytes = readFileSync(corpus(file));
      const { tree, counts } = await readStructure(corpus(file), 'png');
      const own = tree
        .filter(({ label }) => /^[A-Za-z]{4}$/.test(label))
        .map(({ label, bytes: range }) => `${label} ${range}`);
      const theirs: string[] = [];
      for (let at = 8; at < bytes.length && theirs.at(-1)?.startsWith('IEND') !== true; ) {
        const length = bytes.readUInt32BE(at);
        theirs.push(`${bytes.toString('latin1', at + 4, at + 8)} ${at},${length + 12}`);
        const right = crc32(bytes.subarray(at + 4, at + 8 + length)) === bytes.readUInt32BE(at + 8 + length);
        if (!right) expect(counts, file).toContainEqual(expect.objectContaining({ code: 'checksum' }));
        at += length + 12;
      }
      expect(own, file).toEqual(theirs);
    }
  });

  it.skipIf(exiftool === '' || !has('perl', '-v'))(
    'agrees with ExifTool on JPEG segments and PNG chunks',
    () => {
      const files = select(['jpeg', 'png'], sound).filter(({ file }) => !file.includes('ImageTestSuite'));
      const output = execFileSync('perl', [exiftool, '-v2', ...files.map(({ file }) => corpus(file))], {
        maxBuffer: 1 << 30,
        encoding: 'latin1',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const reports = output.split(/^======== /m).slice(1);
      expect(reports).toHaveLength(files.length);
      return Promise.all(
        reports.map(async (report) => {
          const path = report.slice(0, report.indexOf('\n'));
          const format = /^JPEG /m.test(report) ? 'jpeg' : 'png';
          const { tree } = await readStructure(path, format);
          const theirs = [...report.matchAll(/^(?:JPEG|PNG) ([A-Za-z0-9]+)(?: \((\d+) bytes\))?/gm)].map(
            ([, name, length]) => (length === undefined ? name! : `${name} ${length}`),
          );
          const own = tree.map(({ label, bytes }) => {
            const name = label.split(' ')[0]!;
            return /^(SOI|EOI)$/.test(name)
              ? name
              : format === 'jpeg'
                ? `${name} ${bytes![1] - 4}`
                : `${name} ${bytes![1] - 12}`;
          });
          // ExifTool tells no length of SOS, nothing of IDAT, and reads no further than it must
          const until = (list: readonly string[], end: string) =>
            list.slice(
              0,
              list.findIndex((name) => name.startsWith(end)),
            );
          const segments = (list: readonly string[]) =>
            format === 'jpeg'
              ? until(list, 'SOS').filter((name) => !/^(SOI|fill|between)/.test(name))
              : until(list, 'IEND').filter((name) => /^(?!IDAT)[A-Za-z]{4} /.test(name));
          expect(segments(own), path).toEqual(segments(theirs));
        }),
      );
    },
  );

  it.skipIf(!has('ffprobe', '-version'))(
    'knows every box FFmpeg sees, with the same size',
    async () => {
      const files = [
        ...select(
          ['mp4', 'mov', 'm4a'],
          [
            'video/',
            'audio/',
            'c2pa-rs-fixtures/',
            'c2pa-public-testfiles/',
            'exiftool-t-images/',
            'metadata-goldens/',
            'pdq-tmk/',
          ],
        ),
        ...select(['heif', 'avif'], ['heif-avif/'])
          .filter(({ file }) => !file.includes('fuzzing'))
          .slice(0, 40),
      ].filter(({ file }) => !/bomb|nested|1000/.test(file));
      expect(files.length).toBeGreaterThan(30);
      let compared = 0;
      for (const { file } of files) {
        const trace = spawnSync(
          'ffprobe',
          ['-v', 'trace', '-protocol_whitelist', 'file', `file:${corpus(file)}`],
          { encoding: 'latin1', maxBuffer: 1 << 28 },
        );
        const { tree } = await readStructure(corpus(file), 'bmff');
        const own = new Set<string>();
        boxesOf(tree, 'root', 'root', own);
        for (const [, type, parent, size] of trace.stderr.matchAll(
          /type:'(....)' parent:'(....)' sz: (\d+) /g,
        )) {
          // FFmpeg steps over the sample entry between stsd and its boxes, and counts a 64-bit size without itself
          const found =
            own.has(`${parent}/${type} ${size}`) ||
            (type === 'mdat' && own.has(`root/mdat ${Number(size) + 8}`));
          expect(found, `${file}: ${parent}/${type} ${size}`).toBe(true);
          compared += 1;
        }
      }
      expect(compared).toBeGreaterThan(1_000);
    },
    120_000,
  );

  it.skipIf(exiftool === '' || !has('perl', '-v'))(
    'finds TIFF values where ExifTool finds them',
    async () => {
      const files = select(['tiff', 'dng', 'raw'], ['exiftool-t-images/', 'c2pa-rs-fixtures/']).filter(
        ({ file, media }) => structureFormat(media.format) === 'tiff' && !file.includes('poc'),
      );
      let compared = 0;
      for (const { file } of files) {
        const report = execFileSync('perl', [exiftool, '-v3', corpus(file)], {
          encoding: 'latin1',
          maxBuffer: 1 << 28,
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        const { tree } = await readStructure(corpus(file), 'tiff');
        const own = new Set<string>();
        ranges(tree, own);
        // values of the first directory that do not fit an entry, not even of BigTIFF: "- Tag 0x010f (6 bytes, …" and then the dump
        const first = report.slice(0, report.search(/^\s*\+ \[(?!IFD0)/m) >>> 0);
        for (const [, bytes, offset] of first.matchAll(
          /^ {2}\| {5}- Tag 0x[0-9a-f]{4} \((\d+) bytes[^\n]*\n\s*\|\s+([0-9a-f]{4,}): /gm,
        )) {
          if (Number(bytes) <= 8) continue;
          expect(
            own.has(`${Number.parseInt(offset!, 16)} ${bytes}`),
            `${file}: ${bytes} bytes at 0x${offset}`,
          ).toBe(true);
          compared += 1;
        }
      }
      expect(compared).toBeGreaterThan(20);
    },
  );
});

function countNodes(nodes: readonly TreeNode[]): number {
  return nodes.reduce((sum, { children }) => sum + 1 + countNodes(children ?? []), 0);
}

function boxesOf(nodes: readonly TreeNode[], parent: string, grandparent: string, found: Set<string>): void {
  for (const { label, bytes, children } of nodes) {
    const type = label.startsWith('uuid') ? 'uuid' : label;
    for (const holder of [parent, grandparent]) found.add(`${holder}/${type} ${bytes![1]}`);
    boxesOf(children ?? [], type, parent, found);
  }
}

function ranges(nodes: readonly TreeNode[], found: Set<string>): void {
  for (const { bytes, children } of nodes) {
    found.add(bytes!.join(' '));
    ranges(children ?? [], found);
  }
}
