import type { Print } from '#core/trace/fingerprints/define.ts';
import { fingerprinter as features } from '#core/trace/fingerprints/features.ts';
import { fingerprinter as pdq } from '#core/trace/fingerprints/pdq.ts';
import { onesIn } from '#core/trace/index/hamming.ts';
import { likelyBits } from '#core/trace/picture/codes.ts';
import { descriptorWords, wordDistance } from '#core/trace/picture/matching.ts';
import type { Reference } from './references.ts';

/** How one reference answers a query. */
export interface Answer {
  readonly index: number;
  /** Least distance of whole codes as stored, 0…256: PDQ as published. */
  readonly whole: number;
  /** Least distance over trimmed, turned, mirrored and inverted forms. */
  readonly bits: number;
  /** Features of the query that have one of the reference's within reach. */
  readonly votes: number;
  /** Agreeing kept features, of the best candidates only; 0 elsewhere. */
  readonly agreeing: number;
}

/** Differing bits within which two descriptors vote: the reach of the index of features. */
const voteBits = 31;
/** References whose kept features are laid over each other. */
const verified = 10;

/** Every reference's answer, the best first: confirmed by kept features, then codes within 31 bits, then votes. */
export function search(query: readonly Print[], known: readonly Reference[]): Answer[] {
  const votes = votesOf(query, known);
  const answers = known.map(({ prints }, index) => ({
    index,
    whole: wholeDistance(query, prints),
    bits: codeDistance(query, prints),
    votes: votes[index]!,
    agreeing: 0,
  }));
  const order = [...answers].sort((one, other) => rank(other) - rank(one)).slice(0, verified);
  const chosen = new Set(order.map(({ index }) => index));
  return answers
    .map((answer) =>
      chosen.has(answer.index)
        ? { ...answer, agreeing: agreementOf(query, known[answer.index]!.prints) }
        : answer,
    )
    .sort((one, other) => rank(other) - rank(one));
}

function rank({ bits, votes, agreeing }: Answer): number {
  return (agreeing >= 8 ? 1000 + agreeing * 10 : 0) + (bits <= likelyBits ? 1000 - bits : 0) + votes;
}

const of = (prints: readonly Print[], method: string) => prints.filter((print) => print.method === method);

function agreementOf(query: readonly Print[], known: readonly Print[]): number {
  return features.compare(of(query, 'features'), of(known, 'features'), 1)?.score ?? 0;
}

function wholeDistance(query: readonly Print[], known: readonly Print[]): number {
  const [one] = of(query, 'pdq');
  const [other] = of(known, 'pdq');
  if (one === undefined || other === undefined || (one.quality ?? 0) < 50) return 256;
  return wordDistance(descriptorWords(one.bytes), 0, descriptorWords(other.bytes), 0);
}

function codeDistance(query: readonly Print[], known: readonly Print[]): number {
  return pdq.compare(of(query, 'pdq'), of(known, 'pdq'), 1)?.score ?? 256;
}

/** All stored features in one list, made once for a set of references. */
const lists = new WeakMap<
  readonly Reference[],
  { readonly words: Int32Array; readonly ends: readonly number[] }
>();

function listOf(known: readonly Reference[]): {
  readonly words: Int32Array;
  readonly ends: readonly number[];
} {
  const made = lists.get(known);
  if (made !== undefined) return made;
  const parts = known.map(({ prints }) =>
    Buffer.concat(of(prints, 'features').map((print) => features.indexed(print)?.codes ?? new Uint8Array())),
  );
  let end = 0;
  const ends = parts.map((part) => {
    end += part.length / 4;
    return end;
  });
  const list = { words: descriptorWords(Uint8Array.from(Buffer.concat(parts))), ends };
  lists.set(known, list);
  return list;
}

function votesOf(query: readonly Print[], known: readonly Reference[]): number[] {
  const { words, ends } = listOf(known);
  const votes = ends.map(() => 0);
  for (const print of of(query, 'features')) {
    const asked = descriptorWords(features.queried(print)?.codes ?? new Uint8Array());
    for (let one = 0; one < asked.length; one += 8) {
      let at = 0;
      for (const [index, end] of ends.entries()) {
        for (; at < end; at += 8) {
          if (!near(asked, one, words, at)) continue;
          votes[index]! += 1;
          at = end;
        }
      }
    }
  }
  return votes;
}

function near(left: Int32Array, one: number, right: Int32Array, other: number): boolean {
  let bits = 0;
  for (let word = 0; word < 8; word += 1) {
    bits += onesIn(left[one + word]! ^ right[other + word]!);
    if (bits > voteBits) return false;
  }
  return true;
}
