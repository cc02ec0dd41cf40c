import type { TimeTransform } from '#shared/domain/comparison.ts';
import type { Figure } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';
import { encodeJpeg } from '../../media/image-encode.ts';
import type { AlignRequest } from '../align/define.ts';
import type { RgbPlane } from '../picture/planes.ts';
import type { FramePair } from './frame-pairs.ts';

/** Differences are shown this many times as large. */
const magnified = 4;
const quality = 88;

/** Pieces of both films on one line of time each, and as a table. */
export function pieceFigures({ pieces }: TimeTransform): Figure[] {
  return [
    {
      kind: 'timeline',
      id: 'pieces',
      title: localized('Common pieces', '共同片段'),
      unit: 'seconds',
      events: pieces.flatMap(({ first, second }, index) => [
        { lane: '1', label: `${index + 1}`, at: first[0], until: first[1] },
        { lane: '2', label: `${index + 1}`, at: second[0], until: second[1] },
      ]),
    },
    {
      kind: 'table',
      id: 'piece-table',
      title: localized('Pieces of the second film', '第二部视频的片段'),
      columns: [
        { key: 'second', title: localized('In the second, s', '第二部（秒）'), align: 'start', code: true },
        { key: 'first', title: localized('In the first, s', '第一部（秒）'), align: 'start', code: true },
        { key: 'offset', title: localized('Offset, s', '时间差（秒）'), align: 'end', code: false },
        { key: 'speed', title: localized('Speed', '速度'), align: 'end', code: false },
        { key: 'votes', title: localized('Agreeing', '吻合数'), align: 'end', code: false },
      ],
      rows: pieces.map(({ first, second, speed, votes }) => ({
        cells: [
          second.map((time) => time.toFixed(2)).join('–'),
          first.map((time) => time.toFixed(2)).join('–'),
          Math.round((first[0] - speed * second[0]) * 1000) / 1000,
          speed,
          votes,
        ],
      })),
    },
  ];
}

/** Frames at the same moment side by side: the first (laid on the second where it lies), the second, the difference. */
export async function pairFigures(
  pairs: readonly FramePair[],
  artifact: AlignRequest['artifact'],
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [index, { at, first, second, laid }] of pairs.entries()) {
    const strip =
      laid === null
        ? beside([first, second])
        : beside([laid.original, second, differencePlane(laid.original, second)]);
    const { width, height, data } = strip;
    const name = `frames-${index + 1}.jpg`;
    const bytes = await encodeJpeg({ width, height, channels: 3, data }, quality, {
      chromaSubsampling: '4:2:0',
    });
    await artifact(name, 'image/jpeg', bytes);
    const [one, other] = at.map((time) => time.toFixed(2));
    figures.push({
      ...{ kind: 'image', id: `frames-${index + 1}`, artifact: name, width, height, overlay: false },
      title: localized(`Frames at ${one} s and ${other} s`, `${one} 秒与 ${other} 秒的画面`),
      caption:
        laid === null
          ? localized(
              'First film, second film. The frames could not be laid on each other.',
              '第一部、第二部。两个画面无法叠合。',
            )
          : localized(
              `First film laid on the second, second film, their difference ${magnified} times as large.`,
              `叠合到第二部的第一部画面、第二部画面、放大 ${magnified} 倍的差异。`,
            ),
    });
  }
  return figures;
}

function differencePlane(one: RgbPlane & { readonly inside: Uint8Array }, other: RgbPlane): RgbPlane {
  const data = new Uint8Array(other.data.length);
  for (let at = 0; at < data.length; at += 1)
    data[at] =
      one.inside[Math.floor(at / 3)] === 0
        ? 48
        : Math.min(255, magnified * Math.abs(one.data[at]! - other.data[at]!));
  return { width: other.width, height: other.height, data };
}

/** Planes side by side on black, eight pixels apart. */
function beside(planes: readonly RgbPlane[]): RgbPlane {
  const gap = 8;
  const height = Math.max(...planes.map((plane) => plane.height));
  const width = planes.reduce((sum, plane) => sum + plane.width + gap, -gap);
  const data = new Uint8Array(width * height * 3);
  let left = 0;
  for (const plane of planes) {
    for (let row = 0; row < plane.height; row += 1)
      data.set(
        plane.data.subarray(row * plane.width * 3, (row + 1) * plane.width * 3),
        (row * width + left) * 3,
      );
    left += plane.width + gap;
  }
  return { width, height, data };
}
