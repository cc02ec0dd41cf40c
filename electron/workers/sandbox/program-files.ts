import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';

/** What of a system a dynamically linked program needs to start, whichever way libraries are installed. */
const systemFolders = [
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/nix/store',
  '/gnu/store',
  '/home/linuxbrew/.linuxbrew',
  '/etc/alternatives',
  '/etc/ld.so.cache',
  '/etc/ld.so.conf',
  '/etc/ld.so.conf.d',
  '/etc/fonts',
  '/var/cache/fontconfig',
  '/etc/perl',
];

/** Of the installation, what a worker loads; neither notes nor settings of the examiner lie there. */
const installed = ['package.json', 'node_modules', 'electron', 'shared', 'resources', 'out'];

/** Variables that name programs and folders a worker is to find: each may hold several, as PATH does. */
const naming = [
  'PATH',
  'ASSAY_FFMPEG',
  'ASSAY_FFPROBE',
  'ASSAY_PERL',
  'ASSAY_TRUST',
  'ASSAY_MARKS',
  'C2PA_LIBRARY_PATH',
];

/** Files and folders a worker reads beside its evidence: the system's libraries, this program, the engines. */
export function programFiles(entry: string, node: string): string[] {
  const root = installationOf(entry);
  const own = root === null ? [] : installed.map((name) => join(root, name));
  return [...systemFolders, ...own, dirname(entry), node, realpathSync(node)].filter((path) =>
    existsSync(path),
  );
}

/**
 * Files and folders the variables name, outside the system's own. They may come into being later (a ring of keys) and so
 * belong to what a process is told apart by. A folder of PATH that holds a home is not given: everything else of the
 * examiner's would be seen with it.
 */
export function namedFiles(environment: Readonly<Record<string, string>>): string[] {
  const named = naming.flatMap((name) => (environment[name] ?? '').split(delimiter));
  const outside = (path: string) =>
    !systemFolders.some((folder) => path === folder || path.startsWith(`${folder}/`));
  return named.filter((path) => isAbsolute(path) && path !== '/' && outside(path) && !holdsHome(path));
}

function holdsHome(path: string): boolean {
  const home = process.env.HOME ?? '';
  return home === path || home.startsWith(`${path.replace(/\/$/, '')}/`);
}

/** Nearest folder above with a package.json. */
function installationOf(entry: string): string | null {
  for (let folder = dirname(entry); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) return null;
  }
}
