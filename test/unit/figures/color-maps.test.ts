import { describe, expect, it } from 'vitest';
import {
  applyColorMap,
  colorMapNames,
  colorTable,
  scaleValue,
} from '../../../renderer/src/figures/color-maps.ts';

/** Rows of the published tables (matplotlib `_cm_listed.py`, PLOS ONE e0199239), 0…1. */
const published: Readonly<Record<'viridis' | 'cividis', Readonly<Record<number, readonly number[]>>>> = {
  viridis: {
    0: [0.267004, 0.004874, 0.329415],
    64: [0.229739, 0.322361, 0.545706],
    128: [0.127568, 0.566949, 0.550556],
    192: [0.369214, 0.788888, 0.382914],
    255: [0.993248, 0.906157, 0.143936],
  },
  cividis: {
    0: [0, 0.135112, 0.304751],
    64: [0.263738, 0.307831, 0.422789],
    128: [0.488697, 0.485318, 0.471008],
    192: [0.736488, 0.680629, 0.424028],
    255: [0.995737, 0.909344, 0.217772],
  },
};

const entry = (table: Uint8Array, index: number) => [...table.slice(index * 3, index * 3 + 3)];

/** Relative luminance, WCAG 2.2. */
function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe('colour maps', () => {
  it.each(['viridis', 'cividis'] as const)('%s is the published one', (name) => {
    const table = colorTable(name);
    expect(table).toHaveLength(768);
    for (const [index, row] of Object.entries(published[name])) {
      expect(entry(table, Number(index))).toEqual(row.map((value) => Math.round(value * 255)));
    }
  });
  it('the diverging one has the published ends and a neutral grey in the middle (Moreland 2009)', () => {
    const table = colorTable('cool-to-warm');
    expect(entry(table, 0)).toEqual([59, 76, 192]);
    expect(entry(table, 255)).toEqual([180, 4, 38]);
    const middle = [...entry(table, 127), ...entry(table, 128)];
    for (const value of middle) expect(Math.abs(value - 221)).toBeLessThanOrEqual(2);
  });
  it.each(['viridis', 'cividis', 'grey'] as const)('%s grows lighter at every step', (name) => {
    const table = colorTable(name);
    for (let index = 1; index < 256; index++) {
      // Rounding to eight bits may cost a hair.
      expect(luminance(entry(table, index))).toBeGreaterThan(luminance(entry(table, index - 1)) - 0.004);
    }
  });
  it('colours grey pixels and leaves alpha alone', () => {
    const pixels = Uint8ClampedArray.of(0, 9, 9, 255, 255, 9, 9, 128);
    applyColorMap(pixels, colorTable('viridis'));
    expect([...pixels]).toEqual([68, 1, 84, 255, 253, 231, 37, 128]);
  });
  it('knows all names and what a grey stands for', () => {
    for (const name of colorMapNames) expect(colorTable(name)).toHaveLength(768);
    expect(scaleValue(0, { min: -32, max: 32 })).toBe(-32);
    expect(scaleValue(255, { min: -32, max: 32 })).toBe(32);
  });
});
