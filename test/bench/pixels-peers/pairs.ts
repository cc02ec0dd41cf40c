import { analysis as bitPlanes } from '#core/analyses/pixels/bit-planes.ts';
import { analysis as mosaic } from '#core/analyses/pixels/cfa.ts';
import { analysis as contrast } from '#core/analyses/pixels/contrast-enhancement.ts';
import { analysis as copyMove } from '#core/analyses/pixels/copy-move.ts';
import { analysis as doubleQuantization } from '#core/analyses/pixels/double-quantization.ts';
import { analysis as echoEdges } from '#core/analyses/pixels/echo-edges.ts';
import { analysis as errorLevel } from '#core/analyses/pixels/error-level.ts';
import { analysis as ghosts } from '#core/analyses/pixels/ghosts.ts';
import { analysis as jpegGrid } from '#core/analyses/pixels/jpeg-grid.ts';
import { analysis as gradient } from '#core/analyses/pixels/luminance-gradient.ts';
import { analysis as noiseLevel } from '#core/analyses/pixels/noise-level.ts';
import { analysis as noisesniffer } from '#core/analyses/pixels/noisesniffer.ts';
import { analysis as nonaligned } from '#core/analyses/pixels/nonaligned-jpeg.ts';
import { analysis as components } from '#core/analyses/pixels/principal-components.ts';
import { analysis as residualPatterns } from '#core/analyses/pixels/residual-patterns.ts';
import { analysis as thumbnail } from '#core/analyses/pixels/thumbnail-residual.ts';
import type { AnalysisDefinition } from '#core/analysis/define.ts';
import { runAnalysis } from '../../support/run-analysis.ts';
import type { Kind } from '../validation/tampering.ts';
import { clonedPoints, type Decision, inRegions, squareOf, zeroRegions } from './decisions.ts';
import type { PeerReply } from './peer.ts';
import { mapOfPng, type PixelMap, unstacked } from './pixel-map.ts';
import type { Form, Sample } from './samples.ts';

export type PeerName = 'sherloq' | 'zero' | 'noisesniffer' | 'mklab' | 'splicebuster';

/** What one side made of one picture. */
export interface Sight {
  /** Of several maps the best one counts, chosen with the mask in hand. */
  readonly maps: readonly PixelMap[];
  /** null: the method decides nothing. */
  readonly decision: Decision | null;
}

export interface Pair {
  readonly peer: PeerName;
  /** The peer's tool. */
  readonly tool: string;
  /** Ours. */
  readonly id: string;
  readonly form: Form;
  readonly kinds: readonly Kind[];
  /** Only so many photographs: slow peers. */
  readonly most?: number;
  request(sample: Sample): Readonly<Record<string, unknown>>;
  theirs(reply: PeerReply, sample: Sample): Sight;
  /** null: ours says that it cannot speak of such a file. */
  ours(sample: Sample): Promise<Sight | null>;
}

const local: readonly Kind[] = ['splice', 'coarse-aligned', 'blur'];

/** Ours, by the picture it keeps under this name and what it decides. */
function own<P, R>(
  analysis: AnalysisDefinition<P, R>,
  artifact: string | null,
  decide: ((result: R, sample: Sample) => Decision) | null = null,
): Pick<Pair, 'id' | 'ours'> {
  return {
    id: analysis.id,
    async ours(sample) {
      const { answer, artifacts } = await runAnalysis(analysis, sample.path);
      if (answer.result === undefined || answer.outcome === 'undetermined') return null;
      const kept = artifact === null ? undefined : artifacts.get(artifact);
      return {
        maps: kept === undefined ? [] : [await mapOfPng(kept)],
        decision: decide === null ? null : decide(answer.result, sample),
      };
    },
  };
}

const mapOnly = ({ map }: PeerReply): Sight => ({ maps: map === null ? [] : [map], decision: null });
const stored = (tool: string) => (sample: Sample) => ({ tool, file: sample.path });

function shown(
  peer: PeerName,
  tool: string,
  ours: Pick<Pair, 'id' | 'ours'>,
  form: Form = 'jpeg',
  kinds: readonly Kind[] = local,
): Pair {
  return { peer, tool, form, kinds, ...ours, request: stored(tool), theirs: mapOnly };
}

const ghostPair = (peer: PeerName, tool: string, count: number): Pair => ({
  ...shown(peer, tool, own(ghosts, 'ghost.png'), 'jpeg', ['coarse-aligned', 'coarse-shifted', 'splice']),
  theirs: ({ map }) => ({ maps: map === null ? [] : unstacked(map, count), decision: null }),
});

const gridPair = (form: Form, kinds: readonly Kind[]): Pair => ({
  ...shown(
    'zero',
    'zero',
    own(jpegGrid, null, ({ foreign, missing }, sample) => {
      const all = [...foreign, ...(missing ?? [])];
      return inRegions(
        all.map(({ x0, y0, x1, y1 }) => squareOf(x0, y0, x1, y1)),
        Math.max(0, ...all.map(({ logNfa }) => -logNfa)),
        sample,
        false,
      );
    }),
  ),
  form,
  kinds,
  request: ({ copies }) => ({ file: copies.png, again: copies.again }),
  theirs: ({ facts }, sample) => ({ maps: [], decision: zeroRegions(String(facts.printed), sample) }),
});

const single = own(doubleQuantization, 'single-compression.png');
const pastedIn: readonly Kind[] = ['splice', 'coarse-aligned', 'fill'];
const absent = own(mosaic, 'mosaic-absent.png');
const noisy: readonly Kind[] = ['splice', 'blur'];

export const pairs: readonly Pair[] = [
  shown('sherloq', 'ela', own(errorLevel, 'error-level.png')),
  shown('sherloq', 'gradient', own(gradient, 'gradient-strength.png')),
  shown('sherloq', 'pca', own(components, 'distance.png')),
  shown('sherloq', 'echo', own(echoEdges, 'echo-strength.png')),
  shown('sherloq', 'planes', own(bitPlanes, 'bit-changes.png')),
  shown('sherloq', 'noise', own(noiseLevel, 'noise-ratio.png'), 'png', noisy),
  shown('sherloq', 'wavelet-noise', own(noiseLevel, 'noise-ratio.png'), 'png', noisy),
  ghostPair('sherloq', 'ghosts', 9),
  shown('sherloq', 'thumbnail', own(thumbnail, 'preview-residual-1.png'), 'jpeg', ['splice', 'fill']),
  {
    ...shown(
      'sherloq',
      'contrast',
      own(contrast, null, ({ measure, enhanced }) => whole(enhanced, measure)),
    ),
    form: 'png',
    kinds: ['toned'],
    theirs: ({ facts }) => ({ maps: [], decision: whole(null, Number(facts.score)) }),
  },
  {
    ...shown(
      'sherloq',
      'cloning',
      own(copyMove, null, ({ pairs: found }, sample) => {
        const clones = found.filter(({ verdict }) => verdict === 'clone');
        const regions = clones.flatMap(({ first, second }) => [first, second]);
        return inRegions(
          regions,
          Math.max(0, ...clones.map(({ falseAlarms }) => -(falseAlarms ?? 0))),
          sample,
          true,
        );
      }),
    ),
    kinds: ['clone', 'clone-turned'],
    theirs: ({ facts }, sample) => ({
      maps: [],
      decision: clonedPoints(facts as { clusters: number; points: [number, number][] }, sample),
    }),
  },
  gridPair('jpeg', ['splice', 'coarse-shifted', 'fill']),
  gridPair('png', ['splice', 'coarse-shifted', 'coarse-aligned']),
  {
    ...shown(
      'noisesniffer',
      'noisesniffer',
      own(noisesniffer, 'noisesniffer.png', ({ windows }, sample) =>
        inRegions(
          windows.map(({ left, top, side }) => squareOf(left, top, left + side - 1, top + side - 1)),
          Math.max(0, ...windows.map(({ log10 }) => -log10)),
          sample,
          false,
        ),
      ),
      'png',
      noisy,
    ),
    most: 2,
    theirs: ({ map, facts }, sample) => ({
      maps: map === null ? [] : [map],
      decision: inRegions(
        (facts.table as [number, number, number][])
          .filter(([, , nfa]) => nfa <= 1)
          .map(([y, x]) => squareOf(x, y, x + 255, y + 255)),
        Math.max(
          ...(facts.table as [number, number, number][]).map(([, , nfa]) => -Math.log10(nfa + 1e-300)),
        ),
        sample,
        false,
      ),
    }),
  },
  shown('mklab', 'ELA', own(errorLevel, 'error-level.png')),
  ghostPair('mklab', 'GHO', 50),
  shown('mklab', 'ADQ1', single, 'jpeg', pastedIn),
  shown('mklab', 'ADQ2', single, 'jpeg', pastedIn),
  shown('mklab', 'DCT', single, 'jpeg', pastedIn),
  shown('mklab', 'NADQ', own(nonaligned, 'foreign-grid.png'), 'jpeg', ['coarse-shifted']),
  shown('mklab', 'NOI4', own(noiseLevel, 'noise-ratio.png'), 'png', noisy),
  { ...shown('mklab', 'CFA1', absent, 'mosaic', noisy), most: 3 },
  { ...shown('mklab', 'CFA2', absent, 'mosaic', ['splice']), most: 1 },
  {
    ...shown('splicebuster', 'splicebuster', own(residualPatterns, 'residual-patterns.png'), 'png', [
      'splice',
      'noise',
    ]),
    most: 2,
  },
];

/** `null` for the alarm: the peer gives a figure and leaves it there. */
function whole(alarm: boolean | null, score: number): Decision {
  return { alarm, score, inPlace: alarm };
}
