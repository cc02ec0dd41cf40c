/** A comparison of which the truth is known: what it scored, and whether the camera took the picture. */
export interface Scored {
  readonly score: number;
  readonly own: boolean;
}

/** Logistic regression of `own` on the score, both classes weighted alike, by Newton's method. */
export function logistic(all: readonly Scored[]): { readonly offset: number; readonly slope: number } {
  const [mine, others] = counts(all);
  const ridge = 0.01;
  let [offset, slope] = [0, 1];
  for (let round = 0; round < 100; round += 1) {
    let [first, second] = [0, -ridge * slope];
    let [one, both, two] = [1e-6, 0, ridge];
    for (const { score, own } of all) {
      const weight = 1 / (own ? mine : others);
      const share = 1 / (1 + Math.exp(-(offset + slope * score)));
      const step = weight * (Number(own) - share);
      const curve = weight * share * (1 - share);
      first += step;
      second += step * score;
      one += curve;
      both += curve * score;
      two += curve * score * score;
    }
    const determinant = one * two - both * both;
    const [up, along] = [
      (two * first - both * second) / determinant,
      (one * second - both * first) / determinant,
    ];
    const damping = Math.min(1, 2 / (Math.abs(up) + Math.abs(along)));
    offset += damping * up;
    slope += damping * along;
  }
  return { offset, slope };
}

/** Log-likelihood-ratio cost (N. Brümmer and J. du Preez 2006): 0 is perfect, 1 what saying nothing costs. */
export function ratioCost(all: readonly Scored[], ratio: (one: Scored) => number): number {
  const [mine, others] = counts(all);
  let [first, second] = [0, 0];
  for (const one of all)
    if (one.own) first += Math.log2(1 + 1 / ratio(one));
    else second += Math.log2(1 + ratio(one));
  return (first / mine + second / others) / 2;
}

/** The cost of the best monotonous ratios these very scores allow (pool adjacent violators). */
export function leastCost(all: readonly Scored[]): number {
  const [mine, others] = counts(all);
  const pools: { score: number; own: number; other: number }[] = [];
  const shareOf = ({ own, other }: { own: number; other: number }) =>
    own / mine / (own / mine + other / others);
  for (const { score, own } of [...all].sort((one, other) => one.score - other.score)) {
    pools.push({ score, own: Number(own), other: Number(!own) });
    for (let last = pools.at(-1)!, before = pools.at(-2); before !== undefined; before = pools.at(-2)) {
      if (before.score !== score && shareOf(before) < shareOf(last)) break;
      pools.pop();
      before.own += last.own;
      before.other += last.other;
      last = before;
    }
  }
  let cost = 0;
  for (const pool of pools) {
    const share = shareOf(pool);
    if (pool.own > 0) cost -= (pool.own / mine) * Math.log2(share);
    if (pool.other > 0) cost -= (pool.other / others) * Math.log2(1 - share);
  }
  return cost / 2;
}

function counts(all: readonly Scored[]): readonly [number, number] {
  const mine = all.filter(({ own }) => own).length;
  return [mine, all.length - mine];
}
