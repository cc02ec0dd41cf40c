import { traceMosaic } from '#core/pixels/mosaic/trace-mosaic.ts';
import { lumaOf } from '#core/pixels/picture.ts';
import { traceResampling } from '#core/pixels/resampling/trace-resampling.ts';
import { greenPlane } from '#core/pixels/tone-traces/green-plane.ts';
import { type MedianState, traceMedian } from '#core/pixels/tone-traces/trace-median.ts';
import { traceTones } from '#core/pixels/tone-traces/trace-tones.ts';
import { demosaiced } from '../fixtures/make/stationary-picture.ts';
import { blockFeatures, discriminant } from './signal-traces/median-fit.ts';
import { imageOf, middleOf, type Rgb, rgbOf, rocArea, saved } from './signal-traces/pictures.ts';

/**
 * Area under the ROC curve, detections and false alarms of the signal traces for each transformation, on the middles of
 * photographs. `node test/bench/signal-traces.ts [--fit] photographs…`; `--fit` prints the median discriminants fitted on
 * every second photograph (the first, the third …) and reports on the others.
 */
const fit = process.argv.includes('--fit');
const paths = process.argv.slice(2).filter((argument) => argument !== '--fit');
const photographs = await Promise.all(paths.map(middleOf));
const saves = ['png', 95, 85, 70] as const;
type Save = (typeof saves)[number];

interface Scored {
  readonly score: number;
  readonly found: boolean;
}
type Method = (picture: Rgb, save: Save) => Scored;
type Change = (picture: Rgb) => Promise<Rgb>;

const resized = (factor: number, kernel: 'linear' | 'cubic' | 'lanczos3'): Change => {
  return (picture) => {
    const [width, height] = [Math.round(picture.width * factor), Math.round(picture.height * factor)];
    return rgbOf(imageOf(picture).resize(width, height, { kernel, fit: 'fill' }));
  };
};
const turned: Change = async (picture) => {
  const angle = (5 * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const whole = await rgbOf(
    imageOf(picture).affine([cosine, -sine, sine, cosine], { interpolator: 'bicubic' }),
  );
  const at = Math.round(whole.width / 2 - 225);
  return rgbOf(imageOf(whole).extract({ left: at, top: at, width: 450, height: 450 }));
};
const toned = (curve: (level: number) => number): Change => {
  return async (picture) => ({
    ...picture,
    data: picture.data.map((level) => Math.max(0, Math.min(255, Math.round(curve(level))))),
  });
};
const untouched: Change = async (picture) => picture;
const blurred: Change = (picture) => rgbOf(imageOf(picture).blur(0.8));
const averaged: Change = (picture) =>
  rgbOf(imageOf(picture).convolve({ width: 3, height: 3, kernel: new Array<number>(9).fill(1) }));
const median = (size: number): Change => {
  return (picture) => rgbOf(imageOf(picture).median(size));
};

const resampling: Method = ({ data, width, height }, save) => {
  const plane = lumaOf(data, width, height);
  const { peaks } = traceResampling(plane, { jpeg: save !== 'png', log10: 0 }, () => undefined);
  const log10 = peaks[0]?.log10 ?? 0;
  return { score: -log10, found: log10 <= -3 };
};
const mosaic: Method = ({ data, width, height }) => {
  const { votes, of, log10 } = traceMosaic(data, width, height, -3, () => undefined);
  return { score: votes / of, found: log10 <= -3 && votes >= 0.55 * of };
};
const filtering: Method = ({ data, width, height }, save) => {
  const state: MedianState = save === 'png' ? 'lossless' : 'jpeg';
  const { score } = traceMedian(greenPlane(data), width, height, state, () => undefined);
  return { score, found: score >= (state === 'lossless' ? 2 : 1.2) };
};
const contrast: Method = ({ data, width, height }) => {
  const { measure, gaps, peaks } = traceTones(greenPlane(data), width, height, () => undefined).whole;
  return { score: measure, found: measure >= 0.01 && gaps + peaks >= 5 };
};

const plans: readonly (readonly [
  name: string,
  method: Method,
  positive: Readonly<Record<string, Change>>,
  negative: Readonly<Record<string, Change>>,
])[] = [
  [
    'resampling',
    resampling,
    {
      '×1.05 cubic': resized(1.05, 'cubic'),
      '×1.2 linear': resized(1.2, 'linear'),
      '×1.5 lanczos': resized(1.5, 'lanczos3'),
      '×2.3 cubic': resized(2.3, 'cubic'),
      '×0.8 cubic': resized(0.8, 'cubic'),
      '5° bicubic': turned,
    },
    { untouched, blurred, 'median 3': median(3) },
  ],
  [
    'mosaic',
    mosaic,
    {
      RGGB: async (picture) => ({
        ...picture,
        data: demosaiced(picture.data, picture.width, picture.height, 'RGGB'),
      }),
    },
    { untouched, '×1.2': resized(1.2, 'cubic'), blurred },
  ],
  [
    'median filtering',
    filtering,
    { 'median 3': median(3), 'median 5': median(5) },
    { untouched, blurred, averaged, '×1.5': resized(1.5, 'cubic'), '×0.78': resized(0.78, 'lanczos3') },
  ],
  [
    'contrast',
    contrast,
    {
      'γ 0.7': toned((level) => 255 * (level / 255) ** 0.7),
      'γ 1.1': toned((level) => 255 * (level / 255) ** 1.1),
      '×1.15': toned((level) => 1.15 * (level - 128) + 128),
      curve: toned((level) => level + 12 * Math.sin((level / 255) * 2 * Math.PI)),
    },
    { untouched, '+10': toned((level) => level + 10), blurred },
  ],
];

const reported = photographs.filter((_, index) => index % 2 === 1);
const scores = async (change: Change, method: Method, save: Save): Promise<Scored[]> => {
  const all: Scored[] = [];
  for (const picture of reported) all.push(method(await saved(await change(picture), save), save));
  return all;
};
const share = (all: readonly Scored[]): string => `${all.filter(({ found }) => found).length}/${all.length}`;

if (fit) {
  const filtered = Object.values(plans[2]![2]);
  const others = Object.values(plans[2]![3]);
  const rows = async (changes: readonly Change[], stored: readonly Save[]): Promise<number[][]> => {
    const all: number[][] = [];
    for (const picture of photographs.filter((_, index) => index % 2 === 0))
      for (const change of changes) {
        const changed = await change(picture);
        for (const save of stored) all.push(...blockFeatures(await saved(changed, save)));
      }
    return all;
  };
  const jpeg = [95, 85, 70] as const;
  const fits = {
    lossless: discriminant(await rows(filtered, ['png']), await rows(others, saves)),
    jpeg: discriminant(await rows(filtered, jpeg), await rows(others, jpeg)),
  };
  for (const [state, weights] of Object.entries(fits))
    console.info(`${state}: ${weights.map((weight) => weight.toFixed(3)).join(', ')}`);
}

for (const [name, method, positive, negative] of plans)
  for (const save of saves) {
    const controls = new Map<string, Scored[]>();
    for (const [label, change] of Object.entries(negative))
      controls.set(label, await scores(change, method, save));
    const all = [...controls.values()].flat();
    const alarms = [...controls].map(([label, one]) => `${label} ${share(one)}`).join(', ');
    console.info(`${name}, ${save}: false alarms ${alarms}`);
    for (const [label, change] of Object.entries(positive)) {
      const hits = await scores(change, method, save);
      const area = rocArea(
        hits.map(({ score }) => score),
        all.map(({ score }) => score),
      );
      console.info(`  ${label}: area ${area.toFixed(3)}, found ${share(hits)}`);
    }
  }
