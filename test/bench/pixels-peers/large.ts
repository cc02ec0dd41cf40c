import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { analysis as errorLevel } from '#core/analyses/pixels/error-level.ts';
import { analysis as gradient } from '#core/analyses/pixels/luminance-gradient.ts';
import { analysis as components } from '#core/analyses/pixels/principal-components.ts';
import { analysis as resampling } from '#core/analyses/pixels/resampling.ts';
import { lumaOf } from '#core/pixels/picture.ts';
import { noiseResidual, withoutPeriods, zeroMeans } from '#core/pixels/sensor-noise/residual.ts';
import { runAnalysis } from '../../support/run-analysis.ts';
import type { Peer } from './peer.ts';
import { table } from './table.ts';

interface Timed {
  readonly name: string;
  readonly megapixels: number;
  readonly theirs: number | null;
  readonly ours: number | null;
  readonly ourMegapixels?: number;
}

async function spent(work: () => Promise<unknown>): Promise<number> {
  const begun = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1e6;
}

async function told(peer: Peer | null, request: Readonly<Record<string, unknown>>): Promise<number | null> {
  const reply = (await peer?.ask(request)) ?? 'absent';
  return typeof reply === 'string' ? null : reply.seconds;
}

/** Sizes of a camera, and tools so slow that a small piece must do. Second run of each. */
export async function largeTable(
  sherloq: Peer | null,
  prnu: Peer | null,
  photograph: string,
  folder: string,
): Promise<string> {
  const large = join(folder, 'large.jpg');
  const [width, height] = [4000, 3000];
  const picture = sharp(photograph).resize(width, height, { fit: 'fill', kernel: 'cubic' });
  await writeFile(large, await picture.jpeg({ quality: 92 }).toBuffer());
  const rows: Timed[] = [];
  for (const [tool, analysis] of [
    ['ela', errorLevel],
    ['gradient', gradient],
    ['pca', components],
  ] as const) {
    const request = { tool, file: large };
    await told(sherloq, request);
    const run = (): Promise<unknown> =>
      analysis === errorLevel
        ? runAnalysis(errorLevel, large)
        : analysis === gradient
          ? runAnalysis(gradient, large)
          : runAnalysis(components, large);
    await run();
    rows.push({
      name: `sherloq ${tool}`,
      megapixels: 12,
      theirs: await told(sherloq, request),
      ours: await spent(run),
    });
  }
  const small = join(folder, 'small.png');
  const side = 96;
  await writeFile(
    small,
    await sharp(photograph).extract({ left: 64, top: 64, width: side, height: side }).png().toBuffer(),
  );
  await runAnalysis(resampling, photograph);
  const second = async (tool: string): Promise<number | null> => {
    await told(sherloq, { tool, file: small });
    return told(sherloq, { tool, file: small });
  };
  const whole = await sharp(photograph).metadata();
  rows.push({
    name: `sherloq resampling (${side} × ${side}; ours a whole photograph)`,
    megapixels: side ** 2 / 1e6,
    theirs: await second('resampling'),
    ours: await spent(() => runAnalysis(resampling, photograph)),
    ourMegapixels: (whole.width * whole.height) / 1e6,
  });
  rows.push({
    name: `sherloq minmax (${side} × ${side}; none here)`,
    megapixels: side ** 2 / 1e6,
    theirs: await second('minmax'),
    ours: null,
  });
  const piece = [1024, 1024] as const;
  const request = { tool: 'residual', file: large, crop: piece };
  await told(prnu, request);
  const extract = { left: 0, top: 0, width: piece[1], height: piece[0] };
  const residual = async (): Promise<void> => {
    const rgb = await sharp(large).extract(extract).removeAlpha().raw().toBuffer();
    const plane = noiseResidual(lumaOf(rgb, piece[1], piece[0]), 5);
    zeroMeans(plane);
    withoutPeriods(plane);
  };
  await residual();
  rows.push({
    name: 'prnu-python residual (1024 × 1024; three channels, ours the luminance)',
    megapixels: (piece[0] * piece[1]) / 1e6,
    theirs: await told(prnu, request),
    ours: await spent(residual),
  });
  return table(
    ['method', 'MP', 'peer s', 'ours s', 'peer s/MP', 'ours s/MP', 'peer / ours'],
    rows.map(({ name, megapixels, theirs, ours, ourMegapixels = megapixels }) => {
      const number = (value: number | null): string => (value === null ? '–' : value.toPrecision(2));
      const [peer, own] = [
        theirs === null ? null : theirs / megapixels,
        ours === null ? null : ours / ourMegapixels,
      ];
      const ratio = peer === null || own === null ? null : peer / own;
      return [
        name,
        megapixels.toPrecision(2),
        number(theirs),
        number(ours),
        number(peer),
        number(own),
        ratio === null ? '–' : ratio >= 100 ? ratio.toFixed(0) : number(ratio),
      ];
    }),
  );
}
