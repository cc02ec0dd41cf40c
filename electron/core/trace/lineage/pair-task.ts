import { z } from 'zod';
import { localized } from '#shared/domain/localized.ts';
import { Media } from '#shared/domain/media.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { hasDemuxer } from '../../media/video.ts';
import { openVision } from '../../media/vision.ts';
import { aligners } from '../align/aligners.ts';
import { pictureFormats } from '../picture/codes.ts';
import { partWords } from './alignment-signs.ts';
import { nothing, type PairEvidence } from './evidence.ts';
import { linkFilms } from './film/link.ts';
import { measurePictures } from './picture/measures.ts';
import { pictureDistance, pictureSigns } from './picture/signs.ts';
import { pictureView } from './picture/view.ts';
import { wholePixels } from './picture/whole-pixels.ts';
import { pictureWords } from './picture/words.ts';
import { linkSounds } from './sound/link.ts';
import { textSigns } from './text-signs.ts';

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
  if (bothAre('video', first, second)) return await linkFilms([first, second], context);
  if (bothAre('audio', first, second)) return await linkSounds([first, second], context);
  return await linkByAlignment(first, second, context);
}

function bothAre(kind: Media['kind'], ...files: readonly PairFile[]): boolean {
  return files.every(({ media }) => media.kind === kind && hasDemuxer(media.format));
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
  const whole = (index: 0 | 1) => {
    const { path, media } = index === 0 ? first : second;
    return wholePixels({ view: views[index], path, format: media.format }, context.limits);
  };
  const measures = await measurePictures(...views, opened.vision, whole);
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
    const kept = new Map<string, string>();
    const { outcome, transform, reason, changes } = await aligner.align({
      ...{ first, second, context },
      // Pictures of the alignment are of no use here; what was read of texts is.
      artifact(name, mime, bytes) {
        if (mime === 'text/plain') kept.set(name, Buffer.from(bytes).toString('utf8'));
        return Promise.resolve();
      },
    });
    if (transform === null || (outcome !== 'aligned' && outcome !== 'same-content'))
      return nothing(outcome === 'undetermined' ? (reason?.text ?? null) : null);
    if (transform.kind !== 'text') return nothing(texts.kinds);
    const [one, other] = [kept.get('first.txt'), kept.get('second.txt')];
    const read = one === undefined || other === undefined ? null : ([one, other] as const);
    return {
      ...{ transform, reason: null },
      signs: textSigns(transform, changes, read),
      distance: 2 - transform.cover[0] - transform.cover[1],
      words: [partWords(transform.cover[0]), partWords(transform.cover[1])],
    };
  }
  return nothing(texts.kinds);
}

const texts = {
  kinds: localized('Files of different kinds are not linked.', '不同类型的文件不作关联。'),
};
