import { createHash } from 'node:crypto';
import type { ByteRange } from '#shared/domain/figure.ts';
import { encodingOf, type TextEncoding } from '../carriers/variation-selectors.ts';
import type { DataHash } from './data-hash.ts';
import { isHashAlgorithm, sameBytes } from './file-hash.ts';
import { type BindingOutcome, type BindingProblem, notComputed } from './outcome.ts';
import { complement, endOf } from './ranges.ts';

/**
 * The data hash of unstructured text with a manifest wrapper (C2PA 2.4, 15.12.1.3.1 and A.8.7): the exclusion
 * is the wrapper, exactly; what is left of the text is brought to normalization form C and hashed as UTF-8. A
 * text that was stored in another canonical form since therefore still fits.
 */
export interface TextHashOptions {
  /** Algorithm of the claim, for an assertion without one. */
  readonly algorithm: string | null;
  /** U+FEFF and selectors, as they lie in the file. */
  readonly wrapper: ByteRange;
  /** Update manifests made the wrapper longer than its exclusion says. */
  readonly updated: boolean;
}

/** @param text the whole file */
export function checkTextHash(
  text: Buffer,
  { algorithm: own, hash, exclusions }: DataHash,
  { algorithm: fallback, wrapper, updated }: TextHashOptions,
): BindingOutcome {
  const algorithm = own ?? fallback;
  if (algorithm === null) return notComputed('algorithm-missing');
  if (!isHashAlgorithm(algorithm)) return notComputed('algorithm-unsupported');
  const encoding = encodingOf(text);
  // the byte order mark of UTF-16 is none of the text's characters; that of UTF-8 is taken for one
  const mark = encoding === 'utf-8' ? 0 : Math.min(2, wrapper[0]);
  const before = decode(text.subarray(mark, wrapper[0]), encoding);
  const within = decode(text.subarray(wrapper[0], endOf(wrapper)), encoding);
  const after = decode(text.subarray(endOf(wrapper)), encoding);
  const covered = complement(text.length, [wrapper]);
  const outcome = (matches: boolean, problem: BindingProblem | null): BindingOutcome => ({
    matches,
    problem,
    covered,
    carriers: [],
  });
  if (before === null || within === null || after === null) return outcome(false, 'text-not-unicode');
  if (marksInRow.test(before) || marksInRow.test(after)) return notComputed('text-not-normalizable');
  const fits = (rest: string): boolean =>
    sameBytes(createHash(algorithm).update(rest.normalize('NFC'), 'utf8').digest(), hash);
  const place = placeOf(exclusions, { before, length: Buffer.byteLength(within), updated });
  if (place !== 'elsewhere' && fits(before + after))
    return outcome(true, place === 'same' ? null : 'text-renormalized');
  if (lineEnds(before + after).some(fits)) return outcome(false, 'line-ends-changed');
  return outcome(false, place === 'elsewhere' ? 'wrapper-not-excluded' : null);
}

/**
 * Ordering a run of marks takes the square of its length; text in stream-safe form has 30 at most (UAX #15).
 * Variation selectors are never moved.
 */
const marksInRow = /(?:(?!\p{Variation_Selector})\p{M}){256}/u;

/** `null`: the bytes are not in this encoding. */
function decode(bytes: Buffer, encoding: TextEncoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    // the decoder's way to say that the bytes are not in this encoding
    if (error instanceof TypeError) return null;
    throw error;
  }
}

interface Wrapped {
  readonly before: string;
  /** Of the wrapper in UTF-8. */
  readonly length: number;
  readonly updated: boolean;
}

/**
 * Is the exclusion the wrapper? Its offset counts bytes of the text in form C (2.4, A.8.7.3) or as it was stored
 * when it was signed (2.5, A.8.6.3); that may have been another canonical form than it is stored in now.
 */
function placeOf(
  exclusions: readonly ByteRange[],
  { before, length, updated }: Wrapped,
): 'same' | 'renormalized' | 'elsewhere' {
  const [range] = exclusions;
  if (range === undefined || exclusions.length > 1 || (range[1] !== length && !updated)) return 'elsewhere';
  if (range[0] === Buffer.byteLength(before)) return 'same';
  const forms = (['NFC', 'NFD'] as const).map((form) => Buffer.byteLength(before.normalize(form)));
  return forms.includes(range[0]) ? 'renormalized' : 'elsewhere';
}

/** The same text as other systems end their lines: mail and file transfer change nothing else. */
function lineEnds(text: string): string[] {
  const plain = text.replaceAll('\r\n', '\n');
  return [plain, plain.replaceAll('\n', '\r\n')].filter((variant) => variant !== text);
}
