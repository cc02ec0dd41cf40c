/**
 * The same crops by polimi-ispl's prnu-python and by Assay: agreement of the ranks of all pairs, matches, time.
 *
 *     node test/bench/sensor-noise-peer.ts PACKAGE FOLDER [SIDE]
 *
 * PACKAGE is a checkout of prnu-python; `/usr/bin/python3` must have numpy, scipy, pywt and PIL. FOLDER holds `ff-jpg` and
 * `nat-jpg` as for `sensor-noise.ts`. Times are of the processor, decoding included.
 */
import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { cut } from '#core/pixels/sensor-noise/comparison.ts';
import { CorrelationTarget } from '#core/pixels/sensor-noise/correlation.ts';
import {
  centrePlace,
  cleanResidual,
  FingerprintBuilder,
  weightedResidual,
} from '#core/pixels/sensor-noise/fingerprint.ts';
import { cameraOf, lumaAt, naturalNames } from './sensor-noise/material.ts';

const [peer, folder, size = '512'] = process.argv.slice(2);
if (peer === undefined || folder === undefined)
  throw new Error('usage: node test/bench/sensor-noise-peer.ts PACKAGE FOLDER [SIDE]');
const side = Number(size);

const script = fileURLToPath(new URL('./sensor-noise/peer.py', import.meta.url));
const threads = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
const { stdout, stderr, status } = spawnSync('/usr/bin/python3', [script, peer, folder, size], {
  encoding: 'utf8',
  maxBuffer: 1 << 24,
  env: { ...process.env, ...threads },
});
if (status !== 0) throw new Error(stderr);
const theirs = z
  .object({
    build: z.number(),
    compare: z.number(),
    peaks: z.record(z.string(), z.record(z.string(), z.number())),
  })
  .parse(JSON.parse(stdout));

async function middleOf(path: string) {
  const luma = await lumaAt(path);
  const { left, top } = centrePlace(luma, { width: side, height: side });
  return cut(luma, left, top, side, side);
}

/** Processor time of this process, all threads: another process may run beside. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const begun = processorSeconds();
const flat = (await readdir(join(folder, 'ff-jpg'))).sort();
const targets = new Map<string, CorrelationTarget>();
for (const camera of new Set(flat.map(cameraOf))) {
  const builder = new FingerprintBuilder(side, side);
  for (const name of flat.filter((one) => cameraOf(one) === camera))
    builder.add(await middleOf(join(folder, 'ff-jpg', name)));
  targets.set(camera, new CorrelationTarget(builder.finish()));
}
const built = processorSeconds();
const [ours, peers]: [number[], number[]] = [[], []];
const own: boolean[] = [];
for (const name of await naturalNames(folder)) {
  const luma = await middleOf(join(folder, 'nat-jpg', name));
  const suspect = weightedResidual(cleanResidual(luma), luma);
  for (const [camera, target] of targets) {
    ours.push(target.find(suspect).pce);
    peers.push(theirs.peaks[name]![camera]!);
    own.push(cameraOf(name) === camera);
  }
}
const compared = processorSeconds();

/** Of the ranks (C. Spearman, 1904). */
function rankCorrelation(one: readonly number[], other: readonly number[]): number {
  const ranks = (values: readonly number[]): number[] => {
    const places = values.map((_, at) => at).sort((a, b) => values[a]! - values[b]!);
    const out = new Array<number>(values.length);
    for (const [rank, at] of places.entries()) out[at] = rank;
    return out;
  };
  const [first, second] = [ranks(one), ranks(other)];
  let squares = 0;
  for (let at = 0; at < one.length; at += 1) squares += (first[at]! - second[at]!) ** 2;
  return 1 - (6 * squares) / (one.length * (one.length ** 2 - 1));
}

const pick = (values: readonly number[], mine: boolean) => values.filter((_, at) => own[at] === mine);
const describe = (values: readonly number[]) =>
  `${pick(values, true).filter((pce) => pce >= 60).length} of ${pick(values, true).length} own ≥ 60, highest of a stranger ${Math.max(...pick(values, false)).toFixed(1)}`;
process.stdout.write(
  [
    `${side}², ${own.length} pairs`,
    `Assay: ${describe(ours)}; fingerprints ${(built - begun).toFixed(1)} s, comparing ${(compared - built).toFixed(1)} s`,
    `prnu-python: ${describe(peers)}; fingerprints ${theirs.build.toFixed(1)} s, comparing ${theirs.compare.toFixed(1)} s`,
    `ranks of the own pairs agree with ${rankCorrelation(pick(ours, true), pick(peers, true)).toFixed(3)}`,
    '',
  ].join('\n'),
);
