import { STRIP_HEIGHT, type TextRecogniser } from '../text-recognition.ts';
import type { TurnedBox } from './least-rectangle.ts';
import type { ReadLine } from './letters.ts';
import { lineStrip } from './line-strip.ts';
import type { RgbPlane } from './rgb-plane.ts';

/** Signs in one column that are still told apart. */
const MOST_SIGNS = 16;

/**
 * A box higher than wide: text turned by a quarter either way, or signs standing above each other. The reading
 * the recogniser is surest of counts.
 */
export async function readUpright(
  plane: RgbPlane,
  box: TurnedBox,
  recogniser: TextRecogniser,
): Promise<ReadLine> {
  const length = Math.ceil((STRIP_HEIGHT * box.height) / box.width);
  const column = lineStrip(plane, box, STRIP_HEIGHT, Math.min(STRIP_HEIGHT * 40, length));
  const signs = Math.round(box.height / box.width);
  const strips = [quarterTurn(column, 'left'), quarterTurn(column, 'right')];
  if (signs <= MOST_SIGNS) strips.push(besideEachOther(column, signs));
  let best: ReadLine = { text: '', confidence: 0 };
  for (const strip of strips) {
    const line = await recogniser.read(strip);
    if (line.confidence > best.confidence) best = line;
  }
  return best;
}

function quarterTurn({ width, height, data }: RgbPlane, way: 'left' | 'right'): RgbPlane {
  const turned = new Uint8Array(data.length);
  for (let y = 0, from = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, from += 3) {
      const row = way === 'left' ? width - 1 - x : x;
      const column = way === 'left' ? y : height - 1 - y;
      turned.set(data.subarray(from, from + 3), (row * height + column) * 3);
    }
  }
  return { width: height, height: width, data: turned };
}

/** Equal parts of a column, laid out from left to right. */
function besideEachOther({ width, height, data }: RgbPlane, signs: number): RgbPlane {
  const laid = new Uint8Array(width * signs * width * 3);
  for (let sign = 0; sign < signs; sign += 1) {
    for (let row = 0; row < width; row += 1) {
      const source = Math.min(height - 1, Math.floor((sign + row / width) * (height / signs)));
      const to = (row * width * signs + sign * width) * 3;
      laid.set(data.subarray(source * width * 3, (source + 1) * width * 3), to);
    }
  }
  return { width: width * signs, height: width, data: laid };
}
