import { existsSync, realpathSync } from 'node:fs';
import { localized } from '#shared/domain/localized.ts';
import { namedFiles, programFiles } from './program-files.ts';
import { seatbeltProtections } from './protections.ts';
import type { Launch, TriedSandbox, WorkerOrder } from './sandbox.ts';
import { trial } from './trial.ts';

/**
 * macOS: `sandbox-exec` with a profile that denies what it does not name. Apple calls the program deprecated and has
 * nothing else for child processes; its profiles are those the system's own services run under. Written and type-checked
 * on Linux, NOT tried on a Mac: like every sandbox it is used only after a trial worker started in it and could not read
 * a file outside; otherwise the status says why it is missing.
 */
export function seatbelt(entry: string, node: string, temporary: string): TriedSandbox {
  const program = '/usr/bin/sandbox-exec';
  if (!existsSync(program)) return { ok: false, why: absent };
  const always = [...systemFolders, ...programFiles(entry, node)];
  const launch = (order: WorkerOrder): Launch => ({
    command: [
      program,
      '-p',
      seatbeltProfile({
        read: [...always, ...namedFiles(order.environment), ...order.view.read].map(resolved),
        write: [order.home, ...order.view.write].map(resolved),
      }),
      // The shell's limits hold for what it becomes: no core dumps, few open files, files of at most 4 GiB.
      ...['/bin/sh', '-c', `ulimit -c 0; ulimit -n 1024; ${fileLimit(order)}exec "$@"`, 'sh'],
      ...order.command,
    ],
    descriptors: [],
  });
  const complaint = trial(launch, node, temporary);
  if (complaint !== null) return { ok: false, why: notAllowed(complaint) };
  return {
    ok: true,
    sandbox: { protections: seatbeltProtections(), confinesFiles: true, hidesSignals: false, launch },
  };
}

/** What a dynamically linked program reads to start, beside `/usr` and `/bin`. */
const systemFolders = [
  '/System',
  '/Library/Frameworks',
  '/Library/Perl',
  '/opt/homebrew',
  '/private/var/db/dyld',
  '/private/var/db/timezone',
  '/private/etc/localtime',
  '/dev/null',
  '/dev/zero',
  '/dev/random',
  '/dev/urandom',
];

/** A profile in the language of sandbox-exec: everything is denied, then single things are allowed. */
export function seatbeltProfile(paths: {
  readonly read: readonly string[];
  readonly write: readonly string[];
}): string {
  const each = (list: readonly string[]) =>
    list.map((path) => `  (literal ${quoted(path)}) (subpath ${quoted(path)})`).join('\n');
  return [
    '(version 1)',
    '(deny default)',
    '(deny network*)',
    '(allow process-exec process-fork)',
    '(allow signal (target same-sandbox))',
    '(allow sysctl-read)',
    // Names and sizes of folders on the way to a file, not their contents.
    '(allow file-read-metadata)',
    `(allow file-read*\n${each([...paths.read, ...paths.write])})`,
    `(allow file-write*\n${each(paths.write)})`,
    '(allow file-write-data (literal "/dev/null"))',
  ].join('\n');
}

/** A string of the profile language; a path may hold any character but NUL. */
function quoted(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Profiles are about real paths: `/tmp` and `/var` are links on macOS. */
function resolved(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

/** In blocks of 512 bytes. */
function fileLimit({ view }: WorkerOrder): string {
  return view.large === true ? '' : `ulimit -f ${(4 * 1024 ** 3) / 512}; `;
}

const absent = localized(
  'Needs sandbox-exec, which this version of macOS does not have.',
  '需要 sandbox-exec，此 macOS 版本未提供。',
);
const notAllowed = (complaint: string) =>
  localized(
    `A worker could not be started under sandbox-exec: ${complaint}`,
    `无法在 sandbox-exec 下启动工作进程：${complaint}`,
  );
