import { basename } from 'node:path';
import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { identify } from '../../intake/identify.ts';
import { findStores } from '../carriers/find-stores.ts';
import { patchStore, type StoreEdit } from '../carriers/patch.ts';
import { findByAddress, storeBytes } from '../jumbf/addresses.ts';
import { contentTypes, redactionId } from '../jumbf/content-types.ts';
import type { JumbfBox, ManifestStore } from '../jumbf/manifest-store.ts';
import { readManifestStore } from '../jumbf/read-store.ts';

/** A content box of type `uuid` with its identifier and no data. */
const shortest = 8 + redactionId.length / 2;

/**
 * Take redacted assertions out of a draft where the engine left them in: in an updated BMFF file it keeps the
 * earlier store as it was (c2pa-rs 0.91, `bmff_io.rs`). The box stays, of the same length; its content becomes
 * the one box C2PA 2.2 §6.8 puts in its place, an identifier and zeros.
 *
 * @param addresses `self#jumbf=/c2pa/…` of the redacted assertions
 * @returns why one of them cannot be taken out in its place; `null`: none of them is in the file any more
 */
export async function eraseRedacted(
  path: string,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<Reason | null> {
  if (addresses.length === 0) return null;
  const found = await findStores(path, await identify(path, basename(path)), { signal });
  for (const store of found.stores) {
    const read = readManifestStore(store.bytes);
    const edits: StoreEdit[] = [];
    for (const address of addresses) {
      const box = findByAddress(read, address, null)?.box;
      if (box === undefined || isErased(read, box)) continue;
      const edit = erasure(read, box);
      if (edit === null) return leftInPlace(address);
      edits.push(...edit);
    }
    if (edits.length === 0) continue;
    const outcome = await patchStore(path, store, edits);
    if (!outcome.done) throw new Error(`The redaction cannot be written: ${outcome.problem}`);
  }
  return null;
}

function isErased(store: ManifestStore, box: JumbfBox): boolean {
  const [part, ...others] = box.children;
  if (box.contentType !== contentTypes.uuid || part?.type !== 'uuid' || others.length > 0) return false;
  const content = Buffer.from(storeBytes(store, part.content));
  return (
    content.subarray(0, 16).toString('hex') === redactionId && content.subarray(16).every((byte) => byte === 0)
  );
}

/** `null`: the assertion is compressed, or shorter than what has to take its place. */
function erasure(store: ManifestStore, { description, range }: JumbfBox): StoreEdit[] | null {
  if (description === null || range[0] + range[1] > store.storedLength) return null;
  const start = description.range[0] + description.range[1];
  const length = range[0] + range[1] - start;
  if (length < shortest) return null;
  const content = Buffer.alloc(length);
  content.writeUInt32BE(length);
  content.write('uuid', 4, 'latin1');
  content.write(redactionId, 8, 'hex');
  // The description box says what kind of content follows: behind its header (ISO/IEC 19566-5 §A.3).
  const type = Buffer.from(contentTypes.uuid, 'hex');
  return [
    { at: description.range[0] + 8, bytes: type },
    { at: start, bytes: content },
  ];
}

function leftInPlace(address: string): Reason {
  return {
    code: 'redaction-in-place',
    text: localized(
      'This assertion cannot be taken out of a file of this format by an update: it is too short or compressed. Use an edit, which writes the whole credential anew.',
      '该声明过短或已压缩，无法通过更新从此格式的文件中删除。请使用编辑，它会重新写入整个凭证。',
    ),
    detail: address.slice(0, 1000),
  };
}
