import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'assay-bench-sound-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const raw = ['-f', 's16le', '-ac', '1', '-ar', '16000'];

/** A stretch of a file, one channel. */
export function readSound(path: string, from: number, seconds: number, rate = 16_000): Float32Array {
  const part = ['-ss', String(from), '-t', String(seconds), '-i', path];
  return fromBytes(ffmpeg([...part, '-ac', '1', '-ar', String(rate), '-f', 's16le', '-']));
}

/** Seconds of a file; 0 for what is no sound. */
export function lengthOf(path: string): number {
  const args = ['-v', 'quiet', '-show_entries', 'format=duration', '-of', 'csv=p=0', path];
  try {
    return Number(execFileSync('ffprobe', args, { encoding: 'utf8' }).trim()) || 0;
  } catch {
    return 0;
  }
}

/** Samples through FFmpeg; through a file of `format` and back when one is given. */
export function runTool(samples: Float32Array, args: readonly string[], format?: string): Float32Array {
  const input = toBytes(samples);
  const source = [...raw, '-i', 'pipe:0'];
  if (format === undefined) return fromBytes(ffmpeg([...source, ...args, ...raw, '-'], input));
  const path = join(folder, `coded.${format}`);
  ffmpeg([...source, ...args, '-y', path], input);
  return fromBytes(ffmpeg(['-i', path, ...raw, '-']));
}

function resampled(samples: Float32Array, rate: number): Float32Array {
  const source = [...raw, '-i', 'pipe:0'];
  return fromBytes(ffmpeg([...source, '-ar', String(rate), '-f', 's16le', '-'], toBytes(samples)));
}

/** Many sounds at another rate by one run of the tool, with half a second of silence between them. */
export function allResampled(sounds: readonly Float32Array[], rate: number): Float32Array[] {
  const [gap, own] = [8000, 16_000];
  const starts: number[] = [];
  let length = 0;
  for (const samples of sounds) {
    starts.push(length);
    length += samples.length + gap;
  }
  const joined = new Float32Array(length);
  for (const [at, samples] of sounds.entries()) joined.set(samples, starts[at]!);
  const made = resampled(joined, rate);
  return sounds.map((samples, at) => {
    const from = Math.round((starts[at]! * rate) / own);
    return made.slice(from, from + Math.round((samples.length * rate) / own));
  });
}

/** Synthetic speech; `null`: espeak-ng is not installed. */
export function spoken(voice: string, text: string): Float32Array | null {
  const path = join(folder, 'spoken.wav');
  try {
    execFileSync('espeak-ng', ['-v', voice, '-w', path, text]);
  } catch {
    return null;
  }
  return fromBytes(ffmpeg(['-i', path, ...raw, '-']));
}

function ffmpeg(args: readonly string[], input?: Uint8Array): Uint8Array {
  return execFileSync('ffmpeg', ['-v', 'fatal', ...args], {
    maxBuffer: 2 ** 30,
    ...(input === undefined ? { stdio: ['ignore', 'pipe', 'inherit'] } : { input }),
  });
}

function toBytes(samples: Float32Array): Uint8Array {
  const bytes = Buffer.alloc(samples.length * 2);
  for (const [at, sample] of samples.entries())
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), at * 2);
  return bytes;
}

function fromBytes(bytes: Uint8Array): Float32Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: buffer.length >> 1 }, (_, at) => buffer.readInt16LE(at * 2) / 32_768);
}
