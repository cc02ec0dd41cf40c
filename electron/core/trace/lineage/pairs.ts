/** Items up to this number are all compared with one another. */
const allUpTo = 24;
/** In larger sets each is compared with so many that are most like it. */
const nearest = 10;

export interface ChosenPairs {
  /** Places in the list, first < second, ordered so that pairs that share a file come one after another. */
  readonly pairs: readonly (readonly [first: number, second: number])[];
  /** Pairs not compared although nothing said that they have nothing in common. */
  readonly left: number;
}

/**
 * Which pairs are worth laying over each other: in small sets all of a kind, in large ones each with those its prints are
 * most like.
 *
 * @param kinds items of different kinds are never linked
 * @param likeness of two items by their prints, more is more alike; `null`: their prints have nothing in common
 * @param most pairs at all
 */
export function choosePairs(
  kinds: readonly string[],
  likeness: (first: number, second: number) => number | null,
  most = 6000,
): ChosenPairs {
  const possible: { readonly first: number; readonly second: number; readonly likeness: number | null }[] =
    [];
  const all = kinds.length <= allUpTo;
  for (let first = 0; first < kinds.length; first += 1) {
    for (let second = first + 1; second < kinds.length; second += 1) {
      if (kinds[first] !== kinds[second]) continue;
      possible.push({ first, second, likeness: all ? 0 : likeness(first, second) });
    }
  }
  const worth = possible.flatMap((pair) =>
    pair.likeness === null ? [] : [{ ...pair, likeness: pair.likeness }],
  );
  worth.sort((one, other) => other.likeness - one.likeness);
  const taken = new Map<number, number>();
  const chosen: (readonly [number, number])[] = [];
  for (const { first, second } of worth) {
    const [one, other] = [taken.get(first) ?? 0, taken.get(second) ?? 0];
    if (chosen.length >= most) break;
    if (!all && one >= nearest && other >= nearest) continue;
    taken.set(first, one + 1);
    taken.set(second, other + 1);
    chosen.push([first, second]);
  }
  chosen.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  return { pairs: chosen, left: worth.length - chosen.length };
}
