import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { probeDifferences } from '#core/mark/film/film-comparison.ts';
import { FilmDecoding } from '#core/mark/film/film-decoding.ts';
import { presenceOf, segmentOf } from '#core/mark/film/film-mark-reading.ts';
import { filmTile } from '#core/mark/film/film-tile.ts';
import { FrameMarker } from '#core/mark/film/frame-marker.ts';
import { nutPieces } from '#core/mark/film/nut-frames.ts';
import { rawLayout } from '#core/mark/film/raw-layout.ts';
import { publicMarkKey } from '#core/mark/key.ts';
import { markDelta } from '#core/mark/picture/field.ts';
import { TILE } from '#core/mark/picture/layout.ts';
import { pictureKey } from '#core/mark/picture/picture-key.ts';
import { prepared } from '#core/mark/picture/read-plane.ts';
import { markTile } from '#core/mark/picture/tile.ts';
import type { Probe } from '#core/media/video.ts';
import { cloudPicture } from '../fixtures/make/cloud-picture.ts';

const key = pictureKey(publicMarkKey);
const tile = markTile(key, 0x1234_5678_9abc_def0n);

function ffmpeg(source: string, format: string, pixels = 'yuv420p'): Buffer {
  const args = ['-v', 'error', '-f', 'lavfi', '-i', source, '-pix_fmt', pixels, '-c:v', 'rawvideo'];
  return execFileSync('ffmpeg', [...args, '-f', format, '-'], { maxBuffer: 1 << 28 });
}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Frames of a NUT stream, and the stream put together again from its pieces. */
async function taken(stream: Buffer, frameBytes: number, size: number) {
  const frames: Buffer[] = [];
  const all: Buffer[] = [];
  for await (const piece of nutPieces(inPieces(stream, size), frameBytes)) {
    if (piece.kind === 'structure') all.push(Buffer.from(piece.bytes));
    else {
      frames.push(Buffer.from(piece.data));
      all.push(Buffer.from(piece.data));
    }
  }
  return { frames, whole: Buffer.concat(all) };
}

describe('raw frames in a pipe', () => {
  it('are cut out as FFmpeg writes them without a container, and nothing else is touched', async () => {
    const source = 'testsrc2=size=66x50:rate=25:duration=0.4';
    const [nut, raw] = [ffmpeg(source, 'nut'), ffmpeg(source, 'rawvideo')];
    const size = rawLayout('yuv420p', 66, 50)!.frameBytes;
    expect(raw.length).toBe(10 * size);
    for (const pieces of [331, 65_536]) {
      const { frames, whole } = await taken(nut, size, pieces);
      expect(Buffer.concat(frames).equals(raw)).toBe(true);
      expect(whole.equals(nut)).toBe(true);
    }
  });

  it('refuses a stream that ends within a frame or is none', async () => {
    const nut = ffmpeg('testsrc2=size=66x50:rate=25:duration=0.2', 'nut');
    await expect(taken(nut.subarray(0, 9000), 4950, 4096)).rejects.toThrow('ends within a frame');
    await expect(taken(Buffer.alloc(5000, 65), 4950, 4096)).rejects.toThrow('not a stream');
  });

  it('knows how large frames are', () => {
    expect(rawLayout('yuv420p', 321, 241)).toMatchObject({ depth: 8, frameBytes: 321 * 241 + 2 * 161 * 121 });
    expect(rawLayout('yuv422p10le', 320, 240)).toMatchObject({ depth: 10, frameBytes: 320 * 240 * 2 * 2 });
    expect(rawLayout('yuvj444p', 320, 240)).toMatchObject({ depth: 8, frameBytes: 320 * 240 * 3 });
    for (const pixels of ['rgb24', 'gbrp', 'nv12', 'yuva420p', 'pal8', 'yuv420p10be'])
      expect(rawLayout(pixels, 320, 240), pixels).toBeNull();
  });
});

/** A frame of soft texture with values from 40 to 200 of 8 bits. */
function textured(
  width: number,
  height: number,
  pixels: string,
): { layout: NonNullable<ReturnType<typeof rawLayout>>; frame: Buffer } {
  const layout = rawLayout(pixels, width, height)!;
  const frame = Buffer.alloc(layout.frameBytes, 128);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const value = 120 + 50 * Math.sin(x / 7 + y / 23) + 30 * Math.sin((x * y) / 900);
      if (layout.depth === 8) frame[at] = value;
      else frame.writeUInt16LE(Math.round(value * 4), at * 2);
    }
  return { layout, frame };
}

describe('marking frames', () => {
  it('changes brightness only, by what the PSNR allows, in 8 and 10 bits', () => {
    for (const pixels of ['yuv420p', 'yuv420p10le']) {
      const { layout, frame } = textured(384, 256, pixels);
      const marker = new FrameMarker(layout, filmTile(tile), 42, false);
      let [squares, count] = [0, 0];
      for (let index = 0; index < 20; index += 1) {
        const copy = Buffer.from(frame);
        marker.mark(copy);
        expect(copy.subarray(layout.lumaBytes).equals(frame.subarray(layout.lumaBytes))).toBe(true);
        // Behind the opening of a scene.
        if (index < 10) continue;
        for (let at = 0; at < 384 * 256; at += 1) {
          const difference =
            layout.depth === 8
              ? copy[at]! - frame[at]!
              : (copy.readUInt16LE(at * 2) - frame.readUInt16LE(at * 2)) / 4;
          squares += difference ** 2;
          count += 1;
        }
      }
      const psnr = 10 * Math.log10(255 ** 2 / (squares / count));
      expect(psnr).toBeGreaterThan(41.7);
      expect(psnr).toBeLessThan(43);
    }
  });

  it('stays in the range, and leaves alone what lies outside', () => {
    const { layout, frame } = textured(320, 256, 'yuv420p');
    frame.fill(16, 0, 320 * 40);
    frame.fill(8, 320 * 40, 320 * 60);
    frame.fill(235, 320 * 60, 320 * 80);
    const copy = Buffer.from(frame);
    new FrameMarker(layout, filmTile(tile), 36, false).mark(copy);
    expect(copy.subarray(320 * 40, 320 * 60).every((value) => value === 8)).toBe(true);
    expect(copy.subarray(0, 320 * 40).every((value) => value >= 16)).toBe(true);
    expect(copy.subarray(320 * 60, 320 * 80).every((value) => value <= 235)).toBe(true);
    expect(copy.equals(frame)).toBe(false);
  });

  it('shapes the tile of pictures without turning any of its waves', () => {
    const shaped = filmTile(tile);
    // Naive sums, to be independent of the transform that shaped it.
    const wave = (values: Int16Array, u: number, v: number): [number, number] => {
      let [real, imaginary] = [0, 0];
      for (let y = 0; y < TILE; y += 1)
        for (let x = 0; x < TILE; x += 1) {
          const angle = (-2 * Math.PI * (u * x + v * y)) / TILE;
          real += values[y * TILE + x]! * Math.cos(angle);
          imaginary += values[y * TILE + x]! * Math.sin(angle);
        }
      return [real, imaginary];
    };
    const ratios = [0, 300, 900].map((index) => {
      const [u, v] = [key.binX[index]!, key.binY[index]!];
      const [[a, b], [c, d]] = [wave(tile, u, v), wave(shaped, u, v)];
      expect(Math.abs(Math.atan2(a * d - b * c, a * c + b * d))).toBeLessThan(0.01);
      return (Math.hypot(c, d) / Math.hypot(a, b)) * Math.hypot(u, v);
    });
    expect(Math.max(...ratios) / Math.min(...ratios)).toBeLessThan(1.02);
  });
});

describe('reading frames', () => {
  const [width, height] = [480, 400];
  const frame = (mark: number | null) => {
    const data = Float32Array.from(cloudPicture(width, height, 1, 5));
    const plane = { width, height, data };
    if (mark === null) return prepared(plane);
    const delta = markDelta(plane, tile, mark);
    return prepared({ ...plane, data: data.map((value, at) => value + delta[at]!) });
  };

  it('believes what chance does once in 10⁹ films, and nothing less, however many share the chance', () => {
    const spectra = [frame(57)];
    const read = (shares: number) => new FilmDecoding(key, shares).readWhole(spectra);
    const alone = read(1)!;
    expect(alone.payload).toBe(0x1234_5678_9abc_def0n);
    // Declared beforehand, whichever decoding it is.
    expect(alone.trials).toBe(160 * 2 ** 64);
    const enough = 10 ** (-9 - alone.falseAlarmLog10);
    expect(read(enough * 0.99)?.falseAlarmLog10).toBeCloseTo(-9, 1);
    expect(read(enough * 1.01)).toBeNull();
    expect(new FilmDecoding(key, 1).readWhole([frame(null)])).toBeNull();
  });
});

describe('where in a film the mark is', () => {
  const frames = [0, 10, 20, 30, 40, 50].map((at) => ({ at, statistic: at >= 20 && at <= 30 ? 30 : 0.5 }));

  it('is told by key frames', () => {
    expect(segmentOf({ frames, seconds: 60 })).toEqual({ from: 20, to: 40 });
    const { cells } = presenceOf({ frames, seconds: 60 });
    expect(cells[4]).toBe(1);
    expect(cells[6]).toBe(1);
    expect(cells[0]).toBeLessThan(0.1);
    expect(cells[1]).toBeNull();
  });
});

describe('comparing a film with its copy', () => {
  const stream = (changes: Readonly<Record<string, string>> = {}) =>
    new Map<string, never>(
      Object.entries({
        codec_type: 'video',
        codec_name: 'h264',
        pix_fmt: 'yuvj420p',
        color_range: 'pc',
        ...changes,
      }) as [string, never][],
    );
  const probe = (...streams: readonly ReadonlyMap<string, never>[]): Probe => ({
    ...{ format: new Map(), streams, chapters: [], frames: [], warnings: [] },
  });

  it('finds what was lost and lets pass what is only said otherwise', () => {
    expect(probeDifferences(probe(stream()), probe(stream({ pix_fmt: 'yuv420p' })))).toEqual([]);
    expect(probeDifferences(probe(stream()), probe(stream({ color_range: 'tv' })))).toEqual([
      { what: 'stream 0 color_range', before: 'pc', after: 'tv' },
    ]);
    const subtitles = new Map([['codec_type', 'subtitle']]) as unknown as ReadonlyMap<string, never>;
    expect(probeDifferences(probe(stream(), subtitles), probe(stream())).map(({ what }) => what)).toEqual([
      'streams',
    ]);
  });
});
