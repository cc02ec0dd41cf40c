import type { ContentHash } from '#shared/domain/evidence.ts';
import { localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import { isDiskFull } from '../case/ballast.ts';
import type { AddedEvidence } from '../case/evidence-table.ts';
import { standsAt } from '../case/folder.ts';
import { errorCode, errorText } from '../case/problem.ts';
import type { CaseStore } from '../case/store.ts';
import { discard, noRoomFor, place } from './copy.ts';
import { displayName } from './names.ts';
import type { CopiedFile } from './prepare.ts';
import { cancelled, type NotTaken, NotTakenError, notStored } from './reasons.ts';

export interface Identification {
  readonly media: Media;
  readonly content: ContentHash;
}

/**
 * What a file is, by its content. `privatePath` is the only file in its folder, read-only and called
 * `evidence`; `name` is the escaped name, for comparing the extension. Runs in workers.
 */
export type IdentifyContent = (
  privatePath: string,
  name: string,
  signal: AbortSignal,
) => Promise<Identification>;

/** Ask what a copied file is. Never rejects: a file nobody can identify is evidence all the same. */
export async function identifyCopy(
  store: CaseStore,
  copied: CopiedFile,
  identifyContent: IdentifyContent,
  signal: AbortSignal,
): Promise<Identification> {
  const known = store.evidence(copied.hashes.sha256);
  if (known !== null) return known;
  try {
    signal.throwIfAborted();
    return await identifyContent(copied.incoming.path, displayName(copied.name), signal);
  } catch (error) {
    return {
      media: { kind: 'unknown', format: 'unknown', mime: 'application/octet-stream', extensionFits: null },
      content: {
        state: 'undetermined',
        reason: localized(
          `The content could not be identified: ${errorText(error).toWellFormed()}`,
          `无法识别内容：${errorText(error).toWellFormed()}`,
        ),
      },
    };
  }
}

export type Recorded = AddedEvidence | NotTaken;

/** Move a copy to its address and record it, or discard it. From here on cancelling comes too late. */
export async function recordCopy(
  store: CaseStore,
  copied: CopiedFile,
  identified: Identification,
  signal: AbortSignal,
): Promise<Recorded> {
  if (signal.aborted) {
    await discard(copied.incoming);
    return cancelled;
  }
  try {
    const known = store.evidence(copied.hashes.sha256);
    return known === null
      ? await recordNew(store, copied, identified)
      : await recordAgain(store, copied, { outcome: 'duplicate', evidence: known });
  } catch (error) {
    await discard(copied.incoming);
    if (error instanceof NotTakenError) return error.why;
    if (isDiskFull(error)) return noRoomFor(copied.hashes.size, store.folder.evidence);
    // The disk of the database may be failing. The transaction is undone; a copy that already
    // stands at its address is noted as a placement and removed when the case is next opened.
    if (errorCode(error).startsWith('SQLITE_')) return notStored(errorText(error));
    throw error;
  }
}

async function recordNew(
  store: CaseStore,
  copied: CopiedFile,
  identified: Identification,
): Promise<AddedEvidence> {
  const { hashes, name, acquisition } = copied;
  store.beginPlacement(hashes.sha256);
  await place(store.folder, copied.incoming, hashes.sha256);
  return store.addEvidence(
    {
      sha256: hashes.sha256,
      sha512: hashes.sha512,
      size: hashes.size,
      chunks: hashes.chunks,
      name: displayName(name),
      nameBytes: name.toString('hex'),
      media: identified.media,
      content: identified.content,
    },
    acquisition,
  );
}

async function recordAgain(
  store: CaseStore,
  copied: CopiedFile,
  known: AddedEvidence,
): Promise<AddedEvidence> {
  const { sha256 } = copied.hashes;
  // The stored file was lost: these are the same bytes, just hashed. A changed file is left for verification.
  const restore = (await standsAt(store.evidencePath(sha256))) === 'missing';
  if (restore) await place(store.folder, copied.incoming, sha256);
  else await discard(copied.incoming);
  store.addAcquisition(sha256, copied.acquisition, restore ? { restored: true } : {});
  return { outcome: known.outcome, evidence: store.evidence(sha256) ?? known.evidence };
}
