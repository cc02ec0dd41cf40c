import type { FingerprintMatch } from '#shared/domain/fingerprint.ts';
import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { openVision } from '../../media/vision.ts';
import { pictureFormats } from '../picture/codes.ts';
import { readFeatures } from '../picture/feature-print.ts';
import { keptAgreement } from '../picture/kept-agreement.ts';
import { leastFeatures, localFeatures } from '../picture/local-features.ts';
import { readPlanes } from '../picture/planes.ts';
import { featurePrints, featuresVersion } from '../picture/prints.ts';
import type { Fingerprinter, IndexCodes, Print } from './define.ts';

/**
 * Agreeing features of the few that are kept, from which on it is likely a copy, and from which on it is worth a look.
 * Never a copy by them alone: another photograph of the same scene has as many, and only the pixels of both tell.
 */
const likelyInliers = 15;
const candidateInliers = 8;

/**
 * The most distinct corners of a picture, spread evenly, each with a 256-bit descriptor: what is left of a picture in
 * crops, screenshots, overlays and pictures within pictures. `corners` is what is known of a picture and indexed; `all` and
 * `mirrored` are made to be searched with.
 */
export const fingerprinter: Fingerprinter = {
  method: 'features',
  version: featuresVersion,
  title: localized('Local features', '局部特征'),
  reference: {
    cite: 'Rublee, Rabaud, Konolige and Bradski, ORB: an efficient alternative to SIFT or SURF, ICCV 2011',
    limits: [
      localized(
        'Flat, soft or very small pictures have too few corners. A shared logo, font or app frame gives agreeing features without one picture being a copy of the other.',
        '平坦、模糊或极小的图像角点过少。相同的徽标、字体或应用界面边框也会使特征吻合，但并不表示一图是另一图的副本。',
      ),
      localized(
        'Another photograph of the same scene agrees as well: laying the two files over each other tells it from a copy, where they are large and clear enough.',
        '同一场景的另一张照片同样会吻合：须将两份文件叠合比对，且图像足够大、足够清晰，方能与副本区分。',
      ),
      localized(
        'Of a picture the register keeps at most 300 features; laying two files over each other uses up to 1,500 of each.',
        '登记册中每幅图像最多保留 300 个特征；将两份文件叠合比对时，每份最多使用 1,500 个。',
      ),
    ],
  },

  appliesTo: ({ format }) =>
    pictureFormats.has(format) ||
    localized('Only for still images that can be decoded', '仅适用于可解码的静态图像'),

  async print({ path, media, context }) {
    const opened = await openVision();
    if ('missing' in opened) return { ok: false, reason: opened.missing, warnings: [] };
    const read = await readPlanes(path, media.format, context.limits);
    if (!read.ok) return { ok: false, reason: read.reason, warnings: [] };
    const { frame, grey, warnings } = read.planes;
    const features = localFeatures(frame, grey, opened.vision);
    if (features.plain.count < leastFeatures)
      return { ok: false, reason: tooPlain(features.plain.count), warnings };
    return { ok: true, prints: featurePrints(features), warnings };
  },

  text: ({ bytes }) => Buffer.from(bytes).toString('base64url'),
  indexed: (print) => (print.variant === 'corners' ? codesOf(print) : null),
  queried: (print) => (searchedWith(print) ? codesOf(print) : null),

  compare(suspect, known) {
    let best: FingerprintMatch | null = null;
    for (const one of suspect.filter(searchedWith)) {
      for (const other of known) {
        if (other.variant !== 'corners' || one.version !== other.version) continue;
        const match = matchOf(one, other);
        if (match !== null && (best === null || match.score > best.score)) best = match;
      }
    }
    return best;
  },
};

/** `corners` are part of `all`. */
const searchedWith = ({ variant }: Print): boolean => variant !== 'corners';

function matchOf(suspect: Print, known: Print): FingerprintMatch | null {
  const [one, other] = [readFeatures(suspect.bytes), readFeatures(known.bytes)];
  if (one === null || other === null) return null;
  const score = keptAgreement(one, other);
  if (score < candidateInliers) return null;
  const likely = score >= likelyInliers;
  return {
    method: 'features',
    variant: suspect.variant,
    claim: likely ? 'likely' : 'candidate',
    score,
    unit: 'inliers',
    threshold: likely ? likelyInliers : candidateInliers,
    descending: false,
    codes: null,
    quality: [suspect.quality ?? 0, known.quality ?? 0],
    // No distribution is known that would reach this far; the bench states how many unrelated pairs gave none.
    expectedFalse: null,
  };
}

function codesOf({ bytes }: Print): IndexCodes | null {
  const features = readFeatures(bytes);
  if (features === null) return null;
  const positions = Uint32Array.from({ length: features.count }, (_, index) => index);
  return { index: 'features', codes: features.descriptors, positions };
}

function tooPlain(count: number): Reason {
  return {
    code: 'not-traceable',
    text: localized(
      `The picture has too little structure: ${count} local features, at least ${leastFeatures} are needed. It is not traceable by its appearance, and a search that finds nothing means nothing.`,
      `图像结构过少：仅有 ${count} 个局部特征，至少需要 ${leastFeatures} 个。无法凭外观追溯，检索无结果也不说明任何问题。`,
    ),
  };
}
