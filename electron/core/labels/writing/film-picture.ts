import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import { type HostileValue, list, record } from '../../media/hostile-json.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { numberField, probeStreams, ratioField, textField } from '../../media/video.ts';

export type Fields = ReadonlyMap<string, HostileValue>;

const highDynamicRange: ReadonlySet<string> = new Set(['smpte2084', 'arib-std-b67']);

/** Size of a film's picture as a player shows it, or why there is none. */
export async function filmSize(
  path: string,
  media: Media,
  { limits, signal }: TaskContext,
): Promise<FilmSize | Localized> {
  const answer = await probeStreams(path, media, limits, signal);
  signal.throwIfAborted();
  if (!answer.ok) return answer.reason.text;
  const picture = answer.probe.streams.find(isPicture);
  return picture === undefined ? noPicture : shownSize(picture);
}

export interface FilmSize {
  /** Stored columns and rows after turning: what a filter draws on. */
  readonly width: number;
  readonly height: number;
  /** With square pixels. */
  readonly shortest: number;
}

/** The main picture stream, not a cover. */
export function isPicture(stream: Fields): boolean {
  const cover = numberField(record(stream.get('disposition')), 'attached_pic') === 1;
  return textField(stream, 'codec_type') === 'video' && !cover;
}

/** Why a film's picture cannot be encoded again without being another one; `null`: it can. */
export function pictureFault(stream: Fields): Localized | null {
  if (highDynamicRange.has(textField(stream, 'color_transfer') ?? '')) return hdr;
  const order = textField(stream, 'field_order');
  return order === null || order === 'progressive' ? null : interlaced;
}

/** As a player shows it: turned by the display matrix, which ffmpeg applies before filters. */
export function shownSize(stream: Fields): FilmSize {
  const [width, height] = [numberField(stream, 'width') ?? 0, numberField(stream, 'height') ?? 0];
  const turn = list(stream.get('side_data_list'))
    .map((data) => numberField(record(data), 'rotation'))
    .find((rotation) => rotation !== null);
  const turned = Math.abs(Math.round(turn ?? 0)) % 180 === 90;
  const [across, down] = turned ? [height, width] : [width, height];
  const aspect = ratioField(stream, 'sample_aspect_ratio') ?? 1;
  const shownWidth = turned ? across / aspect : across * aspect;
  return { width: across, height: down, shortest: Math.min(Math.round(shownWidth), down) };
}

export const noPicture = localized('The film has no picture to draw into.', '该视频没有可绘制的画面。');
const hdr = localized(
  'The film is in high dynamic range; a label drawn into it would dazzle. Export a standard version first.',
  '该视频为高动态范围（HDR），直接绘制的标识会过亮。请先导出标准动态范围版本。',
);
const interlaced = localized(
  'The film is interlaced, which encoding it again would not keep. Deinterlace it first.',
  '该视频为隔行扫描，重新编码无法保留。请先去隔行。',
);
