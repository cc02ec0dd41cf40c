/**
 * `npm start`: open the workstation. The desktop window where an Electron binary is at hand or can be
 * fetched; otherwise (or with `--browser`) the same application on loopback.
 *
 *   npm start                    the desktop window, or the browser when there is no Electron
 *   npm start -- --browser       always the browser
 *   npm start -- --sample        with a small case made from files this repository generates
 *   npm start -- some.case       with a case opened
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createApp } from '#core/app.ts';
import { createNodePorts, streamLog } from '#core/node-ports.ts';
import { serveLoopback } from '#hosts/loopback/server.ts';
import { createNodeWorkers } from '#workers/node-workers.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const { values, positionals } = parseArgs({
  options: {
    browser: { type: 'boolean', default: false },
    sample: { type: 'boolean', default: false },
    /** Print the address and open nothing: for tests and remote shells. */
    quiet: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

function say(text: string): void {
  process.stderr.write(`assay: ${text}\n`);
}

// The sample is made by this process, and lives as long as it does: it is shown in the browser.
const binary = values.browser || values.sample ? undefined : electronBinary();
if (binary === undefined) await openInBrowser();
else openWindow(binary);

/** Path of an Electron binary: named by the environment, installed, or fetched now. */
function electronBinary(): string | undefined {
  const chosen = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (chosen !== undefined) return join(chosen, process.platform === 'win32' ? 'electron.exe' : 'electron');
  const pathFile = join(root, 'node_modules/electron/path.txt');
  const installed = () => {
    const path = existsSync(pathFile)
      ? join(root, 'node_modules/electron/dist', readFileSync(pathFile, 'utf8'))
      : '';
    return path !== '' && existsSync(path) ? path : undefined;
  };
  const present = installed();
  if (present !== undefined || process.env.CI !== undefined) return present;
  if (
    process.platform === 'linux' &&
    process.env.DISPLAY === undefined &&
    process.env.WAYLAND_DISPLAY === undefined
  )
    return undefined;
  // A machine that could not fetch it is asked again a day later, not at every start.
  const refused = join(root, 'node_modules/.cache/assay/no-electron');
  const day = 24 * 3600 * 1000;
  if (existsSync(refused) && Date.now() - statSync(refused).mtimeMs < day) return undefined;
  say('fetching the Electron binary (once)');
  const installer = join(root, 'node_modules/electron/install.js');
  spawnSync(process.execPath, [installer], { stdio: ['ignore', 2, 2], timeout: 180_000 });
  const fetched = installed();
  if (fetched === undefined) {
    writeFileSync(refused, '');
    say('no Electron binary can be had here; opening in the browser instead');
  }
  return fetched;
}

function openWindow(electron: string): void {
  say('opening the desktop window');
  const child = spawn(electron, [root, ...positionals], { stdio: 'inherit' });
  child.on('exit', (code) => process.exit(code ?? 1));
}

async function openInBrowser(): Promise<void> {
  const { ports, release } = await createNodePorts({
    host: 'loopback',
    log: streamLog(process.stderr, 'warn'),
    workers: createNodeWorkers,
  });
  const app = createApp(ports);
  const loopback = await serveLoopback({ app, page: join(root, 'out/renderer') });

  let closing = false;
  const close = async () => {
    if (closing) return;
    closing = true;
    await loopback.close();
    await app.close();
    await release();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void close());
  // A server nobody started any more must not go on listening.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void close();
  }, 1000).unref();

  for (const directory of positionals) {
    const opened = await app.cases.open(directory, false);
    if (!opened.ok) say(`${directory}: ${opened.problem.message.en}`);
  }
  if (values.sample) {
    say('making the sample case');
    const { openSampleCase } = await import('./sample.ts');
    await openSampleCase(app);
  }
  say('open this address (it works once):');
  process.stdout.write(`${loopback.entrance}\n`);
  if (!values.quiet) openAddress(loopback.entrance);
}

/** The default browser, when there is a display. */
function openAddress(address: string): void {
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  if (opener === 'xdg-open' && process.env.DISPLAY === undefined && process.env.WAYLAND_DISPLAY === undefined)
    return;
  spawn(opener, [address], { stdio: 'ignore', detached: true })
    .on('error', () => say('no browser could be opened; open the address yourself'))
    .unref();
}
