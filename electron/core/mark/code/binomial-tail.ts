/**
 * log10 of P(X ≥ hits) for X of `count` independent draws that each hit with probability `chance`, summed term by term
 * from the largest (relative error below 1e-9). 0 when every outcome counts.
 */
export function binomialTailLog10(count: number, hits: number, chance: number): number {
  if (hits <= 0 || count <= 0) return 0;
  if (hits > count) return -Infinity;
  // Below the mean the tail is most of the distribution, and 1 is bound enough.
  if (hits <= count * chance) return 0;
  let log = logChoose(count, hits) + hits * Math.log(chance) + (count - hits) * Math.log1p(-chance);
  const first = log;
  let sum = 1;
  for (let at = hits; at < count; at += 1) {
    log += Math.log(((count - at) / (at + 1)) * (chance / (1 - chance)));
    const term = Math.exp(log - first);
    sum += term;
    if (term < sum * 1e-10) break;
  }
  return Math.min(0, (first + Math.log(sum)) / Math.LN10);
}

/** Fewest hits of `count` whose tail stays at or below `10 ** log10`; `count + 1` when not even all of them do. */
export function hitsFor(count: number, chance: number, log10: number): number {
  let [low, high] = [0, count + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (binomialTailLog10(count, middle, chance) <= log10) high = middle;
    else low = middle + 1;
  }
  return low;
}

function logChoose(count: number, chosen: number): number {
  return logFactorial(count) - logFactorial(chosen) - logFactorial(count - chosen);
}

const small = (() => {
  const table = new Float64Array(256);
  for (let number = 2; number < table.length; number += 1)
    table[number] = table[number - 1]! + Math.log(number);
  return table;
})();

/** ln n!: from a table, then Stirling's series to 1/n⁵, which is exact to the last digits from 256 on. */
function logFactorial(number: number): number {
  if (number < small.length) return small[number]!;
  const square = number * number;
  const series = (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / number;
  return (number + 0.5) * Math.log(number) - number + 0.5 * Math.log(2 * Math.PI) + series;
}
