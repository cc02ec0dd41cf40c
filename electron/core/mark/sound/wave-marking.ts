import { type FileHandle, open } from 'node:fs/promises';
import { writeWhole } from '../../labels/writing/copy-pieces.ts';
import type { WaveLayout } from '../../labels/writing/wave-splice.ts';
import type { TaskContext } from '../../media/task-context.ts';
import type { SoundMarker } from './marker.ts';

/** Samples of all channels taken at a time. */
const BLOCK = 1 << 16;

/**
 * Copy a WAV file of linear PCM with its samples marked: every other byte, in whatever chunk, stays as it is, and so do
 * channels that are left alone and silence.
 */
export async function writeMarkedWave(
  path: string,
  layout: WaveLayout,
  marker: SoundMarker,
  untouched: readonly number[],
  target: string,
  { signal, progress }: TaskContext,
): Promise<void> {
  const width = layout.bits / 8;
  const [start, length] = layout.data;
  const frame = width * layout.channels;
  const whole = Math.floor(length / frame) * frame;
  const [from, to] = [await open(path, 'r'), await open(target, 'wx', 0o666)];
  try {
    await copyBytes(from, to, 0, start, signal);
    let written = start;
    // What the marker gives back lags behind; the bytes it belongs to are read again for the channels left alone.
    const put = async (pieces: readonly Float32Array[]): Promise<void> => {
      for (const samples of pieces) {
        const bytes = Buffer.alloc(samples.length * width);
        await readWhole(from, bytes, written);
        encode(samples, bytes, layout, untouched);
        await writeWhole(to, bytes, written);
        written += bytes.length;
      }
    };
    const block = BLOCK * frame;
    for (let at = 0; at < whole; at += block) {
      signal.throwIfAborted();
      const bytes = Buffer.alloc(Math.min(block, whole - at));
      await readWhole(from, bytes, start + at);
      await put(marker.push(decode(bytes, layout)));
      progress(at / Math.max(1, whole));
    }
    await put(marker.finish());
    await copyBytes(from, to, start + whole, layout.size, signal);
    await to.sync();
  } finally {
    await from.close();
    await to.close();
  }
}

function decode(bytes: Buffer, { bits, float }: WaveLayout): Float32Array {
  const width = bits / 8;
  const samples = new Float32Array(bytes.length / width);
  const scale = 2 ** (1 - bits);
  for (let index = 0; index < samples.length; index += 1) {
    const at = index * width;
    if (float) {
      const value = bytes.readFloatLE(at);
      samples[index] = Number.isFinite(value) ? value : 0;
    } else samples[index] = bits === 8 ? (bytes[at]! - 128) / 128 : bytes.readIntLE(at, width) * scale;
  }
  return samples;
}

/** Over `bytes` as they were, so that what the mark does not change stays to the last bit. */
function encode(
  samples: Float32Array,
  bytes: Buffer,
  layout: WaveLayout,
  untouched: readonly number[],
): void {
  const { bits, float, channels } = layout;
  const width = bits / 8;
  const before = decode(bytes, layout);
  const full = 2 ** (bits - 1);
  for (let index = 0; index < samples.length; index += 1) {
    const value = samples[index]!;
    if (value === before[index] || untouched.includes(index % channels)) continue;
    const at = index * width;
    if (float) bytes.writeFloatLE(value, at);
    else {
      const whole = Math.max(-full, Math.min(full - 1, Math.round(value * full)));
      if (bits === 8) bytes[at] = whole + 128;
      else bytes.writeIntLE(whole, at, width);
    }
  }
}

async function readWhole(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, position + done);
    if (bytesRead === 0) throw new Error(`The file ends before byte ${position + bytes.length}`);
    done += bytesRead;
  }
}

async function copyBytes(
  from: FileHandle,
  to: FileHandle,
  start: number,
  end: number,
  signal: AbortSignal,
): Promise<void> {
  const bytes = Buffer.alloc(1 << 20);
  for (let at = start; at < end; at += bytes.length) {
    signal.throwIfAborted();
    const piece = bytes.subarray(0, Math.min(bytes.length, end - at));
    await readWhole(from, piece, at);
    await writeWhole(to, piece, at);
  }
}
