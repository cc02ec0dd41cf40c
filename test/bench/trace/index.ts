import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CodeIndex } from '#core/trace/index/code-index.ts';
import { distanceWithin, farthest } from '#core/trace/index/hamming.ts';
import { StoredIndex } from '#core/trace/index/stored-index.ts';
import { flipped, seeded } from '../../support/codes.ts';

/**
 * The index of 256-bit codes: memory, time of making it anew from its file, and milliseconds of a search beside those of
 * a linear scan in the same process, whose answers must be the same. Random codes; queries are known codes with 0, 8, 16,
 * 24 and 31 bits changed. Run: `node test/bench/trace/index.ts [--largest]`; `--largest` adds 10⁸ codes (9 GB).
 * Seconds are of the processor, those of the clock in brackets; a search is the best of three rounds: a machine that
 * does other things as well would say nothing otherwise. The peer is a linear scan in C (`linear-scan.c`,
 * where there is a compiler), milliseconds of the processor.
 */

const radii = [15, 31, 40, 47] as const;
const scans = 5;
const rounds = 3;
/** Above this the file would be larger than temporary folders like; the codes then come from memory. */
const largestFile = 20_000_000;
const batch = 65_536;

interface Figures {
  readonly codes: number;
  readonly load: string;
  readonly postings: string;
  readonly bytes: number;
  readonly resident: number;
  /** `null`: the codes come from memory and nothing is stored. */
  readonly add: number | null;
  readonly scan: number;
  /** `null`: no compiler of C. */
  readonly peer: number | null;
  /** Most memory the process ever had, bytes. */
  readonly peak: number;
  readonly searches: readonly { radius: number; p50: number; p95: number; cpu: number }[];
}

const [, self, flag, size] = process.argv;
if (flag === '--write') {
  writeFile(size ?? '', Number(process.argv[4]), seeded(Number(process.argv[4])));
} else if (flag === '--size') {
  console.info(JSON.stringify(await measure(Number(size))));
} else {
  console.info(
    `${availableParallelism()} processors, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}`,
  );
  console.info(
    '| codes | load | postings | index MB | process MB | at most MB | add and find | scan | scan in C | radius | p50 | p95 | mean of the processor | scan ÷ p50 |',
  );
  console.info('|---|---|---|---|---|---|---|---|---|---|---|---|---|---|');
  for (const codes of [1e5, 1e6, 1e7, ...(flag === '--largest' ? [1e8] : [])]) print(run(codes));
  console.info(`load ${loadavg()[0]?.toFixed(1)} at the end`);
}

function run(codes: number): Figures {
  const child = spawnSync(
    process.execPath,
    ['--expose-gc', self ?? fileURLToPath(import.meta.url), '--size', String(codes)],
    {
      encoding: 'utf8',
    },
  );
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as Figures;
}

function print({ codes, load, postings, bytes, resident, peak, add, scan, peer, searches }: Figures): void {
  for (const [row, { radius, p50, p95, cpu }] of searches.entries()) {
    const first = row === 0;
    const cells = [
      first ? `10^${Math.round(Math.log10(codes))}` : '',
      first ? load : '',
      first ? postings : '',
      first ? (bytes / 1e6).toFixed(0) : '',
      first ? (resident / 1e6).toFixed(0) : '',
      first ? (peak / 1e6).toFixed(0) : '',
      first ? (add === null ? '–' : `${add.toFixed(1)} ms`) : '',
      first ? `${scan.toFixed(1)} ms` : '',
      first ? (peer === null ? '–' : `${peer.toFixed(1)} ms`) : '',
      String(radius),
      p50.toFixed(3),
      p95.toFixed(3),
      cpu.toFixed(3),
      `${(scan / p50).toFixed(0)}×`,
    ];
    console.info(`| ${cells.join(' | ')} |`);
  }
}

async function measure(count: number): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
  try {
    const next = seeded(count);
    const path = join(folder, 'pictures.codes');
    const made = count <= largestFile;
    // In a process of its own, whose memory is not counted.
    if (made) spawnSync(process.execPath, [self ?? '', '--write', path, String(count)], { stdio: 'inherit' });
    const opening = { path, writable: true, damaged: 'refuse', most: 2 * count + batch } as const;
    let stored: StoredIndex | null = null;
    const loading = timed(() => {
      const opened = made ? StoredIndex.open(opening) : null;
      if (opened?.ok === false) throw new Error(opened.failure.detail);
      stored = opened?.index ?? null;
    });
    const index = (stored as StoredIndex | null)?.codes ?? filled(count, next);
    const postings = timed(() => {
      while (index.step());
    });
    globalThis.gc?.();
    const { bytes } = index;
    const resident = process.memoryUsage.rss();
    const peak = process.resourceUsage().maxRSS * 1024;
    const scan = scanTimes(index, count);
    const searches = radii.map((radius) => searchTimes(index, count, radius));
    return {
      codes: count,
      load: made ? written(loading) : 'from memory',
      postings: written(postings),
      bytes,
      resident,
      peak,
      peer: peerScan(folder, count),
      add: stored === null ? null : addTime(stored, count),
      scan,
      searches,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function* batches(count: number, next: () => number) {
  for (let done = 0; done < count; done += batch) {
    const size = Math.min(batch, count - done);
    const words = new Uint32Array(size * 8);
    for (let word = 0; word < words.length; word++) words[word] = next();
    const owners = Uint32Array.from({ length: size }, (_, at) => done + at);
    yield { codes: new Uint8Array(words.buffer), owners, positions: owners };
  }
}

function writeFile(path: string, count: number, next: () => number): void {
  const opened = StoredIndex.open({ path, writable: true, damaged: 'refuse', most: count });
  if (!opened.ok) throw new Error(opened.failure.detail);
  for (const one of batches(count, next)) opened.index.add(one);
  opened.index.close();
}

function filled(count: number, next: () => number): CodeIndex {
  const index = new CodeIndex();
  for (const { codes, owners, positions } of batches(count, next)) index.add(codes, owners, positions);
  return index;
}

interface Timing {
  readonly cpu: number;
  readonly wall: number;
}

function timed(work: () => void): Timing {
  const before = process.threadCpuUsage();
  const begun = performance.now();
  work();
  const wall = performance.now() - begun;
  const { user, system } = process.threadCpuUsage(before);
  return { cpu: (user + system) / 1000, wall };
}

function written({ cpu, wall }: Timing): string {
  return `${(cpu / 1000).toFixed(2)} s (${(wall / 1000).toFixed(2)})`;
}

function known(index: CodeIndex, count: number, next: () => number): Uint32Array {
  return index.code(next() % count);
}

function scanTimes(index: CodeIndex, count: number): number {
  const next = seeded(1);
  const times: number[] = [];
  for (let query = 0; query < scans; query++) {
    const asked = flipped(known(index, count, next), 24, next);
    let exact = '';
    times.push(
      timed(() => {
        exact = index.scan(asked, 31, 10).ids.join();
      }).cpu,
    );
    if (index.within(asked, 31, 10).ids.join() !== exact) throw new Error('not the answer of the scan');
  }
  return middle(times, 0.5);
}

/** The same scan by a compiler of C, over codes of its own; milliseconds of the processor for a query. */
function peerScan(folder: string, count: number): number | null {
  const source = fileURLToPath(new URL('linear-scan.c', import.meta.url));
  const program = join(folder, 'linear-scan');
  const compiled = spawnSync('cc', ['-O3', '-march=native', '-o', program, source]);
  if (compiled.error !== undefined || compiled.status !== 0) return null;
  const { stdout, status } = spawnSync(program, [String(count), String(scans)], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : null;
}

/** The best of some rounds over all queries: what a query costs when nothing else has the processor. */
function searchTimes(index: CodeIndex, count: number, radius: number): Figures['searches'][number] {
  const next = seeded(radius);
  const queries = Array.from({ length: count >= 1e7 ? (radius > 31 ? 40 : 200) : 1000 }, () => {
    const id = next() % count;
    return {
      id,
      asked: flipped(index.code(id), [0, 8, 16, 24, 31][next() % 5]!, next),
      best: Number.POSITIVE_INFINITY,
    };
  });
  const all = timed(() => {
    for (let round = 0; round < rounds; round++) {
      for (const query of queries) {
        const begun = performance.now();
        const { ids } = index.within(query.asked, radius, 10);
        query.best = Math.min(query.best, performance.now() - begun);
        const { id, asked } = query;
        if (!ids.includes(id) && distanceWithin(index.code(id), 0, asked, farthest) <= radius)
          throw new Error('a code was not found');
      }
    }
  });
  const best = queries.map((query) => query.best);
  return { radius, p50: middle(best, 0.5), p95: middle(best, 0.95), cpu: all.cpu / rounds / queries.length };
}

/** From giving a code to finding it, flush included; milliseconds by the clock, the slowest of twenty. */
function addTime(stored: StoredIndex, count: number): number {
  const next = seeded(count + 1);
  const times: number[] = [];
  for (let round = 0; round < 20; round++) {
    const words = Uint32Array.from({ length: 8 }, next);
    const { wall } = timed(() => {
      stored.add({
        codes: new Uint8Array(words.buffer),
        owners: Uint32Array.of(count + round),
        positions: Uint32Array.of(0),
      });
      if (stored.codes.within(words, 31, 1).ids.length !== 1) throw new Error('a new code was not found');
    });
    times.push(wall);
  }
  return Math.max(...times);
}

function middle(values: readonly number[], share: number): number {
  return (
    values.toSorted((one, other) => one - other)[
      Math.min(values.length - 1, Math.floor(values.length * share))
    ] ?? Number.NaN
  );
}
