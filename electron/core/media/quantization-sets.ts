import { createHash } from 'node:crypto';
import {
  annexKChrominance,
  annexKLuminance,
  mpegIntra,
  sameTable,
  scaleByQuality,
  scaleByQuantiser,
  tableDistance,
  zigzag,
} from '#shared/numeric/jpeg-quantization.ts';
import adobe from '../../../resources/quantization/adobe.json' with { type: 'json' };
import mozjpeg from '../../../resources/quantization/mozjpeg.json' with { type: 'json' };

/** The tables a picture's components use. */
export interface TablePair {
  /** Table of the first component, natural order. */
  readonly luminance: Uint16Array;
  /** Table of the second component, or null when there is one component. */
  readonly chrominance: Uint16Array | null;
}

/** A known setting that writes these tables. Others, unknown to us, may write them too. */
export interface Candidate {
  readonly family: string;
  readonly setting: string;
  /** Which of the picture's tables are equal, all 64 steps. */
  readonly matches: 'all' | 'luminance' | 'chrominance';
}

export interface NearestQuality {
  /** IJG quality 1…100 whose tables differ least. */
  readonly quality: number;
  /** Mean absolute difference per step over all tables compared; 0 is an exact match. */
  readonly distance: number;
}

/** Where the known sets come from, for the reader of a result. */
export const sources: readonly string[] = [
  'IJG (libjpeg, libjpeg-turbo) qualities 1-100: ITU-T T.81 Annex K scaled by the library’s formula',
  adobe.source,
  mozjpeg.source,
  'FFmpeg mjpeg quantiser scales 1-31: ISO/IEC 11172-2 intra matrix scaled by its formula',
];

interface KnownPair extends TablePair {
  readonly family: string;
  readonly setting: string;
}

const qualities = Array.from({ length: 100 }, (_, index) => index + 1);

function scaled(family: string, luminance: Uint16Array, chrominance: Uint16Array): KnownPair[] {
  const of = (largest: 255 | 32767, quality: number, note: string): KnownPair => ({
    family,
    setting: `quality ${quality}${note}`,
    luminance: scaleByQuality(luminance, quality, largest),
    chrominance: scaleByQuality(chrominance, quality, largest),
  });
  return qualities.flatMap((quality) => {
    const baseline = of(255, quality, '');
    const wide = of(32767, quality, ', 16-bit tables');
    const same =
      sameTable(baseline.luminance, wide.luminance) && sameTable(baseline.chrominance!, wide.chrominance!);
    return same ? [baseline] : [baseline, wide];
  });
}

let known: readonly KnownPair[] | undefined;

/** Every known setting whose tables can be computed. Built when first needed. */
function knownPairs(): readonly KnownPair[] {
  known ??= [
    ...scaled('IJG (libjpeg)', annexKLuminance, annexKChrominance),
    ...mozjpeg.sets.flatMap(({ index, name, luminance, chrominance }) =>
      scaled(`mozjpeg table ${index}: ${name}`, Uint16Array.from(luminance), Uint16Array.from(chrominance)),
    ),
    ...Array.from({ length: 31 }, (_, index): KnownPair => {
      const table = scaleByQuantiser(mpegIntra, index + 1);
      return {
        family: 'FFmpeg mjpeg',
        setting: `quantiser scale ${index + 1}`,
        luminance: table,
        chrominance: table,
      };
    }),
  ];
  return known;
}

/**
 * Every known setting with exactly these tables. When none has all of them, the settings that share one
 * table are listed as such: a program may take only its luminance table from a standard set.
 */
export function candidateSettings(tables: TablePair): Candidate[] {
  const all: Candidate[] = [...adobeCandidates(tables)];
  const partly: Candidate[] = [];
  for (const pair of knownPairs()) {
    const luminance = sameTable(pair.luminance, tables.luminance);
    const chrominance = tables.chrominance === null || sameTable(pair.chrominance!, tables.chrominance);
    const { family, setting } = pair;
    if (luminance && chrominance) all.push({ family, setting, matches: 'all' });
    else if (luminance) partly.push({ family, setting, matches: 'luminance' });
    else if (chrominance && tables.chrominance !== null)
      partly.push({ family, setting, matches: 'chrominance' });
  }
  return all.length > 0 ? all : partly;
}

/** Settings of the Adobe lists, looked up by digest: the list names digests, not tables. */
function adobeCandidates(tables: TablePair): Candidate[] {
  const digests = payloadDigests(tables);
  const kind = tables.chrominance === null ? 'grey' : 'colour';
  return adobe.sets.flatMap(({ family, kind: of, settings }) =>
    of !== kind
      ? []
      : settings.flatMap(([setting, digest]): Candidate[] =>
          digests.includes(digest ?? '') ? [{ family, setting: `quality ${setting}`, matches: 'all' }] : [],
        ),
  );
}

/** MD5 of the DQT payloads in both layouts encoders use. MD5 only because the published list does. */
function payloadDigests({ luminance, chrominance }: TablePair): string[] {
  const payloads = [luminance, ...(chrominance === null ? [] : [chrominance])].map((table, id) => {
    const wide = table.some((step) => step > 255);
    const bytes = Buffer.alloc(1 + (wide ? 128 : 64));
    bytes[0] = (wide ? 16 : 0) + id;
    zigzag.forEach((natural, index) => {
      if (wide) bytes.writeUInt16BE(table[natural]!, 1 + 2 * index);
      else bytes[1 + index] = table[natural]!;
    });
    return bytes;
  });
  const together = Buffer.concat(payloads);
  const apart = Buffer.concat(
    payloads.flatMap((payload, id) => (id === 0 ? [payload] : [Buffer.of(0), payload])),
  );
  return [together, apart].map((bytes) => createHash('md5').update(bytes).digest('hex'));
}

/** The IJG quality whose tables are nearest, by mean absolute difference per step. */
export function nearestIjgQuality({ luminance, chrominance }: TablePair): NearestQuality {
  let best: NearestQuality = { quality: 1, distance: Number.POSITIVE_INFINITY };
  for (const quality of qualities) {
    let distance = tableDistance(luminance, scaleByQuality(annexKLuminance, quality, 255));
    if (chrominance !== null) {
      const second = tableDistance(chrominance, scaleByQuality(annexKChrominance, quality, 255));
      distance = (distance + second) / 2;
    }
    if (distance < best.distance) best = { quality, distance };
  }
  return best;
}

/** IJG qualities with exactly this luminance or chrominance table; empty when none. */
export function ijgQualities(table: Uint16Array, which: 'luminance' | 'chrominance'): number[] {
  const base = which === 'luminance' ? annexKLuminance : annexKChrominance;
  return qualities.filter(
    (quality) =>
      sameTable(table, scaleByQuality(base, quality, 255)) ||
      sameTable(table, scaleByQuality(base, quality, 32767)),
  );
}
