import type { Change, TextTransform } from '#shared/domain/comparison.ts';
import { containment } from './alignment-signs.ts';
import type { Sign, Signs } from './evidence.ts';

/** Characters before its first and behind its last common passage that an excerpt may have of its own: an ellipsis, quotes. */
const ownEdge = 12;
/** Hidden characters lost from common wording at which the sign has made about two thirds of its point. */
const hiddenLevel = 3;

type Spans = readonly (readonly [first: readonly [number, number], second: readonly [number, number]])[];

/**
 * What two texts tell of each other. All of it speaks of parts and of what was lost; that the longer one was written around
 * the shorter one fits most of it as well.
 *
 * @param texts as decoded; `null`: too long to be looked at closely
 */
export function textSigns(
  { cover, passages }: TextTransform,
  changes: readonly Pick<Change, 'kind' | 'in' | 'statement'>[],
  texts: readonly [string, string] | null,
): Signs {
  const excerpt = containment(cover);
  const signs: Signs = { excerpt };
  if (texts !== null) {
    const spans: Spans = passages.map(({ first, second }) => [first, second]);
    const turned: Spans = spans.map(([first, second]) => [second, first]);
    // Only what is held by the other can have been torn from it.
    const torn: Sign = [
      excerpt[0] > excerpt[1] ? tornOut(texts[0], texts[1], spans) : 0,
      excerpt[1] > excerpt[0] ? tornOut(texts[1], texts[0], turned) : 0,
    ];
    signs.torn = torn;
  }
  const lost = (side: 'first' | 'second'): number =>
    changes.filter((change) => change.kind === 'hidden' && change.in === side).length;
  // What is listed in the one stands at no such place of the other.
  const [ofSecond, ofFirst] = [lost('first'), lost('second')];
  if (ofFirst + ofSecond > 0) signs.hidden = [saturated(ofFirst), saturated(ofSecond)];
  return signs;
}

function saturated(count: number): number {
  return 1 - Math.exp(-count / hiddenLevel);
}

/** Does a text begin or end in the middle of a sentence that goes on in the other one? Half for each. */
function tornOut(own: string, other: string, spans: Spans): number {
  const sorted = [...spans].sort(([one], [two]) => one[0] - two[0]);
  const [head, tail] = [sorted[0], sorted.at(-1)];
  if (head === undefined || tail === undefined) return 0;
  const begins = head[0][0] <= ownEdge && withinSentence(other, head[1][0]);
  const rest = own.slice(tail[0][1]);
  const ends = rest.length <= ownEdge && !closed(rest) && withinSentence(other, tail[1][1]);
  return (begins ? 0.5 : 0) + (ends ? 0.5 : 0);
}

/** An end of a sentence right behind the common words; an ellipsis is none. */
function closed(rest: string): boolean {
  return /^[\s"'”’」』)）\]】]*[.!?。！？](?!\.)/u.test(rest.replace(/\.{2,}|…+|\[…\]|\[\.\.\.\]/gu, ''));
}

/** Nothing but spaces, commas and quotes between a place in a text and the letters on both sides of it. */
function withinSentence(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 40), at);
  const after = text.slice(at, at + 40);
  const [, gapBefore] = /[\p{L}\p{N}]([^\p{L}\p{N}]*)$/u.exec(before) ?? [];
  const [gapAfter] = /^[^\p{L}\p{N}]*(?=[\p{L}\p{N}])/u.exec(after) ?? [];
  if (gapBefore === undefined || gapAfter === undefined) return false;
  const gap = gapBefore + gapAfter;
  if (/[.!?。！？;；:：…]/u.test(gap) || /\n\s*\n/u.test(gap)) return false;
  // A single break of the line ends a paragraph, unless the next line goes on in a small letter.
  return !gap.includes('\n') || /^\p{Ll}/u.test(after.slice(gapAfter.length));
}
