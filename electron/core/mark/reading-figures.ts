import type { Figure } from '#shared/domain/figure.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MarkPresence, MarkReading } from '#shared/domain/mark.ts';
import type { Media } from '#shared/domain/media.ts';
import type { RegisteredMark } from '#shared/domain/register.ts';
import { markKeyWords, markRouteWords } from '#shared/text/mark-words.ts';

/** What a run that looked for marks of ours shows. */

/** Grey level of a cell: 255 alive, 0 gone, the middle: this place cannot carry a mark, so nothing is said. */
export function presencePixels({ cells }: MarkPresence): Uint8Array {
  return Uint8Array.from(cells, (cell) => (cell === null ? 128 : Math.round(cell * 255)));
}

/** Name of the artifact of a reading's presence; `null`: it has none that is a picture. */
export function presenceArtifact(reading: MarkReading, index: number): string | null {
  return reading.presence === undefined || reading.presence.rows === 1 ? null : `presence-${index + 1}.png`;
}

export function readingFigures(
  readings: readonly MarkReading[],
  registered: readonly RegisteredMark[],
  media: Media,
): Figure[] {
  if (readings.length === 0) return [];
  const figures: Figure[] = [readingTable(readings, registered)];
  for (const [index, reading] of readings.entries()) {
    const shown = presenceFigure(reading, index, media);
    if (shown !== null) figures.push(shown);
  }
  const framed = readings.filter(({ region }) => region !== undefined);
  const { width, height } = media;
  if (framed.length > 0 && width !== undefined && height !== undefined)
    figures.push({
      kind: 'regions',
      id: 'regions',
      title: localized('Where the mark was read', '读出水印的区域'),
      width,
      height,
      regions: framed.map(({ region, payload }) => {
        const { x, y, width: across, height: down } = region!;
        const corners: [number, number][] = [
          [x, y],
          [x + across, y],
          [x + across, y + down],
          [x, y + down],
        ];
        return { label: payload, polygon: corners };
      }),
    });
  const timed = readings.filter(({ segment }) => segment !== undefined);
  if (timed.length > 0)
    figures.push({
      kind: 'timeline',
      id: 'segments',
      title: localized('When the mark was read', '读出水印的时段'),
      unit: 'seconds',
      events: timed.map(({ segment, payload, codec }) => ({
        lane: codec,
        label: payload,
        at: segment!.from,
        until: segment!.to,
      })),
    });
  return figures;
}

function readingTable(readings: readonly MarkReading[], registered: readonly RegisteredMark[]): Figure {
  const text = (key: string, title: Localized, code = false) => ({
    key,
    title,
    align: 'start' as const,
    code,
  });
  const number = (key: string, title: Localized) => ({ key, title, align: 'end' as const, code: false });
  return {
    kind: 'table',
    id: 'readings',
    title: localized('Marks that were read', '读出的水印'),
    columns: [
      text('codec', localized('Codec', '编码方案'), true),
      text('payload', localized('Identifier', '标识符'), true),
      text('register', localized('In the register', '登记册条目')),
      text('key', localized('Key', '密钥')),
      text('route', localized('Read', '读取途径')),
      text('statistic', localized('Statistic', '统计量')),
      number('value', localized('Value', '数值')),
      number('threshold', localized('Threshold', '阈值')),
      number('chance', localized('lg of the false-alarm probability', '误报概率的常用对数')),
      number('trials', localized('lg of the attempts counted', '计入尝试次数的常用对数')),
      text('geometry', localized('Against the marked original', '相对于原标记件')),
    ],
    rows: readings.map((one) => ({
      cells: [
        one.codec,
        one.payload,
        entryOf(one, registered),
        markKeyWords(one.key),
        markRouteWords[one.route],
        one.statisticName,
        rounded(one.statistic),
        rounded(one.threshold),
        rounded(one.falseAlarmLog10),
        rounded(Math.log10(Math.max(1, one.trials))),
        geometryWords(one),
      ],
    })),
  };
}

function entryOf({ payload }: MarkReading, registered: readonly RegisteredMark[]): Localized | string {
  const entries = registered.filter((entry) => entry.payload === payload);
  if (entries.length === 0) return localized('not in it', '无此条目');
  const names = entries.map(({ number, name }) => `${number} (${name})`).join('; ');
  return localized(`entry ${names}`, `第 ${names} 条`);
}

/** How a suspect lies against what was marked, as the mark itself tells; `null`: nothing is known. */
export function geometryWords({ geometry }: MarkReading): Localized | null {
  if (geometry === undefined) return null;
  const { scaleX, scaleY, rotation, mirrored, speed, tempo } = geometry;
  const percent = (value: number) => `${Math.round(value * 1000) / 10} %`;
  const parts: Localized[] = [];
  // The scale is against the frame of the mark, whose size in the original is not known: only its shape tells.
  const aspect = scaleX / scaleY;
  if (Math.abs(aspect - 1) >= 0.005)
    parts.push(
      localized(`stretched to ${percent(aspect)} of its width`, `横向拉伸至原宽度的 ${percent(aspect)}`),
    );
  const turned = Math.round(((((rotation % 360) + 540) % 360) - 180) * 10) / 10 + 0;
  if (turned !== 0) parts.push(localized(`turned by ${turned}°`, `旋转 ${turned}°`));
  if (mirrored) parts.push(localized('mirrored', '镜像'));
  if (speed !== undefined && Math.abs(speed - 1) >= 0.0005)
    parts.push(localized(`played at ${percent(speed)} speed`, `以 ${percent(speed)} 速度播放`));
  if (tempo !== undefined && Math.abs(tempo - 1) >= 0.0005)
    parts.push(localized(`tempo ${percent(tempo)}`, `节拍为 ${percent(tempo)}`));
  if (parts.length === 0)
    return speed === undefined
      ? localized('upright and of the same shape', '方位与形状一致')
      : localized('at the same speed and tempo', '速度与节拍一致');
  return localized(parts.map(({ en }) => en).join(', '), parts.map((one) => one['zh-CN']).join('，'));
}

function presenceFigure(reading: MarkReading, index: number, media: Media): Figure | null {
  const { presence } = reading;
  if (presence === undefined) return null;
  const id = `presence-${index + 1}`;
  const title = localized(
    `Where the mark ${reading.payload} is still alive, ${reading.codec}`,
    `水印 ${reading.payload} 仍存在之处，${reading.codec}`,
  );
  const artifact = presenceArtifact(reading, index);
  if (artifact !== null)
    return {
      kind: 'heatmap',
      id,
      title: localized(
        `${title.en} (1: as elsewhere; −1: gone; 0: a place that cannot carry it)`,
        `${title['zh-CN']}（1：与他处相同；−1：已消失；0：该处无法承载）`,
      ),
      artifact,
      width: presence.columns,
      height: presence.rows,
      // The middle of a diverging scale is drawn as neither: there nothing can be said.
      scale: { min: -1, max: 1, unit: '', diverging: true },
      overlay: media.kind === 'image',
    };
  const from = reading.segment?.from ?? 0;
  const length = (reading.segment?.to ?? media.durationSeconds ?? presence.columns) - from;
  const known = presence.cells.flatMap((cell, column) => (cell === null ? [] : [{ cell, column }]));
  return {
    kind: 'plot',
    id,
    title,
    style: 'line',
    x: { title: localized('Time', '时间'), unit: 's' },
    y: { title: localized('Strength of the mark (1: as elsewhere)', '水印强度（1 为与其他处相同）') },
    series: [
      {
        name: localized('mark', '水印'),
        x: known.map(({ column }) => rounded(from + ((column + 0.5) / presence.columns) * length)),
        y: known.map(({ cell }) => rounded(cell)),
      },
    ],
  };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
