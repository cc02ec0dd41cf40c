import type { PairEvidence } from './evidence.ts';
import { probability, type Verdict } from './fusion.ts';
import type { LineageModel } from './weights.ts';

/** Two that a copy is nearer to one than the other by less than this are twins. */
const twinDistance = 0.04;

/** What was found between two items, as seen from one of them. */
export interface Link {
  readonly evidence: PairEvidence;
  readonly verdict: Verdict;
  /** The files were compared the other way round. */
  readonly turned: boolean;
}

/** Findings by pair, for questions in either direction. */
export class Verdicts {
  private readonly links = new Map<number, Link>();
  private readonly related = new Map<number, number[]>();
  private readonly count: number;

  constructor(count: number) {
    this.count = count;
  }

  add(first: number, second: number, evidence: PairEvidence, verdict: Verdict): void {
    this.links.set(first * this.count + second, { evidence, verdict, turned: false });
    this.links.set(second * this.count + first, { evidence, verdict, turned: true });
    for (const [one, other] of [
      [first, second],
      [second, first],
    ] as const) {
      const list = this.related.get(one) ?? [];
      list.push(other);
      this.related.set(one, list);
    }
  }

  /** `null`: not compared, or nothing in common. */
  between(from: number, to: number): Link | null {
    return this.links.get(from * this.count + to) ?? null;
  }

  /** Items that have something in common with this one. */
  neighbours(index: number): readonly number[] {
    return this.related.get(index) ?? [];
  }

  /** Log odds that `to` was made from `from`; −∞ when they have nothing in common. */
  logit(from: number, to: number): number {
    const link = this.between(from, to);
    if (link === null) return Number.NEGATIVE_INFINITY;
    return link.turned ? link.verdict.backward : link.verdict.forward;
  }

  /** What it costs to believe that `to` was made from `from` and not from something in between. */
  cost(from: number, to: number, { distanceCost }: LineageModel): number {
    const link = this.between(from, to);
    return link === null
      ? Number.POSITIVE_INFINITY
      : -Math.log(this.chance(from, to)) + distanceCost * link.verdict.distance;
  }

  /** Log odds that an edge of the chosen forest leads from where it should. */
  edgeLogit(from: number, to: number, { edge }: LineageModel): number {
    const link = this.between(from, to);
    if (link === null) return Number.NEGATIVE_INFINITY;
    const { descent, direction } = link.verdict;
    const alone =
      probability(edge.base + edge.descent * descent) *
      probability(edge.direction * (link.turned ? -direction : direction));
    const chance = Math.min(1 - 1e-6, Math.max(1e-6, alone / (1 + this.twins(from, to))));
    return Math.log(chance / (1 - chance));
  }

  /**
   * How many others could have the place of the parent just as well: the copy is as near to them and as likely made from
   * them. Those that were themselves made from this one do not count, because it is then the ancestor all the same.
   */
  twins(from: number, to: number): number {
    const own = this.between(from, to)!.verdict.distance;
    let sum = 0;
    for (const other of this.neighbours(to)) {
      if (other === from) continue;
      const farther = Math.max(0, this.between(other, to)!.verdict.distance - own);
      const descended = this.between(from, other) === null ? 0 : this.chance(from, other);
      const ratio = this.chance(other, to) / Math.max(1e-6, this.chance(from, to));
      sum += (1 - descended) * Math.min(1, ratio) * Math.exp(-farther / twinDistance);
    }
    return sum;
  }

  chance(from: number, to: number): number {
    return probability(this.logit(from, to));
  }
}
