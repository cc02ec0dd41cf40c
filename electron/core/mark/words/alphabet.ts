/**
 * The eight characters a mark in text is made of: the variation selectors U+FE03 … U+FE0A, one behind a letter.
 *
 * Why these. A variation selector belongs to the letter in front of it (Grapheme_Extend, line-breaking class CM), so
 * that grapheme clusters, words, line breaks and the direction of writing stay as they are (UAX 29, UAX 14 rule LB9,
 * UAX 9); it is default-ignorable, shaping steps over it; none of the eight forms a defined sequence with any letter used here
 * (StandardizedVariants.txt; ideographic sequences use U+E0100 and up, emoji U+FE0E and U+FE0F). No normalisation form
 * changes it, nor does collapsing or trimming of white space, and it takes one UTF-16 unit, so that databases of the
 * Basic Multilingual Plane keep it. It is not among what programs customarily strip from pasted text
 * (U+200B … U+200D, U+2060, U+FEFF).
 *
 * Why not others. U+200B opens a line break; U+200D and U+2060 forbid one, which moves lines in Chinese; U+200C and
 * U+200D change joining; U+FEFF begins the wrapper of C2PA; U+2061 … U+2064 end a grapheme cluster, and fonts without
 * them may show a box.
 */
const FIRST_SELECTOR = 0xfe03;
const LAST_SELECTOR = 0xfe0a;

/** Symbol 0…7 of a character of the alphabet, else -1. */
export function symbolOf(code: number): number {
  return code >= FIRST_SELECTOR && code <= LAST_SELECTOR ? code - FIRST_SELECTOR : -1;
}

export function selectorFor(symbol: number): string {
  return String.fromCharCode(FIRST_SELECTOR + symbol);
}

/** Any variation selector: one of ours beside another belongs to something else, as bytes in a row do (C2PA, A.8). */
export function isSelector(code: number): boolean {
  return (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef);
}
