import type { Change } from '#shared/domain/comparison.ts';
import type { Figure } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';
import { encodeJpeg, encodePng } from '../../../media/image-encode.ts';
import type { RgbPlane } from '../../picture/planes.ts';
import type { PictureFrame } from '../../picture/transform.ts';
import type { AlignRequest } from '../define.ts';
import type { ChangedParts } from './changed-parts.ts';
import type { Difference } from './difference.ts';
import type { LaidOriginal } from './laid.ts';

/** Differences are shown this many times as large. */
const magnified = 4;
/** Grey level where there is nothing to compare with. */
const nothing = 48;
/** Multiples of the bound of noise at the bright end of the change map. */
const mostExcess = 4;
const quality = 90;

/** The original on the suspect, the difference, the change map; all lie over the suspect as stored. */
export async function pictureFigures(
  request: AlignRequest,
  laid: LaidOriginal,
  toned: LaidOriginal,
  second: RgbPlane,
  difference: Difference,
  parts: ChangedParts,
): Promise<Figure[]> {
  const { width, height } = second;
  const size = { width, height };
  const jpeg = (data: Uint8Array) =>
    encodeJpeg({ ...size, channels: 3, data }, quality, { chromaSubsampling: '4:2:0' });
  await request.artifact('registered-original.jpg', 'image/jpeg', await jpeg(laid.data));
  await request.artifact('difference.jpg', 'image/jpeg', await jpeg(magnifiedDifference(toned, second)));
  const map = await encodePng({ ...size, channels: 1, data: changeMap(difference, parts) });
  await request.artifact('change-map.png', 'image/png', map);
  return [
    {
      kind: 'image',
      id: 'registered-original',
      title: localized('Original laid on the suspect', '叠合到待查文件上的原件'),
      artifact: 'registered-original.jpg',
      ...size,
      caption: localized(
        'The original resampled to where it lies in the suspect. Black: outside the original.',
        '按其在待查文件中的位置重采样的原件。黑色：原件范围之外。',
      ),
      overlay: true,
    },
    {
      kind: 'image',
      id: 'difference',
      title: localized('Difference', '差异图'),
      artifact: 'difference.jpg',
      ...size,
      caption: localized(
        `Difference of each channel, ${magnified} times as large, after the original was given the suspect's overall colours. Grey: outside the original.`,
        `将原件调整为待查文件的整体色调后，各通道差值放大 ${magnified} 倍。灰色：原件范围之外。`,
      ),
      overlay: true,
    },
    {
      kind: 'heatmap',
      id: 'change-map',
      title: localized('Change map', '改动热图'),
      artifact: 'change-map.png',
      ...size,
      scale: { min: 0, max: mostExcess, unit: '× noise', diverging: false },
      overlay: true,
    },
  ];
}

function magnifiedDifference(first: LaidOriginal, second: RgbPlane): Uint8Array {
  const out = new Uint8Array(second.data.length);
  for (let pixel = 0, at = 0; at < out.length; pixel += 1, at += 3) {
    if (first.inside[pixel] === 0) {
      out[at] = out[at + 1] = out[at + 2] = nothing;
      continue;
    }
    for (let channel = at; channel < at + 3; channel += 1) {
      out[channel] = Math.min(255, magnified * Math.abs(second.data[channel]! - first.data[channel]!));
    }
  }
  return out;
}

/** Specks too small to be a change are no brighter than noise. */
function changeMap({ excess }: Difference, { marks }: ChangedParts): Uint8Array {
  const out = new Uint8Array(excess.length);
  const scale = 255 / mostExcess;
  for (let at = 0; at < out.length; at += 1) {
    const value = marks[at] === 0 ? Math.min(1, excess[at]!) : Math.max(1 + 1 / scale, excess[at]!);
    out[at] = Math.min(255, value * scale);
  }
  return out;
}

/** The places of the changes in one of the pictures, numbered as in the list. */
export function regionsFigure(
  changes: readonly Change[],
  which: 'first' | 'second',
  frame: PictureFrame,
): Figure | null {
  const regions = changes.flatMap(({ place, from, in: where }, index) => {
    const polygon = where === which ? (place.kind === 'region' ? place.polygon : null) : from;
    return polygon === null ? [] : [{ label: String(index + 1), polygon, flag: 'warning' as const }];
  });
  if (regions.length === 0) return null;
  return {
    kind: 'regions',
    id: `changes-${which}`,
    title:
      which === 'second'
        ? localized('Changes in the suspect', '待查文件中的改动')
        : localized('Changes in the original', '原件中的对应位置'),
    width: frame.width,
    height: frame.height,
    regions,
  };
}

/** The numbers behind the picture. */
export function numberFigures(numbers: {
  readonly inliers: number;
  readonly agreeing: number;
  readonly places: number;
  readonly noise: number;
  readonly changed: number;
  readonly bent: number;
}): Figure[] {
  const percent = (share: number): number => Math.round(1000 * share) / 10;
  return [
    {
      kind: 'scalar',
      id: 'inliers',
      title: localized('Agreeing local features', '吻合的局部特征数'),
      value: numbers.inliers,
    },
    {
      kind: 'scalar',
      id: 'agreement',
      title: localized('Places of the common part whose structure agrees', '共同部分中结构吻合的位置比例'),
      value: percent(numbers.agreeing / Math.max(1, numbers.places)),
      unit: '%',
      note: localized(
        `${numbers.agreeing} of ${numbers.places} places with structure in both`,
        `双方均有结构的 ${numbers.places} 处中有 ${numbers.agreeing} 处吻合`,
      ),
    },
    {
      kind: 'scalar',
      id: 'local-shift',
      title: localized('Left beside the projective map', '投影变换之外的局部位移'),
      value: Math.round(100 * numbers.bent) / 100,
      unit: 'px',
      note: localized(
        'Pixels of the suspect that 95 % of the places do not exceed; followed before comparing',
        '以待查文件像素计，95% 的位置不超过此值；比对前已按此校正',
      ),
    },
    {
      kind: 'scalar',
      id: 'noise',
      title: localized('Typical difference where nothing was changed', '未改动处的典型差值'),
      value: Math.round(10 * numbers.noise) / 10,
      unit: 'grey levels',
    },
    {
      kind: 'scalar',
      id: 'changed-share',
      title: localized('Share of the common part that was changed', '共同部分中被改动的比例'),
      value: percent(numbers.changed),
      unit: '%',
    },
  ];
}
