import { localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { record } from '../../media/hostile-json.ts';
import { ByteReader } from '../../media/structure/byte-reader.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { numberField, probeStreams, textField } from '../../media/video.ts';
import type { SoundForm } from './marker.ts';

/** What must be known of a sound file to write it again. */
export interface SoundFile extends SoundForm {
  readonly codec: string;
  /** FFmpeg's name of the channel layout; `null` when the file does not say. */
  readonly layout: string | null;
  /** Bits of a sample; `null` for lossy codecs. */
  readonly bits: number | null;
  /** Bits per second of the stream, or of the file where the stream does not say. */
  readonly bitRate: number | null;
  readonly seconds: number;
  /** Kinds of the streams beside this sound and cover pictures. */
  readonly others: readonly string[];
  readonly chapters: number;
}

export type SoundFileAnswer =
  | { readonly ok: true; readonly file: SoundFile }
  | { readonly ok: false; readonly reason: Reason };

const [LOWEST_RATE, HIGHEST_RATE] = [8_000, 192_000];
const MOST_CHANNELS = 8;

/** The one sound of a file, or why it cannot be marked. */
export async function soundFile(path: string, media: Media, context: TaskContext): Promise<SoundFileAnswer> {
  const answer = await probeStreams(path, media, context.limits, context.signal);
  context.signal.throwIfAborted();
  if (!answer.ok) return answer;
  const { streams, format } = answer.probe;
  const [sound, ...more] = streams.filter((stream) => textField(stream, 'codec_type') === 'audio');
  if (sound === undefined || more.length > 0) return { ok: false, reason: notOne };
  const [rate, channels] = [numberField(sound, 'sample_rate'), numberField(sound, 'channels')];
  if (rate === null || channels === null) return { ok: false, reason: notOne };
  if (rate < LOWEST_RATE || rate > HIGHEST_RATE || channels < 1 || channels > MOST_CHANNELS)
    return { ok: false, reason: unusual(rate, channels) };
  const rest = streams.filter((stream) => stream !== sound);
  const covers = rest.filter(
    (stream) => numberField(record(stream.get('disposition')), 'attached_pic') === 1,
  );
  const layout = textField(sound, 'channel_layout');
  const bits = numberField(sound, 'bits_per_raw_sample') ?? numberField(sound, 'bits_per_sample');
  return {
    ok: true,
    file: {
      rate,
      channels,
      untouched: lowFrequencyChannels(channels, layout),
      codec: textField(sound, 'codec_name') ?? '?',
      layout,
      bits: bits === 0 ? null : bits,
      bitRate: numberField(sound, 'bit_rate') ?? numberField(format, 'bit_rate'),
      seconds: numberField(format, 'duration') ?? 0,
      others: rest
        .filter((stream) => !covers.includes(stream))
        .map((stream) => textField(stream, 'codec_type') ?? '?'),
      chapters: answer.probe.chapters.length,
    },
  };
}

/** Places of the low-frequency channels (FFmpeg's layouts: `.1` stands third or, beside a centre, fourth). */
export function lowFrequencyChannels(channels: number, layout: string | null): number[] {
  const name = layout ?? (channels === 6 ? '5.1' : channels === 8 ? '7.1' : '');
  if (!name.includes('.1')) return [];
  return [name.startsWith('2.1') || name === '6.1(front)' ? 2 : 3];
}

/** From here on a length in a WAV header is what writers to a pipe leave there: they do not know it. */
const UNKNOWN_LENGTH = 0x7fff_0000;

/**
 * Does a WAV file end before its header says? FFmpeg reads what is there without a word. A kilobyte is forgiven: headers
 * count padding and trailing chunks differently.
 */
export function endsEarly(path: string, { format }: Media): boolean {
  if (format !== 'wav') return false;
  const reader = new ByteReader(path);
  try {
    if (!reader.matches(0, 'RIFF') || reader.size < 12) return false;
    const said = reader.u32(4, true);
    return said < UNKNOWN_LENGTH && said + 8 > reader.size + 1024;
  } finally {
    reader.close();
  }
}

const notOne: Reason = {
  code: 'sound-streams',
  text: localized(
    'The file does not hold exactly one sound that can be read.',
    '文件中可读取的声音不是恰好一路。',
  ),
};

function unusual(rate: number, channels: number): Reason {
  return {
    code: 'sound-form',
    text: localized(
      `Sound of ${rate} samples per second and ${channels} channels cannot be marked: 8,000 to 192,000 and at most ${MOST_CHANNELS} are possible.`,
      `无法在采样率 ${rate} Hz、${channels} 声道的声音中嵌入水印：支持 8000 至 192000 Hz、最多 ${MOST_CHANNELS} 声道。`,
    ),
  };
}
