import type { FingerprintMethod } from '#shared/domain/fingerprint.ts';
import type { Fingerprinter } from './define.ts';

/** Every way to fingerprint a file; its code is loaded when it is first asked for. */
export const fingerprinters: ReadonlyMap<FingerprintMethod, () => Promise<Fingerprinter>> = new Map([
  ['pdq', async () => (await import('./pdq.ts')).fingerprinter],
  ['iscc', async () => (await import('./iscc.ts')).fingerprinter],
  ['features', async () => (await import('./features.ts')).fingerprinter],
  ['chromaprint', async () => (await import('./chromaprint.ts')).fingerprinter],
  ['landmarks', async () => (await import('./landmarks.ts')).fingerprinter],
  ['frames', async () => (await import('./frames.ts')).fingerprinter],
  ['film', async () => (await import('./film.ts')).fingerprinter],
  ['shingles', async () => (await import('./shingles.ts')).fingerprinter],
]);
