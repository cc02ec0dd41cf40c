import type { FingerprintMatch } from '#shared/domain/fingerprint.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { hasDemuxer } from '../../media/video.ts';
import { askedFrames } from '../film/asked-frames.ts';
import { frameBits } from '../film/code-matches.ts';
import { framePrints, framesVersion, isTraceable } from '../film/film-prints.ts';
import { frameCodeBytes, leastFrameQuality } from '../film/frame-coder.ts';
import { type FrameCodes, pickedFrames, readFramePrint } from '../film/frame-codes.ts';
import {
  candidateInliers,
  copyFrames,
  judgeAsked,
  judgeCodes,
  judgeKeys,
  likelyFrames,
} from '../film/judge-films.ts';
import { type KeyFrame, readKeyFrames } from '../film/key-frames.ts';
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
        'Features of key frames alone are never more than a candidate: two recordings made in one room have them in common. Laying the films along each other decides by how they move.',
        '仅凭关键帧特征最多只能列为候选：在同一房间拍摄的两段视频也会具有相同特征。须将两部视频沿时间叠合，依据其运动来判定。',
      ),
      localized(
        'Shots that stand still, title cards and flat frames say little: without at least three different frames in order nothing is called a copy.',
        '静止镜头、字幕卡和纯色画面提供的信息很少：若没有至少三个不同的画面按序吻合，不会称为副本。',
      ),
      localized(
        'Bars are looked for once for the whole film; where they change within it, the parts with other bars are not found by their codes.',
        '黑边按整部视频统一检测；若片中黑边有变化，黑边不同的部分无法凭编码查出。',
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
    const read = print.variant === 'codes' ? readFramePrint(print.bytes) : null;
    return read === null ? null : codesOf(read.frames);
  },

  queried(print) {
    if (print.variant === 'corners') return cornersOf(spread(readKeyFrames(print.bytes), mostKeysAsked));
    const read = readFramePrint(print.bytes);
    if (read === null) return null;
    const { frames, length } = read;
    return codesOf(print.variant === 'codes' ? askedFrames(frames, length, lookUpStep) : frames);
  },

  compare(suspect, known, searched) {
    const stored = variantOf(known, 'codes');
    const codes = stored === undefined ? null : readFramePrint(stored.bytes);
    let best: FingerprintMatch | null = null;
    if (stored !== undefined && codes !== null)
      for (const one of suspect) {
        const read = one.variant === 'corners' ? null : readFramePrint(one.bytes);
        const found =
          read === null
            ? null
            : one.variant === 'codes'
              ? judgeCodes(read, codes)
              : judgeAsked(read.frames, codes);
        if (found === null) continue;
        const [piece] = found.pieces;
        const score = piece!.agreeing.length;
        const pairs = found.asked.count * codes.frames.count * searched;
        const match: FingerprintMatch = {
          ...{ method: 'frames', variant: one.variant, claim: found.claim, score, unit: 'votes' },
          threshold: found.claim === 'copy' ? copyFrames : likelyFrames,
          ...{ descending: false, codes: null, quality: [one.quality ?? 0, stored.quality ?? 0] },
          // As if a single frame were enough: how unrelated films hang together in time is not known.
          expectedFalse: chanceOf(pdqChance, frameBits) * pairs,
        };
        if (best === null || rank(match) > rank(best)) best = match;
      }
    // Features only where codes are not enough: it takes longer.
    if (best?.claim === 'copy') return best;
    const match = cornerMatch(suspect, known);
    return match === null || (best !== null && rank(best) >= rank(match)) ? best : match;
  },
};

function cornerMatch(suspect: readonly Print[], known: readonly Print[]): FingerprintMatch | null {
  const [one, other] = [variantOf(suspect, 'corners'), variantOf(known, 'corners')];
  if (one === undefined || other === undefined) return null;
  const [keys, stored] = [readKeyFrames(one.bytes), readKeyFrames(other.bytes)];
  const found = keys === null || stored === null ? null : judgeKeys(keys, stored);
  if (found === null) return null;
  return {
    ...{ method: 'frames', variant: 'corners', claim: 'candidate', score: found.pairs[0]!.inliers },
    ...{ unit: 'inliers', threshold: candidateInliers, descending: false, codes: null },
    quality: [one.quality ?? 0, other.quality ?? 0],
    // No distribution is known that would reach this far; the bench states how many unrelated pairs gave none.
    expectedFalse: null,
  };
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
