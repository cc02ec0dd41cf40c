/**
 * Whether the map of missing sensor noise finds what was pasted into real pictures, and how often it names what was not.
 *
 *     node test/bench/sensor-noise-map.ts FOLDER
 *
 * FOLDER holds `ff-jpg` and `nat-jpg` as for `sensor-noise.ts`. Each natural picture gets patches of several sizes from
 * another picture and from another place of its own, and is saved again; its camera's fingerprint is of ten flat ones.
 */
import { join } from 'node:path';
import sharp from 'sharp';
import { type FloatPlane, lumaOf } from '#core/pixels/picture.ts';
import { cellSide, cellSums } from '#core/pixels/sensor-noise/cell-sums.ts';
import { NoisePresence } from '#core/pixels/sensor-noise/expected-noise.ts';
import { cleanResidual } from '#core/pixels/sensor-noise/fingerprint.ts';
import { type MissingRegion, missingNoise } from '#core/pixels/sensor-noise/missing-noise.ts';
import { cameraOf, fingerprintsOf, naturalNames, type Rgb, rgbOf } from './sensor-noise/material.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node test/bench/sensor-noise-map.ts FOLDER');

interface Patch {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}
const patchSides = [128, 192, 256, 320, 400];
const quality = 95;

/** Patches that do not touch, one of each size, spread over the frame; `turn` moves them. */
function layout({ width, height }: Rgb, turn: number): Patch[] {
  return patchSides.map((side, index) => {
    const [column, row] = [(index + turn) % 3, Math.floor((index + 2 * turn) / 3) % 2];
    return {
      x: Math.round((width * (2 * column + 1)) / 6 - side / 2) + 5 * index,
      y: Math.round((height * (2 * row + 1)) / 4 - side / 2) + 3 * index,
      side,
    };
  });
}

/** @param from `null`: another place of the same picture */
function pasted(into: Rgb, from: Rgb | null, patches: readonly Patch[]): Rgb {
  const data = Uint8Array.from(into.data);
  const source = from ?? into;
  for (const { x, y, side } of patches) {
    // Places of another phase of blocks and mosaic as well.
    const left = (x + (from === null ? (into.width >> 1) + 3 : 101)) % (source.width - side);
    const top = (y + (from === null ? 5 : 77)) % (source.height - side);
    for (let row = 0; row < side; row += 1) {
      const start = 3 * ((top + row) * source.width + left);
      data.set(source.data.subarray(start, start + 3 * side), 3 * ((y + row) * into.width + x));
    }
  }
  return { ...into, data };
}

async function savedLuma({ width, height, data }: Rgb): Promise<FloatPlane> {
  const bytes = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality, chromaSubsampling: '4:4:4' })
    .toBuffer();
  const again = await sharp(bytes).raw().toBuffer();
  return lumaOf(again, width, height);
}

function covers(regions: readonly MissingRegion[], { x, y, side }: Patch): number {
  let most = 0;
  for (const one of regions) {
    const across = Math.min(x + side, one.left + one.width) - Math.max(x, one.left);
    const down = Math.min(y + side, one.top + one.height) - Math.max(y, one.top);
    if (across > 0 && down > 0)
      most = Math.max(most, (across * down) / (side * side + one.width * one.height - across * down));
  }
  return most;
}

const natural = await naturalNames(folder);
const fingerprints = await fingerprintsOf(folder);

interface Score {
  found: number;
  all: number;
}
const [bySize, byExpected] = [new Map<string, Score>(), new Map<string, Score>()];

function count(scores: Map<string, Score>, key: string, found: boolean): void {
  const score = scores.get(key) ?? { found: 0, all: 0 };
  scores.set(key, { found: score.found + Number(found), all: score.all + 1 });
}

/** What of the noise the place of a patch should have, by what it shows. */
function classOf(presence: NoisePresence, { x, y, side }: Patch): string {
  const [left, top] = [Math.round(x / cellSide), Math.round(y / cellSide)];
  const cells = Math.round(side / cellSide);
  const expected = presence.within(left, top, left + cells, top + cells)?.expected ?? 0;
  const steps = [0, 5, 7, 9, 12, 16];
  const step = steps.findLastIndex((one) => expected >= one);
  return `${steps[step]} – ${steps[step + 1] ?? '…'} σ`;
}

let [untouched, untouchedFalse, storedFalse, beside, judgedSum] = [0, 0, 0, 0, 0];
for (const [index, name] of natural.entries()) {
  const fingerprint = fingerprints.get(cameraOf(name))!;
  const rgb = await rgbOf(join(folder, 'nat-jpg', name));
  // A picture of another camera of the same frame; the two D200 have one another.
  const others = natural.filter((one) => cameraOf(one) !== cameraOf(name));
  const lines: string[] = [];
  const lookAt = (luma: FloatPlane) => {
    const cells = cellSums(cleanResidual(luma), fingerprint, luma);
    return { ...missingNoise(cells), cells };
  };
  const look = async (picture: Rgb) => lookAt(await savedLuma(picture));
  const clean = await look(rgb);
  const stored = lookAt(lumaOf(rgb.data, rgb.width, rgb.height));
  if (stored.regions.length > 0) storedFalse += 1;
  untouched += 1;
  judgedSum += clean.judged;
  if (clean.regions.length > 0) untouchedFalse += 1;
  lines.push(
    `${(100 * clean.judged).toFixed(0)} % judged, from ${clean.finest} px, ${clean.regions.length} false`,
  );
  for (const [kind, from] of [
    ['other camera', await rgbOf(join(folder, 'nat-jpg', others[(index * 5) % others.length]!))],
    ['own picture', null],
  ] as const) {
    const patches = layout(rgb, index);
    const { regions, cells } = await look(pasted(rgb, from, patches));
    const presence = new NoisePresence(cells, null);
    const words = patches.map((patch) => {
      const overlap = covers(regions, patch);
      const expected = classOf(presence, patch);
      count(bySize, `${kind} ${patch.side}²`, overlap > 0.25);
      count(byExpected, `${kind} ${expected}`, overlap > 0.25);
      return `${patch.side}: ${overlap.toFixed(2)} (${expected})`;
    });
    const stray = regions.filter((one) => patches.every((patch) => covers([one], patch) === 0)).length;
    if (stray > 0) beside += 1;
    lines.push(`${kind}: ${words.join(' ')}${stray > 0 ? ` STRAY ${stray}` : ''}`);
  }
  process.stdout.write(`${name}: ${lines.join('\n  ')}\n`);
}
for (const scores of [bySize, byExpected])
  for (const [key, { found, all }] of [...scores].sort())
    process.stdout.write(`${key}: ${found} of ${all} found\n`);
process.stdout.write(
  `untouched as stored: ${storedFalse} of ${untouched} with a region, saved again: ${untouchedFalse}; pasted: ${beside} of ${2 * untouched} with a region elsewhere; judged ${((100 * judgedSum) / untouched).toFixed(0)} % on average\n`,
);
