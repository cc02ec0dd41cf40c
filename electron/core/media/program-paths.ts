import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Localized, localized } from '#shared/domain/localized.ts';

/** Programs of the system that evidence is handed to. */
export type ProgramName = 'ffmpeg' | 'ffprobe' | 'perl';

/** The environment variable that names each program, second only to the examiner's own setting. */
export const programVariables: Readonly<Record<ProgramName, string>> = {
  ffmpeg: 'ASSAY_FFMPEG',
  ffprobe: 'ASSAY_FFPROBE',
  perl: 'ASSAY_PERL',
};

export type ProgramPath =
  | {
      readonly found: true;
      readonly path: string;
      readonly from: 'setting' | 'environment' | 'resources' | 'path';
    }
  | { readonly found: false; readonly remedy: Localized };

const suffix = process.platform === 'win32' ? '.exe' : '';

/** Folders that may hold programs shipped with the product: beside the code, and beside a packaged app. */
function resourceFolders(): string[] {
  const folders = [fileURLToPath(new URL('../../../resources/programs', import.meta.url))];
  // Electron puts the packaged app's resources folder here; absent everywhere else.
  const packaged = Reflect.get(process, 'resourcesPath');
  if (typeof packaged === 'string') folders.push(join(packaged, 'programs'));
  return folders;
}

/** Is there a regular file that may be executed at this path? */
async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, process.platform === 'win32' ? constants.F_OK : constants.X_OK);
    return (await stat(path)).isFile();
  } catch (error) {
    // Any reason it cannot be looked at is a reason it cannot be run.
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

/** Absolute path of a program given as a path or as a bare name to look up in PATH, or null. */
export async function findExecutable(program: string): Promise<string | null> {
  if (isAbsolute(program)) return (await isProgram(program)) ? program : null;
  // A relative path with folders would depend on where we were started.
  if (/[\\/]/.test(program)) return null;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const name of suffix === '' || program.endsWith(suffix) ? [program] : [program + suffix, program]) {
      const path = join(folder, name);
      if (await isProgram(path)) return path;
    }
  }
  return null;
}

/**
 * Where a program is: the examiner's setting, then the environment variable, then the product's own
 * resources, then PATH. A setting or variable that names nothing runnable is an answer, not a reason
 * to look further: results must come from the program the examiner chose.
 */
export async function findProgram(name: ProgramName, setting?: string): Promise<ProgramPath> {
  const chosen = setting ?? process.env[programVariables[name]];
  if (chosen !== undefined && chosen !== '') {
    const path = await findExecutable(chosen);
    if (path === null) return { found: false, remedy: wrongChoice(name, chosen, setting !== undefined) };
    return { found: true, path, from: setting === undefined ? 'environment' : 'setting' };
  }
  for (const folder of resourceFolders()) {
    const path = join(folder, name + suffix);
    if (await isProgram(path)) return { found: true, path, from: 'resources' };
  }
  const path = await findExecutable(name);
  return path === null ? { found: false, remedy: remedies[name] } : { found: true, path, from: 'path' };
}

function wrongChoice(name: ProgramName, chosen: string, bySetting: boolean): Localized {
  const where = bySetting ? 'the settings' : `the environment variable ${programVariables[name]}`;
  const whereChinese = bySetting ? '设置' : `环境变量 ${programVariables[name]}`;
  return localized(
    `${where[0]!.toUpperCase()}${where.slice(1)} names “${chosen}” for ${name}, which cannot be run. Correct it or remove it.`,
    `${whereChinese}为 ${name} 指定了“${chosen}”，但它无法运行。请更正或删除该项。`,
  );
}

const ffmpegRemedy = (name: string): Localized =>
  localized(
    `${name} was not found. Install FFmpeg (Debian and Ubuntu: apt install ffmpeg; macOS: brew install ffmpeg; Windows: winget install ffmpeg) or set ${name === 'ffmpeg' ? 'ASSAY_FFMPEG' : 'ASSAY_FFPROBE'} to its path.`,
    `未找到 ${name}。请安装 FFmpeg（Debian/Ubuntu：apt install ffmpeg；macOS：brew install ffmpeg；Windows：winget install ffmpeg），或将 ${name === 'ffmpeg' ? 'ASSAY_FFMPEG' : 'ASSAY_FFPROBE'} 设为其路径。`,
  );

const remedies: Readonly<Record<ProgramName, Localized>> = {
  ffmpeg: ffmpegRemedy('ffmpeg'),
  ffprobe: ffmpegRemedy('ffprobe'),
  perl: localized(
    'Perl, which ExifTool needs, was not found. Install it (Debian and Ubuntu: apt install perl; Windows: Strawberry Perl) or set ASSAY_PERL to its path.',
    '未找到 ExifTool 所需的 Perl。请安装 Perl（Debian/Ubuntu：apt install perl；Windows：Strawberry Perl），或将 ASSAY_PERL 设为其路径。',
  ),
};

const require = createRequire(import.meta.url);

/**
 * Folder of an installed npm package, found without loading it: only its package.json is looked for,
 * so that a process which must not hold native code can ask. Null when it is not installed.
 */
export async function packageFolder(name: string): Promise<string | null> {
  for (const folder of require.resolve.paths(name) ?? []) {
    const candidate = unpacked(join(folder, name));
    if (await isReadable(join(candidate, 'package.json'))) return candidate;
  }
  return null;
}

/** The exiftool script of the bundled distribution; child programs cannot read inside an ASAR archive. */
export async function exiftoolScript(): Promise<string | null> {
  const outer = await packageFolder('exiftool-vendored');
  const folders = [
    await packageFolder('exiftool-vendored.pl'),
    outer && join(outer, 'node_modules', 'exiftool-vendored.pl'),
  ];
  for (const folder of folders) {
    if (folder === null) continue;
    const script = join(folder, 'bin', 'exiftool');
    if (await isReadable(script)) return script;
  }
  return null;
}

function unpacked(path: string): string {
  return path.replace(/\bapp\.asar(?=[\\/])/, 'app.asar.unpacked');
}

async function isReadable(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
