import { luminance, type Samples } from '#shared/numeric/plane.ts';
import type { Plane } from './blur.ts';
import { workingScale } from './read-plane.ts';
import { resampled } from './resample.ts';
import { residualOf } from './residual.ts';
import { type PictureSpectrum, spectrumOf } from './spectrum.ts';

/** A picture as a reader looks at it. */
export interface PictureView {
  /** Samples of the plane per pixel. */
  readonly scale: number;
  readonly plane: Plane;
  readonly residual: Plane;
  readonly spectrum: PictureSpectrum;
}

/** Lightness in working size, without a plane of floats in full size on the way. */
export function viewOf(picture: Samples): PictureView {
  const scale = workingScale(picture.width, picture.height);
  const plane = resampled(luminance(picture), scale);
  const residual = residualOf(plane);
  return { scale, plane, residual, spectrum: spectrumOf(residual) };
}

/** The spectrum alone. */
export function preparedPicture(picture: Samples): PictureSpectrum {
  return viewOf(picture).spectrum;
}

/** One frame of a picture whose frames lie one below the other; the samples are shared. */
export function frameOf<Picture extends Samples>(picture: Picture, frame: number, frames: number): Picture {
  const height = picture.height / frames;
  const length = picture.width * height * picture.channels;
  return { ...picture, height, data: picture.data.subarray(frame * length, (frame + 1) * length) };
}
