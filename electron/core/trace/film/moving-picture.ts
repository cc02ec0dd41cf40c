import { localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { list, record } from '../../media/hostile-json.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { numberField, probeStreams, ratioField, textField } from '../../media/video.ts';

/** What has to be known of a film before its frames are asked for. */
export interface MovingPicture {
  readonly path: string;
  readonly media: Media;
  /** As shown: turned upright, square pixels. */
  readonly width: number;
  readonly height: number;
  /** Frames per second on average, as the file says. */
  readonly rate: number;
  /** `null`: the file does not say. */
  readonly seconds: number | null;
  readonly hasSound: boolean;
  /** What the prober complained of. */
  readonly warnings: readonly string[];
}

export type MovingAnswer =
  | { readonly ok: true; readonly film: MovingPicture }
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly string[] };

/** Rates a file may claim; others are replaced by the usual one. */
const slowest = 0.2;
const fastest = 240;
const usual = 25;

/** The main picture stream of a file, without decoding more than its beginning. */
export async function movingPicture(
  path: string,
  media: Media,
  { limits, signal }: TaskContext,
): Promise<MovingAnswer> {
  const answer = await probeStreams(path, media, limits, signal);
  signal.throwIfAborted();
  if (!answer.ok) return answer;
  const { streams, format, warnings } = answer.probe;
  const picture = streams.find((stream) => {
    const disposition = record(stream.get('disposition'));
    const cover = ['attached_pic', 'timed_thumbnails'].some((name) => numberField(disposition, name) === 1);
    return textField(stream, 'codec_type') === 'video' && !cover;
  });
  if (picture === undefined) return { ok: false, reason: noPicture, warnings };
  const [across, down] = [numberField(picture, 'width') ?? 0, numberField(picture, 'height') ?? 0];
  if (across < 8 || down < 8 || across * down > limits.pixels)
    return { ok: false, reason: badSize(across, down), warnings };
  const shape = ratioField(picture, 'sample_aspect_ratio') ?? 1;
  const wide = Math.max(1, Math.round(across * (shape > 0.1 && shape < 10 ? shape : 1)));
  const turned = list(picture.get('side_data_list')).some((side) => {
    const degrees = numberField(record(side), 'rotation');
    return degrees !== null && Math.abs(Math.abs(degrees) - 90) < 45;
  });
  const rate = ratioField(picture, 'avg_frame_rate') ?? ratioField(picture, 'r_frame_rate') ?? usual;
  const seconds = numberField(picture, 'duration') ?? numberField(format, 'duration') ?? null;
  return {
    ok: true,
    film: {
      ...{ path, media, warnings },
      width: turned ? down : wide,
      height: turned ? wide : down,
      rate: rate >= slowest && rate <= fastest ? rate : usual,
      seconds: seconds !== null && seconds > 0 ? seconds : (media.durationSeconds ?? null),
      hasSound: streams.some((stream) => textField(stream, 'codec_type') === 'audio'),
    },
  };
}

const noPicture: Reason = {
  code: 'no-picture',
  text: localized('The file has no moving picture.', '文件中没有视频画面。'),
};

function badSize(width: number, height: number): Reason {
  return {
    code: 'pixel-limit',
    text: localized(
      `The picture of ${width} × ${height} is outside of what is decoded.`,
      `${width} × ${height} 的画面超出可解码范围。`,
    ),
  };
}
