import type { VisibleToWrite } from '#shared/domain/labelling.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { textMask } from './text-mask.ts';

/** A visible label ready to be laid over a picture: white ink on a dark plate, in pixels as shown. */
export interface LabelPlate {
  /** Upper left corner of the plate in the picture as shown. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Coverage of the ink, 0 … 255 for each pixel of the plate. */
  readonly ink: Uint8Array;
  /** Height of the ink, pixels. */
  readonly inkHeight: number;
}

export type PlateAnswer =
  | { readonly ok: true; readonly plate: LabelPlate }
  | { readonly ok: false; readonly reason: Localized };

/**
 * How much of the ground the plate hides. Over pure white what is left is 71 of 255: white ink on it has a
 * contrast of 9 (WCAG 2.2, 1.4.3 asks for 4.5), on every other ground more.
 */
export const plateOpacity = 0.72;
/** GB 45438-2025 5.2 and 5.4: not less than a twentieth of the shortest side. */
const least = 0.05;
/** Smaller Han characters cannot be read, however small the picture is; pixels. */
const legible = 12;
/** Distance from the edge against the shortest side. */
const margin = 0.025;

/** Draw and place a label on a picture of this size as shown. */
export async function layPlate(
  { text, position, ratio }: VisibleToWrite,
  picture: { readonly width: number; readonly height: number; readonly shortest: number },
): Promise<PlateAnswer> {
  const { width, height, shortest } = picture;
  const wanted = Math.max(legible, Math.ceil(ratio * shortest));
  const mask = await textMask(text, wanted, Math.ceil(least * shortest));
  if (mask === null) return { ok: false, reason: noGlyph };
  const [across, down] = [Math.ceil(mask.height * 0.32), Math.ceil(mask.height * 0.24)];
  const [plateWidth, plateHeight] = [mask.width + 2 * across, mask.height + 2 * down];
  const gap = Math.max(2, Math.round(margin * shortest));
  if (plateWidth + 2 * gap > width || plateHeight + 2 * gap > height)
    return { ok: false, reason: tooLarge(mask.height) };
  const ink = new Uint8Array(plateWidth * plateHeight);
  for (let row = 0; row < mask.height; row += 1)
    ink.set(mask.data.subarray(row * mask.width, (row + 1) * mask.width), (row + down) * plateWidth + across);
  const [x, y] = place(position, width - plateWidth, height - plateHeight, gap);
  return { ok: true, plate: { x, y, width: plateWidth, height: plateHeight, ink, inkHeight: mask.height } };
}

/** Upper left corner, given the room the plate leaves in both directions. */
function place(
  position: VisibleToWrite['position'],
  roomAcross: number,
  roomDown: number,
  gap: number,
): [number, number] {
  const x = position.endsWith('left')
    ? gap
    : position.endsWith('right')
      ? roomAcross - gap
      : Math.round(roomAcross / 2);
  const y = position.startsWith('top')
    ? gap
    : position.startsWith('bottom')
      ? roomDown - gap
      : Math.round(roomDown / 2);
  return [x, y];
}

const noGlyph = localized(
  'The text of the visible label cannot be drawn with the font at hand. Use Chinese or Latin characters.',
  '现有字体无法绘制该显式标识文字。请使用汉字或拉丁字母。',
);

function tooLarge(height: number): Localized {
  return localized(
    `At the required height (${height} pixels) the text does not fit into this picture. Shorten it.`,
    `按要求的高度（${height} 像素），该文字无法放入画面。请缩短文字。`,
  );
}
