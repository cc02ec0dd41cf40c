import { join } from 'node:path';
import { analysis as mosaic } from '#core/analyses/pixels/cfa.ts';
import { analysis as doubleQuantization } from '#core/analyses/pixels/double-quantization.ts';
import { analysis as errorLevel } from '#core/analyses/pixels/error-level.ts';
import { analysis as jpegGrid } from '#core/analyses/pixels/jpeg-grid.ts';
import { analysis as noisesniffer } from '#core/analyses/pixels/noisesniffer.ts';
import { analysis as nonaligned } from '#core/analyses/pixels/nonaligned-jpeg.ts';
import type { AnalysisDefinition, Answer } from '#core/analysis/define.ts';
import { decodeImage } from '#core/media/image.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { CorrelationTarget } from '#core/pixels/sensor-noise/correlation.ts';
import { noiseResidual, withoutPeriods, zeroMeans } from '#core/pixels/sensor-noise/residual.ts';
import { toRgb8 } from '#shared/numeric/plane.ts';
import { runAnalysis } from '../../support/run-analysis.ts';
import { zeroReading } from './decisions.ts';
import type { Peer, PeerReply } from './peer.ts';
import { mapOfPng, type PixelMap, pixelArea } from './pixel-map.ts';
import { medianResidualMean } from './restated.ts';

/** One line of the table: what was published, what the peer gives on this machine, what ours gives on the same file. */
export interface Oracle {
  readonly name: string;
  readonly published: string;
  readonly peer: string;
  readonly ours: string;
}

const missing = 'not run';

async function asked(
  peer: Peer | null,
  request: Readonly<Record<string, unknown>>,
): Promise<PeerReply | null> {
  const reply = (await peer?.ask(request)) ?? 'absent';
  return typeof reply === 'string' ? null : reply;
}

/** With the reason where it could not speak. */
function outcomeOf(answer: Answer<unknown>): string {
  return answer.outcome === 'undetermined' ? `undetermined (${answer.reason.code})` : answer.outcome;
}

/** ZERO's own four pictures. */
export async function zeroOracles(peer: Peer | null, folder: string | undefined): Promise<Oracle[]> {
  if (folder === undefined) return [];
  const published: readonly (readonly [string, string])[] = [
    ['roma', 'none'],
    ['pelican', '6 −6373.72'],
    ['tampered1', 'none; 104 94 153 159 #0 −25.8163'],
    ['tampered2', '6 −6188.44; 330 68 401 111 #34 −39.2402'],
  ];
  const rows: Oracle[] = [];
  for (const [name, values] of published) {
    const file = join(folder, `${name}.png`);
    const reply = await asked(peer, {
      file,
      again: join(folder, `${name}99.jpg`.replace(/(d\d)99/, '$1_99')),
    });
    const { result } = (await runAnalysis(jpegGrid, file)).answer;
    const own = result?.grids.find(({ grid }) => grid === result.main);
    const regions = [...(result?.foreign ?? []), ...(result?.missing ?? [])];
    const said = (
      main: { readonly grid: number; readonly logNfa: string } | null,
      list: readonly { readonly box: readonly number[]; readonly grid: number; readonly logNfa: string }[],
    ): string =>
      [
        main === null ? 'none' : `${main.grid} ${main.logNfa}`,
        ...list.map(({ box, grid, logNfa }) => `${box.join(' ')} #${grid} ${logNfa}`),
      ]
        .join('; ')
        .replaceAll('-', '−');
    const printed = reply === null ? null : zeroReading(String(reply.facts.printed));
    rows.push({
      name: `ZERO ${name}: main grid, lg NFA; regions`,
      published: values,
      peer: printed === null ? missing : said(printed.main, printed.regions),
      ours: said(
        own === undefined ? null : { grid: own.grid, logNfa: own.logNfa.toPrecision(6) },
        regions.map(({ x0, y0, x1, y1, grid, logNfa }) => ({
          box: [x0, y0, x1, y1],
          grid,
          logNfa: logNfa.toPrecision(6),
        })),
      ),
    });
  }
  return rows;
}

/** prnu-python's own test: a residual finds the place of a part of itself. */
export async function prnuOracle(peer: Peer | null, folder: string | undefined): Promise<Oracle[]> {
  if (folder === undefined) return [];
  const file = join(folder, 'test', 'data', 'prnu1.jpg');
  const reply = await asked(peer, { tool: 'shift', file, crop: [1000, 800], shift: [300, 150] });
  // Stored samples: the file has a colour profile, which the peer does not apply either.
  const decoded = await decodeImage(file, { format: 'jpeg', limits: defaultLimits });
  if (!decoded.ok) throw new Error(decoded.reason.text.en);
  const samples = toRgb8(decoded.image);
  const rgb = new Uint8Array(800 * 1000 * 3);
  for (let y = 0; y < 1000; y += 1)
    rgb.set(samples.subarray(3 * y * decoded.image.width, 3 * (y * decoded.image.width + 800)), 3 * 800 * y);
  // As the peer: the residuals of three channels, weighted to luminance, where ours takes that of the luminance.
  const residual = { width: 800, height: 1000, data: new Float32Array(800 * 1000) };
  for (const [channel, weight] of [0.299, 0.587, 0.114].entries()) {
    const plane = { ...residual, data: Float32Array.from(residual.data, (_, at) => rgb[3 * at + channel]!) };
    const noise = noiseResidual(plane, 5).data;
    for (let at = 0; at < noise.length; at += 1) residual.data[at]! += weight * noise[at]!;
  }
  zeroMeans(residual);
  const whole = withoutPeriods(residual);
  const [width, height] = [650, 700];
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1)
    data.set(whole.data.subarray((y + 300) * 800 + 150, (y + 300) * 800 + 800), y * width);
  const peak = new CorrelationTarget(whole).find({ width, height, data });
  const energy = data.reduce((sum, value) => sum + value * value, 0);
  const facts = reply?.facts as { peak: number[]; height: number } | undefined;
  return [
    {
      name: 'prnu-python: place of a part of a residual (down, across); height of the peak',
      published: '(300, 150); 666 995',
      peer: facts === undefined ? missing : `(${facts.peak.join(', ')}); ${facts.height.toFixed(0)}`,
      ours: `(${peak.y}, ${peak.x}); ${energy.toFixed(0)}`,
    },
  ];
}

export async function noisesnifferOracle(peer: Peer | null, folder: string | undefined): Promise<Oracle[]> {
  if (folder === undefined) return [];
  const file = join(folder, 'images', 'img00.jpg');
  const reply = await asked(peer, { file });
  const table = (reply?.facts.table ?? []) as [number, number, number][];
  const { answer } = await runAnalysis(noisesniffer, file);
  const [first] = answer.result?.windows ?? [];
  const below = table.filter(([, , nfa]) => nfa <= 1);
  return [
    {
      name: 'Noisesniffer img00: squares with NFA ≤ 1 of all (left, top; NFA)',
      published: '–',
      peer:
        reply === null
          ? missing
          : `${below.length} of ${table.length}: ${below.map(([y, x, nfa]) => `${x}, ${y}; ${nfa}`).join(' / ')}`,
      ours:
        first === undefined
          ? outcomeOf(answer)
          : `${answer.result!.windowCount} windows of ${answer.result!.tests} tests; first ${first.left}, ${first.top}, side ${first.side}; lg NFA ${first.log10.toFixed(1)}`,
    },
  ];
}

interface Demo {
  readonly method: string;
  readonly file: string;
  readonly published: string;
  readonly ours: (file: string, theirs: PixelMap | null) => Promise<string>;
}

/** Ours by its outcome, and how well the peer's map tells the blocks that ours puts into the upper half of its scale. */
function mapped<P, R>(analysis: AnalysisDefinition<P, R>, artifact: string): Demo['ours'] {
  return async (file, theirs) => {
    const { answer, artifacts } = await runAnalysis(analysis, file);
    const kept = artifacts.get(artifact);
    if (kept === undefined) return outcomeOf(answer);
    const map = await mapOfPng(kept);
    const mean = map.values.reduce((sum, value) => sum + value, 0) / map.values.length / 255;
    const { width, height, values } = map;
    const marked = { width, height, data: Uint8Array.from(values, (value) => (value >= 128 ? 1 : 0)) };
    const agreement =
      theirs === null ? '' : `; the peer’s map tells ours by ${pixelArea(theirs, marked).toFixed(2)}`;
    return `${answer.outcome}; map ${mean.toFixed(4)} of its scale${agreement}`;
  };
}

const demos: readonly Demo[] = [
  {
    method: 'ELA',
    file: 'ELA/demo.jpg',
    published: '12.4946',
    async ours(file) {
      const parameters = { quality: 90, chromaSubsampling: '4:4:4' };
      const { answer } = await runAnalysis(errorLevel, file, parameters);
      return `${(15 * (answer.result?.evidence.mean ?? 0)).toFixed(4)} (15 × the mean of 4:4:4)`;
    },
  },
  {
    method: 'ADQ1',
    file: 'ADQ1/demo.jpg',
    published: '0.0475',
    ours: mapped(doubleQuantization, 'single-compression.png'),
  },
  {
    method: 'ADQ2',
    file: 'ADQ2/demo.jpg',
    published: '0.0849',
    ours: mapped(doubleQuantization, 'single-compression.png'),
  },
  {
    method: 'NADQ',
    file: 'ADQ1/demo.jpg',
    published: '−47.46 … 55.39',
    ours: mapped(nonaligned, 'foreign-grid.png'),
  },
  {
    method: 'DCT',
    file: 'DCT/demo.jpg',
    published: '22.752',
    ours: mapped(doubleQuantization, 'single-compression.png'),
  },
  {
    method: 'NOI4',
    file: 'NOI4/demo.tif',
    published: '7.1126',
    ours: async (file) => `${(10 * (await medianResidualMean(file))).toFixed(4)} (its formula, restated)`,
  },
  { method: 'CFA1', file: 'CFA1/demo.tiff', published: '0.29999', ours: mapped(mosaic, 'mosaic-absent.png') },
  { method: 'CFA2', file: 'CFA2/demo.jpg', published: '0.0964', ours: mapped(mosaic, 'mosaic-absent.png') },
];

/** The toolbox's own demonstration pictures. @param slow also the one that takes two minutes */
export async function demoOracles(
  peer: Peer | null,
  folder: string | undefined,
  slow: boolean,
): Promise<Oracle[]> {
  if (folder === undefined) return [];
  const rows: Oracle[] = [];
  for (const { method, file, published, ours } of demos) {
    const path = join(folder, 'Algorithms', file);
    const reply = method === 'CFA2' && !slow ? null : await asked(peer, { tool: method, file: path });
    const { mean, min, max } = (reply?.facts ?? {}) as { mean?: number; min?: number; max?: number };
    rows.push({
      name: `MKLab ${method}, ${file}: mean of the map`,
      published,
      peer:
        mean === undefined
          ? missing
          : `${mean.toFixed(4)} (${min!.toFixed(2)} … ${max!.toFixed(2)})`.replaceAll('-', '−'),
      ours: await ours(path, reply?.map ?? null),
    });
  }
  return rows;
}
