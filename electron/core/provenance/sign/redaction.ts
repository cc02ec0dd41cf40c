import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ByteRange } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { identify } from '../../intake/identify.ts';
import type { EmbeddedStore } from '../carriers/embedded-store.ts';
import { findStores } from '../carriers/find-stores.ts';
import { addressPath, findByAddress } from '../jumbf/addresses.ts';
import type { JumbfBox } from '../jumbf/manifest-store.ts';
import { readManifestStore } from '../jumbf/read-store.ts';

/**
 * Take redacted assertions out of a draft where the engine left them in: of an updated BMFF file it keeps the
 * earlier store as it was (c2pa-rs 0.91, `bmff_io.rs`), and with it what is to be redacted. C2PA 2.2 §6.8
 * lets the assertion be removed whole. The `uuid` box keeps its length, so that nothing a hash covers moves:
 * it ends in padding, which §A.5.3 allows.
 *
 * @param addresses `self#jumbf=/c2pa/…` of the redacted assertions
 * @returns why one of them cannot be taken out; `null`: none of them is in the file any more
 */
export async function removeRedacted(
  path: string,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<Reason | null> {
  if (addresses.length === 0) return null;
  for (const { store, boxes } of await leftovers(path, addresses, signal)) {
    const [piece, ...others] = store.pieces;
    const bytes = withoutBoxes(store.bytes, boxes);
    if (bytes === null || store.carrier !== 'bmff-uuid' || piece === undefined || others.length > 0)
      return notRemoved(boxes);
    await overwrite(path, piece.file, bytes);
  }
  const [left] = await leftovers(path, addresses, signal);
  return left === undefined ? null : notRemoved(left.boxes);
}

interface Leftover {
  readonly store: EmbeddedStore;
  readonly boxes: readonly JumbfBox[];
}

/** Redacted assertions that are still there, by the store they are in. */
async function leftovers(
  path: string,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<readonly Leftover[]> {
  // A store that no longer counts, left somewhere in the file, would still tell everything.
  const media = await identify(path, basename(path));
  const found = await findStores(path, media, { signal, scan: 'always' });
  return found.stores.flatMap((store): Leftover[] => {
    const read = readManifestStore(store.bytes);
    // A shorter address would name a whole manifest.
    const named = addresses.filter((address) => addressPath(address, null)?.length === 3);
    const boxes = named.flatMap((address) => findByAddress(read, address, null)?.box ?? []);
    return boxes.length === 0 ? [] : [{ store, boxes: [...new Set(boxes)] }];
  });
}

/**
 * The store without some of its boxes and with zeros behind it, as long as it was. `null`: a box is not
 * stored as it is (compressed), or a length on the way to it cannot be changed in place.
 */
function withoutBoxes(stored: Uint8Array, boxes: readonly JumbfBox[]): Uint8Array | null {
  const { root, storedLength } = readManifestStore(stored);
  const bytes = Buffer.from(stored);
  const gaps = boxes.map(({ range }) => range).sort((left, right) => left[0] - right[0]);
  if (gaps.some(([offset, length]) => offset + length > storedLength)) return null;
  for (const gap of gaps) {
    for (const box of ancestors(root, gap)) {
      const [offset] = box.range;
      // A length of 1 stands for one of 64 bits behind the type, of 0 for the rest of the file.
      if (bytes.readUInt32BE(offset) !== box.range[1] - shrunk(box, gaps, gap)) return null;
      bytes.writeUInt32BE(bytes.readUInt32BE(offset) - gap[1], offset);
    }
  }
  const kept: Buffer[] = [];
  let from = 0;
  for (const [offset, length] of gaps) {
    kept.push(bytes.subarray(from, offset));
    from = offset + length;
  }
  kept.push(bytes.subarray(from));
  return Buffer.concat(kept, stored.length);
}

/** What earlier gaps have already taken from the length of a box. */
function shrunk(box: JumbfBox, gaps: readonly ByteRange[], until: ByteRange): number {
  return gaps
    .slice(0, gaps.indexOf(until))
    .filter((gap) => holds(box, gap))
    .reduce((sum, [, length]) => sum + length, 0);
}

function ancestors(root: JumbfBox, range: ByteRange): JumbfBox[] {
  const found: JumbfBox[] = [];
  let box: JumbfBox | undefined = root;
  while (box !== undefined && holds(box, range)) {
    found.push(box);
    box = box.children.find((child) => holds(child, range));
  }
  return found;
}

/** Inside it, and not itself. */
function holds({ range: [start, length] }: JumbfBox, [offset, size]: ByteRange): boolean {
  return offset > start && offset + size <= start + length;
}

async function overwrite(path: string, start: number, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    let done = 0;
    while (done < bytes.length) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, start + done);
      done += bytesWritten;
    }
  } finally {
    await handle.close();
  }
}

function notRemoved(boxes: readonly JumbfBox[]): Reason {
  return {
    code: 'redaction-left',
    text: localized(
      'What is to be redacted cannot be taken out of the earlier credential, where this format keeps it. Use an edit, which writes the credential anew.',
      '此格式保留先前的凭证，无法从中删除所指定的声明。请使用编辑，它会重新写入整个凭证。',
    ),
    detail: boxes
      .map(({ label }) => label ?? '')
      .join(', ')
      .slice(0, 1000),
  };
}
