import { describe, expect, it } from 'vitest';
import { pictureInside, wholeFrame } from '#core/trace/film/bars.ts';
import { codeMatches, frameBits } from '#core/trace/film/code-matches.ts';
import { ContentFinder, cellsOf, wideSide } from '#core/trace/film/content-cells.ts';
import { FilmDescriptor, filmLikeness } from '#core/trace/film/film-descriptor.ts';
import { codedFrame } from '#core/trace/film/frame-coder.ts';
import { FrameCodeList, frameAt, readFramePrint, writeFramePrint } from '#core/trace/film/frame-codes.ts';
import { readKeyFrames, writeKeyFrames } from '#core/trace/film/key-frames.ts';
import { refinedLine } from '#core/trace/film/line-refinement.ts';
import { motionOffset } from '#core/trace/film/motion-offset.ts';
import { readMotion, writeMotion } from '#core/trace/film/motion-print.ts';
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

describe('what stands on a flat ground', () => {
  /** A bright patchwork disc; bars of the ground's colour make the frame taller, so that it is squeezed. */
  const disc = (left: number, top: number, height: number, ground: number): Uint8Array =>
    Uint8Array.from({ length: wideSide * wideSide }, (_, at) => {
      const [x, y] = [(at % wideSide) + 0.5 - left, (Math.floor(at / wideSide) + 0.5 - top) / height];
      const inside = (x - 30) ** 2 + (y - 30) ** 2 < 900;
      return inside ? 90 + Math.round(50 * Math.sin(x / 5) + 50 * Math.cos(y / 7 + x / 11)) : ground;
    });
  const bits = (one: Uint8Array, other: Uint8Array): number =>
    codedFrame(one).code.reduce((sum, byte, at) => {
      const differing = (byte ^ codedFrame(other).code[at]!).toString(2).replaceAll('0', '').length;
      return sum + differing;
    }, 0);
  const contentOf = (wide: Uint8Array): Uint8Array => new ContentFinder().cells(wide)!.slice();
  const plainOf = (wide: Uint8Array): Uint8Array => {
    const cells = new Uint8Array(64 * 64);
    cellsOf(wide, cells);
    return cells;
  };

  it('has the same code wherever it stands, and between bars of that colour', () => {
    const [one, other] = [disc(20, 30, 1, 8), disc(50, 45, 0.7, 8)];
    // The bound of a search; the disc has stairs at its edge, which a film has not.
    expect(bits(contentOf(one), contentOf(other))).toBeLessThanOrEqual(frameBits);
    expect(bits(plainOf(one), plainOf(other))).toBeGreaterThan(60);
  });

  it('is not looked for where the picture reaches the edges or nothing is there', () => {
    const next = random(9);
    const busy = Uint8Array.from({ length: wideSide * wideSide }, () => Math.floor(next() * 256));
    expect(new ContentFinder().cells(busy)).toBeNull();
    expect(new ContentFinder().cells(new Uint8Array(wideSide * wideSide).fill(40))).toBeNull();
  });
});

describe('speed and offset of a stretch', () => {
  it('are found to a frame where single frames agree over seconds', () => {
    // Each frame turns four bits of the one before: neighbours of a second are within 31 bits.
    const next = random(31);
    const list = new FrameCodeList();
    const code = Uint8Array.from({ length: 32 }, () => Math.floor(next() * 256));
    for (let index = 0; index < 1000; index += 1) {
      for (let turn = 0; turn < 4; turn += 1) code[Math.floor(next() * 32)]! ^= 1 << Math.floor(next() * 8);
      list.add(index * 40, 100, code.slice());
    }
    const known = list.frames();
    const asked = new FrameCodeList();
    for (let time = 0; time < 15_000; time += 40) {
      const number = Math.floor((8000 + 1.05 * time) / 40);
      asked.add(time, 100, known.codes.slice(number * 32, (number + 1) * 32));
    }
    const line = refinedLine({ offset: 8600, speed: 1 }, [0, 15_000], asked.frames(), known);
    expect(line.speed).toBeCloseTo(1.05, 2);
    expect(Math.abs(line.offset - 8000)).toBeLessThan(60);
  });

  it('rest on motion that is kept with the codes', () => {
    const motion = Float32Array.from({ length: 50 }, (_, at) => at / 3);
    const read = readMotion(writeMotion({ motion, rate: 23.976 }))!;
    expect(read.rate).toBeCloseTo(23.976, 3);
    for (const [at, value] of read.motion.entries())
      expect(Math.abs(value - motion[at]!)).toBeLessThan(0.012 * (1 + motion[at]!));
    expect(readMotion(new Uint8Array(5))).toBeNull();
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
