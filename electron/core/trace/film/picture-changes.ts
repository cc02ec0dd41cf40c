import type { Change, Polygon } from '#shared/domain/comparison.ts';
import { localized } from '#shared/domain/localized.ts';
import { changedParts } from '../align/picture/changed-parts.ts';
import { percentOf } from '../align/picture/place-words.ts';
import { applied, area } from '../picture/homography.ts';
import { type FramePair, lastingDifference } from './frame-pairs.ts';
import type { FilmReading } from './read-film.ts';

/** Share of a frame's area that must be missing or added before it is said. */
const leastMissing = 0.04;
/** Share of the frame an overlay must have, and how many are listed. */
const leastOverlay = 0.002;
const mostOverlays = 8;

type Films = readonly [FilmReading, FilmReading];

/** How the picture of the second lies on that of the first, from frames at the same moments. */
export function pictureChanges(films: Films, pairs: readonly FramePair[]): Change[] {
  const laid = pairs.filter((pair) => pair.laid !== null);
  const best = laid.toSorted(
    (one, other) => other.laid!.registration.transform.inliers - one.laid!.registration.transform.inliers,
  )[0];
  if (best === undefined) return [];
  return [...framing(films, best), ...overlays(films[1], laid)];
}

function framing([first, second]: Films, pair: FramePair): Change[] {
  const { common, cover, mirrored, rotation, homography } = pair.laid!.registration.transform;
  const changes: Change[] = [];
  const region = (polygon: Polygon): Change['place'] => ({ kind: 'region', polygon });
  if (cover[0] < 1 - leastMissing)
    changes.push({
      ...{ kind: 'cropped', in: 'first', place: region(scaled(common, pair.first, first)), from: null },
      strength: 10 * (1 - cover[0]),
      statement: localized(
        `Cropped: only this part of the first film's picture (${percentOf(cover[0])}) is in the second.`,
        `裁剪：第一部视频的画面仅有此部分（${percentOf(cover[0])}）见于第二部。`,
      ),
    });
  if (cover[1] < 1 - leastMissing) {
    const image = common.map(([x, y]) => applied(Float64Array.from(homography), x, y));
    changes.push({
      ...{ kind: 'added', in: 'second', from: null },
      place: region(scaled(image as Polygon, pair.second, second)),
      strength: 10 * (1 - cover[1]),
      statement: localized(
        `The picture of the first film fills ${percentOf(cover[1])} of the second's frame; around it stand bars, a border or another picture.`,
        `第一部视频的画面占第二部画面的 ${percentOf(cover[1])}；其外为黑边、边框或其他画面。`,
      ),
    });
  }
  if (mirrored)
    changes.push({
      ...{ kind: 'changed', in: 'second', place: { kind: 'whole' }, from: null, strength: 5 },
      statement: localized('The picture is mirrored.', '画面被镜像翻转。'),
    });
  if (Math.abs(rotation) >= 1)
    changes.push({
      ...{ kind: 'changed', in: 'second', place: { kind: 'whole' }, from: null },
      strength: Math.abs(rotation) / 10,
      statement: localized(
        `The picture is turned by ${rotation.toFixed(1)}°.`,
        `画面旋转了 ${rotation.toFixed(1)}°。`,
      ),
    });
  const [one, other] = [first.film, second.film];
  if (one.width !== other.width || one.height !== other.height)
    changes.push({
      ...{ kind: 'resampled', in: 'second', place: { kind: 'whole' }, from: null, strength: 0.1 },
      statement: localized(
        `Another size: ${one.width} × ${one.height} became ${other.width} × ${other.height}.`,
        `尺寸不同：由 ${one.width} × ${one.height} 变为 ${other.width} × ${other.height}。`,
      ),
    });
  return changes;
}

/** What differs at the same place at all moments: logos, captions, covered faces. */
function overlays(second: FilmReading, laid: readonly FramePair[]): Change[] {
  const difference = lastingDifference(laid);
  if (difference === null) return [];
  const { width, height } = difference;
  return changedParts(difference)
    .parts.map((part) => ({ part, share: area(part.polygon) / (width * height) }))
    .filter(({ part, share }) => share >= leastOverlay && part.polygon.length >= 3)
    .slice(0, mostOverlays)
    .map(({ part, share }): Change => {
      const polygon = scaled(part.polygon.map(([x, y]) => [x, y]) as Polygon, { width, height }, second);
      return {
        ...{ kind: 'overlaid', in: 'second', place: { kind: 'region', polygon }, from: null },
        strength: part.strength * share,
        statement: localized(
          `Laid over: at the same place in ${laid.length} frames there is something that the first film does not show (${percentOf(share)} of the frame): a logo, a caption or a cover.`,
          `叠加：在 ${laid.length} 个画面的同一位置有第一部视频所没有的内容（占画面 ${percentOf(share)}），如徽标、字幕或遮挡。`,
        ),
      };
    });
}

/** From pixels of a reduced frame to those of the film as shown. */
function scaled(
  polygon: Polygon,
  from: { readonly width: number; readonly height: number },
  { film }: FilmReading,
): Polygon {
  const [across, down] = [film.width / from.width, film.height / from.height];
  return polygon.map(([x, y]): [number, number] => [
    Math.round(Math.max(0, Math.min(film.width, (x + 0.5) * across))),
    Math.round(Math.max(0, Math.min(film.height, (y + 0.5) * down))),
  ]);
}
