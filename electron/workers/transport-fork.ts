import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { processTree } from './process-tree.ts';
import type { FromWorker, Transport, WorkerListener, WorkerProcess, WorkerPurpose } from './protocol.ts';
import { chooseSandbox } from './sandbox/choose.ts';
import type { Sandbox } from './sandbox/sandbox.ts';

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
  /** Instead of the strongest one this system allows. */
  readonly sandbox?: Sandbox;
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
 * Worker processes as plain Node children with a message channel, each in the strongest sandbox this system lets us
 * build; `protections` says which that is.
 */
export function createForkTransport(options: ForkOptions): Transport {
  const node = options.execPath ?? process.execPath;
  let chosen = options.sandbox;
  // Tried when first asked for: many a command needs no worker.
  const sandbox = () => {
    chosen ??= chooseSandbox(options.entry, node, options.temporary);
    return chosen;
  };
  return {
    get protections() {
      return sandbox().protections;
    },
    get confinesFiles() {
      return sandbox().confinesFiles;
    },
    start: (listener, purpose) => startChild(options, node, sandbox(), listener, purpose),
  };
}

function startChild(
  options: ForkOptions,
  node: string,
  sandbox: Sandbox,
  listener: WorkerListener,
  purpose: WorkerPurpose,
): WorkerProcess {
  const home = mkdtempSync(join(options.temporary, 'worker-'));
  const environment: Record<string, string> = {
    LANG: 'C.UTF-8',
    HOME: home,
    TMPDIR: home,
    VIPS_BLOCK_UNTRUSTED: '1',
  };
  for (const name of allowedVariables) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  // Compiled code is shared only where the sandbox keeps a worker from changing it (it lies in node_modules).
  const compiled = process.env.NODE_COMPILE_CACHE;
  if (sandbox.confinesFiles && compiled !== undefined) environment.NODE_COMPILE_CACHE = compiled;
  Object.assign(environment, options.environment);
  const order = {
    ...{ ...purpose, home, environment },
    command: [
      node,
      `--max-old-space-size=${options.heapMebibytes}`,
      '--disable-warning=ExperimentalWarning',
      options.entry,
    ],
  };
  const { command, descriptors } = sandbox.launch(order);
  const child = spawn(command[0]!, command.slice(1), {
    cwd: home,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', ...descriptors],
    serialization: 'advanced',
    // Its own process group, so that killing it takes ffprobe and perl with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  for (const descriptor of descriptors) closeSync(descriptor);
  const ended = child.pid === undefined ? undefined : sandbox.started?.(child.pid, order);
  let gone = false;
  const exit = (how: string) => {
    if (gone) return;
    gone = true;
    ended?.();
    // What a worker leaves in its own folder is of use to nobody.
    rmSync(home, { recursive: true, force: true });
    listener.exit(how);
  };
  child.on('message', (message) => listener.message(message as FromWorker));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => listener.stderr(text));
  child.on('error', (error) => exit(`could not be started: ${error.message}`));
  child.on('exit', (code, signal) => exit(ending(code, signal, sandbox)));
  return {
    pid: child.pid,
    send(message) {
      // A process that just died refuses the message; its `exit` follows and settles the task.
      if (child.connected) child.send(message, () => undefined);
    },
    kill: () => killGroup(child),
  };
}

/** How a process ended, in words. A sandbox that waits for it tells a signal as 128 and its number. */
function ending(code: number | null, signal: NodeJS.Signals | null, { hidesSignals }: Sandbox): string {
  if (signal !== null) return `signal ${signal}`;
  const name = Object.entries(constants.signals).find(([, number]) => number + 128 === code)?.[0];
  return hidesSignals && name !== undefined ? `signal ${name}` : `exit code ${code}`;
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
