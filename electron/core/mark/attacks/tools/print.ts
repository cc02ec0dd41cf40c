import type { Picture, PictureFile } from '../define.ts';
import { withNoise } from './filters.ts';
import { rotated } from './geometry.ts';
import { halftone } from './halftone.ts';
import { blurred, canvas, jpeg, lay, resized } from './picture.ts';
import { throughTable } from './tone.ts';

/** A printer and a scanner. */
export interface PrintModel {
  /** Side of the halftone cell in dots of the printer, which has two for a pixel; 0: continuous tone. */
  readonly cell: number;
  /** Grey levels ink and paper have in the scan. */
  readonly black: number;
  readonly white: number;
  /** Deviation of the scanner's blur, pixels of the scan. */
  readonly blur: number;
  readonly noise: number;
  /** Degrees by which the sheet lies askew. */
  readonly angle: number;
  /** Pixels of the scan for one of the picture. */
  readonly scale: number;
  readonly quality: number;
}

/** Pixels of a picture whose dots are still computed; a larger one is first reduced, as a printer's driver does. */
const mostDots = 60_000_000;

/** A scan of the picture printed on a sheet. */
export async function printedAndScanned(
  picture: Picture,
  model: PrintModel,
  seed: number,
): Promise<PictureFile> {
  const { width, height } = picture;
  const dots = Math.min(2, Math.sqrt(mostDots / (width * height)));
  const print =
    model.cell === 0 ? picture : halftone(await resized(picture, width * dots, height * dots), model.cell);
  const scan = await resized(print, width * model.scale, height * model.scale);
  const margin = Math.max(4, Math.round(Math.max(scan.width, scan.height) * 0.04));
  const sheet = canvas(scan.width + 2 * margin, scan.height + 2 * margin, [255, 255, 255]);
  lay(sheet, scan, margin, margin);
  const range = model.white - model.black;
  const askew = rotated(sheet, model.angle, [255, 255, 255]);
  const toned = throughTable(
    await blurred(askew, model.blur),
    (value) => model.black + (range * value) / 255,
  );
  return jpeg(withNoise(toned, model.noise, seed), model.quality);
}
