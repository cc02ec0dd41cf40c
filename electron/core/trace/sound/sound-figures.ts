import type { TimeTransform } from '#shared/domain/comparison.ts';
import type { Figure } from '#shared/domain/figure.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { encodePng } from '../../media/image-encode.ts';
import { BANDS, CELL_SECONDS } from './band-levels.ts';
import type { LevelPair } from './residual.ts';

/** Pixels: columns at most and at least, and height of a band. */
const WIDEST = 1600;
const NARROWEST = 800;
const BAND_HEIGHT = 6;
const PLANE = BANDS * BAND_HEIGHT;
const RULE = 4;
/** Decibels of the ends of the scales. */
const DEPTH = 60;
const RANGE = 30;

type Keep = (name: string, mime: string, bytes: Uint8Array) => Promise<void>;

/** Where each piece of the second comes from. */
export function pieceFigures({ pieces, cover }: TimeTransform): Figure[] {
  const percent = (share: number): number => Math.round(share * 1000) / 10;
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  return [
    scalar(
      'share-first',
      localized('Share of the first that is in the second', '第一份见于第二份的比例'),
      percent(cover[0]),
    ),
    scalar(
      'share-second',
      localized('Share of the second that is from the first', '第二份来自第一份的比例'),
      percent(cover[1]),
    ),
    {
      kind: 'table',
      id: 'pieces',
      title: localized('Common pieces', '共同片段'),
      columns: [
        column('second', localized('In the second (s)', '第二份（秒）')),
        column('first', localized('In the first (s)', '第一份（秒）')),
        column('speed', localized('Speed', '速度')),
        column('semitones', localized('Pitch (semitones)', '音高（半音）')),
        column('votes', localized('Agreeing peaks', '吻合的谱峰')),
      ],
      rows: pieces.map(({ first, second, speed, semitones, votes }) => ({
        cells: [
          second.map((time) => time.toFixed(2)).join('–'),
          first.map((time) => time.toFixed(2)).join('–'),
          round(speed),
          semitones,
          votes,
        ],
      })),
    },
    {
      kind: 'timeline',
      id: 'pieces-in-time',
      title: localized('Pieces in time', '片段时间线'),
      unit: 'seconds',
      events: pieces.flatMap(({ first, second }, index) => [
        { lane: '1', label: `${index + 1}`, at: first[0], until: first[1] },
        { lane: '2', label: `${index + 1}`, at: second[0], until: second[1] },
      ]),
    },
  ];
}

/** The first as it lies under the second, above the second, and the difference of the two. */
export async function levelFigures(pair: LevelPair, keep: Keep): Promise<Figure[]> {
  if (pair.cells === 0) return [];
  // Of a short sound each cell is several columns wide: one would make a picture of a stamp's size.
  const width = Math.min(WIDEST, pair.cells * Math.ceil(NARROWEST / pair.cells));
  const seconds = Math.round(pair.cells * CELL_SECONDS);
  const loudest = pair.second.reduce((most, level) => Math.max(most, level), -DEPTH);
  const loud = (level: number): number => ((level - loudest + DEPTH) / DEPTH) * 255;
  const height = 2 * PLANE + RULE;
  const both = new Uint8Array(width * height).fill(255);
  draw(both, 0, width, pair.cells, pair.first, loud);
  draw(both, PLANE + RULE, width, pair.cells, pair.second, loud);
  await keep(
    'aligned-spectrograms.png',
    'image/png',
    await encodePng({ width, height, channels: 1, data: both }),
  );
  const map = new Uint8Array(width * PLANE);
  draw(map, 0, width, pair.cells, pair.difference, (level) => ((level + RANGE) / (2 * RANGE)) * 255);
  await keep(
    'sound-difference.png',
    'image/png',
    await encodePng({ width, height: PLANE, channels: 1, data: map }),
  );
  return [
    {
      kind: 'image',
      id: 'aligned-spectrograms',
      title: localized(
        `Both sounds on the time of the second, 0–${seconds} s`,
        `按第二份时间对齐的两份声音，0–${seconds} 秒`,
      ),
      artifact: 'aligned-spectrograms.png',
      width,
      height,
      caption: localized(
        'Above: the first, cut, moved and matched in volume as it lies under the second; black: nothing lies there. Below: the second. Each from 160 Hz at its bottom to 3.6 kHz at its top.',
        '上：按第二份剪切、移位并匹配音量后的第一份，黑色表示该处没有对应内容。下：第二份。各自底部为 160 Hz，顶部为 3.6 kHz。',
      ),
      overlay: false,
    },
    {
      kind: 'heatmap',
      id: 'sound-difference',
      title: localized(
        `Second less first, 0–${seconds} s, 160 Hz at the bottom to 3.6 kHz`,
        `第二份减第一份，0–${seconds} 秒，自下而上 160 Hz 至 3.6 kHz`,
      ),
      artifact: 'sound-difference.png',
      width,
      height: PLANE,
      scale: { min: -RANGE, max: RANGE, unit: 'dB', diverging: true },
      overlay: false,
    },
  ];
}

/** Levels as grey, time to the right, low bands at the bottom; of cells that share a column the one furthest from zero. */
function draw(
  target: Uint8Array,
  top: number,
  width: number,
  cells: number,
  levels: Float32Array,
  grey: (level: number) => number,
): void {
  for (let column = 0; column < width; column += 1) {
    const from = Math.floor((column * cells) / width);
    const to = Math.max(from + 1, Math.floor(((column + 1) * cells) / width));
    for (let band = 0; band < BANDS; band += 1) {
      let level = levels[from * BANDS + band]!;
      for (let cell = from + 1; cell < to; cell += 1) {
        const other = levels[cell * BANDS + band]!;
        if (Math.abs(grey(other) - 127.5) > Math.abs(grey(level) - 127.5)) level = other;
      }
      const value = Math.min(255, Math.max(0, Math.round(grey(level))));
      for (let line = 0; line < BAND_HEIGHT; line += 1)
        target[(top + (BANDS - 1 - band) * BAND_HEIGHT + line) * width + column] = value;
    }
  }
}

function scalar(id: string, title: Localized, value: number): Figure {
  return { kind: 'scalar', id, title, value, unit: '%' };
}

function column(key: string, title: Localized) {
  return { key, title, align: 'end' as const, code: false };
}
