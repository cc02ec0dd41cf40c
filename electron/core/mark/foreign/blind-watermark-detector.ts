import { localized } from '#shared/domain/localized.ts';
import type { MarkReading } from '#shared/domain/mark.ts';
import type { Reason } from '#shared/domain/run.ts';
import { falseAlarmLog10, statisticName, thresholdFor } from '../code/false-alarm.ts';
import { tooLittleToTell } from '../too-little.ts';
import { readShuffledBlocks, type ShuffledBlocks, shuffledGrid } from './blind-watermark.ts';
import { FOREIGN_LOG10, type ForeignAttempt, type ForeignMarks, noKey } from './define.ts';
import { NumpyRandom } from './numpy-random.ts';
import type { RgbPicture } from './rgb-picture.ts';

export interface BlindWatermarkRequest {
  /** Password of the picture: decides how the coefficients are shuffled, 0 … 2³² − 1. */
  readonly passwordImage: number;
  /** Password of the payload: decides the order of its bits. */
  readonly passwordMark: number;
  /** Bits of the payload; `null`: every length is tried. */
  readonly length: number | null;
}

/** Blocks read when the length is not given, and when it is. */
const SCANNED_BLOCKS = 16_384;
const READ_BLOCKS = 262_144;
/** Lengths tried when none is given. */
const [SHORTEST, LONGEST] = [8, 4096];
/** A length is proposed when it fits nearly as well as the best: multiples of the true one fit too. */
const NEARLY = 0.9;

/** Blocks each bit of a payload must have for its repeats to be held against each other. */
const REPEATS = 4;

/** Why no payload of these lengths can be told in a picture of this size; `null`: one could. */
export function lackForBlindWatermark(picture: RgbPicture, { length }: BlindWatermarkRequest): Reason | null {
  const { columns, rows } = shuffledGrid(picture);
  return columns * rows < REPEATS * (length ?? SHORTEST) ? tooLittleToTell.blocks : null;
}

/** Look for a mark of blind_watermark under these passwords. */
export function detectBlindWatermark(
  picture: RgbPicture,
  request: BlindWatermarkRequest,
  signal?: AbortSignal,
): ForeignMarks {
  if (lackForBlindWatermark(picture, request) !== null)
    return { readings: [], tried: [], trials: 0, notes: [] };
  const { columns, rows } = shuffledGrid(picture);
  const { length: given } = request;
  const longest = given ?? Math.min(LONGEST, Math.floor((columns * rows) / REPEATS));
  const shortest = given ?? SHORTEST;
  const most = given === null ? SCANNED_BLOCKS : READ_BLOCKS;
  const blocks = readShuffledBlocks(picture, request.passwordImage, most, signal);
  const trials = longest - shortest + 1;
  const scores = new Float64Array(trials);
  const differences = differencesOf(blocks);
  const room = {
    proposed: new Float64Array(longest),
    held: new Float64Array(longest),
    squares: new Float64Array(longest),
  };
  for (let length = shortest; length <= longest; length += 1) {
    if ((length & 255) === 0) signal?.throwIfAborted();
    scores[length - shortest] = agreement(differences, length, room);
  }
  const highest = scores.reduce((a, b) => Math.max(a, b), 0);
  const at = scores.findIndex((score) => score >= highest * NEARLY);
  const length = at + shortest;
  const statistic = scores[at]!;
  const log10 = falseAlarmLog10(statistic, 1);
  const tried: ForeignAttempt = {
    scheme: 'blind_watermark',
    variant: passwords(request),
    target: localized(`a payload of ${length} bits`, `${length} 位的载荷`),
    agreement: `z ${statistic.toFixed(1)}`,
    statistic,
    log10,
  };
  const threshold = thresholdFor(FOREIGN_LOG10, trials);
  const found = statistic >= threshold;
  return {
    readings: found ? [reading(blocks, request, length, statistic, trials, threshold)] : [],
    tried: [tried],
    trials,
    notes: [],
  };
}

function passwords({ passwordImage, passwordMark }: BlindWatermarkRequest): string {
  return `password_img ${passwordImage}, password_wm ${passwordMark}`;
}

/**
 * How well the repeats of a payload of this length agree, whatever it may be. Each block says something under the
 * password and something else under a password nobody used; without a mark the two could be exchanged, block by
 * block, so that their difference is ± with equal chance. The odd repeats propose the bits, the even ones are held
 * against them: a sum with random signs, for which Hoeffding's bound holds in any picture.
 */
function agreement({ indices, differences }: Differences, length: number, room: Room): number {
  const { proposed, held, squares } = room;
  proposed.fill(0, 0, length);
  held.fill(0, 0, length);
  squares.fill(0, 0, length);
  for (let at = 0; at < indices.length; at += 1) {
    const index = indices[at]!;
    const repeat = (index / length) | 0;
    const bit = index - repeat * length;
    const value = differences[at]!;
    if (repeat & 1) proposed[bit]! += value;
    else {
      held[bit]! += value;
      squares[bit]! += value * value;
    }
  }
  let sum = 0;
  let square = 0;
  for (let bit = 0; bit < length; bit += 1) {
    sum += proposed[bit]! * held[bit]!;
    square += proposed[bit]! * proposed[bit]! * squares[bit]!;
  }
  return square > 0 ? Math.max(0, sum / Math.sqrt(square)) : 0;
}

/** Blocks in which the two passwords read different things: the others say nothing. */
interface Differences {
  readonly indices: Int32Array;
  readonly differences: Float64Array;
}

function differencesOf({ indices, password, control }: ShuffledBlocks): Differences {
  const differing = indices.map((_, at) => at).filter((at) => password[at] !== control[at]);
  return {
    indices: differing.map((at) => indices[at]!),
    differences: Float64Array.from(differing, (at) => password[at]! - control[at]!),
  };
}

/** Sums for each bit of a payload: proposed by the odd repeats, held against it by the even ones, and their squares. */
interface Room {
  readonly proposed: Float64Array;
  readonly held: Float64Array;
  readonly squares: Float64Array;
}

function reading(
  blocks: ShuffledBlocks,
  request: BlindWatermarkRequest,
  length: number,
  statistic: number,
  trials: number,
  threshold: number,
): MarkReading {
  const bits = orderedBits(readBits(blocks, length), request.passwordMark);
  const text = bitsToText(bits);
  return {
    codec: 'blind_watermark',
    version: 1,
    payload: text ?? bits.join(''),
    meaning:
      text === null
        ? localized(
            `${length} bits that are no text under this password of the payload`,
            `${length} 位，在此载荷密码下不构成文本`,
          )
        : localized(`text of ${length} bits`, `${length} 位文本`),
    // The password that the program uses by itself is no secret.
    key: request.passwordImage === 1 ? noKey : { kind: 'private', fingerprint: null },
    statistic,
    statisticName,
    threshold,
    falseAlarmLog10: falseAlarmLog10(statistic, trials),
    derivation,
    trials,
    route: 'blind',
  };
}

/** Mean of what all blocks of a bit say, cut into two classes as upstream does (`one_dim_kmeans`). */
function readBits({ indices, password }: ShuffledBlocks, length: number): Uint8Array {
  const means = new Float64Array(length);
  const counts = new Float64Array(length);
  for (let at = 0; at < indices.length; at += 1) {
    means[indices[at]! % length]! += password[at]! / 3;
    counts[indices[at]! % length]! += 1;
  }
  for (let bit = 0; bit < length; bit += 1) means[bit]! /= Math.max(1, counts[bit]!);
  let low = means.reduce((a, b) => Math.min(a, b), 1);
  let high = means.reduce((a, b) => Math.max(a, b), 0);
  let threshold = 0;
  for (let round = 0; round < 300; round += 1) {
    threshold = (low + high) / 2;
    low = mean(means, (value) => value <= threshold, low);
    high = mean(means, (value) => value > threshold, high);
    if (Math.abs((low + high) / 2 - threshold) < 1e-6) {
      threshold = (low + high) / 2;
      break;
    }
  }
  return Uint8Array.from(means, (value) => (value > threshold ? 1 : 0));
}

function mean(values: Float64Array, belongs: (value: number) => boolean, otherwise: number): number {
  const chosen = values.filter(belongs);
  return chosen.length === 0 ? otherwise : chosen.reduce((a, b) => a + b, 0) / chosen.length;
}

function orderedBits(bits: Uint8Array, password: number): Uint8Array {
  const order = new NumpyRandom(password).shuffled(bits.length);
  const ordered = new Uint8Array(bits.length);
  for (let at = 0; at < bits.length; at += 1) ordered[order[at]!] = bits[at]!;
  return ordered;
}

/** Upstream writes a text as one number, so that leading zero bits are missing. `null`: not readable text. */
function bitsToText(bits: Uint8Array): string | null {
  const lead = (8 - (bits.length % 8)) % 8;
  const bytes = new Uint8Array((bits.length + lead) / 8);
  for (let at = 0; at < bits.length; at += 1)
    bytes[(at + lead) >> 3]! |= bits[at]! << (7 - ((at + lead) & 7));
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return /^[^\p{C}]+$/u.test(text) ? text : null;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

const derivation = localized(
  'The password shuffles the coefficients of every block apart. Without a mark the shuffle of the password and that of another seed are interchangeable, so that the difference of what they read is ± by coin in every block; half of the repeats propose the bits, the other half is held against them. Hoeffding bound (1963) for such signs in any picture, times the lengths that were tried.',
  '密码对每个分块的系数分别置乱。若无水印，该密码与另一种子的置乱可以互换，两者读数之差的正负在每个分块中等概率；用一半重复提出各比特，再用另一半检验。对此类随机符号应用 Hoeffding 不等式（1963），对任何图像均成立，再乘以所尝试的长度个数。',
);
