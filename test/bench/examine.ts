/**
 * Examine bench: seconds per file of `assay examine` with all its analyses, against doing a part of the same
 * by hand: exiftool, ffprobe and a C2PA reader one after another, one process per file and tool.
 *
 *   node test/bench/examine.ts [--files 200] [--runs 3] [--json]
 *
 * The files are the sound images of the corpus, the same choice every time: formats in turn, evenly spaced
 * within each, no two alike. Without a corpus they are made. A run is a pair, by hand then Assay, so that
 * what else the machine does falls on both; the ratio printed is the median of the pairs.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { openSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { offlineSettings } from '#core/media/c2pa-settings.ts';
import { engineNames, engineVersions } from '#core/media/engines.ts';
import { exiftoolScript, findProgram } from '#core/media/program-paths.ts';
import { version } from '#core/version.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { corpusFiles } from '../support/corpus-files.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const formats = ['jpg', 'png', 'heic', 'avif', 'webp', 'tif', 'gif', 'bmp', 'jxl', 'dng'] as const;
const otherExtensions: Readonly<Record<string, string>> = {
  jpeg: 'jpg',
  heif: 'heic',
  hif: 'heic',
  tiff: 'tif',
};

/** The same choice on every machine that has the corpus. */
function chooseFiles(count: number): string[] {
  const groups = new Map<string, string[]>(formats.map((format) => [format, []]));
  const seen = new Set<string>();
  for (const name of corpusFiles()) {
    const extension = extname(name).slice(1).toLowerCase();
    const group = groups.get(otherExtensions[extension] ?? extension);
    if (group === undefined || name.startsWith('malformed/')) continue;
    const path = corpus(name);
    // The same bytes twice are one evidence for Assay, and would be twice the work by hand.
    const hash = createHash('sha256').update(readFileSync(path)).digest('hex');
    if (!seen.has(hash)) group.push(path);
    seen.add(hash);
  }
  const shares = new Map(formats.map((format) => [format, 0]));
  for (let left = count, before = -1; left > 0 && left !== before; ) {
    before = left;
    for (const format of formats) {
      const share = shares.get(format) ?? 0;
      if (left === 0 || share >= (groups.get(format)?.length ?? 0)) continue;
      shares.set(format, share + 1);
      left -= 1;
    }
  }
  return formats.flatMap((format) => {
    const group = groups.get(format) ?? [];
    const share = shares.get(format) ?? 0;
    return Array.from({ length: share }, (_, at) => group[Math.floor((at * group.length) / share)]!);
  });
}

async function makeFiles(folder: string, count: number): Promise<string[]> {
  const paths: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const image = patternImage(400 + 160 * (at % 10), 300 + 120 * (at % 10), at + 1);
    const [format, bytes] = [
      ['jpg', () => image.jpeg({ quality: 70 + (at % 25) })],
      ['png', () => image.png()],
      ['webp', () => image.webp()],
      ['tif', () => image.tiff({ compression: 'lzw' })],
    ][at % 4] as [string, () => typeof image];
    const path = join(folder, `${at}.${format}`);
    await writeFile(path, await bytes().toBuffer());
    paths.push(path);
  }
  return paths;
}

/** Seconds until a program has ended; what it prints goes to nowhere. The exit status is not our matter. */
function time(command: string, args: readonly string[], output: number): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', output, 'ignore'] });
    child.on('error', reject);
    child.on('exit', () => resolve((performance.now() - start) / 1000));
  });
}

const readCredential = `
  const { Reader } = await import('@contentauth/c2pa-node');
  try {
    const reader = await Reader.fromAsset({ path: process.argv[1] }, process.argv[2]);
    process.stdout.write(JSON.stringify(reader === null ? null : reader.json()));
  } catch (error) {
    process.stdout.write(JSON.stringify({ error: String(error) }));
  }`;

interface ByHand {
  readonly exiftool: number;
  readonly ffprobe: number;
  readonly c2pa: number;
}

async function byHand(files: readonly string[], output: number): Promise<ByHand> {
  const perl = await findProgram('perl');
  const ffprobe = await findProgram('ffprobe');
  const script = await exiftoolScript();
  if (!perl.found || !ffprobe.found || script === null) throw new Error('perl and ffprobe are needed here');
  const settings = JSON.stringify(offlineSettings([]));
  const seconds = { exiftool: 0, ffprobe: 0, c2pa: 0 };
  for (const file of files) {
    seconds.exiftool += await time(perl.path, [script, '-j', file], output);
    const probe = ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', file];
    seconds.ffprobe += await time(ffprobe.path, probe, output);
    const reader = ['--input-type=module', '-e', readCredential, file, settings];
    seconds.c2pa += await time(process.execPath, reader, output);
  }
  return seconds;
}

interface Spent {
  readonly seconds: number;
  /** Sum over all files of the time in each method, seconds; several workers run at once. */
  readonly analyses: ReadonlyMap<string, number>;
}

async function withAssay(files: readonly string[], folder: string): Promise<Spent> {
  const path = join(folder, 'assay.json');
  const main = join(root, 'electron/hosts/cli/main.ts');
  const seconds = await time(process.execPath, [main, 'examine', '--json', ...files], openSync(path, 'w'));
  const { evidence } = JSON.parse(await readFile(path, 'utf8')) as {
    evidence: { runs: { analysis: string; durationMs: number }[] }[];
  };
  if (evidence.length !== files.length)
    throw new Error(`${evidence.length} of ${files.length} files were examined`);
  const analyses = new Map<string, number>();
  for (const { analysis, durationMs } of evidence.flatMap((entry) => entry.runs))
    analyses.set(analysis, (analyses.get(analysis) ?? 0) + durationMs / 1000);
  return { seconds, analyses };
}

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '200' },
    runs: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
try {
  const count = Number(values.files);
  const files = corpusPresent ? chooseFiles(count) : await makeFiles(folder, count);
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const mix = Object.entries(Object.groupBy(files, (file) => extname(file).slice(1).toLowerCase()));
  const engines = await engineVersions(engineNames);
  const say = (line: string) => {
    if (!values.json) console.info(line);
  };
  const machine = {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: execFileSync('uname', ['-sr'], { encoding: 'utf8' }).trim(),
    node: process.version,
    assay: version,
    ...Object.fromEntries(
      Object.entries(engines).map(([name, state]) => [name, 'version' in state ? state.version : 'missing']),
    ),
  };
  for (const [name, value] of Object.entries(machine)) say(`${name.padEnd(10)} ${value}`);
  const source = corpusPresent ? 'of the corpus' : 'made for the bench';
  say(`files      ${files.length} ${source}, ${(bytes / 1e6).toFixed(1)} MB`);
  say(`formats    ${mix.map(([extension, list]) => `${extension} ${list?.length}`).join(', ')}\n`);

  const nowhere = openSync('/dev/null', 'w');
  const pairs: { byHand: number; parts: ByHand; assay: number; ratio: number; load: number }[] = [];
  let last: Spent | undefined;
  for (let run = 1; run <= Number(values.runs); run += 1) {
    const load = loadavg()[0]!;
    const parts = await byHand(files, nowhere);
    last = await withAssay(files, folder);
    const hand = parts.exiftool + parts.ffprobe + parts.c2pa;
    pairs.push({ byHand: hand, parts, assay: last.seconds, ratio: hand / last.seconds, load });
    const each = (seconds: number) => (seconds / files.length).toFixed(3);
    say(
      `run ${run}  by hand ${each(hand)} s per file (exiftool ${each(parts.exiftool)}, ffprobe ${each(parts.ffprobe)}, c2pa ${each(parts.c2pa)})  Assay ${each(last.seconds)} s per file  ratio ${(hand / last.seconds).toFixed(2)}  load before ${load.toFixed(1)}`,
    );
  }
  const ratios = pairs.map((pair) => pair.ratio).sort((a, b) => a - b);
  const median = ratios[Math.floor(ratios.length / 2)]!;
  const spent = Object.fromEntries([...(last?.analyses ?? [])].sort((a, b) => b[1] - a[1]));
  if (values.json)
    console.info(JSON.stringify({ machine, files: files.length, bytes, pairs, median, spent }));
  say(`\nmedian ratio ${median.toFixed(2)} (target: 3)`);
  say('time in the methods of the last run, summed over files and workers:');
  for (const [analysis, seconds] of Object.entries(spent))
    say(`  ${analysis.padEnd(24)} ${seconds.toFixed(2)} s`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
