import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { localized } from '#shared/domain/localized.ts';
import { identify } from '../../../intake/identify.ts';
import { codecFor } from '../../codecs/index.ts';
import { privateMarkKey } from '../../key.ts';
import type { AttackedFile, Bench, FileSource, NotRun } from '../define.ts';

/** So many marks on top, each with a key of its own. */
export async function markedOnTop(
  source: FileSource,
  count: number,
  { folder, seed, context }: Bench,
): Promise<AttackedFile | NotRun> {
  let present: FileSource = source;
  for (let index = 0; index < count; index += 1) {
    const codec = codecFor(present.media);
    const fits = codec?.embedsInto(present.media);
    if (codec === null || fits !== true) {
      const text = typeof fits === 'object' ? fits : noCodec;
      return { reason: { code: 'no-codec', text } };
    }
    const digest = createHash('sha256').update(`${seed} ${index}`).digest();
    const path = join(folder, `marked-${index}`);
    const answer = await codec.embed({
      ...{ path: present.path, media: present.media, target: path, context, strength: null },
      payload: digest.readBigUInt64LE(0),
      key: privateMarkKey(Uint8Array.from(digest)),
    });
    if (!answer.ok) return { reason: answer.reason };
    present = { path, media: await identify(path, null) };
  }
  return { path: present.path };
}

const noCodec = localized('No mark of ours is put into such files.', '本程序不向此类文件写入水印。');
