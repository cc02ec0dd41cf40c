import { ByteReader } from '../../media/structure/byte-reader.ts';
import type { Piece } from '../define.ts';
import { spliced } from '../write-plan.ts';

/** Samples of a WAV file that can be joined with others as they are. */
export interface WaveLayout {
  readonly rate: number;
  readonly channels: number;
  readonly bits: 8 | 16 | 24 | 32;
  readonly float: boolean;
  /** Offset and length of the samples. */
  readonly data: readonly [number, number];
  readonly size: number;
}

const extensible = 0xfffe;
/** A RIFF file's length has 32 bits. */
const most = 2 ** 32 - 1;

/** `null`: not linear PCM in a plain RIFF file, or not whole. */
export function waveLayout(path: string): WaveLayout | null {
  const reader = new ByteReader(path);
  try {
    if (!reader.matches(0, 'RIFF') || !reader.matches(8, 'WAVE')) return null;
    if (reader.u32(4, true) + 8 > reader.size) return null;
    let format: Omit<WaveLayout, 'data' | 'size'> | null = null;
    for (let offset = 12; offset + 8 <= reader.size; ) {
      const length = reader.u32(offset + 4, true);
      const body = offset + 8;
      if (body + length > reader.size) return null;
      if (reader.matches(offset, 'fmt ')) format = sampleFormat(reader.bytes(body, length));
      if (reader.matches(offset, 'data'))
        return format === null ? null : { ...format, data: [body, length], size: reader.size };
      offset = body + length + (length & 1);
    }
    return null;
  } finally {
    reader.close();
  }
}

function sampleFormat(header: Buffer): Omit<WaveLayout, 'data' | 'size'> | null {
  if (header.length < 16) return null;
  const first = header.readUInt16LE(0);
  // The first two bytes of the sub-format's GUID are the tag it stands for.
  const tag = first === extensible && header.length >= 26 ? header.readUInt16LE(24) : first;
  const bits = header.readUInt16LE(14);
  const channels = header.readUInt16LE(2);
  if (channels === 0 || header.readUInt16LE(12) !== (channels * bits) / 8) return null;
  if (tag === 3 && bits === 32) return { rate: header.readUInt32LE(4), channels, bits, float: true };
  const whole = bits === 8 || bits === 16 || bits === 24 || bits === 32;
  return tag === 1 && whole ? { rate: header.readUInt32LE(4), channels, bits, float: false } : null;
}

/** The file with more samples before or behind its own, every chunk as it was but for the two lengths. */
export function splicedWave(
  layout: WaveLayout,
  samples: Float32Array,
  place: 'start' | 'end',
): readonly Piece[] | null {
  const [start, length] = layout.data;
  const added = pcm(samples, layout);
  const [before, after] = [length & 1, (length + added.length) & 1];
  const grown = layout.size + added.length - before + after;
  if (grown - 8 > most) return null;
  const lengthOf = (value: number): Uint8Array => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const end = start + length;
  // A file may end without its last padding byte.
  const padding = Math.min(before, layout.size - end);
  return spliced(layout.size, [
    { from: 4, to: 8, data: lengthOf(grown - 8) },
    { from: start - 4, to: start, data: lengthOf(length + added.length) },
    ...(place === 'start' ? [{ from: start, to: start, data: added }] : []),
    {
      from: end,
      to: end + padding,
      data: Buffer.concat([place === 'end' ? added : new Uint8Array(), new Uint8Array(after)]),
    },
  ]);
}

function pcm(samples: Float32Array, { bits, float }: WaveLayout): Uint8Array {
  const bytes = Buffer.alloc((samples.length * bits) / 8);
  samples.forEach((sample, at) => {
    const value = Math.max(-1, Math.min(1, sample));
    if (float) bytes.writeFloatLE(value, at * 4);
    else if (bits === 8) bytes.writeUInt8(Math.round(value * 127) + 128, at);
    else bytes.writeIntLE(Math.round(value * (2 ** (bits - 1) - 1)), (at * bits) / 8, bits / 8);
  });
  return bytes;
}

/** Samples as a file of their own, 32-bit floating point. */
export function waveFile(samples: Float32Array, rate: number, channels: number): Uint8Array {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + samples.length * 4, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(3, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * channels * 4, 28);
  header.writeUInt16LE(channels * 4, 32);
  header.writeUInt16LE(32, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(samples.length * 4, 40);
  return Buffer.concat([header, pcm(samples, { bits: 32, float: true } as WaveLayout)]);
}
