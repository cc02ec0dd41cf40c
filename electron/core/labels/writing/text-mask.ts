import { join } from 'node:path';
import { packageFolder } from '../../media/program-paths.ts';
import { sharpEngine } from '../../media/sharp-engine.ts';

/** A line of text as coverage, 0 … 255 for each pixel, cut to its ink. */
export interface TextMask {
  readonly width: number;
  /** Height of the ink, pixels. */
  readonly height: number;
  readonly data: Uint8Array;
}

/** The bold cut holds its strokes at small sizes and under JPEG's and film's compression. */
const fontFile = 'NotoSansSC_700Bold.ttf';
/** A pixel counts as ink when at least half of it is covered. */
const ink = 128;
/** Glyph heights are whole pixels, so that the first try may miss by one or two. */
const tries = 12;

/**
 * A line of text whose ink is at least `height` pixels high, and whose capital letters, where there are any,
 * are at least `capitals` pixels high: what GB 45438-2025 5.2 means by the height of a text is not settled,
 * and the line's ink and a single capital letter are the two ends. `null`: the font has no glyph for it.
 */
export async function textMask(text: string, height: number, capitals: number): Promise<TextMask | null> {
  const wants = /\p{Lu}/u.test(text);
  let size = Math.max(4, Math.round(height));
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const mask = await draw(text, size);
    if (mask === null) return null;
    const capital = wants ? await draw('A', size) : null;
    const reached = Math.min(mask.height / height, capital === null ? Infinity : capital.height / capitals);
    if (reached >= 1) return mask;
    size = Math.max(size + 1, Math.ceil(size / reached));
  }
  return null;
}

async function draw(text: string, size: number): Promise<TextMask | null> {
  const folder = await packageFolder('@expo-google-fonts/noto-sans-sc');
  if (folder === null) throw new Error('The package @expo-google-fonts/noto-sans-sc is not installed');
  const sharp = await sharpEngine();
  const { data, info } = await sharp({
    text: {
      text: escapeMarkup(text),
      font: `Noto Sans SC Bold ${size}px`,
      fontfile: join(folder, '700Bold', fontFile),
      // At 72 dots per inch a point is a pixel.
      dpi: 72,
    },
  })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return cut(data, info.width, info.height, info.channels);
}

/** Pango reads its text as markup. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function cut(samples: Uint8Array, width: number, height: number, channels: number): TextMask | null {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (samples[(y * width + x) * channels]! < ink) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  if (right < 0) return null;
  const [cutWidth, cutHeight] = [right - left + 1, bottom - top + 1];
  const data = new Uint8Array(cutWidth * cutHeight);
  for (let y = 0; y < cutHeight; y += 1)
    for (let x = 0; x < cutWidth; x += 1)
      data[y * cutWidth + x] = samples[((top + y) * width + left + x) * channels]!;
  return { width: cutWidth, height: cutHeight, data };
}
