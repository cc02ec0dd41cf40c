import { describe, expect, it } from 'vitest';
import { readJpegCoefficients } from '#core/media/jpeg-coefficients.ts';
import {
  type JpegForm,
  jpegOf,
  type PlannedJpeg,
  plannedJpeg,
  progressiveScans,
  sequentialScans,
} from '../../fixtures/make/jpeg-of-coefficients.ts';

const limits = { pixels: 1_000_000 };
type Factors = readonly (readonly [number, number])[];

const samplings: readonly Factors[] = [
  [[1, 1]],
  [[2, 2]],
  [
    [1, 1],
    [1, 1],
    [1, 1],
  ],
  [
    [2, 2],
    [1, 1],
    [1, 1],
  ],
  [
    [2, 1],
    [1, 1],
    [1, 1],
  ],
  [
    [1, 2],
    [1, 1],
    [1, 1],
  ],
  [
    [4, 1],
    [1, 1],
    [1, 1],
  ],
  [
    [4, 2],
    [2, 1],
    [1, 1],
  ],
  [
    [3, 1],
    [1, 2],
    [2, 1],
  ],
  [
    [1, 1],
    [2, 2],
    [1, 2],
  ],
  [
    [2, 1],
    [1, 1],
  ],
  [
    [2, 2],
    [1, 1],
    [1, 1],
    [2, 2],
  ],
];

interface Case {
  readonly name: string;
  readonly precision: 8 | 12;
  /** Blocks that pad the last MCU are sent too. */
  readonly padded: boolean;
  readonly form: (count: number) => JpegForm;
}

const cases: readonly Case[] = [
  {
    name: 'baseline',
    precision: 8,
    padded: true,
    form: (count) => ({ progressive: false, scans: sequentialScans(count, true) }),
  },
  {
    name: 'one scan for each component, fill bytes',
    precision: 8,
    padded: false,
    form: (count) => ({ progressive: false, scans: sequentialScans(count, false), fillBytes: 3 }),
  },
  {
    name: 'extended, 12 bits, height after the first scan',
    precision: 12,
    padded: true,
    form: (count) => ({ progressive: false, scans: sequentialScans(count, true), linesLater: true }),
  },
  {
    name: 'progressive',
    precision: 8,
    padded: false,
    form: (count) => ({ progressive: true, scans: progressiveScans(count, 1) }),
  },
  {
    name: 'progressive, 12 bits, approximated in six stages',
    precision: 12,
    padded: false,
    form: (count) => ({ progressive: true, scans: progressiveScans(count, 5) }),
  },
];

type Numbers = Int16Array | Uint16Array;

/** By bytes: comparing long arrays element by element takes longer than decoding them. */
function sameNumbers(left: Numbers, right: Numbers): boolean {
  const bytes = ({ buffer, byteOffset, byteLength }: Numbers) =>
    Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
  return bytes(left).equals(bytes(right));
}

function expectSame(file: Uint8Array, picture: PlannedJpeg): void {
  const outcome = readJpegCoefficients(file, 0, limits);
  if (!outcome.ok) throw new Error(outcome.reason.detail);
  const { jpeg } = outcome;
  expect(jpeg.warnings).toEqual([]);
  expect(jpeg.decoded).toBe(1);
  expect([jpeg.width, jpeg.height, jpeg.precision]).toEqual([
    picture.width,
    picture.height,
    picture.precision,
  ]);
  for (const [number, planned] of picture.components.entries()) {
    const plane = jpeg.components[number]!;
    expect([plane.id, plane.horizontal, plane.vertical]).toEqual([
      number + 1,
      planned.horizontal,
      planned.vertical,
    ]);
    expect([plane.blocksWide, plane.blocksHigh]).toEqual([planned.blocksWide, planned.blocksHigh]);
    expect([Math.ceil(plane.width / 8), Math.ceil(plane.height / 8)]).toEqual([
      planned.ownWide,
      planned.ownHigh,
    ]);
    expect(sameNumbers(plane.steps, planned.steps)).toBe(true);
    expect(sameNumbers(plane.coefficients, planned.coefficients)).toBe(true);
  }
}

describe('coefficients that were written', () => {
  for (const { name, precision, padded, form } of cases) {
    it.each([0, 1, 5])(`${name}, all samplings, restart interval %i`, (restartInterval) => {
      for (const [seed, sampling] of samplings.entries()) {
        const picture = plannedJpeg([37 + 5 * seed, 21 + 3 * seed], sampling, { precision, padded, seed });
        expectSame(jpegOf(picture, { ...form(sampling.length), restartInterval }), picture);
      }
    });
  }

  it.each([0, 1])('follows the longest run and 34,000 pieces, restart interval %i', (restartInterval) => {
    const picture = plannedJpeg([2960, 740], [[1, 1]], { seed: 3 });
    const { coefficients } = picture.components[0]!;
    coefficients.fill(0, 64, coefficients.length - 64);
    for (const block of [0, coefficients.length - 64]) coefficients[block] = 0;
    const scans = [{ components: [0], first: 1, last: 63, high: 0, low: 0 }];
    const outcome = readJpegCoefficients(jpegOf(picture, { progressive: true, scans, restartInterval }), 0, {
      pixels: 3_000_000,
    });
    if (!outcome.ok) throw new Error(outcome.reason.detail);
    expect(outcome.jpeg.warnings).toEqual([]);
    expect(sameNumbers(outcome.jpeg.components[0]!.coefficients, coefficients)).toBe(true);
  });

  it('takes the steps in force at the first scan of a component', () => {
    const picture = plannedJpeg([16, 16], [[1, 1]]);
    const [first, second] = [7, 9].map((step) => ({
      ...picture,
      components: [{ ...picture.components[0]!, steps: new Uint16Array(64).fill(step) }],
    }));
    const scans = progressiveScans(1, 0);
    const one = jpegOf(first!, { progressive: true, scans: scans.slice(0, 1) });
    const two = jpegOf(second!, { progressive: true, scans: scans.slice(1) });
    // The second file from its quantisation table on, behind the first one's scan.
    const joined = Buffer.concat([one.subarray(0, -2), two.subarray(two.indexOf(Buffer.from([0xff, 0xdb])))]);
    expectSame(joined, first!);
  });

  it('reads a picture inside a file, its Adobe segment, and no further than its end', () => {
    const picture = plannedJpeg([24, 24], samplings[2]!);
    const form = {
      progressive: false,
      scans: sequentialScans(3, true),
      adobeTransform: 2,
      restartInterval: 2,
    };
    const file = jpegOf(picture, form);
    const other = jpegOf(plannedJpeg([24, 24], samplings[2]!, { seed: 9 }), form);
    const inside = Buffer.concat([Buffer.alloc(11), file, other]);
    const outcome = readJpegCoefficients(inside, 11, limits);
    if (!outcome.ok) throw new Error(outcome.reason.detail);
    expect(outcome.jpeg.adobeTransform).toBe(2);
    expect(outcome.jpeg.restartInterval).toBe(2);
    expect(outcome.jpeg.components[0]!.coefficients).toEqual(picture.components[0]!.coefficients);
  });
});
