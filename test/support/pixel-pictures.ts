import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { AnalysisDefinition } from '#core/analysis/define.ts';
import { runAnalysis } from './run-analysis.ts';

/** A picture from interleaved RGB. */
export function rgbImage(data: Uint8Array, width: number, height: number): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** Run a method on a picture stored as PNG, or as JPEG of a quality. */
export async function runOnPicture<P, R>(
  analysis: AnalysisDefinition<P, R>,
  image: Sharp,
  quality: number | null = null,
  parameters: Record<string, unknown> = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'assay-pixels-'));
  try {
    const path = join(folder, quality === null ? 'picture.png' : 'picture.jpg');
    const file =
      quality === null
        ? image.png({ compressionLevel: 1 })
        : image.jpeg({ quality, chromaSubsampling: '4:4:4' });
    await writeFile(path, await file.toBuffer());
    return await runAnalysis(analysis, path, parameters);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
