import type { ChangeKind } from '#shared/domain/comparison.ts';
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
import { blurred, clonedOver, maskBetween, pixelated, reversed, thingPut } from './makers.ts';

export interface PlantedEdit {
  readonly name: string;
  /** Row of the table of names. */
  readonly group: string;
  /** What it should be called; any of them. `changed` is the general word, never a wrong one. */
  readonly kinds: readonly ChangeKind[];
  /** `original`: the suspect is the picture, this is what it came from. */
  make(picture: EditPicture, other: EditPicture): EditedPair | Promise<EditedPair>;
}

export type EditedPair = Planted & { readonly original?: EditPicture };

const lettering = { group: 'lettering, caption', kinds: ['overlaid'] } as const;
const logo = { group: 'logo', kinds: ['overlaid'] } as const;
const bars = { group: 'bar, box, redaction', kinds: ['overlaid'] } as const;
const object = { group: 'object put in', kinds: ['added'] } as const;
const removed = { group: 'object removed', kinds: ['removed'] } as const;
const movedPart = { group: 'object moved', kinds: ['moved'] } as const;
const copiedPart = { group: 'object copied', kinds: ['added'] } as const;
const colours = { group: 'region recoloured', kinds: ['recoloured'] } as const;
const unclear = { group: 'blurred, pixelated', kinds: ['changed'] } as const;

function text(
  p: EditPicture,
  x: number,
  y: number,
  size: number,
  style: string,
  words: string,
): Promise<Planted> {
  return drawn(
    p,
    `<text x="${p.width * x}" y="${p.height * y}" font-size="${p.height * size}" ${style}>${words}</text>`,
  );
}

export const plantedEdits: readonly PlantedEdit[] = [
  { name: 'bar over the lowest 12 %', ...bars, make: (p) => planted(p, [0, 0.88, 1, 1], [16, 16, 16]) },
  { name: 'black box', ...bars, make: (p) => planted(p, [0.4, 0.35, 0.58, 0.5], [0, 0, 0]) },
  {
    name: 'bars at both sides',
    ...bars,
    make: (p) => {
      const one = planted(p, [0, 0, 0.1, 1], [0, 0, 0]);
      const both = planted(one, [0.9, 0, 1, 1], [0, 0, 0]);
      return maskBetween(p, both);
    },
  },
  {
    name: 'frame within',
    ...bars,
    make: (p) =>
      drawn(
        p,
        `<rect x="6" y="6" width="${p.width - 12}" height="${p.height - 12}" fill="none" stroke="#c8102e" stroke-width="${p.width * 0.015}"/>`,
      ),
  },
  {
    name: 'logo',
    ...logo,
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
    name: 'round mark in three colours',
    ...logo,
    make: (p) => {
      const reach = p.width * 0.06;
      const [x, y] = [p.width * 0.12, p.height * 0.15];
      return drawn(
        p,
        `<circle cx="${x}" cy="${y}" r="${reach}" fill="#f4f4f4"/><circle cx="${x}" cy="${y}" r="${reach * 0.75}" fill="#1b4f9c"/><path d="M ${x - reach * 0.4} ${y + reach * 0.35} L ${x} ${y - reach * 0.5} L ${x + reach * 0.4} ${y + reach * 0.35} Z" fill="#f2b705"/>`,
      );
    },
  },
  {
    name: 'line of text',
    ...lettering,
    make: (p) =>
      text(p, 0.08, 0.55, 0.09, 'fill="#fff" stroke="#000" stroke-width="2"', 'BREAKING: it never was'),
  },
  {
    name: 'small grey text',
    ...lettering,
    make: (p) => text(p, 0.6, 0.95, 0.035, 'fill="#ddd"', '(c) somebody else'),
  },
  {
    name: 'yellow subtitle, two lines',
    ...lettering,
    make: async (p) => {
      const style = 'fill="#ffe14d" stroke="#111" stroke-width="1.5"';
      const one = await text(p, 0.2, 0.8, 0.06, style, 'I have never said');
      const two = await text(one, 0.24, 0.88, 0.06, style, 'anything like that');
      return maskBetween(p, two);
    },
  },
  {
    name: 'Chinese caption in a box',
    ...lettering,
    make: async (p) => {
      const box = await drawn(
        p,
        `<rect x="${p.width * 0.1}" y="${p.height * 0.74}" width="${p.width * 0.5}" height="${p.height * 0.1}" fill="#14213d"/>`,
      );
      return maskBetween(p, await text(box, 0.12, 0.81, 0.06, 'fill="#fff"', '2024 NEWS 04:12'));
    },
  },
  { name: 'thing removed, filled smoothly', ...removed, make: (p) => retouched(p, [0.42, 0.4, 0.6, 0.62]) },
  {
    name: 'thing removed, cloned over',
    ...removed,
    kinds: ['removed', 'added'],
    make: (p) => clonedOver(p, [0.45, 0.4, 0.55, 0.6]),
  },
  {
    name: 'thing of another picture removed',
    ...removed,
    make: (p, o) => reversed(p, thingPut(p, [0.5, 0.35, 0.75, 0.7], o)),
  },
  { name: 'colour of a thing', ...colours, make: (p) => recoloured(p, [0.3, 0.3, 0.62, 0.7]) },
  { name: 'colour of a small thing', ...colours, make: (p) => recoloured(p, [0.6, 0.55, 0.72, 0.72]) },
  { name: 'part of another picture', ...object, make: (p, o) => pasted(p, [0.2, 0.25, 0.45, 0.6], o) },
  { name: 'thing of another picture', ...object, make: (p, o) => thingPut(p, [0.5, 0.35, 0.75, 0.7], o) },
  {
    name: 'small thing of another picture',
    ...object,
    make: (p, o) => thingPut(p, [0.15, 0.6, 0.28, 0.78], o),
  },
  { name: 'part moved', ...movedPart, make: (p) => moved(p, [0.2, 0.45, 0.36, 0.68], [0.4, -0.2]) },
  { name: 'part copied', ...copiedPart, make: (p) => moved(p, [0.5, 0.5, 0.64, 0.7], [-0.35, -0.15], true) },
  { name: 'blurred', ...unclear, make: (p) => blurred(p, [0.4, 0.3, 0.6, 0.55], 0.012) },
  { name: 'pixelated', ...unclear, make: (p) => pixelated(p, [0.4, 0.3, 0.6, 0.55], 9) },
  { name: 'pixelated, few squares', ...unclear, make: (p) => pixelated(p, [0.6, 0.5, 0.75, 0.7], 4) },
];
