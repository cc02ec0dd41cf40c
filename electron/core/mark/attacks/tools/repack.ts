import { join } from 'node:path';
import { localized } from '#shared/domain/localized.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { writeWithFfmpeg } from '../../../media/ffmpeg-writing.ts';
import { inputArguments } from '../../../media/video.ts';
import type { AttackedFile, Bench, FileSource, NotRun } from '../define.ts';
import { noDemuxer, notMade } from './refusals.ts';

/** Muxers that write the container a file came in. */
const muxers: ReadonlyMap<MediaFormat, readonly string[]> = new Map([
  ['mp4', ['-movflags', '+use_metadata_tags', '-f', 'mp4']],
  ['mov', ['-movflags', '+use_metadata_tags', '-f', 'mov']],
  ['m4a', ['-movflags', '+use_metadata_tags', '-f', 'ipod']],
  ['matroska', ['-f', 'matroska']],
  ['webm', ['-f', 'webm']],
  ['avi', ['-f', 'avi']],
  ['mpeg-ts', ['-f', 'mpegts']],
  ['flv', ['-f', 'flv']],
  ['mp3', ['-f', 'mp3']],
  ['aac', ['-f', 'adts']],
  ['flac', ['-f', 'flac']],
  ['ogg', ['-f', 'ogg']],
  ['wav', ['-f', 'wav']],
]);

/** Every packet as it is in a new container of the same kind, with the metadata ffmpeg knows or without any. */
export async function repacked(
  { path, media }: FileSource,
  metadata: 'kept' | 'dropped',
  { folder, context }: Bench,
): Promise<AttackedFile | NotRun> {
  const input = inputArguments(path, media.format);
  const muxer = muxers.get(media.format);
  if (input === null) return noDemuxer;
  if (muxer === undefined) {
    const text = localized('This container cannot be written here.', '此处无法写出该容器格式。');
    return { reason: { code: 'format-unsupported', text } };
  }
  const target = join(folder, 'repacked');
  const dropped = ['-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact'];
  const made = await writeWithFfmpeg(
    [
      ...[...input, '-map', '0:V?', '-map', '0:a?', '-c', 'copy'],
      ...(metadata === 'kept' ? ['-map_metadata', '0'] : dropped),
      ...[...muxer, `file:${target}`],
    ],
    { limits: context.limits, signal: context.signal },
  );
  return made.ok ? { path: target } : notMade(made.reason);
}
