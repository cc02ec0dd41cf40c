import { STRIP_HEIGHT, type TextRecogniser } from '../text-recognition.ts';
import type { TurnedBox } from './least-rectangle.ts';
import type { ReadLine } from './letters.ts';
import { lineStrip } from './line-strip.ts';
import { type Region, resample } from './resampling.ts';
import type { RgbPlane } from './rgb-plane.ts';
import { type TextBox, textBoxes } from './text-boxes.ts';
import { readUpright } from './upright-line.ts';

/** A line of text in a picture. */
export interface PictureLine extends ReadLine {
  /** Pixels of the picture. */
  readonly box: TurnedBox;
}

export interface PictureLines {
  readonly lines: readonly PictureLine[];
  /** Boxes that were found and not read, because there were too many. */
  readonly unread: number;
}

export interface ReadingOptions {
  /**
   * Longer side of the plane in which text is looked for when its sides are as 4 to 3, pixels. Other pictures get as
   * many pixels: what is written in a long screenshot stays legible.
   */
  readonly side: number;
  /** Look once more, twice as large, along the upper and lower edge of pictures that had to be reduced. */
  readonly edges: boolean;
  /** Lines read at most, those nearest to the upper or lower edge first. */
  readonly lines: number;
  readonly signal: AbortSignal;
}

/** Small pictures are enlarged up to this side, at most doubled: the detector misses letters below ten pixels. */
const LEAST_SIDE = 640;
/** Reduced by less, a second look shows nothing new. */
const EDGE_SCALE = 0.75;
/** Height of the edge bands against the picture's. */
const BAND = 1 / 9;
/** Boxes considered; the reading limit is lower. */
const MOST_BOXES = 1000;
/** Lower than this the letters have no form, pixels of the picture. */
const LEAST_HEIGHT = 5;
/** Longer lines against their height are squeezed. */
const MOST_ASPECT = 40;

/** Find and read the text of a picture. */
export async function readPictureLines(
  plane: RgbPlane,
  recogniser: TextRecogniser,
  { side, edges, lines: most, signal }: ReadingOptions,
): Promise<PictureLines> {
  const longest = Math.max(plane.width, plane.height);
  const reduction = Math.sqrt((side * side * 0.75) / (plane.width * plane.height));
  const scale = reduction < 1 ? reduction : Math.min(2, Math.max(1, LEAST_SIDE / longest));
  const whole = { x: 0, y: 0, width: plane.width, height: plane.height };
  const found = await detect(plane, whole, scale, recogniser, signal);
  if (edges && scale < EDGE_SCALE) {
    const height = Math.max(1, Math.round(plane.height * BAND));
    for (const y of [0, plane.height - height]) {
      const band = { x: 0, y, width: plane.width, height };
      const inner = y === 0 ? height : y;
      for (const box of await detect(plane, band, Math.min(1, scale * 2), recogniser, signal)) {
        // A line cut by the band's inner border was seen whole before, or is too large to need a second look.
        const cut = Math.abs(inner - box.centreY) < box.height;
        if (!cut && !found.some((other) => overlaps(other, box))) found.push(box);
      }
    }
  }
  const nearness = ({ centreY }: TurnedBox): number => Math.min(centreY, plane.height - centreY);
  const ordered = found
    .filter(({ width, height }) => Math.min(width, height) >= LEAST_HEIGHT)
    .sort((a, b) => nearness(a) - nearness(b) || a.centreX - b.centreX);
  const lines: PictureLine[] = [];
  for (const box of ordered.slice(0, most)) {
    signal.throwIfAborted();
    lines.push({ ...(await readBox(plane, box, recogniser)), box });
    await turn();
  }
  return { lines, unread: Math.max(0, ordered.length - most) };
}

/** Read one box again, as in another frame of a film. */
export async function readBox(
  plane: RgbPlane,
  box: TurnedBox,
  recogniser: TextRecogniser,
): Promise<ReadLine> {
  if (box.height >= box.width * 1.5) return await readUpright(plane, box, recogniser);
  const aspect = Math.min(MOST_ASPECT, Math.max(1, box.width / box.height));
  return await recogniser.read(lineStrip(plane, box, Math.ceil(aspect * STRIP_HEIGHT), STRIP_HEIGHT));
}

/** Boxes in pixels of the whole picture. */
async function detect(
  plane: RgbPlane,
  region: Region,
  scale: number,
  recogniser: TextRecogniser,
  signal: AbortSignal,
): Promise<TextBox[]> {
  signal.throwIfAborted();
  const width = Math.max(1, Math.round(region.width * scale));
  const height = Math.max(1, Math.round(region.height * scale));
  const map = await recogniser.detect(resample(plane, region, width, height));
  await turn();
  const [across, down] = [region.width / width, region.height / height];
  return textBoxes(map, MOST_BOXES).map((box) => ({
    ...box,
    centreX: region.x + box.centreX * across,
    centreY: region.y + box.centreY * down,
    width: box.width * across,
    height: box.height * down,
  }));
}

/** Is half of the second box inside the first? Turns are small enough to be left out here. */
function overlaps(first: TurnedBox, second: TurnedBox): boolean {
  const shared = (centre: 'centreX' | 'centreY', side: 'width' | 'height'): number =>
    Math.max(
      0,
      Math.min(first[centre] + first[side] / 2, second[centre] + second[side] / 2) -
        Math.max(first[centre] - first[side] / 2, second[centre] - second[side] / 2),
    );
  return shared('centreX', 'width') * shared('centreY', 'height') > (second.width * second.height) / 2;
}

/** The models compute without pause: let a cancel through in between. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
