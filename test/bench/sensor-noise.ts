/**
 * How well sensor noise tells real cameras apart: fingerprints of flat pictures against natural ones, at several crop
 * sizes.
 *
 *     node test/bench/sensor-noise.ts FOLDER [SIDE…]
 *
 * FOLDER holds `ff-jpg` and `nat-jpg` with names like `Nikon_D70_0_19929.JPG`, as in the test data of polimi-ispl's
 * prnu-python; SIDE 0 is the whole picture.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeImage } from '#core/media/image.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { type FloatPlane, lumaOf } from '#core/pixels/picture.ts';
import { cut } from '#core/pixels/sensor-noise/comparison.ts';
import { CorrelationTarget } from '#core/pixels/sensor-noise/correlation.ts';
import { expectedFloor } from '#core/pixels/sensor-noise/false-alarm.ts';
import {
  centrePlace,
  cleanResidual,
  FingerprintBuilder,
  weightedResidual,
} from '#core/pixels/sensor-noise/fingerprint.ts';
import { toRgb8 } from '#shared/numeric/plane.ts';

const [folder, ...sides] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node test/bench/sensor-noise.ts FOLDER [SIDE…]');

async function lumaAt(path: string, side: number): Promise<FloatPlane> {
  const decoded = await decodeImage(path, { format: 'jpeg', limits: defaultLimits });
  if (!decoded.ok) throw new Error(`${path}: ${decoded.reason.text.en}`);
  const { width, height } = decoded.image;
  const luma = lumaOf(toRgb8(decoded.image), width, height);
  return side === 0 ? luma : middle(luma, side, side);
}

function middle(plane: FloatPlane, width: number, height: number): FloatPlane {
  const { left, top } = centrePlace(plane, { width, height });
  return cut(plane, left, top, width, height);
}

const cameraOf = (name: string): string => name.replace(/_\d+\.JPG$/i, '');
const flat = (await readdir(join(folder, 'ff-jpg'))).sort();
const natural = (await readdir(join(folder, 'nat-jpg'))).sort();
const cameras = [...new Set(flat.map(cameraOf))];

for (const side of sides.length === 0 ? [512, 1024] : sides.map(Number)) {
  const begun = performance.now();
  const targets = new Map<string, CorrelationTarget>();
  for (const camera of cameras) {
    let builder: FingerprintBuilder | undefined;
    for (const name of flat.filter((one) => cameraOf(one) === camera)) {
      const luma = await lumaAt(join(folder, 'ff-jpg', name), side);
      builder ??= new FingerprintBuilder(luma.width, luma.height);
      builder.add(luma);
    }
    if (builder !== undefined) targets.set(camera, new CorrelationTarget(builder.finish()));
  }
  const built = performance.now();
  const [own, others]: [number[], number[]] = [[], []];
  for (const name of natural) {
    const luma = await lumaAt(join(folder, 'nat-jpg', name), side);
    const suspect = weightedResidual(cleanResidual(luma), luma);
    for (const [camera, target] of targets) {
      if (target.width !== suspect.width) continue;
      const { pce } = target.find(suspect);
      (cameraOf(name) === camera ? own : others).push(pce);
    }
  }
  // The same residuals cut to their middle: every shift of the crop is tried.
  const cropped: [number[], number[]] = [[], []];
  let shifts = 1;
  for (const name of natural) {
    const luma = await lumaAt(join(folder, 'nat-jpg', name), side);
    const part = middle(luma, luma.width >> 1, luma.height >> 1);
    const suspect = weightedResidual(cleanResidual(part), part);
    for (const [camera, target] of targets) {
      const peak = target.find(suspect);
      shifts = peak.shifts;
      cropped[cameraOf(name) === camera ? 0 : 1].push(peak.pce);
    }
  }
  const summary = (what: string, [mine, theirs]: readonly [number[], number[]]): string =>
    `${what}: own camera ≥ 60 ${mine.filter((pce) => pce >= 60).length}/${mine.length}, other ≥ 60 ${theirs.filter((pce) => pce >= 60).length}/${theirs.length}, highest other ${Math.max(...theirs).toFixed(1)}, own ${mine.map((pce) => pce.toFixed(0)).join(' ')}`;
  process.stdout.write(
    `${side === 0 ? 'whole' : `${side}²`}: fingerprints ${((built - begun) / 1000).toFixed(0)} s\n  ${summary('aligned', [own, others])}\n  ${summary(`half the side, ${shifts} shifts (chance ${expectedFloor(shifts).toFixed(1)})`, cropped)}\n`,
  );
}
