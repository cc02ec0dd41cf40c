import type { AnyAnalysis } from '../analysis/define.ts';

/**
 * Methods on the pixels of a still image, the cheapest first, by processor time on a JPEG of twelve megapixels
 * (`test/bench/pixels.ts`): what is ready soon shall not wait for what takes long. From a few milliseconds to about three
 * seconds; a camera's fingerprint costs as much again where one is registered.
 */
export const pixelsByCost: readonly string[] = [
  'quantization',
  'histogram',
  'thumbnail-residual',
  'channels',
  'double-quantization',
  'contrast-enhancement',
  'blocking',
  'cfa',
  'noisesniffer',
  'recapture',
  'noise-level',
  'principal-components',
  'bit-planes',
  'nonaligned-jpeg',
  'ghosts',
  'residual-patterns',
  'luminance-gradient',
  'error-level',
  'median-filtering',
  'resampling',
  'frequency-split',
  'echo-edges',
  'jpeg-grid',
  'copy-move',
  'sensor-noise',
].map((name) => `pixels.${name}`);

/** Analyses in the order they are run: families as they come, the pixels' by their cost. */
export function inOrderOfWork(analyses: readonly AnyAnalysis[]): readonly AnyAnalysis[] {
  const cost = new Map(pixelsByCost.map((id, place) => [id, place]));
  const costly = analyses
    .filter(({ id }) => cost.has(id))
    .sort((one, other) => cost.get(one.id)! - cost.get(other.id)!);
  let next = 0;
  return analyses.map((analysis) => {
    if (!cost.has(analysis.id)) return analysis;
    next += 1;
    return costly[next - 1]!;
  });
}
