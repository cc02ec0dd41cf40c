/** Characters in a name that a reader does not see, and words put together from several scripts. */

export interface HiddenCharacter {
  /** `U+200B`. */
  readonly code: string;
  /** Position in code points, from 0. */
  readonly index: number;
  readonly kind: 'direction' | 'invisible';
}

/** Bidirectional controls (UAX #9 §2): marks, embeddings, overrides, isolates. */
const direction = /^[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]$/u;
/** Fillers and blanks that are letters or symbols by category and show nothing. */
const blank = /^[\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]$/u;
const ignorable = /^(?:\p{Cc}|\p{Cf}|\p{Co}|\p{Cn}|\p{Default_Ignorable_Code_Point}|\p{Zl}|\p{Zp})$/u;
/** Spaces of other widths are taken for the usual one; the ideographic space is usual where it stands. */
const oddSpace = /^[\u2000-\u200a\u202f\u205f\u1680]$/u;
const joiner = /^[\u200c\u200d]$/u;
/** Scripts in which the joiners of Unicode change the shape of letters, as they are meant to. */
const joining =
  /^[\p{Script=Arabic}\p{Script=Bengali}\p{Script=Devanagari}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Mongolian}\p{Script=Oriya}\p{Script=Sinhala}\p{Script=Syriac}\p{Script=Tamil}\p{Script=Telugu}]$/u;

/** What cannot be seen in a name, in its order. */
export function hiddenCharacters(name: string): HiddenCharacter[] {
  const letters = Array.from(name);
  return letters.flatMap((letter, index): HiddenCharacter[] => {
    const wanted = joiner.test(letter) && joining.test(letters[index - 1] ?? '');
    const hidden = blank.test(letter) || ignorable.test(letter) || oddSpace.test(letter);
    if (wanted || !hidden) return [];
    return [{ code: codeOf(letter), index, kind: direction.test(letter) ? 'direction' : 'invisible' }];
  });
}

/** The name for showing: what cannot be seen becomes its code, `Ado⟨U+200B⟩be`. Cut to a readable length. */
export function visible(name: string, length = 200): string {
  const hidden = new Map(hiddenCharacters(name).map(({ index, code }) => [index, code]));
  const letters = Array.from(name);
  const shown = letters.slice(0, length).map((letter, index) => {
    const code = hidden.get(index);
    return code === undefined ? letter : `⟨${code}⟩`;
  });
  return letters.length > length ? `${shown.join('')}…` : shown.join('');
}

function codeOf(letter: string): string {
  return `U+${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}

const scripts: readonly (readonly [string, RegExp])[] = [
  ['Latin', /\p{Script=Latin}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Georgian', /\p{Script=Georgian}/u],
  ['Hebrew', /\p{Script=Hebrew}/u],
  ['Arabic', /\p{Script=Arabic}/u],
  ['Cherokee', /\p{Script=Cherokee}/u],
  ['Coptic', /\p{Script=Coptic}/u],
  ['Lisu', /\p{Script=Lisu}/u],
  ['Thai', /\p{Script=Thai}/u],
  ['Devanagari', /\p{Script=Devanagari}/u],
];
/** Written together with Latin as a matter of course (UTS #39 §5.2, "Highly Restrictive"). */
const eastAsian =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Bopomofo}|\p{Script=Hangul}/u;

/**
 * Words that hold letters of more than one script. Words, not names: `Яндекс LLC` is written as it should be.
 * East Asian scripts mix with Latin and with each other.
 */
export function mixedWords(name: string): { readonly word: string; readonly scripts: readonly string[] }[] {
  // Compatibility forms (µ, Ω as units, fullwidth) stand for their letters.
  return (name.match(/[\p{L}\p{M}\p{N}\p{Cf}]+/gu) ?? []).flatMap((word) => {
    const found = scripts.filter(([, pattern]) => pattern.test(word)).map(([script]) => script);
    const foreign = found.some((script) => script !== 'Latin');
    const all = eastAsian.test(word) && foreign ? [...found, 'East Asian'] : found;
    return all.length > 1 ? [{ word, scripts: all }] : [];
  });
}
