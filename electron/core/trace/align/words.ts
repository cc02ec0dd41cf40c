import type { Alignment, TextTransform } from '#shared/domain/comparison.ts';
import type { Figure } from '#shared/domain/figure.ts';
import type { CopyClaim, FingerprintMatch } from '#shared/domain/fingerprint.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { distinct } from '../reported.ts';
import { documentWords, holdsWords } from '../words/document-words.ts';
import { hiddenChanges } from '../words/hidden-changes.ts';
import { hiddenCounts, hiddenTable } from '../words/hidden-figure.ts';
import { judgeSketches } from '../words/judge-sketches.ts';
import { type PassageMatch, passagesOf } from '../words/passages.ts';
import { sketchOf } from '../words/sketch.ts';
import { charactersOf, quoted, wordChanges } from '../words/word-changes.ts';
import { type Words, wordReader } from '../words/words.ts';
import type { Aligner } from './define.ts';

type Answer = Omit<Alignment, 'artifacts'>;

/** Weight of common passages and share of the shorter text from which on the wording is a copy's; see `judge`. */
const COPY = { weight: 200, share: 0.25, longest: 400 } as const;
const LIKELY = { longest: 160, share: 0.1 } as const;
const PASSAGES = 2000;
/** Texts up to this length are kept beside the comparison, to be read side by side; UTF-16 units. */
const KEPT = 1_000_000;

/** Finds the passages two texts share, in whatever order, and what was changed in them. */
export const aligner: Aligner = {
  appliesTo: (first, second) => holdsWords(first) === true && holdsWords(second) === true,
  async align({ first, second, context, artifact }) {
    const [one, other] = [documentWords(first.path, first.media), documentWords(second.path, second.media)];
    if (!one.ok) return nothing('undetermined', one.reason, []);
    if (!other.ok) return nothing('undetermined', other.reason, []);
    context.progress(0.1);
    const read = await wordReader();
    const words = [read(one.document.text), read(other.document.text)] as const;
    const warnings = distinct([...one.document.warnings, ...other.document.warnings]);
    context.signal.throwIfAborted();
    context.progress(0.4);
    if (words[0].length === 0 || words[1].length === 0)
      return nothing('undetermined', { code: 'not-traceable', text: texts.empty }, warnings);
    const match = passagesOf(...words);
    context.signal.throwIfAborted();
    context.progress(0.8);
    const sketched = judgeSketches(sketchOf(words[1]), sketchOf(words[0]), 1);
    const complete = one.document.complete && other.document.complete;
    const answer = answerOf(words, match, sketched, complete, warnings);
    const kept = [one.document.text, other.document.text] as const;
    if (answer.transform !== null && kept.every(({ length }) => length <= KEPT)) {
      // As they were decoded: offsets of passages and changes are those of these texts.
      await artifact('first.txt', 'text/plain', Buffer.from(kept[0], 'utf8'));
      await artifact('second.txt', 'text/plain', Buffer.from(kept[1], 'utf8'));
    }
    return answer;
  },
};

function nothing(
  outcome: Answer['outcome'],
  reason: Answer['reason'],
  warnings: readonly Localized[],
): Answer {
  return {
    outcome,
    reason,
    claim: null,
    matches: [],
    transform: null,
    changes: [],
    figures: [],
    warnings: [...warnings],
  };
}

function answerOf(
  words: readonly [Words, Words],
  match: PassageMatch,
  sketched: FingerprintMatch | null,
  complete: boolean,
  warnings: readonly Localized[],
): Answer {
  const [first, second] = words;
  const same = sameLetters(first, second);
  const claim = same ? 'same-content' : judge(match);
  const matches = sketched === null ? [] : [sketched];
  const figures: Figure[] = [...shareFigures(match), ...tables(words, match)];
  if (claim === null) {
    const reason = complete
      ? { code: 'no-common-wording', text: texts.unrelated }
      : { code: 'partly-read', text: texts.partly };
    return { ...nothing(complete ? 'unrelated' : 'undetermined', reason, warnings), matches, figures };
  }
  const { changes, left } = wordChanges(first, second, match);
  const hidden = hiddenChanges(first, second, match);
  const more = left === 0 ? [] : [texts.unlisted(left)];
  const skipped = match.skipped === 0 ? [] : [texts.skipped(match.skipped)];
  return {
    outcome: first.raw === second.raw ? 'same-content' : 'aligned',
    claim,
    reason: null,
    matches,
    transform: transformOf(words, match),
    // A hidden character is small, and what nobody sees is what a reader has to be told first.
    changes: [...hidden, ...changes],
    figures,
    warnings: [...warnings, ...more, ...skipped],
  };
}

function sameLetters(first: Words, second: Words): boolean {
  if (first.length !== second.length) return false;
  for (let at = 0; at < first.length; at += 1) if (first.codes[at] !== second.codes[at]) return false;
  return true;
}

/** Passages of this size are the wording of one text in the other; smaller ones are phrases. */
function judge({ weight, longest, cover }: PassageMatch): CopyClaim | null {
  const share = Math.max(...cover);
  if ((weight >= COPY.weight && share >= COPY.share) || longest >= COPY.longest) return 'copy';
  if (longest >= LIKELY.longest || (weight > 0 && share >= LIKELY.share)) return 'likely';
  return weight > 0 ? 'candidate' : null;
}

function transformOf(words: readonly [Words, Words], { passages, cover }: PassageMatch): TextTransform {
  const [first, second] = words;
  return {
    kind: 'text',
    passages: passages.slice(0, PASSAGES).map((passage) => ({
      first: charactersOf(first, passage.first),
      second: charactersOf(second, passage.second),
      how: passage.similarity === 1 ? 'same' : 'edited',
      similarity: passage.similarity,
    })),
    cover: [...cover],
  };
}

function shareFigures({ cover }: PassageMatch): Figure[] {
  const percent = (share: number): number => Math.round(share * 1000) / 10;
  return [
    {
      kind: 'scalar',
      id: 'share-first',
      title: localized('Share of the first that is in the second', '第一份文本见于第二份的比例'),
      value: percent(cover[0]),
      unit: '%',
    },
    {
      kind: 'scalar',
      id: 'share-second',
      title: localized('Share of the second that is from the first', '第二份文本来自第一份的比例'),
      value: percent(cover[1]),
      unit: '%',
    },
  ];
}

function tables([first, second]: readonly [Words, Words], { passages }: PassageMatch): Figure[] {
  const figures: Figure[] = [];
  if (passages.length > 0)
    figures.push({
      kind: 'table',
      id: 'passages',
      title: localized('Common passages', '共同段落'),
      columns: [
        {
          key: 'first',
          title: localized('In the first (UTF-16 units)', '第一份（UTF-16 单元）'),
          align: 'start',
          code: true,
        },
        { key: 'second', title: localized('In the second', '第二份'), align: 'start', code: true },
        { key: 'how', title: localized('How', '方式'), align: 'start', code: false },
        { key: 'similarity', title: localized('Similarity', '相似度'), align: 'end', code: false },
        { key: 'text', title: localized('Text', '文字'), align: 'start', code: false },
      ],
      rows: passages.slice(0, PASSAGES).map((passage) => ({
        cells: [
          charactersOf(first, passage.first).join('–'),
          charactersOf(second, passage.second).join('–'),
          passage.moved ? texts.moved : passage.similarity === 1 ? texts.same : texts.edited,
          Math.round(passage.similarity * 1000) / 1000,
          quoted(second, passage.second),
        ],
      })),
    });
  const hidden = hiddenCounts(second);
  if (hidden.length > 0) figures.push(hiddenTable('hidden-second', hidden));
  return figures;
}

const texts = {
  unlisted: (count: number) =>
    localized(`${count} further changes are not listed`, `另有 ${count} 处改动未列出`),
  skipped: (count: number) =>
    localized(`${count} stretches are too long to be compared in detail`, `有 ${count} 段过长，未逐字比较`),
  empty: localized('One of the texts holds no letters', '其中一份文本不含任何文字'),
  unrelated: localized(
    'All of both texts was searched; they share no passage of 12 ideographs or 30 letters',
    '已检索两份文本的全部内容；二者没有达到 12 个汉字或 30 个字母的共同段落',
  ),
  partly: localized(
    'No common passage was found, but not all of the texts could be read',
    '未找到共同段落，但未能读取文本的全部内容',
  ),
  same: localized('the same', '相同'),
  edited: localized('edited', '有改动'),
  moved: localized('moved or repeated', '移位或重复'),
};
