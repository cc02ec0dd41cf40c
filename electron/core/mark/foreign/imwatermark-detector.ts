import { localized } from '#shared/domain/localized.ts';
import type { MarkReading } from '#shared/domain/mark.ts';
import type { Reason } from '#shared/domain/run.ts';
import { tooLittleToTell } from '../too-little.ts';
import {
  attemptStatisticName,
  attemptThreshold,
  type ForeignAttempt,
  type ForeignMarks,
  noKey,
  overAll,
} from './define.ts';
import {
  type BlockBits,
  type BlockVariant,
  blockVariants,
  type ImwatermarkMethod,
  imwatermarkMethods,
  readBlocks,
  SMALLEST_AREA,
} from './imwatermark.ts';
import { type KnownPayload, knownPayloads } from './known-payloads.ts';
import type { RgbPicture } from './rgb-picture.ts';
import { signTest, withoutColumns } from './sign-test.ts';

/** Blocks read at most: four million pixels' worth; a mark repeats hundreds of times in them. */
const BLOCKS = 65_536;
/** Each bit must have been seen this often on average. */
const REPEATS = 2;
/**
 * Texts longer than this, bits, are judged by that part alone. Letters have regular bits, and pictures with a period of
 * eight blocks fit those by accident: on halftones the whole of `StableDiffusionV1` reached 10⁻⁸ (see the bench).
 */
const LONG_TEXT = 64;
/** The part of a payload that does not repeat from byte to byte must fit by itself, log10. */
const OWN_PART_LOG10 = -4;

/** Look for the payloads of the generators, and for `expected` if there is one, under both methods. */
export function detectImwatermark(
  picture: RgbPicture,
  expected: KnownPayload | null,
  signal?: AbortSignal,
): ForeignMarks {
  const payloads = expected === null ? knownPayloads : [...knownPayloads, expected];
  const trials = payloads.length * imwatermarkMethods.length * blockVariants.length;
  if (picture.grey) return nothing(greyNote);
  if (lackForImwatermark(picture) !== null) return { readings: [], tried: [], trials: 0, notes: [] };
  const tried: ForeignAttempt[] = [];
  const candidates: Candidate[] = [];
  for (const variant of blockVariants) {
    const blocks = readBlocks(picture, variant, BLOCKS, signal);
    for (const method of imwatermarkMethods) {
      for (const payload of payloads) {
        const attempt = test(blocks, method, variant, payload);
        if (attempt === null) continue;
        tried.push(attempt.shown);
        if (-attempt.shown.log10 >= attemptThreshold(trials) && attempt.ownPart <= OWN_PART_LOG10)
          candidates.push({
            family: payload.id.startsWith('flux') ? 'flux' : payload.id,
            share: attempt.share,
            reading: reading(method, payload, attempt.shown, trials),
          });
      }
    }
  }
  return { readings: best(candidates), tried, trials, notes: [] };
}

/** Why such a mark cannot be told in a picture of this size; `null`: it could. A grey picture is known to hold none. */
export function lackForImwatermark({ width, height, grey }: RgbPicture): Reason | null {
  return !grey && width * height < SMALLEST_AREA ? tooLittleToTell.area(width, height, SMALLEST_AREA) : null;
}

function nothing(note: ForeignMarks['notes'][number]): ForeignMarks {
  return { readings: [], tried: [], trials: 0, notes: [note] };
}

interface Candidate {
  /** Payloads of one family are one mark. */
  readonly family: string;
  readonly share: number;
  readonly reading: MarkReading;
}

interface Attempt {
  readonly shown: ForeignAttempt;
  /** log10 of the chance of what is left when everything that repeats from byte to byte is taken away. */
  readonly ownPart: number;
  /** Blocks that agree with the payload minus those that do not, as a part of all. */
  readonly share: number;
}

function test(
  blocks: BlockBits,
  method: ImwatermarkMethod,
  variant: BlockVariant,
  { bits, meaning }: KnownPayload,
): Attempt | null {
  const length = bits.length;
  if (blocks.indices.length < length * REPEATS) return null;
  const votes = votesOf(blocks, method, length);
  const payload = Int8Array.from(bits, (bit) => 2 * bit - 1);
  const whole = signTest(withoutColumns(votes, 1), payload);
  const own = length % 8 === 0 ? signTest(withoutColumns(votes, 8), payload) : whole;
  const { statistic, log10 } = length > LONG_TEXT ? own : whole;
  let agreeing = 0;
  let balance = 0;
  for (let k = 0; k < length; k += 1) {
    if (votes[k]! > 0 === (bits[k] === 1)) agreeing += 1;
    balance += votes[k]! * payload[k]!;
  }
  const shown: ForeignAttempt = {
    scheme: method,
    variant: `${variant.order.toUpperCase()} ${variant.depth}`,
    target: meaning,
    agreement: `${agreeing}/${length}`,
    statistic,
    log10,
  };
  return { shown, ownPart: own.log10, share: balance / blocks.indices.length };
}

/** Blocks for minus blocks against each bit of a payload of this length. */
function votesOf({ indices, bits }: BlockBits, method: ImwatermarkMethod, length: number): Float64Array {
  const votes = new Float64Array(length);
  const says = bits[method];
  for (let at = 0; at < indices.length; at += 1) votes[indices[at]! % length]! += 2 * says[at]! - 1;
  return votes;
}

/**
 * One reading per mark. The two methods read each other's marks in part, and so do the orders of colour: the one
 * whose blocks agree most is how it was put in.
 */
function best(candidates: readonly Candidate[]): MarkReading[] {
  const kept = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const other = kept.get(candidate.family);
    if (other === undefined || candidate.share > other.share) kept.set(candidate.family, candidate);
  }
  return [...kept.values()].map((one) => one.reading).sort((a, b) => b.statistic - a.statistic);
}

function reading(
  method: ImwatermarkMethod,
  payload: KnownPayload,
  attempt: ForeignAttempt,
  trials: number,
): MarkReading {
  return {
    codec: method,
    version: 1,
    payload: payload.printed,
    meaning: payload.id === 'given' ? null : payload.meaning,
    key: noKey,
    statistic: -attempt.log10,
    statisticName: attemptStatisticName,
    threshold: attemptThreshold(trials),
    falseAlarmLog10: overAll(attempt.log10, trials),
    derivation,
    trials,
    route: 'blind',
  };
}

const derivation = localized(
  'Chance that a payload of this length, drawn by coin, fits the votes of the blocks of this very picture as well or better, counted exactly for random signs (Hoeffding’s bound where it is far from the threshold), times everything that was tried. It assumes that the payload was chosen without this picture in mind, and nothing about the picture.',
  '若以抛硬币方式随机抽取同样长度的载荷，其与本图像各分块投票的吻合程度不低于实际值的概率：按随机符号精确计算（远离阈值时用 Hoeffding 不等式），再乘以全部尝试次数。该推导只假定载荷的选取与本图像无关，对图像本身不作任何假设。',
);

const greyNote = localized(
  'These marks lie in the colours; a picture without colour cannot hold one any more.',
  '此类水印嵌入在色度分量中；无彩色的图像已不可能保有该水印。',
);
