import type { Media } from '#shared/domain/media.ts';
import type { TaskContext } from '../../../media/task-context.ts';
import { numberField, probeStreams, textField } from '../../../media/video.ts';
import { KeptByFile } from '../../kept-by-file.ts';

/** What a file says of its sound. */
export interface SoundFacts {
  /** `null`: the file does not say. */
  readonly lossless: boolean | null;
  readonly channels: number;
  /** Bits per second of the sound stream; `null`: the file does not say. */
  readonly rate: number | null;
}

const lossless = /^(pcm_[suf]\d+|flac$|alac$|wavpack$|tta$|mlp$|truehd$)/;
const kept = new KeptByFile<SoundFacts | null>(4096, (facts) => (facts === null ? null : 64));

/** `null`: no sound, or nothing that can be read. */
export async function soundFacts(
  path: string,
  media: Media,
  { limits, signal }: TaskContext,
): Promise<SoundFacts | null> {
  return await kept.get(path, 'facts', async () => {
    const answer = await probeStreams(path, media, limits, signal);
    signal.throwIfAborted();
    const stream = answer.ok
      ? answer.probe.streams.find((one) => textField(one, 'codec_type') === 'audio')
      : undefined;
    if (stream === undefined) return null;
    const codec = textField(stream, 'codec_name');
    return {
      lossless: codec === null ? null : lossless.test(codec),
      channels: numberField(stream, 'channels') ?? 1,
      rate: numberField(stream, 'bit_rate'),
    };
  });
}
