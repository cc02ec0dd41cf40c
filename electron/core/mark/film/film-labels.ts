import { rename, rm } from 'node:fs/promises';
import type { Media } from '#shared/domain/media.ts';
import type { LabelEntry } from '../../labels/define.ts';
import { carrierOf } from '../../labels/read-labels.ts';
import { copyPieces } from '../../labels/writing/copy-pieces.ts';
import { ByteReader } from '../../media/structure/byte-reader.ts';
import type { TaskContext } from '../../media/task-context.ts';

/** Key of the implicit label of GB 45438-2025, which FFmpeg does not write where players and platforms look. */
const LABEL_KEY = /(?:^|:)AIGC$/i;

/**
 * Write the source's own AI label into the copy word for word where FFmpeg has dropped it. `scratch` is a file that
 * does not exist yet. `false`: it could not be written.
 */
export async function carryLabel(
  source: string,
  copy: string,
  media: Media,
  scratch: string,
  { signal }: TaskContext,
): Promise<boolean> {
  const carrier = carrierOf(media.format);
  if (carrier === undefined) return true;
  const values = (path: string): string[] => {
    const reader = new ByteReader(path);
    try {
      return carrier
        .read(reader, signal)
        .payloads.flatMap((payload) =>
          payload.kind === 'text' && LABEL_KEY.test(payload.key) && payload.superseded !== true
            ? [payload.text]
            : [],
        );
    } finally {
      reader.close();
    }
  };
  const [value] = values(source);
  if (value === undefined || values(copy).includes(value)) return true;
  if (carrier.write === undefined || carrier.writes?.includes('text') !== true) return false;
  const entry: LabelEntry = { kind: 'text', key: 'AIGC', value };
  const reader = new ByteReader(copy);
  let answer: ReturnType<typeof carrier.write>;
  try {
    answer = carrier.write(reader, [entry], signal);
  } finally {
    reader.close();
  }
  if (!answer.ok) return false;
  try {
    await copyPieces(copy, answer.plan.pieces, scratch, { signal, onProgress: () => undefined });
    await rename(scratch, copy);
  } finally {
    await rm(scratch, { force: true });
  }
  return true;
}
