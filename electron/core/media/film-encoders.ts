import type { MediaFormat } from '#shared/domain/media.ts';
import { type HostileValue, record } from './hostile-json.ts';

/** Writing a film again through FFmpeg: muxers, encoders, and the keys a muxer would drop. */

/** Muxers of containers a film can be written back into. */
export const filmMuxers: ReadonlyMap<MediaFormat, string> = new Map([
  ['mp4', 'mp4'],
  ['mov', 'mov'],
  ['matroska', 'matroska'],
  ['webm', 'webm'],
  ['avi', 'avi'],
]);

/** The same codec again, at a quality at which the difference is hardly seen. */
export const filmEncoders: ReadonlyMap<string, readonly string[]> = new Map([
  ['h264', ['libx264', '-crf', '16', '-preset', 'medium']],
  ['hevc', ['libx265', '-crf', '18', '-preset', 'medium', '-x265-params', 'log-level=error']],
  ['vp9', ['libvpx-vp9', '-crf', '20', '-b:v', '0', '-row-mt', '1']],
  ['vp8', ['libvpx', '-crf', '6', '-b:v', '20M']],
  ['av1', ['libsvtav1', '-crf', '22', '-preset', '6']],
  ['mpeg4', ['mpeg4', '-q:v', '2']],
  ['mjpeg', ['mjpeg', '-q:v', '2']],
  ['ffv1', ['ffv1', '-level', '3']],
]);

/** Keys FFmpeg's MP4 muxer writes in the places players look (`movenc.c`), or makes itself. */
const muxerKeys: ReadonlySet<string> = new Set([
  ...['title', 'artist', 'album_artist', 'composer', 'album', 'date', 'encoder', 'comment', 'genre', 'track'],
  ...['copyright', 'grouping', 'lyrics', 'description', 'synopsis', 'show', 'episode_id', 'network', 'disc'],
  ...[
    'keywords',
    'major_brand',
    'minor_version',
    'compatible_brands',
    'creation_time',
    'location',
    'location-eng',
  ],
  // Written anew by our own writer, in its own place.
  'aigc',
]);

/**
 * Options that keep the keys of a film FFmpeg's MP4 and QuickTime muxers do not know; none where there are none.
 * With the flag alone FFmpeg would take the brands for keys as well.
 */
export function ownKeyArguments(muxer: string, format: ReadonlyMap<string, HostileValue>): readonly string[] {
  if (muxer !== 'mp4' && muxer !== 'mov') return [];
  const has = [...record(format.get('tags')).keys()].some((key) => !muxerKeys.has(key.toLowerCase()));
  if (!has) return [];
  return [
    ...['-movflags', '+use_metadata_tags'],
    ...['-metadata', 'major_brand=', '-metadata', 'minor_version=', '-metadata', 'compatible_brands='],
  ];
}
