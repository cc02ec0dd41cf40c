import type { Change, PictureTransform } from '#shared/domain/comparison.ts';
import { applied, type Matrix, type Point, written } from '../../picture/homography.ts';
import type { RgbPlane } from '../../picture/planes.ts';
import type { PictureFrame } from '../../picture/transform.ts';
import type { Exposure } from './exposure.ts';
import { type FramePart, partsOutside } from './frame-parts.ts';
import type { PartChange } from './part-changes.ts';
import { fewColoursIn } from './part-measures.ts';
import { placeWords } from './place-words.ts';
import {
  croppedStatement,
  everywhereStatement,
  marginStatement,
  partStatement,
  resampledStatement,
  toneStatement,
  wasResampled,
} from './statements.ts';
import type { Tone } from './tone.ts';

/** Everything that lies on each other, and in which pixels. */
export interface Laying {
  readonly transform: PictureTransform;
  readonly frames: readonly [PictureFrame, PictureFrame];
  /** The suspect's plane in which parts are named. */
  readonly second: RgbPlane;
  /** From its pixels to the stored ones of the first and of the second. */
  readonly toFirst: Matrix;
  readonly toSecond: Matrix;
}

/** Mean change of all colours from which on it is said, grey levels, and against what is left of it. */
const toneReach = 2.5;
/** Share of three colours from which on what is around the original is a border. */
const borderColours = 0.85;

/** Parts by what share of the picture they are and how strongly they differ; then borders, cuts, and the whole. */
export function changeList(
  laying: Laying,
  parts: readonly PartChange[],
  tone: Tone | null,
  exposure: Exposure,
): Change[] {
  const everywhere = exposure.verdict === 'other';
  const out: Change[] = [...parts]
    .sort((one, other) => weight(other) - weight(one))
    // Where everything differs, nobody can tell that a thing was put in or taken out.
    .map((change) => partChange(laying, everywhere ? { ...change, kind: 'changed', source: null } : change));
  if (everywhere)
    out.unshift({ ...whole, kind: 'changed', strength: 0, statement: everywhereStatement(exposure) });
  out.push(...margins(laying), ...cuts(laying));
  if (tone !== null && tone.strength > toneReach)
    out.push({ ...whole, kind: 'recoloured', strength: tone.strength, statement: toneStatement(tone) });
  if (wasResampled(laying.transform))
    out.push({ ...whole, kind: 'resampled', strength: 0, statement: resampledStatement(laying.transform) });
  return out;
}

const whole = { in: 'second', place: { kind: 'whole' }, from: null } as const;

function weight({ part }: PartChange): number {
  return part.strength * Math.sqrt(part.pixels);
}

function partChange({ frames, second, toFirst, toSecond }: Laying, change: PartChange): Change {
  const { part, source, kind } = change;
  const here = part.polygon.map(([x, y]) => applied(toSecond, x, y));
  // Where it came from, or where the removed thing was.
  const [across, down] = source === null ? [0, 0] : [source.across, source.down];
  const from =
    source === null && kind !== 'removed'
      ? null
      : part.polygon.map(([x, y]): Point => applied(toFirst, x + across, y + down));
  const share = part.pixels / (second.width * second.height);
  const fromPlace = from === null ? null : placeWords(from, frames[0]);
  return {
    ...{ kind, in: 'second', from: from === null ? null : written(from) },
    place: { kind: 'region', polygon: written(here) },
    strength: Math.round(100 * part.strength) / 100,
    statement: partStatement(change, placeWords(here, frames[1]), fromPlace, share),
  };
}

/** What of the first is not in the second. */
function cuts({ transform, frames }: Laying): Change[] {
  const [first] = frames;
  return partsOutside(transform.common as readonly Point[], first.width, first.height).map(
    ({ polygon, share }): Change => ({
      ...{ kind: 'cropped', in: 'first', from: null, strength: Math.round(10_000 * share) / 100 },
      place: { kind: 'region', polygon: written(polygon) },
      statement: croppedStatement(placeWords(polygon, first), share),
    }),
  );
}

/** What of the second lies outside the first. */
function margins({ transform, frames, second, toSecond }: Laying): Change[] {
  const frame = frames[1];
  const inner = transform.common.map(([x, y]) => applied(transform.homography, x, y));
  return partsOutside(inner, frame.width, frame.height).map((part): Change => {
    const flat = fewColoursIn(second, planePolygon(part, toSecond)) >= borderColours;
    return {
      ...{ kind: flat ? 'overlaid' : 'added', in: 'second', from: null },
      strength: Math.round(10_000 * part.share) / 100,
      place: { kind: 'region', polygon: written(part.polygon) },
      statement: marginStatement(placeWords(part.polygon, frame), part.share, flat),
    };
  });
}

/** In pixels of the plane; `toSecond` only scales. */
function planePolygon({ polygon }: FramePart, toSecond: Matrix): readonly Point[] {
  return polygon.map(([x, y]) => [(x - toSecond[2]!) / toSecond[0]!, (y - toSecond[5]!) / toSecond[4]!]);
}
