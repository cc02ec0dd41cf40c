/**
 * Where the mark lives: a frame whose short side is always `SHORT_SIDE` units, whatever the picture's pixels, filled
 * with one tile of `TILE × TILE` units over and over. A picture that was only resized needs no search that way, and a
 * camera picture brought to screen size keeps its mark.
 */
export const SHORT_SIDE = 512;
export const TILE = 128;

/** Cycles per tile of the lowest and highest frequency used: 0.04 and 0.22 cycles a unit. */
export const LOWEST = 5;
export const HIGHEST = 28;

/** Spectral lines with known place and phase, by which a reader finds scale, rotation and position. */
export const PILOTS = 40;
/** Part of the mark's energy that the pilots have. */
export const PILOT_ENERGY = 0.33;

/** A tile holds whole numbers: its standard deviation is this many, which keeps the highest peak below 2¹⁵. */
export const TILE_UNIT = 4096;

/**
 * Pixels of the short side below which a suspect is not searched: even of a picture shown whole too few of the
 * carriers are left for a statistic that could pass.
 */
export const LEAST_SHORT_SIDE = 96;
