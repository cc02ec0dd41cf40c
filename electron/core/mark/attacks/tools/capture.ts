import { homographyBetween, homographyRows, warp } from '#shared/numeric/warp.ts';
import type { Picture, PictureFile } from '../define.ts';
import { clamp, withNoise } from './filters.ts';
import { type Corners, cornersOf } from './geometry.ts';
import { SeededNoise } from './noise.ts';
import { blurred, canvas, jpeg, lay, scaled } from './picture.ts';
import { gammaOf } from './tone.ts';

/** A camera before a screen. */
export interface CaptureModel {
  /** Greatest shift of a corner as a share of the side. */
  readonly angle: number;
  /** Height of the moiré, grey levels. */
  readonly moire: number;
  /** Deviation of the lens blur, pixels of the photograph. */
  readonly blur: number;
  /** Deviation of the sensor's noise, grey levels. */
  readonly noise: number;
  readonly gamma: number;
  /** Pixels of the photograph for one of the picture. */
  readonly scale: number;
  readonly quality: number;
}

/** A photograph of the picture on a screen with a dark edge around it. */
export async function photographed(
  picture: Picture,
  model: CaptureModel,
  seed: number,
): Promise<PictureFile> {
  const shown = await scaled(picture, model.scale);
  const edge = Math.max(4, Math.round(Math.max(shown.width, shown.height) * 0.05));
  const screen = canvas(shown.width + 2 * edge, shown.height + 2 * edge, [22, 22, 26]);
  lay(screen, withMoire(shown, model.moire, seed), edge, edge);
  const noise = new SeededNoise(seed + 1);
  const { width, height } = screen;
  const shift = () => noise.between(0.3, 1) * model.angle;
  const seen: Corners = [
    [width * shift() * 0.5, height * shift() * 0.5],
    [width - 1 - width * shift() * 0.5, height * shift() * 0.5],
    [width - 1 - width * shift() * 0.5, height - 1 - height * shift() * 0.5],
    [width * shift() * 0.5, height - 1 - height * shift() * 0.5],
  ];
  const back = homographyBetween(seen, cornersOf(width, height));
  const target = { width, height, background: [14, 14, 16], kernel: 'bicubic' } as const;
  const tilted = { width, height, data: warp({ ...screen, channels: 3 }, target, homographyRows(back)) };
  const lens = unevenLight(await blurred(tilted, model.blur), noise);
  return jpeg(withNoise(gammaOf(lens, model.gamma), model.noise, seed + 2), model.quality);
}

/** Two gratings that nearly agree with the pixel grid beat slowly, each colour with another phase. */
function withMoire({ width, height, data }: Picture, amplitude: number, seed: number): Picture {
  const noise = new SeededNoise(seed);
  const [period, other] = [noise.between(9, 15), noise.between(18, 31)];
  const [slant, tilt] = [noise.between(-0.25, 0.25), noise.between(-0.25, 0.25)];
  const out = new Uint8Array(data.length);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let channel = 0; channel < 3; channel += 1, at += 1) {
        const turn = (channel * 2 * Math.PI) / 3;
        const one = Math.cos((2 * Math.PI * (x + slant * y)) / period + turn);
        const two = Math.cos((2 * Math.PI * (y + tilt * x)) / other - turn);
        out[at] = clamp(data[at]! + amplitude * 0.5 * (one + two));
      }
    }
  }
  return { width, height, data: out };
}

/** Brighter on one side, darker towards the corners. */
function unevenLight({ width, height, data }: Picture, noise: SeededNoise): Picture {
  const [across, down] = [noise.between(-0.1, 0.1), noise.between(-0.1, 0.1)];
  const out = new Uint8Array(data.length);
  for (let y = 0, at = 0; y < height; y += 1) {
    const v = (2 * y) / height - 1;
    for (let x = 0; x < width; x += 1) {
      const u = (2 * x) / width - 1;
      const light = 1 + across * u + down * v - 0.1 * (u * u + v * v);
      for (let channel = 0; channel < 3; channel += 1, at += 1) out[at] = clamp(data[at]! * light);
    }
  }
  return { width, height, data: out };
}
