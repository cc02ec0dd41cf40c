/**
 * Label bench: files per second of `readLabels` against `exiftool -j`, both as one process over the same list on
 * one core, start of the program included.
 *
 *   node test/bench/labels.ts [--files 1000] [--runs 5] [--json]
 *
 * The files are those of the corpus that a carrier reads, the same choice every time: formats in turn, evenly
 * spaced within each, no two alike; what is missing to the number, or all without a corpus, is made: labelled
 * files of every container, with blanks of every second one. A run is a pair, exiftool then Assay; the ratio
 * printed is the median of the pairs, with the smallest and the largest.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, openSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { identify } from '#core/intake/identify.ts';
import { carrierOf, readLabels } from '#core/labels/read-labels.ts';
import { engineVersions } from '#core/media/engines.ts';
import { exiftoolScript, findProgram } from '#core/media/program-paths.ts';
import { corpus } from '../support/corpus.ts';
import { corpusFiles } from '../support/corpus-files.ts';
import { makeLabelledMedia } from '../support/labelled-media.ts';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
    /** List of files to read, one a line: what the process measured is started with. */
    read: { type: 'string' },
  },
});

/** Files of one format; the corpus has more text dumps than anything else. */
const LARGEST_SHARE = 150;

interface Chosen {
  readonly path: string;
  readonly format: string;
}

/** Files of the corpus by format, each content once. */
async function corpusByFormat(): Promise<Map<string, Chosen[]>> {
  const groups = new Map<string, Chosen[]>();
  const seen = new Set<string>();
  for (const name of corpusFiles()) {
    if (name.startsWith('malformed/')) continue;
    const path = corpus(name);
    const { format } = await identify(path, name);
    const hash = createHash('sha256').update(readFileSync(path)).digest('hex');
    if (carrierOf(format) === undefined || seen.has(hash)) continue;
    seen.add(hash);
    groups.set(format, [...(groups.get(format) ?? []), { path, format }]);
  }
  return groups;
}

async function chooseFiles(count: number, folder: string): Promise<Chosen[]> {
  const groups = [...(await corpusByFormat())].sort(([a], [b]) => (a < b ? -1 : 1));
  const shares = new Map(groups.map(([format]) => [format, 0]));
  for (let left = count, before = -1; left > 0 && left !== before; ) {
    before = left;
    for (const [format, group] of groups) {
      const share = shares.get(format) ?? 0;
      if (left === 0 || share >= Math.min(group.length, LARGEST_SHARE)) continue;
      shares.set(format, share + 1);
      left -= 1;
    }
  }
  const chosen = groups.flatMap(([format, group]) => {
    const share = shares.get(format) ?? 0;
    return Array.from({ length: share }, (_, at) => group[Math.floor((at * group.length) / share)]!);
  });
  const made = await makeLabelledMedia(folder);
  for (let at = 0; chosen.length < count; at += 1) {
    const { name, format, bytes } = made[at % made.length]!;
    const path = join(folder, `${at}${extname(name)}`);
    await writeFile(path, bytes);
    chosen.push({ path, format });
  }
  return chosen;
}

/** The measured process: reads every file as `assay labels` does, and prints how many carry something. */
async function readAll(list: string): Promise<void> {
  const { signal } = new AbortController();
  const found = { labelled: 0, undetermined: 0 };
  for (const path of (await readFile(list, 'utf8')).split('\n').filter(Boolean)) {
    const media = await identify(path, null);
    const { statements, complete } = await readLabels(path, media, signal);
    if (statements.length > 0) found.labelled += 1;
    else if (!complete) found.undetermined += 1;
  }
  console.info(JSON.stringify(found));
}

/** Holds a program to one core; of util-linux. */
const taskset = '/usr/bin/taskset';

/** Seconds until a program has ended, on one core where that can be asked for. */
async function time(command: string, args: readonly string[], output: number): Promise<number> {
  const [program, all] = existsSync(taskset) ? [taskset, ['-c', '0', command, ...args]] : [command, args];
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, all, { stdio: ['ignore', output, 'ignore'] });
    child.on('error', reject);
    // The exit status of exiftool tells of files it could not read, which is not our matter.
    child.on('exit', () => resolve((performance.now() - start) / 1000));
  });
}

async function bench(folder: string): Promise<void> {
  const files = await chooseFiles(Number(values.files), folder);
  const list = join(folder, 'files.txt');
  await writeFile(list, files.map(({ path }) => `${path}\n`).join(''));
  const perl = await findProgram('perl');
  const script = await exiftoolScript();
  if (!perl.found || script === null) throw new Error('perl and exiftool are needed here');
  const bytes = files.reduce((sum, { path }) => sum + statSync(path).size, 0);
  const groups = Object.entries(Object.groupBy(files, ({ format }) => format));
  const mix = Object.fromEntries(groups.map(([format, group]) => [format, group?.length ?? 0]));
  const made = files.filter(({ path }) => path.startsWith(folder)).length;
  const engines = await engineVersions(['exiftool']);
  const machine = {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    node: process.version,
    exiftool: Object.values(engines).map((state) => ('version' in state ? state.version : 'missing'))[0],
  };
  const say = (line: string) => {
    if (!values.json) console.info(line);
  };
  for (const [name, value] of Object.entries(machine)) say(`${name.padEnd(10)} ${value}`);
  say(`files      ${files.length}, of which ${made} made; ${(bytes / 1e6).toFixed(1)} MB`);
  say(
    `formats    ${Object.entries(mix)
      .map(([format, number]) => `${format} ${number}`)
      .join(', ')}\n`,
  );
  const self = fileURLToPath(import.meta.url);
  const pairs: { exiftool: number; assay: number; ratio: number; load: number }[] = [];
  for (let run = 1; run <= Number(values.runs); run += 1) {
    const load = loadavg()[0]!;
    const json = openSync(join(folder, 'exiftool.json'), 'w');
    const exiftool = await time(perl.path, [script, '-j', '-@', list], json);
    const answer = join(folder, 'assay.json');
    const assay = await time(process.execPath, [self, '--read', list], openSync(answer, 'w'));
    const ratio = exiftool / assay;
    pairs.push({ exiftool, assay, ratio, load });
    const rate = (seconds: number) => `${(files.length / seconds).toFixed(0)} files/s`;
    say(
      `run ${run}  exiftool ${exiftool.toFixed(2)} s (${rate(exiftool)})  Assay ${assay.toFixed(2)} s (${rate(assay)})  ratio ${ratio.toFixed(2)}  load before ${load.toFixed(1)}  ${(await readFile(answer, 'utf8')).trim()}`,
    );
  }
  const sorted = pairs.toSorted((a, b) => a.ratio - b.ratio);
  const median = sorted[Math.floor(sorted.length / 2)]!;
  if (values.json)
    console.info(
      JSON.stringify({ machine, files: files.length, made, bytes, mix, pairs, median: median.ratio }),
    );
  say(
    `\nmedian ratio ${median.ratio.toFixed(2)} (${sorted[0]?.ratio.toFixed(2)} to ${sorted.at(-1)?.ratio.toFixed(2)}; target: 5), ${(files.length / median.assay).toFixed(0)} files per second and core`,
  );
}

if (values.read !== undefined) await readAll(values.read);
else {
  const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
  try {
    await bench(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
