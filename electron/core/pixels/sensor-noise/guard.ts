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
  /** Cameras of this maker correct and merge pictures before they are saved. */
  readonly computed: boolean;
}

/**
 * Makers whose cameras were found to share artefacts, or whose phones merge frames (M. Iuliani, M. Fontani and A. Piva,
 * IEEE Access 9, 2021, sections IV and V, and makers of phones in general).
 */
const computing = [
  ...['apple', 'fujifilm', 'google', 'honor', 'huawei', 'motorola', 'oneplus', 'oppo'],
  ...['realme', 'samsung', 'sony mobile', 'vivo', 'xiaomi'],
];

/** What speaks against taking the best of several comparisons for an identification. */
export function doubts(all: readonly Weighed[], threshold: number): Doubts {
  const [best] = all;
  const make = best?.make?.toLowerCase() ?? '';
  return {
    others: all.slice(1).filter(({ pce }) => pce >= threshold).length,
    lattice: best !== undefined && best.lattice > mostEnergy,
    lines: best !== undefined && best.lines > mostEnergy,
    computed: computing.some((name) => make.startsWith(name)),
  };
}
