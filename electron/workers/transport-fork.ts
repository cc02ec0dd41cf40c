import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { processTree } from './process-tree.ts';
import type { FromWorker, Transport, WorkerListener, WorkerProcess } from './protocol.ts';

export interface ForkOptions {
  /** Path of the worker's entry file. */
  readonly entry: string;
  /** Node binary to run it with; the one of this process by default. */
  readonly execPath?: string;
  /** Heap limit of the worker's JavaScript, MiB. */
  readonly heapMebibytes: number;
  /** Folder the workers use for temporary files. */
  readonly temporary: string;
  /** Variables the host decides, before those of its own environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Variables a parser may see. Everything else (tokens, proxies, NODE_OPTIONS, LD_PRELOAD) is dropped. */
const allowedVariables = [
  'PATH',
  'ASSAY_FFMPEG',
  'ASSAY_FFPROBE',
  'ASSAY_PERL',
  'ASSAY_TRUST',
  'C2PA_LIBRARY_PATH',
  'SystemRoot',
  'ELECTRON_RUN_AS_NODE',
];

/**
 * Worker processes as plain Node children with a message channel. On Linux each is started in a fresh
 * user and network namespace, where not even loopback is up; where the system forbids that,
 * `networkIsolation` is false and the screen says so.
 */
export function createForkTransport(options: ForkOptions): Transport {
  const isolate = process.platform === 'linux' ? isolationPrefix() : [];
  return {
    networkIsolation: isolate.length > 0,
    start: (listener) => startChild(options, isolate, listener),
  };
}

let probed: readonly string[] | undefined;

function isolationPrefix(): readonly string[] {
  if (probed !== undefined) return probed;
  const unshare = ['/usr/bin/unshare', '/bin/unshare'].find((path) => existsSync(path));
  const prefix = unshare === undefined ? [] : [unshare, '--user', '--map-current-user', '--net', '--'];
  const works =
    prefix.length > 0 &&
    spawnSync(prefix[0]!, [...prefix.slice(1), process.execPath, '-e', ''], { timeout: 10_000 }).status === 0;
  probed = works ? prefix : [];
  return probed;
}

function startChild(
  options: ForkOptions,
  isolate: readonly string[],
  listener: WorkerListener,
): WorkerProcess {
  const node = options.execPath ?? process.execPath;
  const command = [
    ...isolate,
    node,
    `--max-old-space-size=${options.heapMebibytes}`,
    '--disable-warning=ExperimentalWarning',
    options.entry,
  ];
  const environment: Record<string, string> = {
    LANG: 'C.UTF-8',
    HOME: options.temporary,
    TMPDIR: options.temporary,
    VIPS_BLOCK_UNTRUSTED: '1',
  };
  for (const name of allowedVariables) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  Object.assign(environment, options.environment);
  const child = spawn(command[0]!, command.slice(1), {
    cwd: options.temporary,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    // Its own process group, so that killing it takes ffprobe and perl with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  let gone = false;
  const exit = (how: string) => {
    if (gone) return;
    gone = true;
    listener.exit(how);
  };
  child.on('message', (message) => listener.message(message as FromWorker));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => listener.stderr(text));
  child.on('error', (error) => exit(`could not be started: ${error.message}`));
  child.on('exit', (code, signal) => exit(signal === null ? `exit code ${code}` : `signal ${signal}`));
  return {
    pid: child.pid,
    send(message) {
      // A process that just died refuses the message; its `exit` follows and settles the task.
      if (child.connected) child.send(message, () => undefined);
    },
    kill: () => killGroup(child),
  };
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    child.kill('SIGKILL');
    return;
  }
  // Children that made a group of their own are not reached through the worker's group.
  for (const pid of processTree(child.pid)) {
    for (const target of [-pid, pid]) {
      try {
        process.kill(target, 'SIGKILL');
      } catch (error) {
        // ESRCH: not a group leader, or it ended by itself in the meantime.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
  }
}
