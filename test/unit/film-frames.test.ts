import { describe, expect, it } from 'vitest';
import { pictureInside, wholeFrame } from '#core/trace/film/bars.ts';
import { codeMatches } from '#core/trace/film/code-matches.ts';
import { FilmDescriptor, filmLikeness } from '#core/trace/film/film-descriptor.ts';
import { codedFrame } from '#core/trace/film/frame-coder.ts';
import { FrameCodeList, frameAt, readFramePrint, writeFramePrint } from '#core/trace/film/frame-codes.ts';
import { readKeyFrames, writeKeyFrames } from '#core/trace/film/key-frames.ts';
import { motionOffset } from '#core/trace/film/motion-offset.ts';
import { findPieces } from '#core/trace/film/pieces.ts';
import { pdq } from '#shared/numeric/pdq.ts';

/** Small generator of Park and Miller: the same numbers everywhere. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Frames 40 ms apart, every one another. */
function lively(count: number, seed: number, first = 0) {
  const next = random(seed);
  const list = new FrameCodeList();
  for (let index = 0; index < first + count; index += 1) {
    const code = Uint8Array.from({ length: 32 }, () => Math.floor(next() * 256));
    if (index >= first) list.add((index - first) * 40, 100, code);
  }
  return list.frames();
}

describe('codes of frames', () => {
  it('are PDQ of the 64 × 64 cells, mirrored ones that of the mirrored cells', () => {
    const next = random(5);
    const cells = Uint8Array.from({ length: 4096 }, () => Math.floor(next() * 256));
    const row = (y: number, out: Float32Array): void => {
      for (let x = 0; x < 64; x += 1) out[x] = cells[y * 64 + x]!;
    };
    const { hashes, quality } = pdq({ width: 64, height: 64, row });
    const coded = codedFrame(cells);
    expect(Buffer.from(coded.code).toString('hex')).toBe(hashes.original);
    expect(coded.quality).toBe(quality);
    const flipped = Uint8Array.from(cells, (_, at) => cells[(at & ~63) + 63 - (at & 63)]!);
    expect(coded.mirrored()).toEqual(codedFrame(flipped).code);
  });

  it('are read back as they were written, and damaged ones are not', () => {
    const frames = lively(50, 3);
    const bytes = writeFramePrint({ length: 2000, cut: [0, 6553, 0, 6553], frames });
    expect(readFramePrint(bytes)).toEqual({ length: 2000, cut: [0, 6553, 0, 6553], frames });
    expect(readFramePrint(bytes.subarray(0, 100))).toBeNull();
    expect(readFramePrint(new Uint8Array(3))).toBeNull();
    expect([frameAt(frames, 0), frameAt(frames, 79), frameAt(frames, 80), frameAt(frames, 9999)]).toEqual([
      0, 1, 2, 49,
    ]);
    expect(readKeyFrames(writeKeyFrames([]))).toEqual([]);
    expect(readKeyFrames(Uint8Array.of(9, 0, 0, 0, 1))).toBeNull();
  });
});

describe('pieces in time', () => {
  it('finds offset and speed of a piece whose making is known', () => {
    const known = lively(1500, 11);
    // One of every eleven frames from 20 s on, shown as if 440 ms of the original took 400.
    const asked = new FrameCodeList();
    for (let index = 0; index < 60; index += 1) {
      const from = 500 + index * 11;
      asked.add(index * 400, 100, known.codes.subarray(from * 32, (from + 1) * 32));
    }
    const frames = asked.frames();
    const [piece, ...more] = findPieces(codeMatches(frames, known, 60_000), { asked: frames, known });
    expect(more).toEqual([]);
    expect(piece!.agreeing).toHaveLength(60);
    expect(piece!.speed).toBeCloseTo(1.1, 2);
    expect(Math.abs(piece!.offset + piece!.speed * 12_000 - (20_000 + 1.1 * 12_000))).toBeLessThan(60);
    const other = lively(60, 77);
    expect(findPieces(codeMatches(other, known, 60_000), { asked: other, known })).toEqual([]);
  });

  it('finds the offset of two films by how they move', () => {
    const next = random(21);
    const motion = Float32Array.from({ length: 750 }, () => next() ** 2 * 20);
    const known = { motion, rate: 25 };
    const suspect = { motion: motion.slice(230, 600).map((value) => 0.6 * value), rate: 25 };
    const found = motionOffset(suspect, known, { guess: 8000, at: 4000, reach: 3000 });
    expect(found).toMatchObject({ offset: 9200, speed: 1 });
    expect(found!.correlation).toBeGreaterThan(0.9);
    expect(
      motionOffset({ motion: new Float32Array(500), rate: 25 }, known, { guess: 0, at: 0, reach: 1000 }),
    ).toBe(null);
  });
});

describe('bars', () => {
  const plane = (seed: number, inside: (x: number, y: number) => boolean, ground: number) => {
    const next = random(seed);
    const data = Uint8Array.from({ length: 160 * 90 }, (_, at) =>
      inside(at % 160, Math.floor(at / 160)) ? Math.floor(next() * 256) : ground,
    );
    return { width: 160, height: 90, data };
  };
  const planes = (inside: (x: number, y: number) => boolean, ground: number) =>
    [1, 2, 3, 4, 5, 6].map((seed) => plane(seed, inside, ground));

  it('of any colour are found on every side, and a film without has none', () => {
    const found = pictureInside(planes((x, y) => x >= 20 && x < 140 && y >= 9 && y < 90, 235));
    expect(Math.abs(found.left - 20 / 160)).toBeLessThan(0.01);
    expect(Math.abs(found.right - 140 / 160)).toBeLessThan(0.01);
    expect(Math.abs(found.top - 9 / 90)).toBeLessThan(0.015);
    expect(found.bottom).toBe(1);
    expect(pictureInside(planes(() => true, 0))).toEqual(wholeFrame);
    expect(pictureInside([])).toEqual(wholeFrame);
    expect(pictureInside(planes(() => false, 16))).toEqual(wholeFrame);
  });
});

describe('the code of a whole film', () => {
  it('is the same for equal films, and knows the order in time', () => {
    const next = random(8);
    const shots = Array.from({ length: 20 }, () => Float32Array.from({ length: 256 }, () => next() - 0.5));
    const code = (order: readonly number[]): Uint8Array => {
      const film = new FilmDescriptor();
      for (const [index, shot] of order.entries())
        for (let frame = 0; frame < 25; frame += 1) film.add(shots[shot]!, index + frame / 25);
      return film.bytes(order.length * 1000);
    };
    const plain = Array.from({ length: 20 }, (_, index) => index);
    const same = filmLikeness(code(plain), code(plain))!;
    expect(same.mean).toBeCloseTo(1, 5);
    expect(same.order).toBeCloseTo(1, 5);
    const turned = filmLikeness(code(plain), code(plain.toReversed()))!;
    expect(turned.mean).toBeGreaterThan(0.99);
    expect(turned.order).toBeLessThan(0.7);
    expect(filmLikeness(code(plain), new Uint8Array(4))).toBeNull();
  });
});
