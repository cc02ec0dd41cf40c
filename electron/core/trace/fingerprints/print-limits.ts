import { defaultLimits, type Limits } from '../../media/limits.ts';

/** Fingerprinting a long film takes a while; its frames are read once. */
export const printLimits: Limits = {
  ...defaultLimits,
  ...{ timeMs: 1_800_000, memoryBytes: 4 * 1024 ** 3, frames: 1_000_000 },
};
