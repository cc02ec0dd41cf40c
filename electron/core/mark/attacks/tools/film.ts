import { join } from 'node:path';
import type { MediaFormat } from '#shared/domain/media.ts';
import { writeWithFfmpeg } from '../../../media/ffmpeg-writing.ts';
import { inputArguments } from '../../../media/video.ts';
import type { AttackedFile, Bench, FileSource, NotRun } from '../define.ts';
import { noDemuxer, notMade } from './refusals.ts';
import { excerptSeconds } from './sound.ts';

/** One pass through ffmpeg: the main picture and the first sound, filtered and encoded anew. */
export interface FilmPass {
  /** Filter graph of the picture; absent: none. */
  readonly picture?: string;
  /** Filter graph of the sound; absent: none. */
  readonly sound?: string;
  /** Encoder of the picture with its options; absent: H.264 at CRF 23, as most programs have it. */
  readonly encoder?: readonly string[];
  /** Encoder of the sound; absent: AAC with 128 kbit/s. */
  readonly soundEncoder?: readonly string[];
  /** Absent: MP4. */
  readonly container?: 'mp4' | 'webm' | 'matroska';
}

/** @param factor constant rate factor 0…51, the higher the coarser */
export function h264(factor: number): readonly string[] {
  return ['-c:v', 'libx264', '-preset', 'medium', '-crf', String(factor), '-pix_fmt', 'yuv420p'];
}

/** Factor of the size that keeps sides even, as 4:2:0 needs them. */
export function scaleBy(factor: number): string {
  return `scale=w='max(2,trunc(iw*${factor}/2)*2)':h='max(2,trunc(ih*${factor}/2)*2)':flags=bicubic`;
}

/** The middle part with a share of the area. */
export function cropTo(area: number): string {
  const side = Math.sqrt(area).toFixed(5);
  return `crop=w='max(2,trunc(iw*${side}/2)*2)':h='max(2,trunc(ih*${side}/2)*2)'`;
}

const quickH264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p'];
const evenSides = 'crop=trunc(iw/2)*2:trunc(ih/2)*2';

/** A film through passes one after the other, without metadata. */
export async function throughFilm(
  source: FileSource,
  passes: readonly FilmPass[],
  { folder, context }: Bench,
): Promise<AttackedFile | NotRun> {
  let path = source.path;
  let format: MediaFormat = source.media.format;
  for (const [index, pass] of passes.entries()) {
    const input = inputArguments(path, format);
    if (input === null) return noDemuxer;
    const container = pass.container ?? 'mp4';
    const target = join(folder, `pass-${index}.${container}`);
    const encoder = pass.encoder ?? quickH264;
    const made = await writeWithFfmpeg(
      [
        ...['-t', String(excerptSeconds), ...input, '-map', '0:V:0', '-map', '0:a:0?', '-sn', '-dn'],
        ...['-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact'],
        ...['-vf', pass.picture === undefined ? evenSides : `${pass.picture},${evenSides}`],
        ...(pass.sound === undefined ? [] : ['-af', pass.sound]),
        ...[...encoder, ...(pass.soundEncoder ?? ['-c:a', 'aac', '-b:a', '128k'])],
        ...['-max_muxing_queue_size', '1024', '-f', container, `file:${target}`],
      ],
      { limits: context.limits, signal: context.signal },
    );
    if (!made.ok) return notMade(made.reason);
    path = target;
    format = container === 'mp4' ? 'mp4' : container;
  }
  return { path };
}
