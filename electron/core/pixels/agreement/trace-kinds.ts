import type { TraceKind } from '#shared/domain/region.ts';

/**
 * What each method for still images looks at. Methods with the same kind react to the same property of the file, often
 * computed from the same coefficients: when all of them point at one place, that is one trace seen several times.
 * `null`: the method shows the picture in another way, or speaks about the whole of it, and points at no place.
 */
export const traceKindOf: Readonly<Record<string, TraceKind | null>> = {
  // Quantisation and the grid of eight pixels, earlier or foreign ones.
  'pixels.blocking': 'compression',
  'pixels.double-quantization': 'compression',
  'pixels.error-level': 'compression',
  'pixels.ghosts': 'compression',
  'pixels.jpeg-grid': 'compression',
  'pixels.nonaligned-jpeg': 'compression',
  // How strong the random part is and how neighbouring residuals go together.
  'pixels.noise-level': 'noise',
  'pixels.noisesniffer': 'noise',
  'pixels.residual-patterns': 'noise',
  // The fixed pattern of one sensor, known from other pictures.
  'pixels.sensor-noise': 'sensor',
  // Pixels that are weighted means of their neighbours: of a mosaic, or of a scaled or turned picture.
  'pixels.cfa': 'interpolation',
  'pixels.resampling': 'interpolation',
  'pixels.median-filtering': 'filtering',
  'pixels.contrast-enhancement': 'tone',
  // The same content twice.
  'pixels.copy-move': 'copies',
  // Smaller pictures in the file, made before a change.
  'pixels.thumbnail-residual': 'previews',
  // For the eye, or about the whole picture.
  'pixels.bit-planes': null,
  'pixels.channels': null,
  'pixels.echo-edges': null,
  'pixels.frequency-split': null,
  'pixels.histogram': null,
  'pixels.luminance-gradient': null,
  'pixels.principal-components': null,
  'pixels.quantization': null,
  'pixels.recapture': null,
};

/** Of an analysis of this or another version of the program; `null`: it takes no part. */
export function traceKind(analysis: string): TraceKind | null {
  return Object.hasOwn(traceKindOf, analysis) ? (traceKindOf[analysis] ?? null) : null;
}
