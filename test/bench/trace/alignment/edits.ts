import type { ChangeKind } from '#shared/domain/comparison.ts';
import type { Point } from '#shared/numeric/warp.ts';
import {
  drawn,
  type EditPicture,
  moved,
  type Planted,
  pasted,
  planted,
  recoloured,
  retouched,
} from '../../../fixtures/make/edited-pictures.ts';

export interface PlantedEdit {
  readonly name: string;
  /** What it should be called; any of them. */
  readonly kinds: readonly ChangeKind[];
  make(picture: EditPicture, other: EditPicture): Planted | Promise<Planted>;
}

export const plantedEdits: readonly PlantedEdit[] = [
  {
    name: 'bar over the lowest 12 %',
    kinds: ['overlaid'],
    make: (p) => planted(p, [0, 0.88, 1, 1], [16, 16, 16]),
  },
  {
    name: 'logo',
    kinds: ['overlaid', 'added'],
    make: (p) => {
      const side = Math.round(p.width * 0.16);
      const [x, y] = [Math.round(p.width * 0.8), Math.round(p.height * 0.06)];
      return drawn(
        p,
        `<rect x="${x}" y="${y}" width="${side}" height="${side}" rx="${side / 6}" fill="#c8102e"/><text x="${x + side * 0.1}" y="${y + side * 0.63}" font-size="${side * 0.36}" fill="#fff" font-weight="bold">N3WS</text>`,
      );
    },
  },
  {
    name: 'line of text',
    kinds: ['overlaid'],
    make: (p) =>
      drawn(
        p,
        `<text x="${p.width * 0.08}" y="${p.height * 0.55}" font-size="${p.height * 0.09}" fill="#fff" stroke="#000" stroke-width="2">BREAKING: it never was</text>`,
      ),
  },
  {
    name: 'small grey text',
    kinds: ['overlaid'],
    make: (p) =>
      drawn(
        p,
        `<text x="${p.width * 0.6}" y="${p.height * 0.95}" font-size="${p.height * 0.035}" fill="#ddd">(c) somebody else</text>`,
      ),
  },
  { name: 'thing removed', kinds: ['removed', 'changed'], make: (p) => retouched(p, [0.42, 0.4, 0.6, 0.62]) },
  { name: 'colour of a thing', kinds: ['recoloured'], make: (p) => recoloured(p, [0.3, 0.3, 0.62, 0.7]) },
  {
    name: 'part of another picture',
    kinds: ['added', 'changed'],
    make: (p, o) => pasted(p, [0.2, 0.25, 0.45, 0.6], o),
  },
  { name: 'part moved', kinds: ['moved'], make: (p) => moved(p, [0.2, 0.45, 0.36, 0.68], [0.4, -0.2]) },
  {
    name: 'part copied',
    kinds: ['added'],
    make: (p) => moved(p, [0.5, 0.5, 0.64, 0.7], [-0.35, -0.15], true),
  },
];

/** How the edited picture is laid, and how its colours and its file are made worse. */
export interface PlantedLaying {
  readonly name: string;
  /** Where the four outer corners come to lie, in shares of the new sides; and the new size as a share of the old. */
  readonly corners: readonly [Point, Point, Point, Point];
  readonly size: number;
  readonly quality: number;
  readonly gamma?: number;
  readonly gains?: readonly [number, number, number];
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
];
