import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Localized } from '#shared/domain/localized.ts';
import { namespaceProtections, plainProtections } from './protections.ts';
import type { Sandbox } from './sandbox.ts';

let probed: { readonly unshare: readonly string[]; readonly limits: readonly string[] } | undefined;

/** What util-linux offers where Bubblewrap is missing: no network, no core dumps, few open files. Tried once. */
function prefixes(): NonNullable<typeof probed> {
  probed ??= {
    unshare: usable('unshare', ['--user', '--map-current-user', '--net', '--']),
    limits: usable('prlimit', ['--core=0:0', '--nofile=1024:1024']),
  };
  return probed;
}

function usable(name: string, args: readonly string[]): readonly string[] {
  const program = ['/usr/bin', '/bin'].map((folder) => `${folder}/${name}`).find((path) => existsSync(path));
  if (program === undefined) return [];
  const works = spawnSync(program, [...args, process.execPath, '-e', ''], { timeout: 10_000 }).status === 0;
  return works ? [program, ...args] : [];
}

/**
 * A network namespace without any interface, where the system allows one; the files stay those of the account.
 * @param why what keeps us from the stronger sandbox
 */
export function namespaces(why: Localized): Sandbox {
  const { unshare, limits } = prefixes();
  return {
    protections: namespaceProtections({ network: unshare.length > 0, limits: limits.length > 0 }, why),
    confinesFiles: false,
    hidesSignals: false,
    launch: ({ command }) => ({ command: [...unshare, ...limits, ...command], descriptors: [] }),
  };
}

/** Nothing around the process but its private folder, its environment and the watch over its memory. */
export function plain(why: Localized): Sandbox {
  return {
    protections: plainProtections(why),
    confinesFiles: false,
    hidesSignals: false,
    launch: ({ command }) => ({ command, descriptors: [] }),
  };
}
