/**
 * What the methods for still images cost on one large picture: processor and wall seconds of each by itself, and of all
 * together as the program runs them.
 *
 *   node test/bench/pixels.ts [PICTURE] [--only id,id…] [--alone] [--together]
 *
 * Without a picture: a JPEG of 4000 × 3000 made from a camera original of the corpus, laid beside its mirror image so
 * that every sample is a real one; without the corpus, from a made texture. By itself a method finds the picture decoded, as in
 * a worker that has had one before; its processor time counts all threads. Together: an
 * examination of the picture with every pixel method by two workers, in the program's order.
 */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { analyses } from '#core/analysis/registry.generated.ts';
import { createApp } from '#core/app.ts';
import { identify } from '#core/intake/identify.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { createNodePorts } from '#core/node-ports.ts';
import { openPicture } from '#core/pixels/picture.ts';
import type { Media } from '#shared/domain/media.ts';
import { createNodeWorkers } from '#workers/node-workers.ts';
import { texturedPicture } from '../fixtures/make/clones.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    alone: { type: 'boolean', default: false },
    together: { type: 'boolean', default: false },
  },
});
const named = values.only?.split(',');
const methods = analyses.filter(
  ({ id }) => id.startsWith('pixels.') && (named === undefined || named.includes(id)),
);
const both = values.alone === values.together;

const folder = await mkdtemp(join(tmpdir(), 'assay-bench-pixels-'));
try {
  const path = positionals[0] ?? (await madePicture(join(folder, 'picture.jpg')));
  const media = await identify(path, 'picture.jpg');
  const megapixels = ((media.width ?? 0) * (media.height ?? 0)) / 1e6;
  console.info(
    `${media.width} × ${media.height} ${media.format}, ${((await stat(path)).size / 1e6).toFixed(1)} MB; ${cpus()[0]?.model}, ${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)}, Node ${process.version}\n`,
  );
  if (both || values.alone) await alone(path, media, megapixels);
  if (both || values.together) await together(path, megapixels);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function madePicture(path: string): Promise<string> {
  const [width, height] = [4000, 3000];
  const picture = corpusPresent
    ? sharp(await readFile(corpus('photos', 'Nikon_D200_1_17226.JPG'))).extend({
        right: 128,
        bottom: 408,
        extendWith: 'mirror',
      })
    : sharp(texturedPicture(width, height, 1).data, { raw: { width, height, channels: 3 } });
  await writeFile(path, await picture.keepExif().jpeg({ quality: 94 }).toBuffer());
  return path;
}

async function alone(path: string, media: Media, megapixels: number): Promise<void> {
  const rows: string[][] = [];
  const { size } = await stat(path);
  let sum = 0;
  for (const analysis of methods) {
    if (analysis.appliesTo(media) !== true) continue;
    const limits = { ...defaultLimits, ...analysis.limits };
    const opened = await openPicture({ path, media }, limits);
    if (opened.ok) {
      opened.picture.luma();
      opened.picture.coefficients();
    }
    const [begun, before] = [performance.now(), process.cpuUsage()];
    const answer = await analysis.run({
      evidence: { path, sha256: '', size, media, companion: null },
      parameters: analysis.parameters.parse({}),
      scratch: folder,
      limits,
      artifact: async () => undefined,
      progress: () => undefined,
      signal: new AbortController().signal,
    });
    const wall = (performance.now() - begun) / 1000;
    const { user, system } = process.cpuUsage(before);
    const processor = (user + system) / 1e6;
    sum += processor;
    rows.push([
      analysis.id,
      processor.toFixed(2),
      wall.toFixed(2),
      (processor / megapixels).toFixed(3),
      answer.outcome === 'undetermined' ? `undetermined: ${answer.reason.code}` : answer.outcome,
    ]);
  }
  rows.sort((one, other) => Number(one[1]) - Number(other[1]));
  rows.push(['sum', sum.toFixed(2), '', (sum / megapixels).toFixed(3), '']);
  print(['method', 'processor s', 'wall s', 's/MP', 'outcome'], rows);
}

async function together(path: string, megapixels: number): Promise<void> {
  const { ports, release } = await createNodePorts({
    host: 'command-line',
    log: (level, message) => console.error(`${level}: ${message}`),
    workers: (temporary, environment) => createNodeWorkers(temporary, environment, 2),
  });
  const app = createApp({ ...ports, paths: { ...ports.paths, data: join(folder, 'data') } });
  try {
    const opened = await app.cases.create(join(folder, 'case'), 'bench');
    if (!opened.ok) throw new Error(opened.problem.message.en);
    const caseId = opened.value.id;
    const add = app.evidence.add(caseId, [path]);
    if (!add.ok) throw new Error(add.problem.message.en);
    await app.jobs.settled(add.value.id);
    const stop = new AbortController();
    const settled: { readonly analysis: string; readonly at: number; readonly outcome: string }[] = [];
    const begun = performance.now();
    const listening = (async () => {
      for await (const event of app.jobs.listen(stop.signal))
        if (event.type === 'run-settled')
          settled.push({
            analysis: event.analysis,
            at: (performance.now() - begun) / 1000,
            outcome: event.outcome,
          });
    })().catch((error: unknown) => {
      if (!stop.signal.aborted) throw error;
    });
    const only = methods.map(({ id }) => id);
    const examine = app.examine.start({ caseId, evidence: [], only, parameters: {}, again: false });
    if (!examine.ok) throw new Error(examine.problem.message.en);
    await app.jobs.settled(examine.value.id);
    const wall = (performance.now() - begun) / 1000;
    stop.abort();
    await listening;
    const evidence = app.evidence.list({ caseId, offset: 0, limit: 1, search: '', kind: '' });
    if (!evidence.ok) throw new Error(evidence.problem.message.en);
    const runs = app.examine.runs(caseId, evidence.value.items[0]!.sha256);
    if (!runs.ok) throw new Error(runs.problem.message.en);
    const took = new Map(runs.value.map(({ analysis, durationMs }) => [analysis, durationMs / 1000]));
    const rows = settled
      .filter(({ outcome }) => outcome !== 'not-applicable')
      .map(({ analysis, at, outcome }) => [
        analysis,
        (took.get(analysis) ?? 0).toFixed(2),
        at.toFixed(2),
        outcome,
      ]);
    print(['method, two workers', 'wall s', 'done at s', 'outcome'], rows);
    console.info(`all together ${wall.toFixed(2)} s, ${(wall / megapixels).toFixed(2)} s/MP; target 20 s`);
  } finally {
    await app.close();
    await release();
  }
}

function print(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column === 0 || column === cells.length - 1
          ? cell.padEnd(widths[column]!)
          : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd();
  console.info([line(head), ...rows.map(line), ''].join('\n'));
}
