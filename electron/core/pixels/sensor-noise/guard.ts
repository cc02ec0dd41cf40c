import type { Capture } from './capture.ts';

/** Above this the neighbourhood of a peak is no noise: of 80 or 106 values a mean of 2 does not happen by chance. */
const mostEnergy = 2;

export interface Weighed {
  readonly pce: number;
  readonly lattice: number;
  readonly lines: number;
  readonly make: string | null;
}

/** Reasons for which a high correlation may be shared by several cameras. */
export interface Doubts {
  /** Other fingerprints that reach the threshold as well. */
  readonly others: number;
  /** The peak repeats every 8 pixels: block coding. */
  readonly lattice: boolean;
  /** The peak lies on a line: read-out or demosaicing. */
  readonly lines: boolean;
  /** The picture was merged, or cameras of this maker correct and merge pictures before they are saved. */
  readonly computed: boolean;
  /** Digital zoom: what cameras of one model enlarge alike is alike. */
  readonly zoomed: boolean;
}

/**
 * Makers whose cameras were found to share artefacts, or whose phones merge frames (M. Iuliani, M. Fontani and A. Piva,
 * IEEE Access 9, 2021, sections IV and V, and makers of phones in general).
 */
const computing = [
  ...['apple', 'fujifilm', 'google', 'honor', 'huawei', 'motorola', 'oneplus', 'oppo'],
  ...['realme', 'samsung', 'sony mobile', 'vivo', 'xiaomi'],
];

/**
 * What speaks against taking the best of several comparisons for an identification.
 *
 * @param capture of the picture in question
 */
export function doubts(all: readonly Weighed[], threshold: number, capture: Capture): Doubts {
  const [best] = all;
  const makes = [best?.make, capture.make].map((make) => make?.toLowerCase() ?? '');
  return {
    others: all.slice(1).filter(({ pce }) => pce >= threshold).length,
    lattice: best !== undefined && best.lattice > mostEnergy,
    lines: best !== undefined && best.lines > mostEnergy,
    computed: capture.composed || computing.some((name) => makes.some((make) => make.startsWith(name))),
    zoomed: capture.zoomed,
  };
}
