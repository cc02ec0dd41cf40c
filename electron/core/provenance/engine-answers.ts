import { localized } from '#shared/domain/localized.ts';
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
import { fragmentRanges } from './binding/fragment-ranges.ts';
import type { ReaderOpinion } from './opinions.ts';

export interface EngineQuestion {
  readonly path: string;
  readonly format: string;
  /** Store kept beside the file, or `null`. */
  readonly sidecar: Uint8Array | null;
  /** Our own reading saw a store, or bytes that look like one. */
  readonly suspected: boolean;
  readonly options: CredentialOptions;
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
  const worthAsking = reading.state !== 'none' || question.suspected;
  // Segments joined into one file are bound each by itself; read as a whole, the sound ones do not fit either.
  const fragments =
    question.format === 'mp4' && isUnbound(reading) ? fragmentRanges(path, mostFragments) : null;
  const segments = fragments === null ? null : await readFragmented(path, fragments, options);
  // All of them, each sound, and in the order they were signed in.
  const joined =
    fragments?.consecutive === true &&
    !fragments.cut &&
    segments?.state === 'present' &&
    segments.fragments.faults.length === 0;
  const opinions: ReaderOpinion[] = [
    {
      name: 'c2pa-node',
      version: versionOf(await c2paState()),
      answer: joined ? { state: 'not-asked', reason: wholeFilesOnly } : reading,
    },
  ];
  // The second engine's package has no way to be given a store that is kept beside its file.
  const second =
    !worthAsking || sidecar !== null
      ? null
      : (segments ?? (await readSecondOpinion(path, mime, { ...options, crJson: true })));
  if (second !== null)
    opinions.push({ name: 'c2pa-wasm', version: versionOf(await c2paWasmState()), answer: second });
  const first = reading.state === 'present' ? reading.store : null;
  const other = second?.state === 'present' ? second.store : null;
  const store = joined ? other : (first ?? other);
  return {
    asked: true,
    store,
    reading,
    remote: reading.state === 'remote-only' ? reading.url : null,
    complaint: reading.state === 'unreadable' ? `${reading.code}: ${reading.message}` : null,
    missing: reading.state === 'engine-missing' ? reading.reason : null,
    opinions,
    crJson: second?.state === 'present' ? withoutClock(second.crJson) : null,
  };
}

/** Does the content not fit a BMFF hash? */
function isUnbound(reading: CredentialReading): boolean {
  return (
    reading.state === 'present' &&
    reading.store.statuses.some(
      ({ kind, code }) => kind === 'failure' && code === 'assertion.bmffHash.mismatch',
    )
  );
}

/** The first engine calls every such movie changed, the sound ones too. */
const wholeFilesOnly: Reason = {
  code: 'whole-files-only',
  text: localized(
    'c2pa-node reads movies as a whole; this one is bound fragment by fragment',
    'c2pa-node 只能整体读取影片；此文件是逐片段绑定的',
  ),
};

/**
 * The engine stamps its export with the moment of the reading. The run records that; the export stays the same
 * for the same file, so that another examiner can compare it.
 */
function withoutClock(crJson: unknown): unknown {
  const manifests = isRecord(crJson) ? crJson.manifests : null;
  for (const manifest of Array.isArray(manifests) ? manifests : []) {
    const results = isRecord(manifest) ? manifest.validationResults : null;
    if (isRecord(results)) delete results.validationTime;
  }
  return crJson;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function versionOf(state: EngineState): string {
  return 'version' in state ? state.version : 'none';
}
