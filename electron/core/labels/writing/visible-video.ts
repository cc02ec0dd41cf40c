import { rm, writeFile } from 'node:fs/promises';
import type { VisibleToWrite } from '#shared/domain/labelling.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media, MediaFormat } from '#shared/domain/media.ts';
import { writeWithFfmpeg } from '../../media/ffmpeg-writing.ts';
import { filmEncoders, filmMuxers, ownKeyArguments } from '../../media/film-encoders.ts';
import { encodePng } from '../../media/image-encode.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { inputArguments, numberField, probeStreams, textField } from '../../media/video.ts';
import { filmContrast } from './film-contrast.ts';
import { type Fields, isPicture, noPicture, pictureFault, shownSize } from './film-picture.ts';
import { type LabelPlate, layPlate, plateOpacity } from './label-plate.ts';
import { type Rendering, refusedRendering } from './rendering.ts';
import { drawn } from './visible-image.ts';

/** WCAG 2.2, 1.4.3. */
const contrastNeeded = 4.5;

/**
 * Draw the label into the opening frames of a film, or into all of them (GB 45438-2025, 5.4). The main picture
 * stream is encoded anew; sound and subtitles are copied packet by packet.
 */
export async function renderVisibleVideo(
  path: string,
  media: Media,
  visible: VisibleToWrite,
  target: string,
  context: TaskContext,
): Promise<Rendering> {
  const { limits, signal } = context;
  const muxer = filmMuxers.get(media.format);
  const input = inputArguments(path, media.format);
  if (muxer === undefined || input === null) return refusedRendering(noFormat(media.format));
  const answer = await probeStreams(path, media, limits, signal);
  signal.throwIfAborted();
  if (!answer.ok) return refusedRendering(answer.reason.text);
  const { streams, format } = answer.probe;
  const picture = streams.find(isPicture);
  if (picture === undefined) return refusedRendering(noPicture);
  const fault = pictureFault(picture);
  if (fault !== null) return refusedRendering(fault);
  const codec = filmEncoders.get(textField(picture, 'codec_name') ?? '');
  if (codec === undefined) return refusedRendering(noEncoder(textField(picture, 'codec_name') ?? '?'));

  const size = shownSize(picture);
  const laid = await layPlate(visible, size);
  if (!laid.ok) return refusedRendering(laid.reason);
  const { plate } = laid;
  const plateFile = `${target}.png`;
  const seconds = numberField(format, 'duration') ?? media.durationSeconds ?? 0;
  try {
    await writeFile(plateFile, await platePicture(plate), { flag: 'wx' });
    const when = visible.seconds === null ? '' : `:enable='lte(t,${visible.seconds})'`;
    const pixels = textField(picture, 'pix_fmt');
    const tag = textField(picture, 'codec_tag_string');
    const made = await writeWithFfmpeg(
      [
        ...input,
        ...['-f', 'png_pipe', '-protocol_whitelist', 'file,pipe', '-i', `file:${plateFile}`],
        '-filter_complex',
        `[0:V:0][1:v]overlay=x=${plate.x}:y=${plate.y}:format=auto${when}[labelled]`,
        ...['-map', '[labelled]', '-map', '0:a?', '-map', '0:s?', '-map_metadata', '0', '-map_chapters', '0'],
        ...['-c', 'copy', '-c:v:0', ...codec, '-fps_mode', 'passthrough', '-enc_time_base', '-1'],
        ...(pixels === null ? [] : ['-pix_fmt', pixels]),
        ...(tag === 'hvc1' ? ['-tag:v:0', 'hvc1'] : []),
        ...ownKeyArguments(muxer, format),
        ...['-f', muxer, `file:${target}`],
      ],
      {
        limits,
        signal,
        onSeconds: (done) => context.progress(seconds > 0 ? Math.min(0.5, (done / seconds) * 0.5) : 0),
      },
    );
    if (!made.ok) return refusedRendering(failed(made.reason.text, made.reason.detail));
  } finally {
    await rm(plateFile, { force: true });
  }
  const last = visible.seconds === null ? 0 : Math.max(0, Math.min(visible.seconds, seconds) - 0.2);
  const contrasts = [];
  for (const at of new Set([0, last]))
    contrasts.push(await filmContrast(target, media.format, plate, at, context));
  const contrast = Math.min(...contrasts);
  if (!(contrast >= contrastNeeded)) return refusedRendering(notSeen);
  return {
    ok: true,
    pieces: null,
    notes: [
      drawn(plate.inkHeight, plate.inkHeight / size.shortest, contrast),
      recompressed(codec[0] ?? ''),
      ...(streams.length > keptStreams(streams) ? [droppedStreams] : []),
    ],
  };
}

/** Can a label be drawn into films of this format? */
export function drawsIntoFilm(format: MediaFormat): boolean {
  return filmMuxers.has(format);
}

function keptStreams(streams: readonly Fields[]): number {
  const rest = streams.filter((stream) =>
    ['audio', 'subtitle'].includes(textField(stream, 'codec_type') ?? ''),
  );
  return rest.length + 1;
}

async function platePicture({ width, height, ink }: LabelPlate): Promise<Uint8Array> {
  const data = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < ink.length; pixel += 1) {
    const covered = ink[pixel]! / 255;
    const alpha = covered + (1 - covered) * plateOpacity;
    data.fill(Math.round((covered / alpha) * 255), pixel * 4, pixel * 4 + 3);
    data[pixel * 4 + 3] = Math.round(alpha * 255);
  }
  return await encodePng({ width, height, channels: 4, data });
}

function recompressed(encoder: string): Localized {
  return localized(
    `To draw the label the film’s picture was encoded again (${encoder}); its sound was copied.`,
    `为绘制标识，视频画面已重新编码（${encoder}）；声音为直接复制。`,
  );
}

function failed(text: Localized, detail: string | undefined): Localized {
  const why = detail === undefined ? '' : ` (${detail.split('\n')[0]?.slice(0, 200)})`;
  return localized(`The film could not be encoded: ${text.en}${why}`, `视频无法编码：${text['zh-CN']}${why}`);
}

function noFormat(format: string): Localized {
  return localized(
    `A visible label can be drawn into MP4, QuickTime, Matroska, WebM and AVI films, not into ${format}.`,
    `显式标识可绘制到 MP4、QuickTime、Matroska、WebM 和 AVI 视频，不支持 ${format}。`,
  );
}

function noEncoder(codec: string): Localized {
  return localized(
    `The film’s picture is in a codec (${codec}) that is not written here. Export it as H.264 first.`,
    `该视频的画面编码（${codec}）不支持写入。请先导出为 H.264。`,
  );
}

const notSeen = localized(
  'The label was not found again in the frames of the new film.',
  '在新视频的画面中未能读回标识。',
);
const droppedStreams = localized(
  'Streams that are neither picture, sound nor subtitles (cover, timecode, telemetry) are not part of the copy.',
  '画面、声音和字幕以外的流（封面、时间码、遥测数据）未包含在副本中。',
);
