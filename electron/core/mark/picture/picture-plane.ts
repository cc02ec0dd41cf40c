import { luminance, type Samples } from '#shared/numeric/plane.ts';
import { workingScale } from './read-plane.ts';
import { resampled } from './resample.ts';
import { residualOf } from './residual.ts';
import { type PictureSpectrum, spectrumOf } from './spectrum.ts';

/** A picture as a reader looks at it, without a plane of floats in full size on the way. */
export function preparedPicture(picture: Samples): PictureSpectrum {
  return spectrumOf(residualOf(resampled(luminance(picture), workingScale(picture.width, picture.height))));
}

/** One frame of a picture whose frames lie one below the other; the samples are shared. */
export function frameOf<Picture extends Samples>(picture: Picture, frame: number, frames: number): Picture {
  const height = picture.height / frames;
  const length = picture.width * height * picture.channels;
  return { ...picture, height, data: picture.data.subarray(frame * length, (frame + 1) * length) };
}
