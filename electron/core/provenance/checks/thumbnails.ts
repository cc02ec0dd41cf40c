import { createHash } from 'node:crypto';
import type { CredentialObservation } from '#shared/domain/credential-detail.ts';
import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { ImageOutcome } from '../../media/image.ts';
import type { Limits } from '../../media/limits.ts';
import type { ManifestStore } from '../jumbf/manifest-store.ts';
import { contentManifest, type StoredThumbnail, storedThumbnails } from './stored-thumbnails.ts';
import {
  type Judgement,
  judgement,
  type Likable,
  type Likeness,
  likable,
  likenessOf,
} from './thumbnail-likeness.ts';
import { thumbnailObservation } from './thumbnail-observations.ts';
import { decodeThumbnail, thumbnailFormat } from './thumbnail-picture.ts';

/** What a thumbnail was held against, and what came out. */
export interface ThumbnailComparison {
  readonly thumbnail: StoredThumbnail;
  /** The file itself, the thumbnail the ingredient's own signer made, or nothing: only its kind was looked at. */
  readonly against: 'file' | 'ingredient' | 'nothing';
  readonly judgement: Judgement | 'unsafe';
  readonly likeness: Likeness | null;
  /** Why it is undetermined or unsafe. */
  readonly reason: Reason | null;
}

export interface ThumbnailExamination {
  readonly comparisons: readonly ThumbnailComparison[];
  readonly observations: readonly CredentialObservation[];
}

export interface ThumbnailOptions {
  readonly limits: Pick<Limits, 'pixels'>;
  readonly signal: AbortSignal;
}

/** Most pictures of one store that are decoded; each costs up to a second. */
const MOST_DECODED = 64;

/**
 * A5: a thumbnail is signed, and nothing makes it a picture of what was signed. The claim's own is held
 * against the file, an ingredient's against the one its own signer made.
 *
 * @param asset decodes the file's picture; called at most once, and only when there is something to compare.
 *   `null`: the file is no still image
 */
export async function examineThumbnails(
  store: ManifestStore,
  asset: (() => Promise<ImageOutcome>) | null,
  options: ThumbnailOptions,
): Promise<ThumbnailExamination> {
  const thumbnails = storedThumbnails(store);
  const looks = new Looks(options.limits);
  const file = asset === null ? null : once(async () => fromOutcome(await asset()));
  const bound = contentManifest(store)?.label ?? null;
  const comparisons: ThumbnailComparison[] = [];
  for (const thumbnail of thumbnails) {
    options.signal.throwIfAborted();
    comparisons.push(await compared(thumbnail, thumbnails, { looks, file, bound }));
  }
  return {
    comparisons,
    observations: comparisons.flatMap((comparison) => thumbnailObservation(comparison) ?? []),
  };
}

/**
 * The picture to show for a node of the provenance tree: the one its own signer made, else the one of the
 * signer above (the order of Content Authenticity Initiative's Verify).
 *
 * @param manifest label of the node's manifest, `null` when it has none
 * @param above manifest and ingredient assertion that brought the node in; `null` for the file itself
 */
export function nodeThumbnail(
  thumbnails: readonly StoredThumbnail[],
  manifest: string | null,
  above: { readonly manifest: string; readonly ingredient: string } | null,
): StoredThumbnail | null {
  const own = thumbnails.find((one) => one.role === 'claim' && one.manifest === manifest);
  if (own !== undefined || above === null) return own ?? null;
  return (
    thumbnails.find((one) => one.manifest === above.manifest && one.ingredient === above.ingredient) ?? null
  );
}

type Look = { readonly likable: Likable } | { readonly reason: Reason };

interface Surroundings {
  readonly looks: Looks;
  readonly file: (() => Promise<Look>) | null;
  /** Label of the manifest whose content is the file's. */
  readonly bound: string | null;
}

async function compared(
  thumbnail: StoredThumbnail,
  all: readonly StoredThumbnail[],
  { looks, file, bound }: Surroundings,
): Promise<ThumbnailComparison> {
  const done = (rest: Omit<ThumbnailComparison, 'thumbnail'>): ThumbnailComparison => ({
    thumbnail,
    ...rest,
  });
  if (thumbnailFormat(thumbnail.bytes) === null) {
    // Told apart here so that pictures nothing is compared with are judged too.
    const outcome = await decodeThumbnail(thumbnail.bytes, thumbnail.mime, { pixels: 0 });
    const reason = outcome.ok ? null : outcome.reason;
    return done({ against: 'nothing', judgement: 'unsafe', likeness: null, reason });
  }
  const model = all.find((one) => one.role === 'claim' && one.manifest === thumbnail.target);
  const isOwn = thumbnail.role === 'claim' && thumbnail.manifest === bound;
  const against = isOwn ? 'file' : model === undefined ? 'nothing' : 'ingredient';
  if (against === 'nothing')
    return done({ against, judgement: 'undetermined', likeness: null, reason: null });
  if (against === 'file' && file === null) {
    return done({ against, judgement: 'undetermined', likeness: null, reason: noPicture });
  }
  if (model !== undefined && Buffer.from(model.bytes).equals(thumbnail.bytes)) {
    return done({ against, judgement: 'same', likeness: null, reason: null });
  }
  const shown = await looks.of(thumbnail);
  const original = model === undefined ? await file?.() : await looks.of(model);
  if ('reason' in shown) return refused(thumbnail, against, shown.reason);
  if (original === undefined || 'reason' in original) {
    const reason = original?.reason ?? noPicture;
    return done({ against, judgement: 'undetermined', likeness: null, reason });
  }
  const likeness = likenessOf(original.likable, shown.likable);
  const outcome = judgement(likeness, original.likable.transparent || shown.likable.transparent);
  const reason = outcome === 'undetermined' ? unclear : null;
  return done({ against, judgement: outcome, likeness, reason });
}

/** A picture that is larger than any thumbnail, or that no decoder takes. */
function refused(
  thumbnail: StoredThumbnail,
  against: ThumbnailComparison['against'],
  reason: Reason,
): ThumbnailComparison {
  const unsafe = ['thumbnail-size', 'limit-pixels', 'loader-mismatch'].includes(reason.code);
  return { thumbnail, against, judgement: unsafe ? 'unsafe' : 'undetermined', likeness: null, reason };
}

/** Decoded thumbnails by content: the same picture often stands in a store several times. */
class Looks {
  private readonly known = new Map<string, Look>();
  private readonly limits: Pick<Limits, 'pixels'>;

  constructor(limits: Pick<Limits, 'pixels'>) {
    this.limits = limits;
  }

  async of({ bytes, mime }: StoredThumbnail): Promise<Look> {
    const key = createHash('sha256').update(bytes).digest('hex');
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const look =
      this.known.size >= MOST_DECODED
        ? { reason: tooMany }
        : fromOutcome(await decodeThumbnail(bytes, mime, this.limits));
    this.known.set(key, look);
    return look;
  }
}

function fromOutcome(outcome: ImageOutcome): Look {
  return outcome.ok ? { likable: likable(outcome.image) } : { reason: outcome.reason };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= work();
    return running;
  };
}

const noPicture: Reason = {
  code: 'not-a-still-image',
  text: localized(
    'The file is no still image, so that its thumbnail cannot be held against it',
    '该文件不是静态图像，无法与其缩略图比较',
  ),
};
const unclear: Reason = {
  code: 'not-alike-enough',
  text: localized(
    'The two are neither clearly the same nor clearly different: one may be a part of the other, or too even',
    '二者既非明显相同，也非明显不同：可能一方是另一方的局部，或画面过于平坦',
  ),
};
const tooMany: Reason = {
  code: 'too-many',
  text: localized(
    'The credential holds more thumbnails than are looked at',
    '凭证所含缩略图过多，未全部检查',
  ),
};
