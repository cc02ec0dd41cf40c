import { spawn } from 'node:child_process';
import { findExecutable } from './program-paths.ts';

/** What the operating system is asked to hold a child to. */
export interface ChildLimits {
  /** Wall time in milliseconds, from which the processor time is derived. */
  readonly timeMs: number;
  /** Address space in bytes. */
  readonly memoryBytes?: number;
  /** Bytes of any file it may write; none unless said. */
  readonly fileBytes?: number;
}

/** Nothing of ours reaches a child: PATH, locale, and the one folder it may call home. */
export function scrubbedEnvironment(directory: string | undefined): NodeJS.ProcessEnv {
  const home = directory ?? '/nonexistent';
  const environment: NodeJS.ProcessEnv = {
    PATH: process.env.PATH ?? '',
    LANG: 'C.UTF-8',
    HOME: home,
    TMPDIR: home,
    // Time zones would make a program's local times depend on the examiner's machine.
    TZ: 'UTC',
    // glibc reserves 64 MiB of address space per thread otherwise, which the limit would count.
    MALLOC_ARENA_MAX: '2',
    // Perl shuffles its hashes anew in each process, and ExifTool prints some XML in that order.
    PERL_HASH_SEED: '0',
    PERL_PERTURB_KEYS: '0',
  };
  if (process.platform === 'win32') environment.SystemRoot = process.env.SystemRoot;
  return environment;
}

let launcher: Promise<{ readonly setpriv: string | null; readonly prlimit: string | null }> | undefined;

/** util-linux's launchers, when this system has them and lets us use them. Looked for once. */
function findLaunchers(): Promise<{ readonly setpriv: string | null; readonly prlimit: string | null }> {
  launcher ??= (async () => {
    if (process.platform !== 'linux') return { setpriv: null, prlimit: null };
    const setpriv = await findExecutable('setpriv');
    const prlimit = await findExecutable('prlimit');
    return {
      setpriv: setpriv !== null && (await works(setpriv, [...setprivArgs, '--version'])) ? setpriv : null,
      prlimit:
        prlimit !== null && (await works(prlimit, ['--core=0:0', prlimit, '--version'])) ? prlimit : null,
    };
  })();
  return launcher;
}

/** The child dies with the thread that started it, and can gain no rights. */
const setprivArgs = ['--pdeathsig', 'KILL', '--no-new-privs'];

function works(command: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = spawn(command, args, { stdio: 'ignore' });
    probe.on('error', () => resolve(false));
    probe.on('exit', (code) => resolve(code === 0));
  });
}

/** A command line made ready to run, and whether it may have a process group of its own. */
export interface ConfinedCommand {
  readonly command: string;
  readonly args: readonly string[];
  /**
   * A group of its own can be killed as a whole, but escapes a kill of our group; so only where the
   * kernel ends the child with its parent.
   */
  readonly ownGroup: boolean;
}

/**
 * The command line that runs a program under the limits this system can enforce: address space, processor
 * time, file size, open files, no core dumps. Elsewhere the wall clock and the output limit remain.
 */
export async function confine(
  program: string,
  args: readonly string[],
  limits: ChildLimits,
): Promise<ConfinedCommand> {
  const { setpriv, prlimit } = await findLaunchers();
  const words: string[] = [];
  if (setpriv !== null) words.push(setpriv, ...setprivArgs);
  if (prlimit !== null) {
    // Processor time is the backstop for a child whose parent is gone: several threads' worth of the wall time.
    const seconds = Math.ceil(limits.timeMs / 1000) * 4;
    const bytes = Math.ceil(limits.fileBytes ?? 0);
    words.push(prlimit, '--core=0:0', `--cpu=${seconds}:${seconds + 5}`, `--fsize=${bytes}:${bytes}`);
    words.push('--nofile=256:256');
    if (limits.memoryBytes !== undefined) words.push(`--as=${Math.ceil(limits.memoryBytes)}`);
  }
  const [command, ...rest] = [...words, program, ...args];
  return { command: command!, args: rest, ownGroup: setpriv !== null };
}
