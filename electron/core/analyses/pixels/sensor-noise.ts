import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { cameraValues, type KeptCamera, readCameras } from '../../media/camera-fingerprints.ts';
import { readImageHeader } from '../../media/image.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { gate, stillPicture } from '../../pixels/gate.ts';
import { guide } from '../../pixels/guides/sensor-noise.ts';
import { type FloatPlane, openPicture } from '../../pixels/picture.ts';
import { captureOf } from '../../pixels/sensor-noise/capture.ts';
import { cellSums } from '../../pixels/sensor-noise/cell-sums.ts';
import { type Alignment, align, likelyTurns, underPicture } from '../../pixels/sensor-noise/comparison.ts';
import { CorrelationTarget } from '../../pixels/sensor-noise/correlation.ts';
import { expectedFloor, log10FalseAlarm } from '../../pixels/sensor-noise/false-alarm.ts';
import { cleanResidual, intensity, weightedResidual } from '../../pixels/sensor-noise/fingerprint.ts';
import { doubts } from '../../pixels/sensor-noise/guard.ts';
import { likelihoodRatio } from '../../pixels/sensor-noise/likelihood.ts';
import { missingNoise } from '../../pixels/sensor-noise/missing-noise.ts';
import { drawMissing, type Missing, missingOf } from '../../pixels/sensor-noise/missing-telling.ts';
import {
  type Comparison,
  SensorNoise,
  sensorNoiseFigures,
  sensorNoiseFindings,
  sensorNoiseLimits,
} from '../../pixels/sensor-noise/telling.ts';

const Parameters = z.strictObject({
  /** Beginning of the SHA-256 of a camera fingerprint; `null`: all that were made here. */
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{8,64}$/)
    .nullable()
    .default(null),
  /** Peak-to-correlation energy from which on a picture counts as matching. */
  threshold: z.number().min(20).max(1000).default(60),
  /** `likely`: as the picture is stored, on its side if its shape says so; `all`: each quarter turn. */
  turns: z.enum(['likely', 'all']).default('likely'),
  /** Sizes of the picture against the camera's own pixels that are tried. */
  scales: z.array(z.number().min(0.25).max(1)).min(1).max(8).default([1]),
});
type Parameters = z.infer<typeof Parameters>;

/** Whether a picture carries the noise pattern of a camera whose fingerprint was made here. */
export const analysis = defineAnalysis<Parameters, SensorNoise>({
  id: 'pixels.sensor-noise',
  version: 2,
  title: localized('Sensor noise of a known camera', '已知相机的传感器噪声（PRNU）'),
  summary: localized(
    'Compares the noise of the picture with the fingerprints of known cameras, at every shift a crop allows, and prints the peak beside what chance gives; if the picture matches, maps where the noise is missing.',
    '将图像噪声与已知相机的指纹在裁剪允许的所有位移上比对，并将峰值与偶然水平一并给出；若匹配，则绘出噪声缺失之处。',
  ),
  guide,
  reference: {
    cite: 'Chen, Fridrich, Goljan and Lukáš, IEEE TIFS 3 (2008); Goljan, Fridrich and Filler, Large scale test of sensor fingerprint camera identification, Media Forensics and Security (2009); Iuliani, Fontani and Piva, IEEE Access 9 (2021)',
    url: 'https://doi.org/10.1109/TIFS.2007.916285',
    limits: sensorNoiseLimits,
  },
  errorRate: errorRateOf('pixels.sensor-noise'),
  engines: ['sharp', 'heif', 'camera-fingerprints'],
  limits: { timeMs: 300_000, memoryBytes: 3 * 1024 * 1024 * 1024 },
  appliesTo: stillPicture,
  parameters: Parameters,
  result: SensorNoise,
  run,
  figures: sensorNoiseFigures,
  interpret: sensorNoiseFindings,
});

async function run(context: AnalysisContext<Parameters>): Promise<Answer<SensorNoise>> {
  const { parameters, signal, progress } = context;
  const opened = await openPicture(context.evidence, context.limits);
  if (!opened.ok) return { outcome: 'undetermined', reason: opened.reason };
  const { picture } = opened;
  const { width, height } = picture;
  const warnings = [...picture.image.warnings];
  const refused = gate(picture, { leastSide: 128, mostPixels: 64_000_000 });
  if (refused !== null) return { outcome: 'undetermined', reason: refused, warnings };
  signal.throwIfAborted();
  const { cameras, problems } = await readCameras();
  warnings.push(...problems);
  const wanted = parameters.fingerprint;
  const chosen = wanted === null ? cameras : cameras.filter(({ sha256 }) => sha256.startsWith(wanted));
  if (chosen.length === 0)
    return { outcome: 'undetermined', reason: wanted === null ? noFingerprint : notThere, warnings };
  const fitting = chosen.filter((camera) => mayFit(picture, camera, parameters.scales));
  const unfit = chosen.filter((camera) => !fitting.includes(camera)).map(({ name }) => name);
  if (fitting.length === 0) return { outcome: 'undetermined', reason: doesNotFit, warnings };
  const luma = picture.luma();
  const usable = shareUsable(luma);
  if (usable < 0.1) return { outcome: 'undetermined', reason: saturated, warnings };
  const residual = cleanResidual(luma);
  const suspect = weightedResidual(residual, luma);
  signal.throwIfAborted();
  progress(0.2);
  const found: { readonly camera: KeptCamera; readonly best: Alignment }[] = [];
  for (const [index, camera] of fitting.entries()) {
    progress(0.2 + (0.7 * index) / fitting.length);
    const values = await cameraValues(camera);
    if (values === null) {
      warnings.push(`${camera.name} ${camera.sha256.slice(0, 16)}: the file is not the one that was made`);
      continue;
    }
    signal.throwIfAborted();
    const target = new CorrelationTarget({ width: camera.width, height: camera.height, data: values });
    const turns = parameters.turns === 'all' ? [0, 1, 2, 3] : likelyTurns(picture, camera.frame);
    const best = align(suspect, target, camera, { turns, scales: parameters.scales }, () =>
      signal.throwIfAborted(),
    );
    if (best === null) unfit.push(camera.name);
    else found.push({ camera, best });
  }
  if (found.length === 0) return { outcome: 'undetermined', reason: doesNotFit, warnings };
  progress(0.9);
  found.sort((one, other) => other.best.pce - one.best.pce);
  const trials = found.reduce((sum, { best }) => sum + best.trials, 0);
  const comparisons = found.map(({ camera, best }): Comparison => {
    const { sha256, name, make, model, references } = camera;
    const log10 = log10FalseAlarm(best.pce, trials);
    return { sha256, name, make, model, references: references.length, ...best, log10 };
  });
  const { threshold } = parameters;
  const [{ camera, best }] = found as [(typeof found)[number]];
  let missing: Missing | null = null;
  if (best.pce >= threshold && best.scale === 1) {
    const values = await cameraValues(camera);
    if (values !== null) {
      const fingerprint = underPicture({ ...camera, data: values }, camera, best, luma);
      const map = missingNoise(cellSums(residual, fingerprint, luma));
      await drawMissing(context, map, luma);
      missing = missingOf(map);
    }
  }
  signal.throwIfAborted();
  progress(1);
  const header = await readImageHeader(await readFile(context.evidence.path), {
    format: context.evidence.media.format,
    limits: context.limits,
  });
  const capture = captureOf(header.ok ? header.metadata.exif : undefined);
  const against = doubts(comparisons, threshold, capture);
  const plain = best.scale === 1 && !Object.values(against).some(Boolean);
  const result: SensorNoise = {
    ...{ width, height, threshold, usable, comparisons, unfit, missing },
    floor: expectedFloor(trials),
    likelihood: plain ? likelihoodRatio(best.pce, trials, Math.min(width, height)) : null,
    doubts: against,
  };
  return { outcome: comparisons[0]!.pce >= threshold ? 'found' : 'nothing-found', result, warnings };
}

/** Whether a picture of this size can be a part of the camera's frame. */
function mayFit(
  { width, height }: { readonly width: number; readonly height: number },
  { width: across, height: down, frame }: KeptCamera,
  scales: readonly number[],
): boolean {
  return scales.some((scale) => {
    const [long, short] = [Math.max(width, height) / scale, Math.min(width, height) / scale].map(Math.round);
    const whole =
      long === Math.max(frame.width, frame.height) && short === Math.min(frame.width, frame.height);
    return whole || (long! <= Math.max(across, down) && short! <= Math.min(across, down));
  });
}

function shareUsable({ data }: FloatPlane): number {
  let usable = 0;
  for (const level of data) if (intensity(level) > 0.02) usable += 1;
  return usable / data.length;
}

const noFingerprint: Reason = {
  code: 'no-fingerprint',
  text: localized(
    'No camera fingerprint has been made. “Cameras…” in the register makes one from 20 to 50 pictures of a camera, and so does “assay camera add NAME FILE…”.',
    '尚无相机指纹。可在登记册的“相机…”中，或用“assay camera add 名称 文件…”，由某台相机的 20 至 50 张图像生成。',
  ),
};
const notThere: Reason = {
  code: 'fingerprint-unknown',
  text: localized(
    'None of the camera fingerprints has a hash that begins so.',
    '没有以此开头的哈希对应的相机指纹。',
  ),
};
const doesNotFit: Reason = {
  code: 'does-not-fit',
  text: localized(
    'The picture is larger than what the camera fingerprints cover, and no whole frame of theirs: nothing can be compared.',
    '图像大于相机指纹覆盖的范围，且不是完整画幅，无法比对。',
  ),
};
const saturated: Reason = {
  code: 'saturated',
  text: localized(
    'More than nine tenths of the picture are black or saturated; such pixels hold no noise of the sensor.',
    '图像中超过九成的像素为全黑或饱和，不含传感器噪声。',
  ),
};
