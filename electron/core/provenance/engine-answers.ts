import type { CredentialStore } from '#shared/domain/provenance.ts';
import type { Reason } from '#shared/domain/run.ts';
import {
  type CredentialOptions,
  type CredentialReading,
  c2paState,
  engineTypes,
  readCredential,
} from '../media/c2pa.ts';
import { c2paWasmState, mostFragments, readFragmented, readSecondOpinion } from '../media/c2pa-wasm.ts';
import type { EngineState } from '../media/engines.ts';
import { fragmentRanges } from '../media/fragment-ranges.ts';
import type { ReaderOpinion } from './opinions.ts';

export interface EngineQuestion {
  readonly path: string;
  readonly format: string;
  /** Store kept beside the file, or `null`. */
  readonly sidecar: Uint8Array | null;
  /** Our own reading saw a store, or bytes that look like one. */
  readonly suspected: boolean;
  readonly options: CredentialOptions;
  /** Ask for the store in crJSON as well. */
  readonly crJson: boolean;
}

/** What the engines said. The second is asked only where there is something to have an opinion on. */
export interface EngineAnswers {
  /** Is the format one the engines take? */
  readonly asked: boolean;
  /** Report of the first engine that read a store. */
  readonly store: CredentialStore | null;
  readonly reading: CredentialReading | null;
  readonly remote: string | null;
  /** Why the first engine gave up on the container, in its own words. */
  readonly complaint: string | null;
  readonly missing: Reason | null;
  readonly opinions: readonly ReaderOpinion[];
  readonly crJson: unknown;
}

const silent: EngineAnswers = {
  asked: false,
  store: null,
  reading: null,
  remote: null,
  complaint: null,
  missing: null,
  opinions: [],
  crJson: null,
};

export async function askEngines(question: EngineQuestion): Promise<EngineAnswers> {
  const { path, sidecar, options } = question;
  const mime = engineTypes.get(question.format) ?? null;
  if (mime === null) return silent;
  const reading = await readCredential(path, mime, { ...options, sidecar });
  const opinions: ReaderOpinion[] = [
    { name: 'c2pa-node', version: versionOf(await c2paState()), answer: reading },
  ];
  const worthAsking = reading.state !== 'none' || question.suspected;
  const fragments = question.format === 'mp4' ? fragmentRanges(path, mostFragments) : null;
  // The second engine's package has no way to be given a store that is kept beside its file.
  const second =
    !worthAsking || sidecar !== null
      ? null
      : fragments === null
        ? await readSecondOpinion(path, mime, { ...options, crJson: question.crJson })
        : await readFragmented(path, fragments, options);
  if (second !== null)
    opinions.push({ name: 'c2pa-wasm', version: versionOf(await c2paWasmState()), answer: second });
  const first = reading.state === 'present' ? reading.store : null;
  const other = second?.state === 'present' ? second.store : null;
  // Only the second engine looks into the fragments of a stream.
  const store = fragments === null ? (first ?? other) : (other ?? first);
  return {
    asked: true,
    store,
    reading,
    remote: reading.state === 'remote-only' ? reading.url : null,
    complaint: reading.state === 'unreadable' ? `${reading.code}: ${reading.message}` : null,
    missing: reading.state === 'engine-missing' ? reading.reason : null,
    opinions,
    crJson: second?.state === 'present' ? second.crJson : null,
  };
}

function versionOf(state: EngineState): string {
  return 'version' in state ? state.version : 'none';
}
