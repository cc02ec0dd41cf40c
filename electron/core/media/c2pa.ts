import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { localized } from '#shared/domain/localized.ts';
import type { CredentialStore } from '#shared/domain/provenance.ts';
import type { Reason } from '#shared/domain/run.ts';
import { offlineSettings, withTrustLists } from './c2pa-settings.ts';
import { toCredentialStore } from './c2pa-store.ts';
import type { EngineState } from './engines.ts';
import { record, text, toHostileValue } from './hostile-json.ts';
import type { Limits } from './limits.ts';
import { packageFolder } from './program-paths.ts';
import { type TrustList, trustFolder } from './trust-lists.ts';

/** The only file that knows `@contentauth/c2pa-node`. It is loaded on first use, never with the module. */

export type CredentialReading =
  /** The engine read the container and there is no store in it. */
  | { readonly state: 'none' }
  | { readonly state: 'present'; readonly store: CredentialStore }
  /** The store lies on a server. It is not fetched. */
  | { readonly state: 'remote-only'; readonly url: string }
  /** `what`: is it the container, the store inside it, or the format the engine gave up on? */
  | {
      readonly state: 'unreadable';
      readonly what: 'container' | 'store' | 'format' | 'engine';
      readonly code: string;
      readonly message: string;
    }
  | { readonly state: 'engine-missing'; readonly reason: Reason };

export interface CredentialOptions {
  readonly lists: readonly TrustList[];
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** A store kept beside the file, to be read in place of one inside it. */
  readonly sidecar?: Uint8Array | null;
}

/**
 * Read the C2PA manifest store of a file, offline.
 *
 * @param path file on disk; a path, because a buffer would be copied whole into the engine
 * @param mime media type by content, or `null` to let the engine look
 */
export async function readCredential(
  path: string,
  mime: string | null,
  options: CredentialOptions,
): Promise<CredentialReading> {
  const engine = await loadEngine();
  if ('missing' in engine) return { state: 'engine-missing', reason: engine.missing };
  options.signal.throwIfAborted();
  const asset = mime === null ? { path } : { path, mimeType: mime };
  try {
    const read = (settings: unknown) => {
      const json = JSON.stringify(settings);
      return options.sidecar == null
        ? engine.Reader.fromAsset(asset, json)
        : engine.Reader.fromManifestDataAndAsset(Buffer.from(options.sidecar), asset, json);
    };
    const reader = await read(offlineSettings(options.lists));
    options.signal.throwIfAborted();
    if (reader === null) return { state: 'none' };
    const json: unknown = reader.json();
    const embedded = reader.isEmbedded();
    const store = toCredentialStore(json, embedded, options.limits.depth);
    if (!store.statuses.some((status) => status.kind === 'failure' && status.code.startsWith('cawg.'))) {
      return { state: 'present', store };
    }
    // A failed identity assertion alone turns the engine's state to "Invalid"; read again without it.
    const pure = await read(offlineSettings(options.lists, false));
    const state = pure === null ? null : (pure.json() as { validation_state?: unknown }).validation_state;
    return {
      state: 'present',
      store: { ...store, engineStateWithoutIdentity: typeof state === 'string' ? state : null },
    };
  } catch (error) {
    options.signal.throwIfAborted();
    return explain(error);
  }
}

/**
 * Version for the run key: the package, and the trust lists its verdicts rest on. Looks at files only, so
 * that the host process may ask without loading the native part.
 */
export async function c2paState(folder: string | null = trustFolder()): Promise<EngineState> {
  const place = await locate();
  if ('missing' in place) return { missing: place.missing.text };
  return { version: await withTrustLists(place.version, folder) };
}

/** Media types under which the engine takes the formats it reads (c2pa-rs 0.91). */
export const engineTypes: ReadonlyMap<string, string> = new Map([
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['webp', 'image/webp'],
  ['gif', 'image/gif'],
  ['tiff', 'image/tiff'],
  ['dng', 'image/x-adobe-dng'],
  ['raw', 'image/tiff'],
  ['svg', 'image/svg+xml'],
  ['jxl', 'image/jxl'],
  ['heif', 'image/heif'],
  ['avif', 'image/avif'],
  ['mp4', 'video/mp4'],
  ['m4a', 'audio/mp4'],
  ['mov', 'video/quicktime'],
  ['wav', 'audio/wav'],
  ['avi', 'video/avi'],
  ['mp3', 'audio/mpeg'],
  ['flac', 'audio/flac'],
  ['pdf', 'application/pdf'],
  ['c2pa', 'application/c2pa'],
]);

interface Place {
  readonly version: string;
  readonly binary: string;
}
interface Missing {
  readonly missing: Reason;
}
type Engine = { readonly Reader: typeof import('@contentauth/c2pa-node').Reader } | Missing;

const packageRequire = createRequire(import.meta.url);
const packageName = '@contentauth/c2pa-node';

async function locate(): Promise<Place | Missing> {
  const folder = await packageFolder(packageName);
  if (folder === null) return { missing: engineMissing(`${packageName} is not installed`) };
  const chosen = process.env.C2PA_LIBRARY_PATH;
  const binary = chosen === undefined || chosen === '' ? join(folder, 'dist', 'index.node') : chosen;
  if (!existsSync(binary)) return { missing: engineMissing(`${basename(binary)} is not there`) };
  const manifest = record(
    toHostileValue(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))).value,
  );
  return { version: text(manifest.get('version')) ?? 'unknown', binary };
}

let loading: Promise<Engine> | null = null;

/** One attempt per process: a native library that failed to load will not load a second time. */
function loadEngine(): Promise<Engine> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Engine> {
  const place = await locate();
  if ('missing' in place) return place;
  try {
    // The package itself loads its native part on first use; here a failure must be told from a bad file.
    packageRequire(place.binary);
    return { Reader: (await import('@contentauth/c2pa-node')).Reader };
  } catch (error) {
    return { missing: engineMissing(error instanceof Error ? error.message : String(error)) };
  }
}

function engineMissing(detail: string): Reason {
  return {
    code: 'engine-missing',
    text: localized(
      'The C2PA engine is not installed or has no binary for this system. Run the set-up again (npm start); on a system without a ready binary set C2PA_LIBRARY_PATH to one.',
      'C2PA 引擎未安装，或没有适用于本系统的二进制文件。请重新执行安装步骤（npm start）；若本系统没有现成的二进制文件，请将环境变量 C2PA_LIBRARY_PATH 指向可用的文件。',
    ),
    detail,
  };
}

/** Names of c2pa-rs errors that are about the container around the store, and about its format. */
const containerErrors = new Set([
  'InvalidAsset',
  'IoError',
  'XmpReadError',
  'XmpError',
  'InsufficientMemory',
]);
const formatErrors = new Set(['UnsupportedType', 'UnsupportedFormat']);

/** What an error of c2pa-rs is about, by the name of its variant: both engines are made of the same core. */
export function faultOf(variant: string): 'container' | 'store' | 'format' {
  return formatErrors.has(variant) ? 'format' : containerErrors.has(variant) ? 'container' : 'store';
}

/** The engine puts its own error into the name, `C2pa(Variant("detail"))`, and a sentence into the message. */
function explain(error: unknown): CredentialReading {
  // A file that cannot be opened is our fault or the system's, not something to say about the evidence.
  if (error instanceof Error && 'syscall' in error) throw error;
  const name = error instanceof Error ? error.name : 'Error';
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 2000);
  const variant = /^C2pa\((\w+)/.exec(name)?.[1];
  if (variant === 'RemoteManifestUrl') {
    return { state: 'remote-only', url: message.replace(/^must fetch remote manifests from url /, '') };
  }
  if (variant === undefined)
    return { state: 'unreadable', what: 'engine', code: name.slice(0, 100), message };
  return { state: 'unreadable', what: faultOf(variant), code: variant, message };
}
