import type { MarkGeometry, MarkReading } from '#shared/domain/mark.ts';
import { derivation, REQUIRED_LOG10, statisticName, thresholdFor } from '../code/false-alarm.ts';
import type { MarkKey } from '../key.ts';
import type { Alignment } from './align.ts';
import { unitsToSamples } from './geometry.ts';
import { pictureKey } from './picture-key.ts';
import type { PictureView } from './picture-plane.ts';
import { presenceOf } from './presence.ts';
import type { PlaneReading } from './read-plane.ts';
import { markTile } from './tile.ts';

/** What is reported of a mark that was read from a picture, with where it is still alive. */
export function pictureMarkReading(reading: PlaneReading, key: MarkKey, view: PictureView): MarkReading {
  const tile = markTile(pictureKey(key), reading.payload);
  const presence = presenceOf(view.plane, view.residual, reading.alignment, tile);
  const plain = markReading(reading, key, view.scale);
  return presence === null ? plain : { ...plain, presence };
}

/** What is reported of a mark that was read. @param scale samples of the plane per pixel of the suspect */
export function markReading(reading: PlaneReading, key: MarkKey, scale: number): MarkReading {
  const { payload, statistic, falseAlarmLog10, trials, alignment, route } = reading;
  return {
    codec: 'assay-image-1',
    version: 1,
    payload: String(payload),
    meaning: null,
    key: key.name,
    statistic,
    statisticName,
    threshold: thresholdFor(REQUIRED_LOG10, trials),
    falseAlarmLog10,
    derivation,
    trials,
    route,
    geometry: geometryOf(alignment, scale),
  };
}

/** Scale (pixels of the suspect per unit of the mark), turn and mirroring of the suspect. */
function geometryOf({ geometry, turned }: Alignment, scale: number): MarkGeometry {
  const [xx, xy, yx, yy] = unitsToSamples(geometry);
  const degrees = (Math.atan2(yx, xx) * 180) / Math.PI + (turned ? 180 : 0);
  return {
    scaleX: Math.hypot(xx, yx) / scale,
    scaleY: Math.hypot(xy, yy) / scale,
    rotation: Math.round((((degrees % 360) + 360) % 360) * 100) / 100,
    mirrored: xx * yy - xy * yx < 0,
  };
}
