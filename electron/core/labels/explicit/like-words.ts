/** Letters compared at most; labels are short. */
const MOST_LETTERS = 60;

/** Are two readings of a line the same words, but for a few letters the recogniser took for others? */
export function likeWords(first: string, second: string): boolean {
  const [a, b] = [letters(first), letters(second)];
  const longest = Math.max(a.length, b.length);
  return longest > 0 && distance(a, b) <= longest * 0.34;
}

function letters(text: string): string[] {
  return [
    ...text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, ''),
  ].slice(0, MOST_LETTERS);
}

/** Edit distance (Levenshtein 1966). */
function distance(first: readonly string[], second: readonly string[]): number {
  let row = Array.from({ length: second.length + 1 }, (_, index) => index);
  for (const [index, letter] of first.entries()) {
    const next = [index + 1];
    for (const [at, other] of second.entries()) {
      next.push(Math.min(row[at + 1]! + 1, next[at]! + 1, row[at]! + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1)!;
}
