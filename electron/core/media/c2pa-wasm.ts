import { stat } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { ByteRange } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';
import type { CredentialStore } from '#shared/domain/provenance.ts';
import type { Reason } from '#shared/domain/run.ts';
import { type CredentialOptions, faultOf } from './c2pa.ts';
import { offlineSettings, withTrustLists } from './c2pa-settings.ts';
import { toCredentialStore } from './c2pa-store.ts';
import { askThread, compiledModule, locateEngine } from './c2pa-wasm-engine.ts';
import type { FragmentFault, ThreadAnswer, ThreadJob } from './c2pa-wasm-thread.ts';
import type { EngineState } from './engines.ts';
import { defaultJsonBounds, plainJson, toHostileValue } from './hostile-json.ts';
import { trustFolder } from './trust-lists.ts';

/**
 * The second C2PA engine: the same core in WebAssembly, of another version, in a thread of its own. The files
 * `c2pa-wasm*.ts` are the only ones that know `@contentauth/c2pa-wasm`.
 */

/**
 * Largest file asked about, bytes. Memory would allow more (it stays below 300 MiB however large the file), but
 * without the processor's hash instructions the engine takes about a second for 100 MB.
 */
export const largestAsset = 256 * 1024 * 1024;
/** Segments are copied whole into the engine. */
const LARGEST_SEGMENT = 64 * 1024 * 1024;
/** About three milliseconds each. */
export const mostFragments = 3000;
/** Longest JSON text taken from the engine, characters. */
const JSON_LENGTH = 128 * 1024 * 1024;

export type SecondOpinion =
  | {
      readonly state: 'present';
      readonly store: CredentialStore;
      /** The store as crJSON (C2PA 2.4), when it was asked for: bounded plain data, objects without prototype. */
      readonly crJson: unknown;
      readonly version: string;
    }
  | { readonly state: 'none'; readonly version: string }
  | { readonly state: 'remote-only'; readonly url: string; readonly version: string }
  | {
      readonly state: 'unreadable';
      readonly what: 'container' | 'store' | 'format' | 'engine';
      readonly code: string;
      readonly message: string;
      readonly version: string;
    }
  | { readonly state: 'engine-missing'; readonly reason: Reason }
  | { readonly state: 'not-asked'; readonly reason: Reason };

/** Where the parts of a fragmented movie lie in its file. */
export interface MovieSegments {
  readonly init: ByteRange;
  readonly fragments: readonly ByteRange[];
}

/** The opinion on the worst fragment, and which fragments it did not find sound. */
export type FragmentedOpinion = SecondOpinion & {
  readonly fragments: {
    readonly checked: number;
    /** At most a hundred are named. */
    readonly faults: readonly FragmentFault[];
  };
};

/**
 * Read the manifest store of a file with the second engine, offline. Files above 50 MB are never in memory as
 * a whole: the most is the engine's hashing buffer of 256 MiB, given back when the thread ends.
 *
 * @param mime media type by content (`engineTypes`); the engine does not look for itself
 */
export async function readSecondOpinion(
  path: string,
  mime: string | null,
  options: CredentialOptions & { readonly crJson?: boolean },
): Promise<SecondOpinion> {
  const crJson = options.crJson === true;
  const asked = await ask(path, mime, options, { identity: true, crJson, fragments: null });
  if ('state' in asked) return asked;
  const opinion = toOpinion(asked, mime, options);
  if (
    opinion.state !== 'present' ||
    !opinion.store.statuses.some(({ kind, code }) => kind === 'failure' && code.startsWith('cawg.'))
  )
    return opinion;
  // As with the first engine: a failed identity assertion must not decide the state of the credential.
  const pure = await ask(path, mime, options, { identity: false, crJson: false, fragments: null });
  const again = 'state' in pure ? pure : toOpinion(pure, mime, options);
  const state = again.state === 'present' ? again.store.engineState : null;
  return { ...opinion, store: { ...opinion.store, engineStateWithoutIdentity: state } };
}

/** The store as the engine's own crJSON alone. `null`: the engine gave none. */
export async function readCrJson(
  path: string,
  mime: string | null,
  options: CredentialOptions,
): Promise<unknown> {
  const opinion = await readSecondOpinion(path, mime, { ...options, crJson: true });
  return opinion.state === 'present' ? opinion.crJson : null;
}

/**
 * Check a fragmented movie fragment by fragment against the hash trees of its initialisation segment. What is
 * not there cannot be missed: fragments that were taken out leave no trace the engine looks for.
 *
 * @param segments from `fragmentRanges`; longer than 64 MiB they are not asked about
 */
export async function readFragmented(
  path: string,
  segments: MovieSegments,
  options: CredentialOptions,
): Promise<FragmentedOpinion> {
  const none = { checked: 0, faults: [] };
  const list = segments.fragments.slice(0, mostFragments);
  if ([segments.init, ...list].some(([, length]) => length > LARGEST_SEGMENT))
    return { state: 'not-asked', reason: tooLarge(LARGEST_SEGMENT), fragments: none };
  const fragments = { init: segments.init, list };
  const asked = await ask(path, 'video/mp4', options, { identity: false, crJson: false, fragments });
  if ('state' in asked) return { ...asked, fragments: none };
  const { answer, faults } = asked.thread;
  const stopped = 'error' in answer && answer.trap;
  const checked = stopped ? (faults.at(-1)?.index ?? 0) : list.length;
  return { ...toOpinion(asked, 'video/mp4', options), fragments: { checked, faults } };
}

/** Version for the run key, as with the first engine: the package and the trust lists. Loads nothing. */
export async function c2paWasmState(folder: string | null = trustFolder()): Promise<EngineState> {
  const place = await locateEngine();
  if ('missing' in place) return { missing: place.missing.text };
  return { version: await withTrustLists(place.version, folder) };
}

interface Asked {
  readonly version: string;
  readonly thread: ThreadAnswer;
}
interface Question {
  readonly identity: boolean;
  readonly crJson: boolean;
  readonly fragments: ThreadJob['fragments'];
}

async function ask(
  path: string,
  mime: string | null,
  options: CredentialOptions,
  question: Question,
): Promise<Asked | Extract<SecondOpinion, { state: 'engine-missing' | 'not-asked' }>> {
  const place = await locateEngine();
  if ('missing' in place) return { state: 'engine-missing', reason: place.missing };
  if (mime === null) return { state: 'not-asked', reason: formatUnknown };
  if ((await stat(path)).size > largestAsset) return { state: 'not-asked', reason: tooLarge(largestAsset) };
  options.signal.throwIfAborted();
  const job: ThreadJob = {
    glue: pathToFileURL(place.glue).href,
    binary: place.binary,
    module: await compiledModule(place.binary),
    path,
    mime,
    settings: JSON.stringify(offlineSettings(options.lists, question.identity)),
    crJson: question.crJson,
    fragments: question.fragments,
  };
  return { version: place.version, thread: await askThread(job, options.signal) };
}

function toOpinion(
  { version, thread }: Asked,
  mime: string | null,
  options: CredentialOptions,
): SecondOpinion {
  const { answer, complaints } = thread;
  if ('json' in answer) {
    if (answer.json.length > JSON_LENGTH)
      return {
        state: 'unreadable',
        what: 'store',
        code: 'TooLarge',
        message: 'store JSON too long',
        version,
      };
    const embedded = mime !== 'application/c2pa';
    const store = toCredentialStore(JSON.parse(answer.json), embedded, options.limits.depth);
    return { state: 'present', store, crJson: boundedCrJson(answer.crJson, options), version };
  }
  const variant = answer.trap ? undefined : /^C2pa\((\w+)/.exec(answer.error)?.[1];
  const message = [answer.error, ...complaints].join('\n').slice(0, 2000);
  if (variant === undefined)
    return { state: 'unreadable', what: 'engine', code: answer.trap ? 'Trap' : 'Error', message, version };
  if (variant === 'JumbfNotFound') return { state: 'none', version };
  if (variant === 'RemoteManifestUrl')
    return { state: 'remote-only', url: quoted(answer.error) ?? message, version };
  return { state: 'unreadable', what: faultOf(variant), code: variant, message, version };
}

/** Its keys are a stranger's, so objects have no prototype, and everything is bounded. */
function boundedCrJson(json: string | null, options: CredentialOptions): unknown {
  if (json === null || json.length > JSON_LENGTH) return null;
  const bounds = { ...defaultJsonBounds, depth: options.limits.depth };
  return plainJson(toHostileValue(JSON.parse(json), bounds).value);
}

/** The text in `C2pa(Variant("text"))`, which Rust has escaped much as JSON does. */
function quoted(error: string): string | null {
  const inner = /^C2pa\(\w+\((".*")\)\)$/s.exec(error)?.[1];
  if (inner === undefined) return null;
  try {
    const value: unknown = JSON.parse(inner);
    return typeof value === 'string' ? value : null;
  } catch (fault) {
    if (fault instanceof SyntaxError) return inner.slice(1, -1);
    throw fault;
  }
}

const formatUnknown: Reason = {
  code: 'format-unknown',
  text: localized(
    'The second C2PA engine was not asked: it must be told the format, and the format is not known',
    '未询问第二个 C2PA 引擎：该引擎须事先指明格式，而文件格式未知',
  ),
};

function tooLarge(bytes: number): Reason {
  const mebibytes = Math.floor(bytes / (1024 * 1024));
  return {
    code: 'too-large',
    text: localized(
      `The second C2PA engine was not asked: it takes no more than ${mebibytes} MiB here`,
      `未询问第二个 C2PA 引擎：此处最多处理 ${mebibytes} MiB`,
    ),
  };
}
