import { existsSync, mkdtempSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localized } from '#shared/domain/localized.ts';
import { namedFiles, programFiles } from './program-files.ts';
import { bubblewrapProtections } from './protections.ts';
import type { Launch, TriedSandbox, WorkerOrder } from './sandbox.ts';
import { seccompHere } from './seccomp.ts';
import { trial } from './trial.ts';
import type { WorkerView } from './view.ts';

/** The descriptor a filter is handed over with: after three streams and the message channel. */
const filterDescriptor = 4;

/**
 * Room beside the limit of a task: V8 sets aside half a gibibyte for the machine code of each JavaScript thread, which
 * the kernel counts although nearly none of it is used. The watch over resident memory ends a worker long before this
 * ceiling; it is there for the allocation that falls between two looks.
 */
const overhead = 2560 * 1024 * 1024;
/** Bytes of one file written by a task that writes pictures and tables. */
const smallFile = 4 * 1024 ** 3;

/**
 * Bubblewrap: the worker and all it starts are alone in new namespaces, with an empty root into which only the program,
 * the engines and the files of the task are mounted, without capabilities, under the filter of `seccomp.ts`.
 */
export function bubblewrap(entry: string, node: string, temporary: string): TriedSandbox {
  const program = ['/usr/bin/bwrap', '/bin/bwrap', '/usr/local/bin/bwrap'].find((path) => existsSync(path));
  if (program === undefined) return { ok: false, why: notInstalled };
  const prlimit = ['/usr/bin/prlimit', '/bin/prlimit'].find((path) => existsSync(path)) ?? null;
  const filter = seccompHere();
  const filterFile = join(mkdtempSync(join(temporary, 'sandbox-')), 'system-calls.bpf');
  if (filter !== null) writeFileSync(filterFile, filter, { mode: 0o600 });
  const always = programFiles(entry, node);

  const launch = (order: WorkerOrder): Launch => ({
    command: [
      program,
      ...isolation,
      ...mounts([...always, ...namedFiles(order.environment)], order.view, order.home),
      ...['--remount-ro', '/', '--remount-ro', '/dev', '--chdir', order.home],
      ...(filter === null ? [] : ['--seccomp', String(filterDescriptor)]),
      '--',
      ...(prlimit === null ? [] : [prlimit, ...limits(order)]),
      ...order.command,
    ],
    descriptors: filter === null ? [] : [openSync(filterFile, 'r')],
  });
  const complaint = trial(launch, node, temporary);
  if (complaint !== null) return { ok: false, why: notAllowed(complaint) };
  return {
    ok: true,
    sandbox: {
      protections: bubblewrapProtections({ filter: filter !== null, limits: prlimit !== null }),
      confinesFiles: true,
      hidesSignals: true,
      launch,
    },
  };
}

const notInstalled = localized(
  'Needs Bubblewrap, which is not installed here (Debian and Ubuntu: apt install bubblewrap).',
  '需要 Bubblewrap，本机未安装（Debian/Ubuntu：apt install bubblewrap）。',
);
const notAllowed = (complaint: string) =>
  localized(
    `Bubblewrap is installed, but a worker could not be started in it on this system: ${complaint}`,
    `已安装 Bubblewrap，但本系统无法在其中启动工作进程：${complaint}`,
  );

const isolation = [
  '--unshare-user',
  '--unshare-ipc',
  '--unshare-pid',
  '--unshare-net',
  '--unshare-uts',
  '--unshare-cgroup-try',
  '--die-with-parent',
  '--new-session',
  '--cap-drop',
  'ALL',
  '--hostname',
  'assay',
  '--proc',
  '/proc',
  '--dev',
  '/dev',
];

/** Mounts in the order of their depth, so that none hides one made before. What is written may hold what is read. */
function mounts(program: readonly string[], view: WorkerView, home: string): string[] {
  const writable = new Set([home, ...view.write]);
  // Bubblewrap passes over a path that is missing, and stops at one in a folder this account may not enter.
  const readable = [...program, ...view.read].filter((path) => existsSync(path));
  return [...new Set([...readable, ...writable])]
    .sort((one, other) => depth(one) - depth(other) || (one < other ? -1 : 1))
    .flatMap((path) => [writable.has(path) ? '--bind-try' : '--ro-bind-try', path, path]);
}

function depth(path: string): number {
  return path.split('/').filter((part) => part !== '').length;
}

/** Limits the kernel holds the process and its children to. The polled limit of resident memory lies below. */
function limits({ memoryBytes, view }: WorkerOrder): string[] {
  const data = memoryBytes + overhead;
  return [
    '--core=0:0',
    '--nofile=1024:1024',
    `--data=${data}:${data}`,
    ...(view.large === true ? [] : [`--fsize=${smallFile}:${smallFile}`]),
  ];
}
