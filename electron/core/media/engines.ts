import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { c2paState } from './c2pa.ts';
import { c2paWasmState } from './c2pa-wasm.ts';
import { camerasState } from './camera-fingerprints.ts';
import { labelKeysState } from './label-keys.ts';
import { markModelsState } from './mark-models.ts';
import { markRingState } from './mark-ring.ts';
import { exiftoolScript, findProgram, packageFolder } from './program-paths.ts';
import { runProgram } from './spawn.ts';
import { textRecognitionState } from './text-recognition.ts';
import { visionState } from './vision.ts';

/**
 * Everything outside this repository that can change a result. Each has one adapter file in `media/`,
 * and its version is part of the run key.
 */
export const engineNames = [
  'sharp',
  'ffmpeg',
  'ffprobe',
  'exiftool',
  'c2pa-node',
  'c2pa-wasm',
  'heif',
  'typst',
  'label-keys',
  'mark-ring',
  'mark-models',
  'camera-fingerprints',
  'text-recognition',
  'opencv',
] as const;
export type EngineName = (typeof engineNames)[number];

/** The version that takes part in results, or why there is none and what the examiner can do. */
export type EngineState = { readonly version: string } | { readonly missing: Localized };

const known = new Map<EngineName, Promise<EngineState>>();
/** Engines whose answers rest on the user's trust lists or pinned keys as well. */
const trusting: ReadonlySet<EngineName> = new Set<EngineName>([
  'c2pa-node',
  'c2pa-wasm',
  'label-keys',
  'mark-ring',
  'mark-models',
  'camera-fingerprints',
]);

/**
 * Versions of engines, most of them asked once per process. Native packages are not loaded for this: their versions
 * stand in their package.json files, so the host process may ask.
 */
export async function engineVersions<N extends EngineName>(
  names: readonly N[],
): Promise<Readonly<Record<N, EngineState>>> {
  const states = await Promise.all(
    names.map(async (name) => {
      // Trust lists may be changed by another process; the files are looked at anew each time.
      const state = trusting.has(name) ? readers[name]() : (known.get(name) ?? readers[name]());
      known.set(name, state);
      return [name, await state] as const;
    }),
  );
  return Object.fromEntries(states) as Record<N, EngineState>;
}

/** Ask again: a program was installed, or a setting changed. */
export function forgetEngineVersions(): void {
  known.clear();
}

const readers: Readonly<Record<EngineName, () => Promise<EngineState>>> = {
  sharp: sharpState,
  ffmpeg: () => ffmpegState('ffmpeg'),
  ffprobe: () => ffmpegState('ffprobe'),
  exiftool: exiftoolState,
  'c2pa-node': () => c2paState(),
  'c2pa-wasm': () => c2paWasmState(),
  heif: heifState,
  typst: () => packageState('@myriaddreamin/typst-ts-node-compiler'),
  'text-recognition': () => textRecognitionState(),
  opencv: () => visionState(),
  'label-keys': () => labelKeysState(),
  'mark-ring': () => markRingState(),
  'mark-models': () => markModelsState(),
  'camera-fingerprints': () => camerasState(),
};

/** First line of `-version`, as the program itself words it: `ffmpeg version 5.1.9-0+deb12u1`. */
async function ffmpegState(name: 'ffmpeg' | 'ffprobe'): Promise<EngineState> {
  const program = await findProgram(name);
  if (!program.found) return { missing: program.remedy };
  const output = await firstLines(program.path, ['-version']);
  const version = /^\S+ version (\S+)/.exec(output ?? '')?.[1];
  return version === undefined ? broken(program.path) : { version };
}

/** ExifTool and the Perl that runs it: `13.59 (perl 5.036000)`. */
async function exiftoolState(): Promise<EngineState> {
  const perl = await findProgram('perl');
  if (!perl.found) return { missing: perl.remedy };
  const script = await exiftoolScript();
  if (script === null) return { missing: notInstalled('exiftool-vendored') };
  const output = await firstLines(perl.path, [script, '-config', '', '-ver', '-v']);
  const version = /^ExifTool version (\S+)/m.exec(output ?? '')?.[1];
  const perlVersion = /^Perl version (\S+)/m.exec(output ?? '')?.[1];
  if (version === undefined || perlVersion === undefined) return broken(perl.path);
  return { version: `${version} (perl ${perlVersion})` };
}

async function firstLines(program: string, args: readonly string[]): Promise<string | null> {
  const signal = AbortSignal.timeout(20_000);
  const answer = await runProgram(program, args, { signal, timeMs: 15_000, outputBytes: 1 << 20 });
  return answer.ok && answer.exitCode === 0 ? Buffer.from(answer.stdout).toString('utf8') : null;
}

/** sharp, and the libvips that decodes: its version stands in the platform package. */
async function sharpState(): Promise<EngineState> {
  const version = await packageVersion('sharp');
  if (version === null) return { missing: notInstalled('sharp') };
  const platform = `${process.platform}-${process.arch}`;
  for (const name of [
    `@img/sharp-libvips-${platform}`,
    `@img/sharp-libvips-linuxmusl-${process.arch}`,
    `@img/sharp-${platform}`,
  ]) {
    const folder = await packageFolder(name);
    const libvips = folder === null ? null : textField(await readJson(join(folder, 'versions.json')), 'vips');
    if (libvips !== null) return { version: `${version} (libvips ${libvips})` };
  }
  return { missing: notInstalled(`@img/sharp-${platform}`) };
}

async function heifState(): Promise<EngineState> {
  const version = await packageVersion('heic-decode');
  const library = await packageVersion('libheif-js');
  if (version === null || library === null) return { missing: notInstalled('heic-decode') };
  return { version: `${version} (libheif ${library})` };
}

async function packageState(name: string): Promise<EngineState> {
  const version = await packageVersion(name);
  return version === null ? { missing: notInstalled(name) } : { version };
}

async function packageVersion(name: string): Promise<string | null> {
  const folder = await packageFolder(name);
  return folder === null ? null : textField(await readJson(join(folder, 'package.json')), 'version');
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return null;
    throw error;
  }
}

function textField(value: unknown, name: string): string | null {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return null;
  const field: unknown = Reflect.get(value, name);
  return typeof field === 'string' ? field : null;
}

function notInstalled(name: string): Localized {
  return localized(
    `The package ${name} is not installed for this system. Run the set-up again (npm start does it).`,
    `本系统未安装软件包 ${name}。请重新运行安装步骤（npm start 会自动完成）。`,
  );
}

function broken(path: string): EngineState {
  return {
    missing: localized(
      `${path} does not say its version, so it cannot be trusted with evidence. Install it again.`,
      `${path} 无法给出版本信息，不能用于检验。请重新安装。`,
    ),
  };
}
