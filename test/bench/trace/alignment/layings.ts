import type { Point } from '#shared/numeric/warp.ts';

/** How the edited picture is laid, and how its colours and its file are made worse. */
export interface PlantedLaying {
  readonly name: string;
  /** Where the four outer corners come to lie, in shares of the new sides; and the new size as a share of the old. */
  readonly corners: readonly [Point, Point, Point, Point];
  readonly size: number;
  readonly quality: number;
  readonly gamma?: number;
  readonly gains?: readonly [number, number, number];
  /** What must be said of what lies outside of one of the two. */
  readonly around?: 'cropped' | 'overlaid';
}

const flat: PlantedLaying['corners'] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

export const plantedLayings: readonly PlantedLaying[] = [
  { name: 'JPEG 85', corners: flat, size: 1, quality: 85 },
  { name: 'JPEG 50', corners: flat, size: 1, quality: 50 },
  { name: '× 0.6, JPEG 75', corners: flat, size: 0.6, quality: 75 },
  {
    name: 'brighter, warmer, JPEG 80',
    corners: flat,
    size: 1,
    quality: 80,
    gamma: 0.75,
    gains: [1.05, 1, 0.85],
  },
  {
    name: 'crop of 10 % each side, × 0.8',
    corners: [
      [-0.125, -0.125],
      [1.125, -0.125],
      [1.125, 1.125],
      [-0.125, 1.125],
    ],
    size: 0.8,
    quality: 80,
    around: 'cropped',
  },
  {
    name: 'turned by 7° in a frame',
    corners: [
      [0.14, 0.03],
      [0.97, 0.13],
      [0.86, 0.97],
      [0.03, 0.87],
    ],
    size: 1,
    quality: 80,
    around: 'overlaid',
  },
  {
    name: 'perspective',
    corners: [
      [0.06, 0.1],
      [0.93, 0.03],
      [0.99, 0.97],
      [0.02, 0.9],
    ],
    size: 0.9,
    quality: 80,
    around: 'overlaid',
  },
  {
    name: 'mirrored, × 0.7',
    corners: [
      [1, 0],
      [0, 0],
      [0, 1],
      [1, 1],
    ],
    size: 0.7,
    quality: 75,
  },
  {
    name: 'frame of 5 % about it',
    corners: [
      [0.05, 0.05],
      [0.95, 0.05],
      [0.95, 0.95],
      [0.05, 0.95],
    ],
    size: 1,
    quality: 80,
    around: 'overlaid',
  },
  {
    name: 'band of 18 % above',
    corners: [
      [0, 0.18],
      [1, 0.18],
      [1, 1],
      [0, 1],
    ],
    size: 1,
    quality: 80,
    around: 'overlaid',
  },
];
