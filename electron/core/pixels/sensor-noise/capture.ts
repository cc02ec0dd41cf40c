import { readExifTexts } from '../../labels/exif-text.ts';

/** What Exif says of how a picture was taken that bears on its sensor noise. */
export interface Capture {
  readonly make: string | null;
  readonly model: string | null;
  /** Digital zoom: the sensor's pixels were enlarged. */
  readonly zoomed: boolean;
  /** Several exposures in one picture, or processed in the camera for HDR, portrait or panorama. */
  readonly composed: boolean;
}

/** Exif 3.0 (CIPA DC-008-2023): tags of the Exif directory, and the pointer to it. */
const [exifDirectory, customRendered, digitalZoom, compositeImage] = [0x8769, 0xa401, 0xa404, 0xa460];
/** No camera writes more; hostile files would. */
const mostEntries = 500;

/** @param block as libvips hands it out, with or without `Exif\0\0` */
export function captureOf(block: Buffer | undefined): Capture {
  if (block === undefined) return { make: null, model: null, zoomed: false, composed: false };
  const tiff = block.subarray(0, 6).toString('latin1') === 'Exif\0\0' ? block.subarray(6) : block;
  const { texts } = readExifTexts(tiff);
  const named = (key: string): string | null =>
    texts
      .find((text) => text.key === `IFD0 ${key}`)
      ?.text.trim()
      .slice(0, 100) ?? null;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const little = tiff.subarray(0, 2).toString('latin1') === 'II';
  const start = numberAt(view, 4, little, 4);
  const exif = start === null ? null : valueIn(view, start, little, exifDirectory);
  const of = (tag: number): number | null => (exif === null ? null : valueIn(view, exif, little, tag));
  return {
    ...{ make: named('Make'), model: named('Model') },
    zoomed: (of(digitalZoom) ?? 0) > 1,
    // 2 and 3 are composites; Apple counts HDR, portrait and panorama from 2 on, 1 is any special process.
    composed: (of(compositeImage) ?? 0) >= 2 || (of(customRendered) ?? 0) >= 1,
  };
}

/** First value of a tag: short, long or rational; `null`: not there, or not to be read. */
function valueIn(view: DataView, directory: number, little: boolean, wanted: number): number | null {
  const count = numberAt(view, directory, little, 2);
  if (count === null || count > mostEntries) return null;
  for (let at = directory + 2; at < directory + 2 + 12 * count; at += 12) {
    if (numberAt(view, at, little, 2) !== wanted) continue;
    const type = numberAt(view, at + 2, little, 2);
    if (type === 3) return numberAt(view, at + 8, little, 2);
    const value = numberAt(view, at + 8, little, 4);
    if (type === 4 || value === null) return value;
    if (type !== 5) return null;
    const [over, under] = [numberAt(view, value, little, 4), numberAt(view, value + 4, little, 4)];
    return over === null || under === null || under === 0 ? null : over / under;
  }
  return null;
}

function numberAt(view: DataView, at: number, little: boolean, bytes: 2 | 4): number | null {
  if (at < 0 || at + bytes > view.byteLength) return null;
  return bytes === 2 ? view.getUint16(at, little) : view.getUint32(at, little);
}
