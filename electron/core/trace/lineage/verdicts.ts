import type { PairEvidence } from './evidence.ts';
import { probability, type Verdict } from './fusion.ts';
import type { LineageModel } from './weights.ts';

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
  edgeLogit(from: number, to: number, model: LineageModel): number {
    const { base, descent, rivalry } = model.edge;
    return base + descent * this.logit(from, to) - rivalry * this.rivalry(from, to, model);
  }

  /**
   * How crowded the place of the parent is: 0 when no other could have it as cheaply, log 2 when one other could as well.
   * Others that were themselves made from this one do not count, because it is then the ancestor all the same.
   */
  rivalry(from: number, to: number, model: LineageModel): number {
    const own = this.cost(from, to, model);
    let sum = 0;
    for (const other of this.neighbours(to)) {
      if (other === from) continue;
      const between = this.between(from, other) === null ? 0 : this.chance(from, other);
      sum += (1 - between) * Math.exp(own - this.cost(other, to, model));
    }
    return Math.log1p(sum);
  }

  chance(from: number, to: number): number {
    return probability(this.logit(from, to));
  }
}
