import { once } from 'node:events';
import type { Localized } from '#shared/domain/localized.ts';
import { BoundedText, complaintLines } from '../../media/complaints.ts';
import { confine } from '../../media/confinement.ts';
import { findProgram } from '../../media/program-paths.ts';
import { killProgram, startProgram } from '../../media/spawn.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { inputArguments, numberField, textField } from '../../media/video.ts';
import type { MarkKey } from '../key.ts';
import { lowFrequencyChannels } from '../sound/form.ts';
import { type SoundForm, SoundMarker, type SoundQuality } from '../sound/marker.ts';
import { patternSigns, soundPattern } from '../sound/pattern.ts';
import { streamPcm } from '../sound/pcm-stream.ts';
import type { MarkedSound } from './film-arguments.ts';
import type { Fields, FilmFacts } from './film-facts.ts';
import * as words from './words.ts';

interface SoundEncoder {
  readonly options: readonly string[];
  /** Samples the encoder puts before the first. */
  readonly delay: number;
  /** Container in which the times of the first packets are kept. */
  readonly muxer: 'mp4' | 'matroska';
}

const AAC_DELAY = 1024;

/** The same codec again, at a rate at which nothing is heard of it. */
function soundEncoder(codec: string, channels: number, bitRate: number | null): SoundEncoder | null {
  const rate = (least: number): string[] => ['-b:a', String(Math.max(least * channels, bitRate ?? 0))];
  if (codec === 'aac') return { options: ['aac', ...rate(96_000)], delay: AAC_DELAY, muxer: 'mp4' };
  if (codec === 'opus') return { options: ['libopus', ...rate(80_000)], delay: 0, muxer: 'matroska' };
  if (codec === 'vorbis') return { options: ['libvorbis', '-q:a', '7'], delay: 0, muxer: 'matroska' };
  if (codec === 'flac' || /^pcm_[su](?:16|24|32)le$/.test(codec))
    return { options: [codec], delay: 0, muxer: 'matroska' };
  return null;
}

export type SoundTrack =
  | { readonly marked: true; readonly sound: MarkedSound; readonly quality: SoundQuality }
  /** It stays as it is, and why. */
  | { readonly marked: false; readonly why: Localized };

export interface TrackRequest {
  readonly facts: FilmFacts;
  readonly stream: Fields;
  /** Which of the film's sounds. */
  readonly ordinal: number;
  readonly payload: bigint;
  readonly key: MarkKey;
  /** A file that does not exist yet, for the marked stream alone. */
  readonly scratch: string;
}

const MEMORY_BYTES = 2 ** 31;
const FILE_BYTES = 2 ** 36;
/** Decoded sound may differ by this from what the stream says it lasts; more, and there are gaps in it, seconds. */
const TOLERANCE = 0.12;

/** Mark one sound of a film into a file of its own, to be put in place of it. */
export async function markTrack(request: TrackRequest, context: TaskContext): Promise<SoundTrack> {
  const { facts, stream, ordinal, scratch } = request;
  const channels = numberField(stream, 'channels') ?? 0;
  const rate = numberField(stream, 'sample_rate') ?? 0;
  const codec = textField(stream, 'codec_name') ?? '?';
  const encoder = soundEncoder(codec, channels, numberField(stream, 'bit_rate'));
  if (encoder === null) return { marked: false, why: words.soundCopied(codec) };
  if (rate < 8_000 || rate > 192_000 || channels < 1 || channels > 8)
    return { marked: false, why: words.soundCopied(`${codec}, ${rate} Hz, ${channels}`) };
  const form: SoundForm = {
    rate,
    channels,
    untouched: lowFrequencyChannels(channels, textField(stream, 'channel_layout')),
  };
  // Matroska has no times below zero: there the encoder's own silence takes the place of the first samples.
  const skipped = facts.muxer === 'matroska' || facts.muxer === 'webm' ? encoder.delay : 0;
  const program = await findProgram('ffmpeg');
  if (!program.found) return { marked: false, why: program.remedy };
  const layout = textField(stream, 'channel_layout');
  const args = [
    ...['-nostdin', '-y', '-v', 'warning', '-f', 'f32le', '-ar', String(rate), '-ac', String(channels)],
    ...['-i', 'pipe:0', ...(layout === null ? [] : ['-channel_layout', layout])],
    ...['-c:a', ...encoder.options, '-f', encoder.muxer, `file:${scratch}`],
  ];
  const limits = { timeMs: context.limits.timeMs, memoryBytes: MEMORY_BYTES, fileBytes: FILE_BYTES };
  const child = startProgram(await confine(program.path, args, limits), undefined, 'pipe');
  const complaints = new BoundedText(16_384);
  child.stderr?.on('data', (chunk: Buffer) => complaints.add(chunk));
  child.stdout?.resume();
  let open = true;
  const closed = new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null));
    child.on('close', (code) => resolve(code));
  }).finally(() => {
    open = false;
  });
  child.stdin?.on('error', () => {
    open = false;
  });
  const onAbort = (): void => killProgram(child);
  context.signal.addEventListener('abort', onAbort, { once: true });
  const marker = new SoundMarker(form, patternSigns(soundPattern(request.key), request.payload));
  let left = skipped * channels;
  const write = async (pieces: readonly Float32Array[]): Promise<void> => {
    for (const piece of pieces) {
      const samples = piece.subarray(Math.min(left, piece.length));
      left -= piece.length - samples.length;
      if (!open || samples.length === 0) continue;
      const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
      if (!child.stdin!.write(bytes))
        await Promise.race([once(child.stdin!, 'drain').catch(() => undefined), closed]);
    }
  };
  try {
    const take = (samples: Float32Array): Promise<void> => write(marker.push(samples));
    const decoded = await streamPcm(facts.path, facts.media, { stream: ordinal }, channels, context, take);
    await write(marker.finish());
    child.stdin?.end();
    const code = await closed;
    context.signal.throwIfAborted();
    if (!decoded.ok) return { marked: false, why: words.soundFailed(decoded.reason.text) };
    if (code !== 0)
      return { marked: false, why: words.soundFailed(words.said(complaintLines(complaints.text())[0])) };
    const said = numberField(stream, 'duration');
    if (said !== null && Math.abs(decoded.samples / rate - said) > TOLERANCE)
      return { marked: false, why: words.soundGaps };
  } finally {
    killProgram(child);
    await closed;
    context.signal.removeEventListener('abort', onAbort);
  }
  // A stream that begins below zero begins with the encoder's own silence, which the decoder has left out.
  const offset = Math.max(0, numberField(stream, 'start_time') ?? 0) + skipped / rate;
  const input = inputArguments(scratch, encoder.muxer === 'mp4' ? 'mp4' : 'matroska') ?? [];
  return {
    marked: true,
    sound: {
      index: numberField(stream, 'index') ?? 0,
      path: scratch,
      input: offset === 0 ? input : ['-itsoffset', offset.toFixed(6), ...input],
    },
    quality: marker.quality(),
  };
}
