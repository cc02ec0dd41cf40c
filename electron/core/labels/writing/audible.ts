import { rm, writeFile } from 'node:fs/promises';
import type { AudibleToWrite } from '#shared/domain/labelling.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media, MediaFormat } from '#shared/domain/media.ts';
import { writeWithFfmpeg } from '../../media/ffmpeg-writing.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { inputArguments, numberField, probeStreams, textField } from '../../media/video.ts';
import { labelSound, programmeLevel } from './label-sound.ts';
import { type Rendering, refusedRendering } from './rendering.ts';
import { splicedWave, waveFile, waveLayout } from './wave-splice.ts';

/** Encoders by container and codec. Lossy ones get the source's own bit rate, at least this many bits a second. */
const leastRate = 128_000;
const encoders: ReadonlyMap<MediaFormat, ReadonlyMap<string, string>> = new Map([
  ['mp3', new Map([['mp3', 'libmp3lame']])],
  [
    'm4a',
    new Map([
      ['aac', 'aac'],
      ['alac', 'alac'],
    ]),
  ],
  ['flac', new Map([['flac', 'flac']])],
  [
    'ogg',
    new Map([
      ['vorbis', 'libvorbis'],
      ['opus', 'libopus'],
      ['flac', 'flac'],
    ]),
  ],
]);
const lossless: ReadonlySet<string> = new Set(['alac', 'flac']);
const muxers: Readonly<Partial<Record<MediaFormat, string>>> = {
  mp3: 'mp3',
  m4a: 'ipod',
  flac: 'flac',
  ogg: 'ogg',
};

/**
 * Put a rhythm or a spoken sentence before or behind a sound (GB 45438-2025, 5.3). Linear PCM in WAV keeps
 * every sample and every chunk; other codecs are decoded, joined and encoded again.
 */
export async function renderAudible(
  path: string,
  media: Media,
  request: AudibleToWrite,
  target: string,
  context: TaskContext,
): Promise<Rendering> {
  const { limits, signal } = context;
  if (media.format === 'wav') return await renderWave(path, media, request, context);
  const muxer = muxers[media.format];
  const input = inputArguments(path, media.format);
  if (muxer === undefined || input === null) return refusedRendering(noFormat(media.format));
  const answer = await probeStreams(path, media, limits, signal);
  signal.throwIfAborted();
  if (!answer.ok) return refusedRendering(answer.reason.text);
  const { streams, format } = answer.probe;
  const sounds = streams.filter((stream) => textField(stream, 'codec_type') === 'audio');
  const [sound, ...others] = sounds;
  if (sound === undefined || others.length > 0) return refusedRendering(oneSound);
  const codec = textField(sound, 'codec_name') ?? '?';
  const encoder = encoders.get(media.format)?.get(codec);
  if (encoder === undefined) return refusedRendering(noEncoder(codec));
  const [rate, channels] = [numberField(sound, 'sample_rate'), numberField(sound, 'channels')];
  if (rate === null || channels === null) return refusedRendering(oneSound);
  const level = await programmeLevel(path, media, context);
  const label = await labelSound(request, { rate, channels, level }, context);
  if (!label.ok) return refusedRendering(label.reason);

  const bits = numberField(sound, 'bit_rate') ?? numberField(format, 'bit_rate') ?? leastRate;
  const deep = (numberField(sound, 'bits_per_raw_sample') ?? 16) > 16;
  const seconds = (numberField(format, 'duration') ?? 0) + label.seconds;
  const labelFile = `${target}.wav`;
  try {
    await writeFile(labelFile, waveFile(label.samples, rate, channels), { flag: 'wx' });
    const order = request.place === 'start' ? '[l][p]' : '[p][l]';
    const layout = textField(sound, 'channel_layout');
    // Both sides in the same form, or `concat` refuses them.
    const form = `aformat=sample_fmts=fltp:sample_rates=${rate}${layout === null ? '' : `:channel_layouts=${layout}`}`;
    const made = await writeWithFfmpeg(
      [
        ...input,
        ...['-f', 'wav', '-protocol_whitelist', 'file,pipe', '-i', `file:${labelFile}`],
        '-filter_complex',
        `[0:a:0]${deep || lossless.has(encoder) ? form.replace('fltp', 's32') : form}[p];[1:a]${deep || lossless.has(encoder) ? form.replace('fltp', 's32') : form}[l];${order}concat=n=2:v=0:a=1[out]`,
        ...['-map', '[out]', '-map_metadata', '0', '-map_chapters', request.place === 'end' ? '0' : '-1'],
        // Vorbis and Opus keep their tags on the stream.
        ...(media.format === 'ogg' ? ['-map_metadata:s:a:0', '0:s:a:0'] : ['-map', '0:v?', '-c:v', 'copy']),
        ...(media.format === 'ogg' ? [] : ['-disposition:v', 'attached_pic']),
        ...['-c:a', encoder],
        ...(lossless.has(encoder)
          ? ['-sample_fmt', losslessForm(encoder, deep)]
          : ['-b:a', String(Math.max(leastRate, bits))]),
        ...(muxer === 'ipod' ? ['-movflags', '+use_metadata_tags'] : []),
        ...['-f', muxer, `file:${target}`],
      ],
      {
        limits,
        signal,
        onSeconds: (done) => context.progress(Math.min(0.5, (done / Math.max(1, seconds)) * 0.5)),
      },
    );
    if (!made.ok) return refusedRendering(made.reason.text);
  } finally {
    await rm(labelFile, { force: true });
  }
  return {
    ok: true,
    pieces: null,
    notes: [
      added(request, label.seconds),
      ...(lossless.has(encoder) ? [] : [recompressed(encoder)]),
      ...(media.format === 'ogg' && streams.length > 1 ? [coverLost] : []),
    ],
  };
}

/** Can a label be joined to sound of this format? */
export function soundsLabel(format: MediaFormat): boolean {
  return format === 'wav' || muxers[format] !== undefined;
}

function losslessForm(encoder: string, deep: boolean): string {
  if (encoder === 'alac') return deep ? 's32p' : 's16p';
  return deep ? 's32' : 's16';
}

async function renderWave(
  path: string,
  media: Media,
  request: AudibleToWrite,
  context: TaskContext,
): Promise<Rendering> {
  const layout = waveLayout(path);
  if (layout === null) return refusedRendering(noEncoder('WAV'));
  const level = await programmeLevel(path, media, context);
  const label = await labelSound(request, { ...layout, level }, context);
  if (!label.ok) return refusedRendering(label.reason);
  const pieces = splicedWave(layout, label.samples, request.place);
  return pieces === null
    ? refusedRendering(tooLarge)
    : { ok: true, pieces, notes: [added(request, label.seconds)] };
}

function added({ kind, place }: AudibleToWrite, seconds: number): Localized {
  const length = seconds.toFixed(1);
  const [what, whatChinese] = kind === 'rhythm' ? ['rhythm', '节奏标识'] : ['spoken label', '语音标识'];
  return place === 'start'
    ? localized(
        `The ${what} stands before the programme; everything comes ${length} seconds later.`,
        `${whatChinese}位于内容之前；其后内容整体延后 ${length} 秒。`,
      )
    : localized(
        `The ${what} stands behind the programme, which is ${length} seconds longer.`,
        `${whatChinese}位于内容之后；总时长增加 ${length} 秒。`,
      );
}

function recompressed(encoder: string): Localized {
  return localized(
    `To join the label the sound was compressed again (${encoder}).`,
    `为加入标识，声音已重新压缩（${encoder}）。`,
  );
}

function noFormat(format: string): Localized {
  return localized(
    `A label to be heard can be put into WAV, FLAC, MP3, M4A and Ogg files, not into ${format}.`,
    `可听标识可加入 WAV、FLAC、MP3、M4A 和 Ogg 文件，不支持 ${format}。`,
  );
}

function noEncoder(codec: string): Localized {
  return localized(
    `Sound in this form (${codec}) is not written here. Export it as WAV (PCM) or FLAC first.`,
    `不支持写入此编码的声音（${codec}）。请先导出为 WAV（PCM）或 FLAC。`,
  );
}

const oneSound = localized(
  'The file does not hold exactly one sound that can be read.',
  '文件中可读取的声音不是恰好一路。',
);
const tooLarge = localized('The file would grow beyond what WAV can hold.', '文件将超出 WAV 的容量上限。');
const coverLost = localized('The cover picture is not part of the copy.', '副本不包含封面图片。');
