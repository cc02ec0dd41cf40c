import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { analysis as copyMove } from '#core/analyses/pixels/copy-move.ts';
import { analysis as errorLevel } from '#core/analyses/pixels/error-level.ts';
import { analysis as ghosts } from '#core/analyses/pixels/ghosts.ts';
import { analysis as gradient } from '#core/analyses/pixels/luminance-gradient.ts';
import { analysis as quantization } from '#core/analyses/pixels/quantization.ts';
import { plant } from '../../fixtures/make/clones.ts';
import { runAnalysis } from '../../support/run-analysis.ts';
import { type Mask, type Raster, rasterOf, sharpOf, throughJpeg } from '../validation/raster.ts';
import type { Oracle } from './oracles.ts';
import type { Peer, PeerReply } from './peer.ts';
import { type PixelMap, unstacked } from './pixel-map.ts';
import { sherloqComponents, sherloqErrorLevel, sherloqNoise } from './restated.ts';

interface Places {
  readonly sherloq: Peer | null;
  /** ZERO's folder: Sherloq's published figures are of its picture. */
  readonly zero: string | undefined;
  /** A photograph stored without loss. */
  readonly photograph: string;
  readonly folder: string;
}

async function facts(peer: Peer | null, tool: string, file?: string): Promise<PeerReply | null> {
  const reply = (await peer?.ask({ tool, ...(file === undefined ? {} : { file }) })) ?? 'absent';
  return typeof reply === 'string' ? null : reply;
}

const decimal = (value: unknown): string => (typeof value === 'number' ? value.toFixed(3) : 'not run');

/** Figures of Sherloq's pictures, and the same from ours. */
export async function sherloqOracles({ sherloq, zero, photograph, folder }: Places): Promise<Oracle[]> {
  const rows: Oracle[] = [];
  if (zero !== undefined) {
    const file = join(zero, 'pelican99.jpg');
    const drawn = (await runAnalysis(gradient, file)).artifacts.get('gradient.png');
    const colours = await sharp(drawn).raw().toBuffer();
    const ours: readonly (readonly [string, string, string, number])[] = [
      ['ela', '36.623', '(its formula, restated)', await sherloqErrorLevel(file)],
      [
        'gradient',
        '75.734',
        '(our own picture)',
        colours.reduce((sum, one) => sum + one, 0) / colours.length,
      ],
      ['pca', '20.587', '(our distances on its scale)', await sherloqComponents(file)],
      ['noise', '13.782', '(its formula, restated)', await sherloqNoise(file)],
    ];
    for (const [tool, published, how, value] of ours)
      rows.push({
        name: `Sherloq ${tool}, pelican99.jpg: mean`,
        published,
        peer: decimal((await facts(sherloq, tool, file))?.facts.mean),
        ours: `${decimal(value)} ${how}`,
      });
  }
  rows.push(await oneSided(sherloq, photograph, folder));
  rows.push(...(await tables(sherloq, photograph, folder)));
  rows.push(await ghostMinimum(sherloq, photograph, folder));
  rows.push(await plantedClone(sherloq, photograph, folder));
  return rows;
}

/** The share of samples that change when saved at quality 75, and what Sherloq's linear mode keeps of it. */
async function oneSided(peer: Peer | null, photograph: string, folder: string): Promise<Oracle> {
  const file = join(folder, 'one-sided.jpg');
  await writeFile(file, await sharp(photograph).jpeg({ quality: 90 }).toBuffer());
  const reply = await facts(peer, 'one-sided', file);
  const { answer } = await runAnalysis(errorLevel, file, { quality: 75 });
  const percent = (value: unknown): string => `${(100 * Number(value)).toFixed(1)} %`;
  return {
    name: 'error level: samples shown as changed, of those that change',
    published: '29 % of 66 %',
    peer: reply === null ? 'not run' : `${percent(reply.facts.kept)} of ${percent(reply.facts.there)}`,
    ours: percent(answer.result?.evidence.changed),
  };
}

/** Pictures saved once at qualities 1…100: whose table is it, and what does the loss of a further save tell. */
async function tables(peer: Peer | null, photograph: string, folder: string): Promise<Oracle[]> {
  const known = await facts(peer, 'tables');
  const sets = known?.facts as { luminance: number[][]; chrominance: number[][] } | undefined;
  const small = await rasterOf(sharp(photograph).extract({ left: 0, top: 0, width: 256, height: 256 }));
  let [theirs, ours, guessed, tried] = [0, 0, 0, 0];
  for (let quality = 1; quality <= 100; quality += 1) {
    const file = join(folder, 'quality.jpg');
    await writeFile(file, await sharpOf(small).jpeg({ quality }).toBuffer());
    const stream = (await runAnalysis(quantization, file)).answer.result?.streams[0];
    const [luminance, chrominance] = (stream?.tables ?? []).map(({ steps }) => steps.join());
    if (
      sets?.luminance[quality - 1]?.join() === luminance &&
      sets?.chrominance[quality - 1]?.join() === chrominance
    )
      theirs += 1;
    if (stream?.ijgLuminance.includes(quality) && stream.ijgChrominance.includes(quality)) ours += 1;
    if (quality < 50) continue;
    tried += 1;
    if ((await facts(peer, 'quality', file))?.facts.quality === quality) guessed += 1;
  }
  return [
    {
      name: 'IJG tables of qualities 1…100 known exactly',
      published: '66 of 100',
      peer: sets === undefined ? 'not run' : `${theirs} of 100`,
      ours: `${ours} of 100`,
    },
    {
      name: 'quality 50…100 of a file saved once: told by the loss of a further save (peer), by its tables (ours)',
      published: '98 read as 100',
      peer: sets === undefined ? 'not run' : `${guessed} of ${tried}`,
      ours: 'all, see above',
    },
  ];
}

/** Mean inside the mask less that outside. */
function contrastOf(map: PixelMap, mask: Mask): number {
  const [sums, counts] = [
    [0, 0],
    [0, 0],
  ];
  for (let y = 0; y < map.height; y += 1)
    for (let x = 0; x < map.width; x += 1) {
      const [u, v] = [((x + 0.5) * mask.width) / map.width, ((y + 0.5) * mask.height) / map.height];
      const value = map.values[y * map.width + x]!;
      const inside = mask.data[Math.floor(v) * mask.width + Math.floor(u)]!;
      if (!Number.isFinite(value)) continue;
      sums[inside]! += value;
      counts[inside]! += 1;
    }
  return sums[1]! / counts[1]! - sums[0]! / counts[0]!;
}

/** A part of quality 65 in a picture of quality 90. */
async function ghostMinimum(peer: Peer | null, photograph: string, folder: string): Promise<Oracle> {
  const base = await rasterOf(sharp(photograph));
  const coarse = await throughJpeg(base, 65);
  const mask: Mask = {
    width: base.width,
    height: base.height,
    data: new Uint8Array(base.width * base.height),
  };
  const data = new Uint8Array(base.data);
  for (let y = 96; y < 288; y += 1)
    for (let x = 160; x < 368; x += 1) {
      mask.data[y * base.width + x] = 1;
      const at = (y * base.width + x) * 3;
      data.set(coarse.data.subarray(at, at + 3), at);
    }
  const file = join(folder, 'ghost.jpg');
  await writeFile(
    file,
    await sharpOf({ ...base, data })
      .jpeg({ quality: 90 })
      .toBuffer(),
  );
  const reply = await facts(peer, 'ghosts', file);
  const maps = reply?.map === null || reply === null ? [] : unstacked(reply.map, 9);
  const within = maps.map((map) => contrastOf(map, mask));
  const lowest = within.indexOf(Math.min(...within));
  const [region] = (await runAnalysis(ghosts, file)).answer.result?.regions ?? [];
  return {
    name: 'ghost of a part of quality 65 in a picture of quality 90: at which quality it is lowest against the rest',
    published: '65',
    peer: maps.length === 0 ? 'not run' : `${50 + 5 * lowest} (of 50, 55 … 90, place given)`,
    ours:
      region === undefined
        ? 'nothing found'
        : `${region.quality}, at ${region.x * 16}, ${region.y * 16}; lg NFA ${region.logNfa.toFixed(1)}`,
  };
}

/** 80 × 100 pixels copied. */
async function plantedClone(peer: Peer | null, photograph: string, folder: string): Promise<Oracle> {
  const base: Raster = await rasterOf(sharp(photograph));
  const { data } = plant(base, { source: [130, 130], half: [40, 50], target: [450, 300] });
  const told = async (raster: Raster, name: string): Promise<[string, string]> => {
    const file = join(folder, name);
    const stored = name.endsWith('.png') ? sharpOf(raster).png() : sharpOf(raster).jpeg({ quality: 92 });
    await writeFile(file, await stored.toBuffer());
    const reply = await facts(peer, 'cloning', file);
    const { result } = (await runAnalysis(copyMove, file)).answer;
    const clones = (result?.pairs ?? []).filter(({ verdict }) => verdict === 'clone').length;
    return [reply === null ? 'not run' : `${reply.facts.clusters} clusters`, `${clones} pairs`];
  };
  const all = [
    await told({ ...base, data }, 'clone.png'),
    await told({ ...base, data }, 'clone.jpg'),
    await told(base, 'no-clone.jpg'),
  ];
  return {
    name: 'planted clone of 80 × 100 pixels, stored without loss; as JPEG of quality 92; the photograph without it',
    published: '9 clusters',
    peer: all.map(([theirs]) => theirs).join('; '),
    ours: all.map(([, own]) => own).join('; '),
  };
}
