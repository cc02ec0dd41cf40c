/**
 * Viewer bench: pans two synchronised 100-megapixel pictures in Chromium and prints what it costs.
 *
 *   node test/bench/viewer.ts [--viewer own|openseadragon] [--seconds 5] [--json]
 *
 * Main-thread work is the sum of all tasks of the page's main thread (trace event `RunTask`) between two
 * animation frames: script, tile handling, painting into the canvases, style, layout, commit, collection.
 * `wall` is what the page waits; `cpu` is the same without the time other processes had the processor.
 */

import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { pageHeaders } from '#core/page-policy.ts';
import type { TileSource } from '#shared/contract/contract.ts';
import { mainThreadWork, percentile } from './trace.ts';

const side = 10_000;
const tileSize = 512;

interface Measurement {
  readonly viewer: string;
  readonly scale: number;
  readonly frames: number;
  readonly framesPerSecond: number;
  /** Frames in which the pictures were drawn anew; the drawing thread keeps its own count. */
  readonly drawnPerSecond: number;
  readonly wallMs: { readonly p50: number; readonly p95: number };
  readonly cpuMs: { readonly p50: number; readonly p95: number };
  readonly firstPictureMs: number;
  readonly memoryMiB: number;
  readonly tileMiB: number;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
};

const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

const { values } = parseArgs({
  options: {
    viewer: { type: 'string', default: 'own' },
    seconds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});

const folder = await mkdtemp(join(tmpdir(), 'assay-viewer-bench-'));
const results: Measurement[] = [];
try {
  console.error('Cutting two pictures of 100 megapixels into tiles…');
  const sources = [await makePyramid('one', 1), await makePyramid('two', 2)];
  await buildPage();
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--enable-precise-memory-info'],
  });
  try {
    for (const scale of [1, 0.6, 4]) results.push(await measure(browser, server, sources, scale));
  } finally {
    await browser.close();
    server.close();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
print();

/** Noise over gradients and squares: compresses badly, so tiles are as large as those of a photograph. */
async function makePyramid(name: string, seed: number): Promise<TileSource> {
  const { default: sharp } = await import('sharp');
  const pixels = Buffer.alloc(side * side * 3);
  let state = (seed * 2_654_435_761) >>> 0;
  for (let y = 0, at = 0; y < side; y++) {
    for (let x = 0; x < side; x++, at += 3) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const noise = state & 15;
      pixels[at] = ((x * 255) / side) ^ noise;
      pixels[at + 1] = ((y * 255) / side) ^ noise;
      pixels[at + 2] = ((x >> 6) ^ (y >> 6)) & 1 ? 200 - noise : 40 + noise;
    }
  }
  const raw = { width: side, height: side, channels: 3 } as const;
  await sharp(pixels, { raw, limitInputPixels: false })
    .png({ compressionLevel: 1 })
    .tile({ size: tileSize, overlap: 0, layout: 'dz', depth: 'onetile' })
    .toFile(join(folder, `${name}.dz`));
  await sharp(pixels, { raw, limitInputPixels: false })
    .resize(512)
    .png()
    .toFile(join(folder, `${name}.png`));
  return {
    width: side,
    height: side,
    tileSize,
    levels: Math.ceil(Math.log2(side / tileSize)) + 1,
    base: `/${name}_files`,
    format: 'png',
    overview: `/${name}.png`,
    orientation: 1,
  };
}

async function buildPage(): Promise<void> {
  await build({
    configFile: false,
    root: fileURLToPath(new URL('viewer-page', import.meta.url)),
    logLevel: 'warn',
    worker: { format: 'es' },
    build: { outDir: join(folder, 'page'), emptyOutDir: true, target: 'es2024' },
  });
}

/** Files of the temporary folder on a free loopback port, isolated so that memory can be measured. */
async function serve(): Promise<Server> {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const local = path === '/' ? '/page/index.html' : path.startsWith('/assets/') ? `/page${path}` : path;
    const file = join(folder, local);
    const found = await stat(file).catch(() => null);
    if (path === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    if (!file.startsWith(folder) || found === null || !found.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      // The headers of the real hosts: the viewer has to live with their policy. OpenSeadragon 6 cannot
      // (it sets innerHTML, which trusted types forbid), so it is measured without.
      ...(values.viewer === 'openseadragon' ? isolation : pageHeaders('bench')),
    });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function measure(
  browser: Browser,
  server: Server,
  sources: readonly TileSource[],
  scale: number,
): Promise<Measurement> {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  page.on('console', (message) => console.error(message.text()));
  page.on('pageerror', (error) => console.error(error));
  await page.goto(`http://127.0.0.1:${address.port}/`);
  const viewer = values.viewer === 'openseadragon' ? 'openseadragon' : 'own';
  const firstPictureMs = await page.evaluate(
    async ([kind, given, at]) => {
      window.driver = window.bench(kind);
      return window.driver.start(given, at);
    },
    [viewer, sources, scale] as const,
  );
  await page.waitForTimeout(1500);
  await browser.startTracing(page, {
    categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'],
  });
  const before = await page.evaluate(() => window.driver.drawn());
  const times = await page.evaluate(
    (seconds) => window.runSteps(window.driver, seconds),
    Number(values.seconds),
  );
  const drawn = (await page.evaluate(() => window.driver.drawn())) - before;
  const trace = await browser.stopTracing();
  const work = mainThreadWork(trace.toString('utf8'));
  const memory = await memoryOf(page);
  const tiles = await page.evaluate(() => window.driver.tileBytes());
  await page.close();
  const seconds = times.reduce((sum, time) => sum + time, 0) / 1000;
  return {
    viewer,
    scale,
    frames: times.length,
    framesPerSecond: times.length / seconds,
    drawnPerSecond: drawn / seconds,
    wallMs: { p50: percentile(work.wall, 0.5), p95: percentile(work.wall, 0.95) },
    cpuMs: { p50: percentile(work.cpu, 0.5), p95: percentile(work.cpu, 0.95) },
    firstPictureMs,
    memoryMiB: memory / 2 ** 20,
    tileMiB: tiles / 2 ** 20,
  };
}

/** Resident memory of the page's process, from the system: decoded pictures are not in the script heap. */
async function memoryOf(page: Page): Promise<number> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  if (session === undefined) return Number.NaN;
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const { readFile } = await import('node:fs/promises');
  const sizes = await Promise.all(
    processInfo
      .filter((one) => one.type === 'renderer')
      .map(async (one) => {
        const status = await readFile(`/proc/${one.id}/status`, 'utf8').catch(() => '');
        return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
      }),
  );
  await session.detach();
  return Math.max(...sizes);
}

function print(): void {
  if (values.json) {
    console.log(JSON.stringify(results, null, 2));
    return;
  }
  for (const one of results) {
    console.log(
      [
        `${one.viewer} at ${one.scale * 100} %`,
        `main thread per frame: wall p50 ${one.wallMs.p50.toFixed(1)} p95 ${one.wallMs.p95.toFixed(1)} ms`,
        `cpu p50 ${one.cpuMs.p50.toFixed(1)} p95 ${one.cpuMs.p95.toFixed(1)} ms`,
        `${one.framesPerSecond.toFixed(1)} frames/s, drawn ${one.drawnPerSecond.toFixed(1)}/s`,
        `first picture ${one.firstPictureMs.toFixed(0)} ms`,
        `page process ${one.memoryMiB.toFixed(0)} MiB, of which tiles ${one.tileMiB.toFixed(0)} MiB`,
      ].join('; '),
    );
  }
}
