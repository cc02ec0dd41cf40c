import { localized } from '#shared/domain/localized.ts';
import type { MarkReading } from '#shared/domain/mark.ts';
import type { Network } from '../../media/neural-network.ts';
import {
  attemptStatisticName,
  attemptThreshold,
  type ForeignAttempt,
  type ForeignMarks,
  noKey,
  overAll,
} from './define.ts';
import type { NeuralScheme } from './neural-schemes.ts';
import type { RgbPicture } from './rgb-picture.ts';
import { scaledPlanes } from './scaled-planes.ts';
import { signTest, withoutColumns } from './sign-test.ts';
import { decodeTrustmark } from './trustmark.ts';

/** A network that is open, and what it is called in results: its scheme and the beginning of its hash. */
export interface OpenModel {
  readonly scheme: NeuralScheme;
  readonly network: Network;
  readonly sha256: string;
  readonly pin: 'published' | 'own';
}

/** A copy this much smaller must give the same payload again. */
const COPY_SCALE = 0.7;

export interface NeuralRequest {
  /** Bits the payload should have, 0 or 1 each; `null`: only what has a check of its own can be believed. */
  readonly expected: Uint8Array | null;
  /** Networks this file is read with, over which the probability is summed. */
  readonly networks: number;
}

/** Read a picture with one network. `null`: the network does not take or give what its scheme says. */
export async function detectNeural(
  picture: RgbPicture,
  model: OpenModel,
  { expected, networks }: NeuralRequest,
): Promise<ForeignMarks | null> {
  const votes = await votesOf(model, picture);
  if (votes === null) return null;
  const checkable = model.scheme.name.startsWith('trustmark-');
  const trials = networks * (expected === null ? 1 : 2);
  const readings: MarkReading[] = [];
  const tried: ForeignAttempt[] = [];
  const against = expected === null ? null : againstExpected(model, votes, expected);
  if (against !== null && expected !== null) {
    tried.push(against);
    if (-against.log10 >= attemptThreshold(trials))
      readings.push(reading(model, expected.join(''), against, trials, expectedDerivation));
  }
  if (checkable) {
    const { attempt, printed } = await checkedPayload(model, picture, votes);
    tried.push(attempt);
    if (printed !== null && -attempt.log10 >= attemptThreshold(trials) && readings.length === 0)
      readings.push(reading(model, printed, attempt, trials, codeDerivation));
  } else if (against === null) tried.push(uncheckable(model, votes));
  return { readings, tried, trials, notes: checkable || against !== null ? [] : [bitsOnly] };
}

/** What is said where there is no network to ask. */
export function withoutNetworks(): ForeignMarks {
  return { readings: [], tried: [], trials: 0, notes: [noModel] };
}

async function votesOf({ scheme, network }: OpenModel, picture: RgbPicture): Promise<Float64Array | null> {
  const side = network.inputDims?.at(-1) ?? null;
  if (side !== null && side > 1024) return null;
  try {
    return scheme.votes(await network.run(scheme.input(picture, side)));
  } catch (error) {
    // Whatever the engine throws, this network does not take what its scheme says it takes.
    if (error instanceof RangeError) throw error;
    return null;
  }
}

function againstExpected(model: OpenModel, votes: Float64Array, expected: Uint8Array): ForeignAttempt | null {
  if (expected.length !== votes.length) return null;
  const payload = Int8Array.from(expected, (bit) => 2 * bit - 1);
  const { statistic, log10 } = signTest(withoutColumns(votes, 1), payload);
  let agreeing = 0;
  for (let k = 0; k < votes.length; k += 1) if (votes[k]! > 0 === (expected[k] === 1)) agreeing += 1;
  return {
    scheme: model.scheme.name,
    variant: variantOf(model),
    target: localized('the payload that was given', '所给定的载荷'),
    agreement: `${agreeing}/${votes.length}`,
    statistic,
    log10,
  };
}

/** Bits without a check say nothing by themselves; they are shown for whoever can hold them against something. */
function uncheckable(model: OpenModel, votes: Float64Array): ForeignAttempt {
  return {
    scheme: model.scheme.name,
    variant: variantOf(model),
    target: localized('bits without a check', '无校验的比特'),
    agreement: Array.from(votes, (vote) => (vote > 0 ? '1' : '0')).join(''),
    statistic: 0,
    log10: 0,
  };
}

async function checkedPayload(
  model: OpenModel,
  picture: RgbPicture,
  votes: Float64Array,
): Promise<{ readonly attempt: ForeignAttempt; readonly printed: string | null }> {
  const decoded = decodeTrustmark(bitsOf(votes));
  const attempt = (agreement: string, log10: number): ForeignAttempt => ({
    scheme: model.scheme.name,
    variant: variantOf(model),
    target: localized('a valid error-correcting code', '有效的纠错码字'),
    agreement,
    statistic: -log10,
    log10,
  });
  if (decoded === null) return { attempt: attempt('–', 0), printed: null };
  const how = `${decoded.schema}, ${decoded.corrected} corrected`;
  const again = await votesOf(model, smallerCopy(picture));
  const second = again === null ? null : decodeTrustmark(bitsOf(again));
  if (second?.printed !== decoded.printed) return { attempt: attempt(`${how}, not again`, 0), printed: null };
  return { attempt: attempt(`${how}, twice`, decoded.log10), printed: decoded.printed };
}

function bitsOf(votes: Float64Array): Uint8Array {
  return Uint8Array.from(votes, (vote) => (vote > 0 ? 1 : 0));
}

function smallerCopy(picture: RgbPicture): RgbPicture {
  const [width, height] = [picture.width, picture.height].map((side) =>
    Math.max(16, Math.round(side * COPY_SCALE)),
  ) as [number, number];
  const cut = { x: 0, y: 0, width: picture.width, height: picture.height };
  const planes = scaledPlanes(picture, cut, width, height);
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at += 1)
    for (let c = 0; c < 3; c += 1) data[at * 3 + c] = Math.round(planes[c * width * height + at]!);
  return { width, height, data, grey: picture.grey };
}

function variantOf({ sha256, pin }: OpenModel): string {
  return `sha256 ${sha256.slice(0, 16)} (${pin})`;
}

function reading(
  model: OpenModel,
  payload: string,
  attempt: ForeignAttempt,
  trials: number,
  derivation: MarkReading['derivation'],
): MarkReading {
  return {
    codec: model.scheme.name,
    version: 1,
    payload,
    meaning: localized(
      `read by ${model.scheme.title}, network ${model.sha256.slice(0, 16)}`,
      `由 ${model.scheme.title} 读出，网络 ${model.sha256.slice(0, 16)}`,
    ),
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

const expectedDerivation = localized(
  'Chance that a payload of this length, drawn by coin, fits the answers of the network as well as the one that was given, counted exactly, times everything that was tried. It assumes that the payload was drawn by coin, and nothing about the network or the picture.',
  '若以抛硬币方式随机抽取同样长度的载荷，其与网络输出的吻合程度不低于所给载荷的概率，按精确计算，再乘以全部尝试次数。只假定该载荷是随机抽取的，对网络和图像均不作假设。',
);
const codeDerivation = localized(
  'Chance that 100 random bits lie as near to a word of the error-correcting code (number of words within that distance over 2 to the parity bits), and the same payload came out of a smaller copy. It assumes that the network answers an unmarked picture with random bits; that was not measured with this network, whose weights are not part of this program.',
  '100 个随机比特与纠错码某一码字同样接近的概率（该距离内的字数除以 2 的校验位数次方），且缩小后的副本读出相同载荷。该推导假定网络对无水印图像输出随机比特；本程序不含该网络权重，此假定未经实测。',
);
const noModel = localized(
  'No detector network has been imported, so nothing could be asked: marks of TrustMark, RivaGAN and the Meta Seal family need the published model file (assay marks models import).',
  '尚未导入任何检测网络，因此无从检测：TrustMark、RivaGAN 以及 Meta Seal 系列的水印需要其公开的模型文件（assay marks models import）。',
);
const bitsOnly = localized(
  'A network answers every picture with bits. Without a check in them, or a payload to hold them against, they cannot be told from chance and nothing is called found.',
  '网络对任何图像都会输出比特。若其中没有校验，也没有可供比对的载荷，则无法与偶然区分，不认定为发现。',
);
