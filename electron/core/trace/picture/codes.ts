import type { MediaFormat } from '#shared/domain/media.ts';
import { dihedrals, pdq } from '#shared/numeric/pdq.ts';
import { luminance } from '#shared/numeric/plane.ts';
import { boxIn, cutOut } from './cut.ts';
import { descriptorWords, wordDistance } from './matching.ts';
import type { PicturePlanes, RgbPlane } from './planes.ts';
import { betweenSoftBars } from './soft-bars.ts';
import { type Box, pictureBox } from './trim.ts';

/** Still pictures that can be decoded. */
export const pictureFormats: ReadonlySet<MediaFormat> = new Set([
  'jpeg',
  'png',
  'gif',
  'webp',
  'tiff',
  'avif',
  'heif',
  'svg',
]);

/** Codes of lower quality should not be matched (PDQ README of ThreatExchange). */
export const leastQuality = 50;
/** Distances, bits: the published threshold, and up to where a pair is worth a look. */
export const likelyBits = 31;
export const candidateBits = 48;

/** PDQ of one plane: 32 bytes for each of the eight dihedrals, in the order of `dihedrals`. */
export interface PlaneCodes {
  readonly codes: Uint8Array;
  /** 0…100; below 50 a code should not be matched. */
  readonly quality: number;
}

export interface PictureCodes {
  /** `whole`, `whole-on-black`, `trimmed`. */
  readonly variant: string;
  readonly codes: PlaneCodes;
}

/** Two grounds under transparency are kept apart from this distance on. */
const groundDistance = 10;

/** PDQ of a picture as it is, on black where transparency makes that another picture, and of what its borders frame. */
export function pictureCodes(planes: PicturePlanes): readonly PictureCodes[] {
  const whole = planeCodes(planes.rgb);
  const out: PictureCodes[] = [{ variant: 'whole', codes: whole }];
  if (planes.dark !== null) {
    const dark = planeCodes(planes.dark);
    if (wordDistance(descriptorWords(dark.codes), 0, descriptorWords(whole.codes), 0) > groundDistance) {
      out.push({ variant: 'whole-on-black', codes: dark });
    }
  }
  const box = innerBox(planes);
  if (box !== null) {
    const inner = cutOut(planes.rgb, boxIn(box, planes.small, planes.rgb));
    out.push({ variant: 'trimmed', codes: planeCodes(inner) });
  }
  return out;
}

/** What stands inside flat borders or between soft bars, pixels of `planes.small`; `null`: neither is plain to see. */
export function innerBox({ small, grey }: PicturePlanes): Box | null {
  return pictureBox(small) ?? betweenSoftBars(grey);
}

export function planeCodes({ width, height, data }: RgbPlane): PlaneCodes {
  const samples = {
    width,
    height,
    data,
    channels: 3,
    bitDepth: 8,
    hasAlpha: false,
    colourSpace: 'srgb',
  } as const;
  const { hashes, quality } = pdq(luminance(samples));
  const codes = new Uint8Array(dihedrals.length * 32);
  for (const [index, dihedral] of dihedrals.entries())
    codes.set(Buffer.from(hashes[dihedral], 'hex'), index * 32);
  return { codes, quality };
}
