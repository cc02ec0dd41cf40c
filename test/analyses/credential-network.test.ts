import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { offlineSettings } from '#core/media/c2pa-settings.ts';
import { plainJpeg } from '../fixtures/make/containers.ts';
import { makeAuthority, signFile } from '../fixtures/make/signed.ts';
import { jpegWithXmp, pngWithXmp, xmpPacket } from '../fixtures/make/xmp.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import type { WatchedReading } from '../support/credential-process.ts';

/**
 * The credential reading opens no connection: seen from outside the process, by a server that would be
 * called and by the kernel's record of its network system calls, never by asking the code itself.
 */
const script = fileURLToPath(new URL('../support/credential-process.ts', import.meta.url));
const commandLine = fileURLToPath(new URL('../../electron/hosts/cli/main.ts', import.meta.url));
const run = promisify(execFile);

const opensslPresent = (process.env.PATH ?? '').split(':').some((path) => existsSync(join(path, 'openssl')));
/** Present and allowed: containers may forbid tracing. */
const tracing = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;

let folder: string;
let server: Server;
let port: number;
const requests: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-network-'));
  server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.statusCode = 404;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  port = address.port;
});
afterEach(() => requests.splice(0));
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

interface Watched {
  readonly stdout: string;
  /** Lines of the trace that name an internet address family; `null`: there was no trace. */
  readonly internet: readonly string[] | null;
  /** Lines of the trace at all: it must have seen something to mean something. */
  readonly lines: number;
}

async function watch(...args: readonly string[]): Promise<Watched> {
  const node = ['--disable-warning=ExperimentalWarning', ...args];
  const options = { maxBuffer: 64 * 1024 * 1024 };
  if (!tracing) {
    const { stdout } = await run(process.execPath, node, options);
    return { stdout, internet: null, lines: 0 };
  }
  const record = join(folder, 'trace');
  const { stdout } = await run(
    'strace',
    ['-f', '--seccomp-bpf', '-qq', '-e', 'trace=network', '-o', record, process.execPath, ...node],
    options,
  );
  const lines = (await readFile(record, 'utf8')).split('\n').filter((line) => line !== '');
  return {
    stdout,
    internet: lines.filter((line) => /AF_INET6?\b|sin6?_addr/.test(line)),
    lines: lines.length,
  };
}

async function remoteFiles(): Promise<string[]> {
  const packet = xmpPacket(
    '',
    `xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="http://127.0.0.1:${port}/remote.c2pa"`,
  );
  const paths = ['remote.jpg', 'remote.png'].map((name) => join(folder, name));
  await writeFile(paths[0]!, jpegWithXmp(packet));
  await writeFile(paths[1]!, pngWithXmp(packet));
  return paths;
}

describe('files whose credential lies on a server', () => {
  it('are fetched by the engine when nobody tells it not to: the watch sees it', async () => {
    for (const file of await remoteFiles()) {
      const { internet } = await watch(script, 'default', file);
      expect(requests.length).toBeGreaterThan(0);
      if (internet !== null)
        expect(internet.filter((line) => line.includes(`htons(${port})`)).length).toBeGreaterThan(0);
      requests.splice(0);
    }
  });

  it('are read by both engines and the analysis without a connection', async () => {
    const files = await remoteFiles();
    const { stdout, internet, lines } = await watch(script, 'offline', ...files);
    expect(JSON.parse(stdout)).toEqual(
      files.map(
        (file): WatchedReading => ({
          file,
          node: 'remote-only',
          wasm: 'remote-only',
          analysis: 'found',
        }),
      ),
    );
    expect(requests).toEqual([]);
    if (!tracing) return;
    expect(lines).toBeGreaterThan(0);
    expect(internet).toEqual([]);
  });

  it('are examined from the command line without a connection, workers and all', async () => {
    const files = await remoteFiles();
    const { stdout, internet } = await watch(
      commandLine,
      'examine',
      '--only',
      'provenance.c2pa',
      '--json',
      ...files,
    );
    expect(stdout).toContain(`http://127.0.0.1:${port}/remote.c2pa`);
    expect(requests).toEqual([]);
    if (tracing) expect(internet).toEqual([]);
  });
});

describe.skipIf(!opensslPresent)('a certificate that names a revocation server', () => {
  it('is not asked about', async () => {
    const authority = makeAuthority(
      folder,
      'stapled',
      ['1.3.6.1.4.1.62558.2.1'],
      [`authorityInfoAccess = OCSP;URI:http://127.0.0.1:${port}/ocsp`],
    );
    const plain = join(folder, 'plain.jpg');
    const signed = join(folder, 'signed.jpg');
    await writeFile(plain, plainJpeg());
    const created = {
      action: 'c2pa.created',
      digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture',
    };
    signFile(plain, signed, 'image/jpeg', authority, [created], offlineSettings([]));
    const { stdout, internet } = await watch(script, 'offline', signed);
    expect(JSON.parse(stdout)).toMatchObject([{ node: 'present', wasm: 'present', analysis: 'found' }]);
    expect(requests).toEqual([]);
    if (tracing) expect(internet).toEqual([]);
  });
});

describe.skipIf(!corpusPresent || !tracing)('published files that point into the network', () => {
  const fixtures = 'c2pa-rs-fixtures/sdk/tests/fixtures';
  const identity = 'c2pa-rs-fixtures/sdk/src/identity/tests/fixtures/claim_aggregation';
  it('open no socket: remote manifests, identity documents, revocation', async () => {
    const files = [
      `${fixtures}/cloud.jpg`,
      `${fixtures}/cloudx.jpg`,
      `${fixtures}/libpng-test_with_url.png`,
      `${fixtures}/ocsp.jpg`,
      `${fixtures}/ocsp_with_assertion.jpg`,
      `${fixtures}/C_with_CAWG_data.jpg`,
      `${identity}/adobe_connected_identities.jpg`,
      `${identity}/ims_multiple_manifests.jpg`,
      `${identity}/ica_validation/unresolvable_did.jpg`,
      `${identity}/ica_validation/success.jpg`,
    ]
      .map((name) => corpus(name))
      .filter((path) => existsSync(path));
    expect(files.length).toBeGreaterThan(7);
    const { stdout, internet, lines } = await watch(script, 'offline', ...files);
    const readings = JSON.parse(stdout) as WatchedReading[];
    expect(readings.map(({ file, wasm }) => `${basename(file)} ${wasm}`)).toEqual(
      readings.map(({ file, node }) => `${basename(file)} ${node}`),
    );
    expect(new Set(readings.map(({ node }) => node))).toEqual(new Set(['present', 'remote-only']));
    expect(readings.every(({ analysis }) => analysis === 'found')).toBe(true);
    expect(lines).toBeGreaterThan(0);
    expect(internet).toEqual([]);
  });
});
