import { join } from 'node:path';
import { localized } from '#shared/domain/localized.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { writeWithFfmpeg } from '../../../media/ffmpeg-writing.ts';
import { inputArguments } from '../../../media/video.ts';
import {
  type AttackedFile,
  type Bench,
  type FileAttack,
  type FileSource,
  fileLadder,
  type NotRun,
} from '../define.ts';
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
async function repacked(
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

/** The attack on sound and film alike. */
export const repacking: Omit<FileAttack, 'works' | 'id' | 'media'> = {
  family: 'packing',
  title: localized('Packed anew without compressing again', '重新封装（不重新压缩）'),
  about: localized(
    'Every packet as it is in a new container of the same kind, with the metadata FFmpeg knows, or without any.',
    '数据包原样写入同类新容器：保留 FFmpeg 所识别的元数据，或不保留任何元数据。',
  ),
  cite: 'What editors and platforms do when they need not compress',
  ladder: fileLadder<'kept' | 'dropped'>(
    ['kept', 'dropped'],
    'dropped',
    {
      id: (metadata) => metadata,
      label: (metadata) =>
        metadata === 'kept'
          ? localized('metadata kept', '保留元数据')
          : localized('metadata dropped', '清除元数据'),
    },
    repacked,
  ),
};
