import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { Media } from '#shared/domain/media.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { openVision } from '../../media/vision.ts';
import { aligners } from '../align/aligners.ts';
import { pictureFormats } from '../picture/codes.ts';
import { alignmentSigns, partWords } from './alignment-signs.ts';
import type { PairEvidence } from './evidence.ts';
import { measurePictures } from './picture/measures.ts';
import { pictureDistance, pictureSigns } from './picture/signs.ts';
import { pictureView } from './picture/view.ts';
import { pictureWords } from './picture/words.ts';

const PairFile = z.object({ path: z.string(), media: Media });
type PairFile = z.infer<typeof PairFile>;

export const PairInput = z.object({ first: PairFile, second: PairFile });

/**
 * In a worker: what two files tell of each other. Views of pictures are kept for a while, so pairs that share a file
 * should come one after another.
 */
export async function linkPair(raw: unknown, context: TaskContext): Promise<PairEvidence> {
  const { first, second } = PairInput.parse(raw);
  if (pictureFormats.has(first.media.format) && pictureFormats.has(second.media.format))
    return await linkPictures(first, second, context);
  if (first.media.kind !== second.media.kind) return nothing(texts.kinds);
  return await linkByAlignment(first, second, context);
}

async function linkPictures(first: PairFile, second: PairFile, context: TaskContext): Promise<PairEvidence> {
  const opened = await openVision();
  if ('missing' in opened) return nothing(opened.missing.text);
  const read = [];
  for (const { path, media } of [first, second]) {
    const outcome = await pictureView(path, media.format, opened.vision, context.limits);
    if (!outcome.ok) return nothing(outcome.reason.text);
    context.signal.throwIfAborted();
    read.push(outcome.view);
  }
  const views = [read[0]!, read[1]!] as const;
  const measures = await measurePictures(...views, opened.vision);
  if (measures === null) return nothing(null);
  const formats = [first.media.format, second.media.format] as const;
  return {
    transform: measures.transform,
    reason: null,
    signs: pictureSigns(...views, measures),
    distance: pictureDistance(measures),
    words: [pictureWords(views, formats, measures, 1), pictureWords(views, formats, measures, 0)],
  };
}

async function linkByAlignment(
  first: PairFile,
  second: PairFile,
  context: TaskContext,
): Promise<PairEvidence> {
  for (const load of aligners) {
    const aligner = await load();
    if (!aligner.appliesTo(first.media, second.media)) continue;
    const { outcome, transform, reason } = await aligner.align({
      ...{ first, second, context },
      // Pictures of the alignment are of no use here.
      artifact: () => Promise.resolve(),
    });
    if (transform === null || (outcome !== 'aligned' && outcome !== 'same-content'))
      return nothing(outcome === 'undetermined' ? (reason?.text ?? null) : null);
    if (transform.kind === 'picture') return nothing(texts.kinds);
    const sizes = await Promise.all([first, second].map(async ({ path }) => (await stat(path)).size));
    return {
      ...{ transform, reason: null },
      signs: alignmentSigns(transform, sizes as [number, number]),
      distance: 2 - transform.cover[0] - transform.cover[1],
      words: [partWords(transform.cover[0]), partWords(transform.cover[1])],
    };
  }
  return nothing(texts.kinds);
}

function nothing(reason: Localized | null): PairEvidence {
  return { transform: null, reason, signs: {}, distance: 0, words: null };
}

const texts = {
  kinds: localized('Files of different kinds are not linked.', '不同类型的文件不作关联。'),
};
