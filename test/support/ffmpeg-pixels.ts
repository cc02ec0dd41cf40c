import { execFileSync } from 'node:child_process';

/** Pixels of an image as FFmpeg decodes them, an independent witness: interleaved 8-bit RGB. */
export function ffmpegRgb(path: string): Buffer {
  const arguments_ = ['-v', 'error', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'];
  return execFileSync('ffmpeg', arguments_, { maxBuffer: 1 << 28 });
}
