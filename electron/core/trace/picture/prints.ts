import type { Print } from '../fingerprints/define.ts';
import { pictureCodes } from './codes.ts';
import { writeFeatures } from './feature-print.ts';
import type { PictureFeatures } from './local-features.ts';
import type { PicturePlanes } from './planes.ts';
import { spreadCorners } from './spread.ts';

/** Raised whenever the same picture may give other codes or features. */
export const pdqVersion = 1;
export const featuresVersion = 1;

/**
 * Features of a picture by what they are for. `corners` are what is known of it and indexed; the others are made to
 * search with, because the picture looked for may take a ninth of the suspect only, and descriptors do not survive
 * mirroring.
 */
const featureCounts = { corners: 300, all: 1500, mirrored: 600 } as const;

/** PDQ prints: the code of the picture as stored, followed by those of its other seven dihedrals. */
export function pdqPrints(planes: PicturePlanes): Print[] {
  return pictureCodes(planes).map(({ variant, codes: { codes, quality } }) => {
    return { method: 'pdq', variant, version: pdqVersion, quality, bytes: codes };
  });
}

/** Prints of local features. Quality: how many there are, up to 100. */
export function featurePrints(features: PictureFeatures): Print[] {
  return (['corners', 'all', 'mirrored'] as const).map((variant) => {
    const corners = variant === 'mirrored' ? features.mirrored() : features.plain;
    const quality = Math.min(100, corners.count);
    const bytes = writeFeatures(spreadCorners(corners, features.working, featureCounts[variant]));
    return { method: 'features', variant, version: featuresVersion, quality, bytes };
  });
}
