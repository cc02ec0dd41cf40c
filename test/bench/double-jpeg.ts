import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { type CoefficientPlane, decodedPlane, readJpegCoefficients } from '#core/media/jpeg-coefficients.ts';
import { earlierQuality, ownQuality } from '#core/pixels/double-jpeg/earlier-quality.ts';
import { findFirstSteps } from '#core/pixels/double-jpeg/first-steps.ts';
import { foreignBlocks } from '#core/pixels/double-jpeg/foreign-blocks.ts';
import { searchShifts } from '#core/pixels/double-jpeg/foreign-shift.ts';
import { ghostRegions } from '#core/pixels/double-jpeg/ghost-regions.ts';
import { ghostVotes } from '#core/pixels/double-jpeg/ghost-votes.ts';
import { blockEvidence } from '#core/pixels/double-jpeg/single-blocks.ts';
import { singlePosterior } from '#core/pixels/double-jpeg/single-regions.ts';
import type { FloatPlane } from '#core/pixels/picture.ts';
import { annexKLuminance, scaleByQuality } from '#shared/numeric/jpeg-quantization.ts';
import {
  cropped,
  type GreyPicture,
  greyJpeg,
  greyResaved,
  pasted,
  texturedGrey,
} from '../fixtures/make/double-jpeg.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';

/**
 * Double compression by first and last quality, on uncompressed photographs of the corpus (made textures without it). The
 * left half of each picture was compressed twice, the right half once. Printed: area under the ROC curve of the
 * block map (AUC), part of the significant earlier steps that are right, pictures whose foreign grid is found right;
 * then the processor time for a large picture. Run: `node test/bench/double-jpeg.ts`.
 */
const signal = new AbortController().signal;
const names = ['01', '05', '07', '13', '19', '23'];
const pictures = corpusPresent
  ? await Promise.all(names.map((name) => greyFile(corpus('photos', `kodak-${name}.png`))))
  : [1, 2, 3].map((seed) => texturedGrey(768, 512, seed));

async function greyFile(path: string): Promise<GreyPicture> {
  const { data, info } = await sharp(await readFile(path))
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8Array(data) };
}

function opened(file: Uint8Array): { readonly plane: CoefficientPlane; readonly samples: FloatPlane } {
  const outcome = readJpegCoefficients(file, 0, { pixels: 1e8 });
  if (!outcome.ok) throw new Error(outcome.reason.code);
  const plane = outcome.jpeg.components[0]!;
  const samples = { width: plane.blocksWide * 8, height: plane.blocksHigh * 8, data: decodedPlane(plane, 8) };
  return { plane, samples };
}

/** Probability that a value of the one set exceeds one of the other (Mann–Whitney). */
function areaUnderCurve(positive: readonly number[], negative: readonly number[]): number {
  const all = [
    ...positive.map((value) => [value, 1] as const),
    ...negative.map((value) => [value, 0] as const),
  ];
  all.sort((a, b) => a[0] - b[0]);
  let [ranks, at] = [0, 0];
  while (at < all.length) {
    let end = at;
    while (end < all.length && all[end]![0] === all[at]![0]) end += 1;
    for (let same = at; same < end; same += 1) if (all[same]![1] === 1) ranks += (at + end + 1) / 2;
    at = end;
  }
  return (
    (ranks - (positive.length * (positive.length + 1)) / 2) / Math.max(1, positive.length * negative.length)
  );
}

const firsts = [50, 60, 70, 80, 90];
const seconds = [60, 70, 80, 90, 95];
console.info(`${pictures.length} pictures`);
for (const first of firsts) {
  for (const second of seconds) {
    const [once, twice]: [number[], number[]] = [[], []];
    let [right, told, known, shifts] = [0, 0, 0, 0];
    const truth = scaleByQuality(annexKLuminance, first, 255);
    for (const picture of pictures) {
      const resaved = await greyResaved(picture, first);
      const half = { x: picture.width / 2, y: 0, width: picture.width / 2, height: picture.height };
      const { plane, samples } = opened(await greyJpeg(pasted(resaved, picture, half), second));
      const steps = findFirstSteps(plane, signal).steps.filter(({ logRatio }) => logRatio > 9.6);
      told += steps.length;
      right += steps.filter((step) => step.first === truth[step.index]).length;
      if (steps.length > 1 && earlierQuality(steps).qualities.includes(first)) known += 1;
      if (steps.length > 1) {
        const evidence = blockEvidence(plane, samples, steps, new Uint8Array(0), signal);
        for (const [at, value] of singlePosterior(evidence).entries()) {
          const set = at % evidence.wide < evidence.wide / 2 ? twice : once;
          set.push(Number.isNaN(value) ? 0.5 : value);
        }
      }
      const shifted = opened(await greyJpeg(cropped(resaved, 3, 6), second));
      const best = searchShifts(shifted.plane, shifted.samples, signal);
      if (best.logNfa < -3 && best.shifts[0]!.x === 5 && best.shifts[0]!.y === 2) shifts += 1;
    }
    const auc = once.length === 0 ? '    –' : areaUnderCurve(once, twice).toFixed(3);
    console.info(
      `Q${first} → Q${second}: AUC ${auc}, steps right ${right}/${told}, quality ${known}/${pictures.length}, shift ${shifts}/${pictures.length}`,
    );
  }
}

/** Milliseconds of processor time. */
function spent(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return Math.round((user + system) / 1000);
}
const small = pictures[0]!;
const large = await sharp(small.data, { raw: { width: small.width, height: small.height, channels: 1 } })
  .resize(4000, 3000, { fit: 'fill' })
  .toColourspace('b-w')
  .raw()
  .toBuffer();
const { plane, samples } = opened(await greyJpeg({ width: 4000, height: 3000, data: large }, 90));
const qualities = Array.from({ length: 14 }, (_, at) => 30 + 5 * at).filter(
  (quality) => quality <= ownQuality(plane.steps) + 1,
);
console.info('12 megapixels, ms of processor time:', {
  decode: spent(() => decodedPlane(plane, 8)),
  steps: spent(() => findFirstSteps(plane, signal)),
  map: spent(() =>
    blockEvidence(plane, samples, findFirstSteps(plane, signal).steps, new Uint8Array(0), signal),
  ),
  shifts: spent(() => searchShifts(plane, samples, signal)),
  foreign: spent(() => foreignBlocks(plane, samples, { x: 3, y: 5, step: 4 }, signal)),
  ghosts: spent(() => ghostRegions(ghostVotes(samples, qualities, signal, () => undefined))),
});
