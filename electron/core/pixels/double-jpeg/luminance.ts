import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { AnalysisContext } from '../../analysis/define.ts';
import { type CoefficientPlane, decodedPlane } from '../../media/jpeg-coefficients.ts';
import { gate } from '../gate.ts';
import { type FloatPlane, openPicture } from '../picture.ts';

/** First component of a JPEG picture: its luminance, as quantised and as decoded. */
interface Luminance {
  readonly width: number;
  readonly height: number;
  readonly plane: CoefficientPlane;
  /** Not rounded, not clamped; only what belongs to the picture. */
  readonly samples: FloatPlane;
  /** Interleaved 8-bit RGB of the whole picture. */
  rgb(): Uint8Array;
  readonly warnings: readonly string[];
}

export type LuminanceOutcome =
  | { readonly ok: true; readonly luminance: Luminance }
  | { readonly ok: false; readonly reason: Reason };

/** Pixels of the shorter side: with less, there are too few blocks for any statistic. */
const leastSide = 64;

/** Open the evidence for the methods of double compression, or say why they cannot speak. */
export async function openLuminance(
  context: Pick<AnalysisContext<unknown>, 'evidence' | 'limits' | 'signal'>,
): Promise<LuminanceOutcome> {
  const opened = await openPicture(context.evidence, context.limits);
  if (!opened.ok) return opened;
  context.signal.throwIfAborted();
  const { picture } = opened;
  const refused = gate(picture, { leastSide });
  if (refused !== null) return { ok: false, reason: refused };
  const coefficients = picture.coefficients();
  if (coefficients === null) return { ok: false, reason: notJpeg };
  if (!coefficients.ok) return coefficients;
  const { jpeg } = coefficients;
  const plane = jpeg.components[0];
  if (plane === undefined || jpeg.precision !== 8) return { ok: false, reason: otherPrecision };
  if (plane.width < leastSide || plane.height < leastSide) return { ok: false, reason: subsampled };
  context.signal.throwIfAborted();
  const samples = croppedTo(decodedPlane(plane, 8), plane);
  const { width, height, warnings } = jpeg;
  return { ok: true, luminance: { width, height, plane, samples, rgb: () => picture.rgb(), warnings } };
}

function croppedTo(data: Float32Array, { blocksWide, width, height }: CoefficientPlane): FloatPlane {
  const stride = blocksWide * 8;
  if (stride === width) return { width, height, data: data.subarray(0, width * height) };
  // In place: the padding is never read again.
  for (let y = 1; y < height; y += 1) data.copyWithin(y * width, y * stride, y * stride + width);
  return { width, height, data: data.subarray(0, width * height) };
}

const notJpeg: Reason = {
  code: 'not-jpeg',
  text: localized('The file has no JPEG coefficients', '文件中没有 JPEG 系数'),
};
const otherPrecision: Reason = {
  code: 'precision',
  text: localized('The method is made for JPEG files of 8 bits', '该方法针对 8 位 JPEG 文件'),
};
const subsampled: Reason = {
  code: 'too-small',
  text: localized('The first component has too few blocks', '第一分量的块数过少'),
};
