import { open } from 'node:fs/promises';
import type { Media } from '#shared/domain/media.ts';
import { numberField, type Probe } from './video.ts';

const SEARCHED_BYTES = 64 * 1024;

/**
 * Names encoders leave in the first packet: x264 and x265 as SEI user data (ITU-T H.264 D.2.7), FFmpeg's
 * and others as user data of MPEG-4 part 2, LAME and Lavc in the first frames of MP3 and AAC.
 */
const encoderText =
  /(?:x26[45] ?[-(][\x20-\x7e]{1,60}|Lav[cf]\d[\d.]{1,20}[\x20-\x7e]{0,30}|LAME ?\d[\d.]{1,12}|XviD\d{1,6}|DivX\d{1,6}[\x20-\x7e]{0,12}|HandBrake[\x20-\x7e]{1,30}|NVENC[\x20-\x7e]{0,20})/g;

/** Search the first packets of each stream, at the file positions ffprobe names, for encoder names. */
export async function findEncoderTexts(
  path: string,
  probe: Probe,
  media: Media,
): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>();
  // In transport streams packets are cut into pieces with headers in between.
  if (media.format === 'mpeg-ts') return found;
  const file = await open(path, 'r');
  try {
    const seen = new Set<number>();
    for (const frame of probe.frames) {
      const stream = numberField(frame, 'stream_index');
      const position = numberField(frame, 'pkt_pos');
      const size = numberField(frame, 'pkt_size');
      if (stream === null || position === null || size === null || position < 0 || seen.has(stream)) continue;
      seen.add(stream);
      const buffer = Buffer.alloc(Math.min(Math.max(size, 0), SEARCHED_BYTES));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
      const text = buffer.subarray(0, bytesRead).toString('latin1');
      const names = [
        ...new Set([...text.matchAll(encoderText)].map((match) => match[0].split(' - H.26')[0]!.trim())),
      ];
      if (names.length > 0) found.set(stream, names.slice(0, 4));
    }
  } finally {
    await file.close();
  }
  return found;
}
