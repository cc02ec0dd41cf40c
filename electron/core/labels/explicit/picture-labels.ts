import type { VisibleLabel } from '#shared/domain/explicit-label.ts';
import type { TurnedBox } from '../../media/text-lines/least-rectangle.ts';
import { type PictureLine, readBox } from '../../media/text-lines/picture-lines.ts';
import { resample } from '../../media/text-lines/resampling.ts';
import type { RgbPlane } from '../../media/text-lines/rgb-plane.ts';
import { textBoxes } from '../../media/text-lines/text-boxes.ts';
import type { TextRecogniser } from '../../media/text-recognition.ts';
import { type Ink, measureInk } from './ink.ts';
import { type LabelWords, labelWords } from './label-words.ts';
import { frameOf, positionOf } from './placement.ts';

/** A line that is a label, before it is measured. */
export interface FoundLabel {
  readonly line: PictureLine;
  readonly words: LabelWords;
}

/** A reading less sure than this is a guess about strokes. */
const LEAST_CONFIDENCE = 0.6;
/** A mark of two letters may be anything, so it must be read surely and stand at an edge. */
const LEAST_MARK_CONFIDENCE = 0.85;
/** Height the detector finds lines most exactly at, pixels. */
const BEST_HEIGHT = 40;

/** Is this line of a picture a label? */
export function foundLabel(line: PictureLine, plane: RgbPlane): FoundLabel | null {
  if (line.confidence < LEAST_CONFIDENCE) return null;
  const words = labelWords(line.text, { recognised: true });
  if (words === null) return null;
  const bareMark = words.product === null && words.language === 'und';
  const placed = positionOf(frameOf(line.box, plane), plane) !== 'inside';
  return bareMark && !(placed && line.confidence >= LEAST_MARK_CONFIDENCE) ? null : { line, words };
}

/**
 * The same line looked at once more, alone and at the size the detector is best at: a box found in a reduced
 * picture is several pixels off. What is no label any more when looked at closely keeps its first box.
 */
export async function refined(
  plane: RgbPlane,
  found: FoundLabel,
  recogniser: TextRecogniser,
): Promise<FoundLabel> {
  const { box } = found.line;
  if (box.angle !== 0 || box.height > box.width) return found;
  const left = Math.max(0, Math.floor(box.centreX - box.width / 2 - box.height));
  const top = Math.max(0, Math.floor(box.centreY - box.height * 1.5));
  const width = Math.min(plane.width, Math.ceil(box.centreX + box.width / 2 + box.height)) - left;
  const height = Math.min(plane.height, Math.ceil(box.centreY + box.height * 1.5)) - top;
  if (width <= 0 || height <= 0) return found;
  const scale = Math.min(2, BEST_HEIGHT / box.height, 1600 / width);
  const [columns, rows] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const map = await recogniser.detect(resample(plane, { x: left, y: top, width, height }, columns, rows));
  const [across, down] = [width / columns, height / rows];
  const candidates = textBoxes(map, 20)
    .map((close) => ({
      ...close,
      centreX: left + close.centreX * across,
      centreY: top + close.centreY * down,
      width: close.width * across,
      height: close.height * down,
    }))
    .filter(
      (close) =>
        Math.abs(close.centreY - box.centreY) < box.height / 2 &&
        Math.abs(close.centreX - box.centreX) < box.width / 2 &&
        close.width > box.width / 2,
    );
  for (const close of candidates) {
    const line = { ...(await readBox(plane, close, recogniser)), box: close };
    const words = labelWords(line.text, { recognised: true });
    if (words !== null && line.confidence >= found.line.confidence - 0.1) return { line, words };
  }
  return found;
}

/** Measure a label in the picture it stands in. */
export function measured(plane: RgbPlane, { line, words }: FoundLabel): VisibleLabel {
  const shortest = Math.min(plane.width, plane.height);
  const { box } = line;
  const ink = plausible(measureInk(plane, lying(box)), lying(box), line.text);
  const frame = frameOf(box, plane);
  return {
    text: line.text,
    confidence: line.confidence,
    elements: words.elements,
    box: frame,
    inkHeight: ink.height,
    ratio: Math.min(1, ink.height / shortest),
    boxRatio: Math.min(1, lying(box).height / shortest),
    position: positionOf(frame, plane),
    contrast: ink.contrast,
    seen: null,
    product: words.product,
  };
}

/** Width of letters against the size of the type, and how much higher than it ink may be before it is none. */
const LATIN_WIDTH = 0.42;
const MOST_INK = 1.3;

/** Ink higher than letters of this width can be is joined to something behind them: then it was not told apart. */
function plausible(ink: Ink, { width, height }: TurnedBox, text: string): Ink {
  const signs = [...text.trim()].map((sign) => (/[\u2e80-\u9fff\uff00-\uffef]/.test(sign) ? 1 : LATIN_WIDTH));
  const type = width / signs.reduce((sum, sign) => sum + sign, 0);
  return ink.height <= type * MOST_INK ? ink : { height: Math.min(type, height), contrast: null };
}

/** A column of signs, or text turned by a quarter: its height is the column's width. */
function lying(box: TurnedBox): TurnedBox {
  if (box.height < box.width * 1.5) return box;
  return { ...box, width: box.height, height: box.width, angle: box.angle + Math.PI / 2 };
}
