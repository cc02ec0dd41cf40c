import { readFile, writeFile } from 'node:fs/promises';
import { localized } from '#shared/domain/localized.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { readDraftStore, writeStoreEdits } from './draft-store.ts';
import { checkOutput } from './output-check.ts';
import { applyEdits, signaturePlace } from './store-bytes.ts';
import { SealInput, type SealOutput } from './tasks.ts';

/** In a worker: put the signature into its place on the disk, and check the new file with both engines. */
export async function sealSigned(raw: unknown, context: TaskContext): Promise<SealOutput> {
  const input = SealInput.parse(raw);
  const { drafts } = input;
  const stored =
    drafts.store === null
      ? await readDraftStore(drafts.file, input.manifest, context.signal)
      : new Uint8Array(await readFile(drafts.store));
  const place = signaturePlace(stored);
  // What was signed and what lies on the disk must be the same bytes.
  if (!Buffer.from(place.toBeSigned).equals(input.toBeSigned) || place.manifest !== input.manifest)
    return {
      ok: false,
      reason: {
        code: 'draft-changed',
        text: localized(
          'The new file changed on the disk while it was being signed.',
          '新文件在签名过程中于磁盘上发生了变化。',
        ),
      },
    };
  if (place.length !== input.signature.length)
    throw new Error('The signature has another length than its place');
  const edits = [{ at: place.offset, bytes: input.signature }];
  if (drafts.store === null)
    await writeStoreEdits(drafts.file, input.manifest, stored, edits, context.signal);
  else await writeFile(drafts.store, applyEdits(stored, edits));
  return checkOutput(input, context);
}
