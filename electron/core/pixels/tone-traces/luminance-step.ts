import type { Picture } from '../picture.ts';

/** Mean of the 64 quantisation steps of the first component; `null`: no JPEG; NaN: they could not be read. */
export function meanLuminanceStep(picture: Picture): number | null {
  const coefficients = picture.coefficients();
  if (coefficients === null) return null;
  const steps = coefficients.ok ? coefficients.jpeg.components[0]?.steps : undefined;
  if (steps === undefined) return Number.NaN;
  return steps.reduce((sum, step) => sum + step, 0) / steps.length;
}
