import type { FingerprintMatch } from '#shared/domain/fingerprint.ts';
import { localized } from '#shared/domain/localized.ts';
import { dihedrals } from '#shared/numeric/pdq.ts';
import { chanceOf, pdqChance } from '../picture/chance.ts';
import { candidateBits, leastQuality, likelyBits, pictureFormats } from '../picture/codes.ts';
import { descriptorWords, wordDistance } from '../picture/matching.ts';
import { readPlanes } from '../picture/planes.ts';
import { pdqPrints, pdqVersion } from '../picture/prints.ts';
import type { Fingerprinter, IndexCodes, Print } from './define.ts';

const codeBytes = 32;

/** A print is the code of the picture as stored, followed, unless it comes from a list of others, by those of its other seven dihedrals. */
export const fingerprinter: Fingerprinter = {
  method: 'pdq',
  version: pdqVersion,
  title: localized('PDQ', 'PDQ'),
  reference: {
    cite: 'Facebook, The TMK+PDQF video-hashing algorithm and the PDQ image-hashing algorithm, ThreatExchange 2019',
    limits: [
      localized(
        'Crops, overlays, turns of more than about one degree and pictures within pictures change the code beyond recognition; flat borders and bars are cut off first where they are plain to see.',
        '裁剪、叠加、约一度以上的旋转以及画中画会使编码无法识别；明显的纯色边框和黑边会先行裁去。',
      ),
      localized(
        'Pictures of more than four megapixels are reduced while they are decoded, which moves a few bits against a code of all pixels.',
        '超过四百万像素的图像在解码时先行缩小，与按全部像素计算的编码相比会有若干比特不同。',
      ),
      localized(
        'Collisions and evasions can be made on purpose: a code alone is a lead, to be confirmed by laying the pictures over each other.',
        '碰撞与规避均可人为制造：仅凭编码只是线索，须将图像叠合比对加以确认。',
      ),
    ],
  },

  appliesTo: ({ format }) =>
    pictureFormats.has(format) ||
    localized('Only for still images that can be decoded', '仅适用于可解码的静态图像'),

  async print({ path, media, context }) {
    const read = await readPlanes(path, media.format, context.limits);
    if (!read.ok) return { ok: false, reason: read.reason, warnings: [] };
    return { ok: true, prints: pdqPrints(read.planes), warnings: read.planes.warnings };
  },

  text: ({ bytes }) => Buffer.from(bytes.subarray(0, codeBytes)).toString('hex'),

  indexed: (print) => (usable(print) ? codesOf(print.bytes.subarray(0, codeBytes)) : null),

  queried(print) {
    if (!usable(print)) return null;
    // The negative of a picture has the complement of its code.
    const inverted = print.bytes.map((byte) => byte ^ 0xff);
    return codesOf(Buffer.concat([print.bytes, inverted]));
  },

  compare(suspect, known, searched) {
    let best: Found | null = null;
    let tried = 0;
    for (const one of suspect.filter(usable)) {
      const codes = descriptorWords(one.bytes);
      for (const other of known.filter(usable)) {
        if (one.version !== other.version) continue;
        const stored = descriptorWords(other.bytes.subarray(0, codeBytes));
        for (let turn = 0; turn * codeBytes < one.bytes.length; turn += 1) {
          tried += 2;
          const bits = wordDistance(codes, turn, stored, 0);
          if (best === null || bits < best.bits) best = { one, other, turn, inverted: false, bits };
          if (256 - bits < best.bits) best = { one, other, turn, inverted: true, bits: 256 - bits };
        }
      }
    }
    return best === null || best.bits > candidateBits ? null : matchOf(best, tried * searched);
  },
};

interface Found {
  readonly one: Print;
  readonly other: Print;
  /** Index of the dihedral of `one`. */
  readonly turn: number;
  readonly inverted: boolean;
  readonly bits: number;
}

function matchOf({ one, other, turn, inverted, bits }: Found, comparisons: number): FingerprintMatch {
  const form = [one.variant, ...(turn === 0 ? [] : [dihedrals[turn]!]), ...(inverted ? ['inverted'] : [])];
  const likely = bits <= likelyBits;
  const code = Uint8Array.from(one.bytes.subarray(turn * codeBytes, (turn + 1) * codeBytes), (byte) =>
    inverted ? byte ^ 0xff : byte,
  );
  return {
    method: 'pdq',
    variant: form.join(' '),
    claim: likely ? 'likely' : 'candidate',
    score: bits,
    unit: 'bits',
    threshold: likely ? likelyBits : candidateBits,
    descending: true,
    codes: [Buffer.from(code).toString('hex'), fingerprinter.text(other)],
    quality: [one.quality ?? 0, other.quality ?? 0],
    expectedFalse: chanceOf(pdqChance, bits) * comparisons,
  };
}

/** Lists of others may not say the quality; what they hold is meant to be searched. */
function usable({ method, quality, bytes }: Print): boolean {
  return method === 'pdq' && bytes.length % codeBytes === 0 && (quality === null || quality >= leastQuality);
}

function codesOf(codes: Uint8Array): IndexCodes {
  return { index: 'pictures', codes, positions: new Uint32Array(codes.length / codeBytes) };
}
