import type { FingerprintMatch } from '#shared/domain/fingerprint.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { hasDemuxer } from '../../media/video.ts';
import { askedFrames } from '../film/asked-frames.ts';
import { frameBits } from '../film/code-matches.ts';
import { denseViews, framePrints, framesVersion, isTraceable } from '../film/film-prints.ts';
import { frameCodeBytes, leastFrameQuality } from '../film/frame-coder.ts';
import { type FrameCodes, pickedFrames, readFramePrint } from '../film/frame-codes.ts';
import {
  candidateInliers,
  confirmedKeys,
  copyFrames,
  judgeAsked,
  judgeCodes,
  judgeKeys,
  keyInliers,
  likelyFrames,
} from '../film/judge-films.ts';
import { type KeyFrame, readKeyFrames } from '../film/key-frames.ts';
import type { Motion } from '../film/motion-offset.ts';
import { readMotion } from '../film/motion-print.ts';
import { readFilm } from '../film/read-film.ts';
import { chanceOf, pdqChance } from '../picture/chance.ts';
import type { Fingerprinter, IndexCodes, Print } from './define.ts';

/** Milliseconds between two frames that are looked up. */
const lookUpStep = 1000;
/** Key frames whose features are looked up. */
const mostKeysAsked = 24;

/** Codes of all frames with their times, and local features of key frames. */
export const fingerprinter: Fingerprinter = {
  method: 'frames',
  version: framesVersion,
  title: localized('Film frames', '视频帧'),
  reference: {
    cite: 'Facebook, vPDQ, ThreatExchange 2022; PDQ, ThreatExchange 2019; Rublee et al., ORB, ICCV 2011; order in time, bars and key frames are ours',
    limits: [
      localized(
        'Codes do not survive large logos, crops of more than a few per cent or pictures within pictures; the features of key frames do, every two seconds or less often in films longer than a quarter of an hour.',
        '编码无法承受大面积徽标、超过百分之几的裁剪或画中画；关键帧特征可以承受，关键帧每两秒一个，超过一刻钟的视频间隔更长。',
      ),
      localized(
        'Features of key frames alone are never more than a candidate: two recordings made in one room have them in common. How much both move from frame to frame decides; films that hardly move stay candidates.',
        '仅凭关键帧特征最多只能列为候选：在同一房间拍摄的两段视频也会具有相同特征。须依据两者逐帧的运动量来判定；几乎不动的视频仍只列为候选。',
      ),
      localized(
        'Shots that stand still, title cards and flat frames say little: without at least three different frames in order nothing is called a copy.',
        '静止镜头、字幕卡和纯色画面提供的信息很少：若没有至少三个不同的画面按序吻合，不会称为副本。',
      ),
      localized(
        'Bars are looked for once for the whole film; where they change within it, the parts with other bars are not found by their codes. What stands on a flat ground is coded by itself as well.',
        '黑边按整部视频统一检测；若片中黑边有变化，黑边不同的部分无法凭编码查出。位于纯色底上的内容另行编码。',
      ),
    ],
  },

  appliesTo: (media) => filmsOnly(media),

  async print({ path, media, context }) {
    const answer = await readFilm(path, media, context);
    if (!answer.ok) return answer;
    const { reading } = answer;
    if (!isTraceable(reading)) return { ok: false, reason: flat, warnings: reading.warnings };
    return { ok: true, prints: framePrints(reading), warnings: reading.warnings };
  },

  text: ({ bytes }) => Buffer.from(bytes).toString('base64url'),

  indexed(print) {
    if (print.variant === 'corners') return cornersOf(readKeyFrames(print.bytes));
    const read = isDense(print) ? readFramePrint(print.bytes) : null;
    return read === null ? null : codesOf(read.frames);
  },

  queried(print) {
    if (print.variant === 'corners') return cornersOf(spread(readKeyFrames(print.bytes), mostKeysAsked));
    if (print.variant === 'motion') return null;
    const read = readFramePrint(print.bytes);
    if (read === null) return null;
    const { frames, length } = read;
    return codesOf(isDense(print) ? askedFrames(frames, length, lookUpStep) : frames);
  },

  compare(suspect, known, searched) {
    let best: FingerprintMatch | null = null;
    for (const [one, other] of pairsOf(suspect, known)) {
      const match = codeMatch(one, other, searched);
      if (match !== null && (best === null || rank(match) > rank(best))) best = match;
      if (best?.claim === 'copy') return best;
    }
    // Features only where codes are not enough: it takes longer.
    const match = cornerMatch(suspect, known);
    return match === null || (best !== null && rank(best) >= rank(match)) ? best : match;
  },
};

/** Prints that are held against each other: each view against each, the usual ones first. */
function pairsOf(suspect: readonly Print[], known: readonly Print[]): [Print, Print][] {
  const dense = (prints: readonly Print[]): Print[] =>
    denseViews.flatMap((view) => variantOf(prints, view) ?? []);
  const mirrored = variantOf(suspect, 'mirrored');
  const codes = variantOf(known, 'codes');
  return [
    ...dense(suspect).flatMap((one) => dense(known).map((other): [Print, Print] => [one, other])),
    ...(mirrored === undefined || codes === undefined ? [] : [[mirrored, codes] as [Print, Print]]),
  ];
}

function codeMatch(one: Print, other: Print, searched: number): FingerprintMatch | null {
  const [read, codes] = [readFramePrint(one.bytes), readFramePrint(other.bytes)];
  if (read === null || codes === null) return null;
  const found = isDense(one) ? judgeCodes(read, codes) : judgeAsked(read.frames, codes);
  if (found === null) return null;
  const pairs = found.asked.count * codes.frames.count * searched;
  return {
    ...{ method: 'frames', variant: one.variant, claim: found.claim },
    ...{ score: found.pieces[0]!.agreeing.length, unit: 'votes' },
    threshold: found.claim === 'copy' ? copyFrames : likelyFrames,
    ...{ descending: false, codes: null, quality: [one.quality ?? 0, other.quality ?? 0] },
    // As if a single frame were enough: how unrelated films hang together in time is not known.
    expectedFalse: chanceOf(pdqChance, frameBits) * pairs,
  };
}

function cornerMatch(suspect: readonly Print[], known: readonly Print[]): FingerprintMatch | null {
  const [one, other] = [variantOf(suspect, 'corners'), variantOf(known, 'corners')];
  if (one === undefined || other === undefined) return null;
  const [keys, stored] = [readKeyFrames(one.bytes), readKeyFrames(other.bytes)];
  const found = keys === null || stored === null ? null : judgeKeys(keys, stored);
  if (found === null) return null;
  const [moves, moved] = [motionOf(suspect), motionOf(known)];
  const claim = moves === null || moved === null ? 'candidate' : confirmedKeys(found, moves, moved).claim;
  return {
    ...{ method: 'frames', variant: 'corners', claim, score: found.pairs[0]!.inliers },
    threshold: claim === 'candidate' ? candidateInliers : keyInliers,
    ...{ unit: 'inliers', descending: false, codes: null },
    quality: [one.quality ?? 0, other.quality ?? 0],
    // No distribution is known that would reach this far; the bench states how many unrelated pairs gave none.
    expectedFalse: null,
  };
}

function motionOf(prints: readonly Print[]): Motion | null {
  const print = variantOf(prints, 'motion');
  return print === undefined ? null : readMotion(print.bytes);
}

function isDense({ variant }: Print): boolean {
  return denseViews.some((view) => view === variant);
}

const ranks = { candidate: 1, likely: 2, copy: 3 } as const;

function rank({ claim, unit }: FingerprintMatch): number {
  return (ranks[claim as keyof typeof ranks] ?? 0) + (unit === 'votes' ? 0.5 : 0);
}

function variantOf(prints: readonly Print[], variant: string): Print | undefined {
  return prints.find((print) => print.variant === variant && print.version === framesVersion);
}

function codesOf(frames: FrameCodes): IndexCodes | null {
  const numbers = Array.from({ length: frames.count }, (_, number) => number);
  const picked = pickedFrames(
    frames,
    numbers.filter((number) => frames.qualities[number]! >= leastFrameQuality),
  );
  return picked.count === 0 ? null : { index: 'frames', codes: picked.codes, positions: picked.times };
}

/** Descriptors of all key frames; positions are milliseconds. */
function cornersOf(keys: readonly KeyFrame[] | null): IndexCodes | null {
  if (keys === null || keys.length === 0) return null;
  const count = keys.reduce((sum, { features }) => sum + features.count, 0);
  const codes = new Uint8Array(count * frameCodeBytes);
  const positions = new Uint32Array(count);
  let at = 0;
  for (const { time, features } of keys) {
    codes.set(features.descriptors, at * frameCodeBytes);
    positions.fill(time, at, at + features.count);
    at += features.count;
  }
  return { index: 'features', codes, positions };
}

function spread(keys: readonly KeyFrame[] | null, most: number): readonly KeyFrame[] | null {
  if (keys === null || keys.length <= most) return keys;
  return Array.from({ length: most }, (_, index) => keys[Math.floor(((index + 0.5) * keys.length) / most)]!);
}

function filmsOnly({ kind, format }: Parameters<Fingerprinter['appliesTo']>[0]): true | Localized {
  return (
    (kind === 'video' && hasDemuxer(format)) ||
    localized('Only for films that can be decoded', '仅适用于可解码的视频')
  );
}

const flat: Reason = {
  code: 'not-traceable',
  text: localized(
    'All frames of the film are flat: it is not traceable by its picture, and a search that finds nothing means nothing.',
    '视频的所有画面都过于平坦：无法凭画面追溯，检索无结果也不说明任何问题。',
  ),
};
