import type { TextKey } from '#shared/text/text.ts';

/** Families in the order in which they are shown: from the file to its content. */
export const families = [
  'container',
  'metadata',
  'media',
  'provenance',
  'labels',
  'marks',
  'fingerprints',
  'pixels',
  'frames',
  'sound',
  'words',
  'scenes',
  'other',
] as const;
export type Family = (typeof families)[number];

/** The part of an analysis id before the dot. */
export function familyOf(analysis: string): Family {
  const name = analysis.split('.')[0];
  return families.find((family) => family === name) ?? 'other';
}

export function familyTitle(family: Family): TextKey {
  return `family.${family}`;
}
