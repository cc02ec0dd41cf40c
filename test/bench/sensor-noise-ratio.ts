/**
 * Calibrates likelihood ratios of sensor noise on one body of each camera model, and tests on the other.
 *
 *     node test/bench/sensor-noise-ratio.ts FOLDER
 *
 * FOLDER holds `ff-jpg` and `nat-jpg` as for `sensor-noise.ts`. Each natural picture gives crops of three sizes, each
 * compared with the fingerprints of its half where it was cut, and with all shifts in twice the size.
 */
import { join } from 'node:path';
import { cut } from '#core/pixels/sensor-noise/comparison.ts';
import { CorrelationTarget } from '#core/pixels/sensor-noise/correlation.ts';
import { expectedFloor } from '#core/pixels/sensor-noise/false-alarm.ts';
import { cleanResidual, weightedResidual } from '#core/pixels/sensor-noise/fingerprint.ts';
import { likelihoodRatio } from '#core/pixels/sensor-noise/likelihood.ts';
import { leastCost, logistic, ratioCost, type Scored } from './sensor-noise/calibration.ts';
import { cameraOf, fingerprintsOf, lumaAt, naturalNames } from './sensor-noise/material.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node test/bench/sensor-noise-ratio.ts FOLDER');

interface Pair extends Scored {
  readonly body: string;
  readonly side: number;
  readonly pce: number;
  readonly trials: number;
}

/** Places of crops from the middle of the frame; the smallest frame has 3008 × 2000 pixels. */
const six = [-1300, -300, 700].flatMap((x) => [-900, 100].map((y) => [x, y] as const));
const crops = [
  { side: 256, places: six, searched: true },
  { side: 512, places: six, searched: true },
  {
    side: 1024,
    places: [
      [-1200, -500],
      [100, -500],
    ] as const,
    searched: false,
  },
];
const bodyOf = (camera: string): string => camera.slice(-1);

const fingerprints = await fingerprintsOf(folder);
const pairs: Pair[] = [];
for (const name of await naturalNames(folder)) {
  const luma = await lumaAt(join(folder, 'nat-jpg', name));
  const camera = cameraOf(name);
  for (const { side, places, searched } of crops)
    for (const [right, down] of places) {
      const at = (plane: { width: number; height: number }, offset: number): [number, number] => [
        ((plane.width >> 1) + right + offset) & ~1,
        ((plane.height >> 1) + down + offset) & ~1,
      ];
      const part = cut(luma, ...at(luma, 0), side, side);
      const suspect = weightedResidual(cleanResidual(part), part);
      for (const [other, fingerprint] of fingerprints) {
        if (bodyOf(other) !== bodyOf(camera)) continue;
        const compare = (offset: number, wide: number) => {
          const target = new CorrelationTarget(cut(fingerprint, ...at(fingerprint, offset), wide, wide));
          const { pce, shifts } = target.find(suspect);
          const score = Math.log1p(Math.max(0, pce - expectedFloor(shifts)));
          pairs.push({ own: other === camera, body: bodyOf(camera), side, pce, trials: shifts, score });
        };
        compare(0, side);
        if (searched) compare(-64, Math.min(1000, 2 * side));
      }
    }
}

for (const { side } of crops) {
  const of = (body: string) => pairs.filter((pair) => pair.side === side && pair.body === body);
  const [learnt, tested] = [of('0'), of('1')];
  const { offset, slope } = logistic(learnt);
  const shipped = new Map(tested.map((pair) => [pair, likelihoodRatio(pair.pce, pair.trials, side)!]));
  const ratio = (one: Scored): number => shipped.get(one as Pair)!;
  const against = tested.filter((one) => one.own && ratio(one) < 1).length;
  const strangers = tested.filter(({ own }) => !own);
  const misled = strangers.filter((one) => ratio(one) > 1);
  const own = tested.length - strangers.length;
  process.stdout.write(
    `${side}²: fitted on ${learnt.length} of the first bodies: offset ${offset.toFixed(2)}, slope ${slope.toFixed(2)}; on the second: cost ${ratioCost(tested, ratio).toFixed(3)}, least ${leastCost(tested).toFixed(3)}; ratio below 1 for ${against} of ${own} own, above 1 for ${misled.length} of ${strangers.length} strangers, highest ${Math.max(...strangers.map(ratio)).toFixed(1)}, highest PCE of a stranger ${Math.max(...strangers.map(({ pce }) => pce)).toFixed(1)}\n`,
  );
}
