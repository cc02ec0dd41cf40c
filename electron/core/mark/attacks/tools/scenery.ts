import type { Picture } from '../define.ts';
import { clamp } from './filters.ts';
import { SeededNoise } from './noise.ts';
import { type Colour, canvas, fill, lay } from './picture.ts';

/** Lines of something like small print: strokes of uneven length, in place. */
export function writing(
  picture: Picture,
  box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
  stroke: number,
  colour: Colour,
  seed: number,
): void {
  const noise = new SeededNoise(seed);
  const line = stroke * 2.2;
  for (let top = box.top; top + stroke <= box.top + box.height; top += line) {
    const end = box.left + box.width * noise.between(0.6, 1);
    for (let left = box.left; left < end; ) {
      const word = stroke * noise.between(1, 6);
      for (let at = left; at < Math.min(end, left + word); at += stroke * 0.55) {
        const height = stroke * noise.between(0.5, 1);
        const letter = { left: at, top: top + stroke - height, width: stroke * 0.3, height };
        fill(picture, letter, colour);
      }
      left += word + stroke * 0.7;
    }
  }
}

/** A window of a program with the picture in it: title bar, column of entries, text below. */
export function inPage(picture: Picture, seed: number): Picture {
  const { width, height } = picture;
  const unit = Math.max(8, Math.round(Math.max(width, height) / 40));
  const [side, bar, gap] = [unit * 8, unit * 3, unit * 2];
  const page = canvas(side + width + gap * 2, bar + height + gap * 2 + unit * 5, [250, 250, 252]);
  fill(page, { left: 0, top: 0, width: page.width, height: bar }, [36, 41, 56]);
  fill(page, { left: 0, top: bar, width: side, height: page.height - bar }, [232, 234, 240]);
  const entries = { left: unit, top: bar + unit, width: side - unit * 2, height: height * 0.7 };
  writing(page, entries, unit * 0.7, [70, 76, 92], seed);
  lay(page, picture, side + gap, bar + gap);
  const below = { left: side + gap, top: bar + gap + height + unit, width, height: unit * 3.5 };
  writing(page, below, unit * 0.7, [40, 40, 44], seed + 1);
  return page;
}

/** A picture of nothing in particular: clouds of three sizes in two colours, for collages. */
export function clouds(width: number, height: number, seed: number): Picture {
  const noise = new SeededNoise(seed);
  const waves = Array.from({ length: 9 }, (_, index) => ({
    x: noise.between(-1, 1) * 2 ** (index / 3) * 6,
    y: noise.between(-1, 1) * 2 ** (index / 3) * 6,
    phase: noise.between(0, 2 * Math.PI),
    height: 34 / (1 + index / 3),
  }));
  const base = [noise.between(60, 190), noise.between(60, 190), noise.between(60, 190)];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let level = 0;
      for (const wave of waves)
        level += wave.height * Math.sin((wave.x * x) / width + (wave.y * y) / height + wave.phase);
      for (let channel = 0; channel < 3; channel += 1, at += 1)
        data[at] = clamp(base[channel]! + level * (1 - 0.2 * channel));
    }
  }
  return { width, height, data };
}
