import { dihedrals, hammingDistance, pdq } from '#shared/numeric/pdq.ts';
import { luminance, toRgb8 } from '#shared/numeric/plane.ts';
import type { StillImage } from '../../media/image.ts';
import { compareWithPreview } from '../../media/preview-comparison.ts';

/** How alike a picture and its supposed thumbnail are, by measures that fail in different ways. */
export interface Likeness {
  /** Bits in which the PDQ hashes differ, the nearest of eight turned and mirrored forms, 0…256. */
  readonly pdq: number;
  /** PDQ qualities of picture and thumbnail, 0…100; below 50 a hash means little. */
  readonly quality: readonly [picture: number, thumbnail: number];
  /** Correlation of lightness over four turns, letter-boxing and crops, −1…1; `null`: too even to say. */
  readonly correlation: number | null;
  /** Distance of the mean colours of the middle quarters, 0…441 (RGB). */
  readonly colour: number;
}

/** A picture brought to the form the measures work on; worth keeping when it is compared several times. */
export interface Likable {
  readonly image: StillImage;
  readonly hashes: ReturnType<typeof pdq>;
  readonly colour: Colour;
  /** Seen through anywhere: what lies under it depends on who looks. */
  readonly transparent: boolean;
}

/** CMYK, 16 bits and transparency become 8-bit RGB on white first, so that all compare alike. */
export function likable(image: StillImage): Likable {
  const data = toRgb8(image);
  const plain = { ...image, data, channels: 3, bitDepth: 8, hasAlpha: false, colourSpace: 'srgb' } as const;
  return {
    image: plain,
    hashes: pdq(luminance(plain)),
    colour: middleColour(plain),
    transparent: image.hasAlpha,
  };
}

/** Compare a picture with what is said to be its thumbnail. */
export function likenessOf(picture: Likable, thumbnail: Likable): Likeness {
  const shown = thumbnail.hashes.hashes.original;
  const placed = compareWithPreview(picture.image, thumbnail.image);
  const [one, other] = [picture.colour, thumbnail.colour];
  return {
    pdq: Math.min(...dihedrals.map((form) => hammingDistance(picture.hashes.hashes[form], shown))),
    quality: [picture.hashes.quality, thumbnail.hashes.quality],
    correlation: placed?.correlation ?? null,
    colour: Math.round(Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2])),
  };
}

/**
 * Thresholds read off `test/bench/credential-thumbnails.ts`: 56 claim thumbnails of signed files all the same,
 * of 399 made in seven ways one called different (an off-centre crop of a fine texture), of 3186 thumbnails of
 * other pictures none called the same and 97 % different.
 */
const alikeFrom = 0.9;
const differentBelow = 0.6;
const nearHash = 40;
const farHash = 80;
const farColour = 80;
/** Below this PDQ quality a hash is not to be matched (README of PDQ in ThreatExchange). */
const leastQuality = 50;
/** Hardly any structure at all. */
const noQuality = 10;

export type Judgement = 'same' | 'differs' | 'undetermined';

/**
 * Do the measures agree that thumbnail and picture show the same? Only what two of them say is called
 * different: a hash falls apart under a crop, and lightness correlates by chance.
 */
export function judgement(
  { pdq: bits, quality, correlation, colour }: Likeness,
  transparent: boolean,
): Judgement {
  const [picture, thumbnail] = quality;
  const structured = Math.min(...quality) >= leastQuality;
  if (structured && bits <= nearHash) return 'same';
  // Sky above and ground below correlate in any two landscapes: colour and hash must not both speak against it.
  const placed = correlation !== null && correlation >= alikeFrom;
  if (placed && (bits < farHash || colour < farColour)) return 'same';
  if (transparent) return 'undetermined';
  if (correlation !== null) {
    return correlation < differentBelow && bits >= farHash ? 'differs' : 'undetermined';
  }
  // One is too even to correlate. A thumbnail keeps structure that is there, and flat areas keep their colour.
  const lost = Math.max(picture, thumbnail) >= 2 * leastQuality && Math.min(picture, thumbnail) < noQuality;
  return lost || colour >= farColour ? 'differs' : 'undetermined';
}

type Colour = readonly [red: number, green: number, blue: number];

/** Mean RGB of the middle half of both sides, away from bars, on a lattice of about 128 × 128 pixels. */
function middleColour({ data, width, height }: StillImage): Colour {
  const [left, top] = [width >> 2, height >> 2];
  const [across, down] = [Math.max(1, width >> 8), Math.max(1, height >> 8)];
  const sum: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (let y = top; y < Math.max(top + 1, height - top); y += down) {
    for (let x = left; x < Math.max(left + 1, width - left); x += across) {
      const at = (y * width + x) * 3;
      sum[0] += data[at]!;
      sum[1] += data[at + 1]!;
      sum[2] += data[at + 2]!;
      count += 1;
    }
  }
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}
