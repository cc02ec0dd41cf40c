import { type Localized, localized } from '#shared/domain/localized.ts';
import type { ListEntry } from './entry-file.ts';

/**
 * What those who share a list say of an entry, in the four classes of ThreatExchange (`AggregateSignalOpinionCategory`,
 * exchanges/fetch_state.py): it fits what the list is about; it leads to such things; some say so and others deny it;
 * it does not (false positives, examples).
 */
const listOpinions = ['positive', 'seed', 'disputed', 'negative'] as const;
type ListOpinion = (typeof listOpinions)[number];

/** Columns an opinion stands in: that of `dataset -P --csv`, HMA's, and that of descriptors (pytx). */
const columns = ['category', 'opinion', 'status'] as const;

/** Their names, without underscores and blanks: classes, HMA's opinions and tags, states of descriptors. */
const names: Readonly<Record<string, ListOpinion>> = {
  positiveclass: 'positive',
  truepositive: 'positive',
  malicious: 'positive',
  investigationseed: 'seed',
  suspicious: 'seed',
  disputed: 'disputed',
  negativeclass: 'negative',
  falsepositive: 'negative',
  nonmalicious: 'negative',
};

/** The tags by which its command line and HMA write an opinion (clients/fb_threatexchange/descriptor.py). */
const opinionTags: ReadonlySet<string> = new Set(['true_positive', 'false_positive', 'disputed']);

/** What an entry's columns and tags say of it together; `null`: nothing. */
export function opinionOf({ tags, other }: Pick<ListEntry, 'tags' | 'other'>): ListOpinion | null {
  const said = columns
    .flatMap((column) => (Object.hasOwn(other, column) ? [other[column] ?? ''] : []))
    .concat(tags.filter((tag) => opinionTags.has(tag.toLowerCase())))
    .map(named)
    .filter((opinion) => opinion !== null);
  const all = new Set(said);
  if (all.size === 0) return null;
  // One that denies and one that does not make a dispute; otherwise the strongest counts, as in its source.
  if (all.has('disputed') || (all.has('negative') && all.size > 1)) return 'disputed';
  return listOpinions.find((opinion) => all.has(opinion)) ?? null;
}

function named(text: string): ListOpinion | null {
  const plain = text.toLowerCase().replaceAll(/[\s_-]/g, '');
  return Object.hasOwn(names, plain) ? (names[plain] ?? null) : null;
}

const texts: Readonly<Record<Exclude<ListOpinion, 'positive'>, Localized>> = {
  seed: localized(
    'The list gives this entry as a lead to be looked into, not as confirmed.',
    '该列表将此条目标为待核查线索，并非已确认条目。',
  ),
  disputed: localized(
    'This entry is disputed on the list itself: some who share it say that it belongs there, others that it does not.',
    '此条目在列表内部存在争议：部分共享方认为应当收录，另一些则认为不应收录。',
  ),
  negative: localized(
    'The list marks this entry as a false positive or an example: what agrees with it does not belong to what the list is about.',
    '该列表将此条目标为误报或示例：与其一致的内容不属于该列表的收录范围。',
  ),
};

/** What is to be said with a match on this entry; `null`: nothing speaks against it. */
export function opinionNote(entry: Pick<ListEntry, 'tags' | 'other'>): Localized | null {
  const opinion = opinionOf(entry);
  return opinion === null || opinion === 'positive' ? null : texts[opinion];
}
