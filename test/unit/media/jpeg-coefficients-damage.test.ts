import { describe, expect, it } from 'vitest';
import { readJpegCoefficients } from '#core/media/jpeg-coefficients.ts';
import {
  jpegOf,
  plannedJpeg,
  progressiveScans,
  sequentialScans,
} from '../../fixtures/make/jpeg-of-coefficients.ts';
import { mutate, randomNumbers } from '../../support/mutations.ts';

const limits = { pixels: 200_000 };
const colour = [
  [2, 2],
  [1, 1],
  [1, 1],
] as const;
const grey = plannedJpeg([160, 80], [[1, 1]], { seed: 5 });
const wanted = grey.components[0]!.coefficients;
const plain = jpegOf(grey, { progressive: false, scans: sequentialScans(1, true) });
const restarting = jpegOf(grey, { progressive: false, scans: sequentialScans(1, true), restartInterval: 20 });

function read(file: Uint8Array) {
  const outcome = readJpegCoefficients(file, 0, limits);
  if (!outcome.ok) throw new Error(outcome.reason.detail);
  return outcome.jpeg;
}

/** Numbers of blocks, of a row of 20 each, that are not as they were written. */
function damagedRows(coefficients: Int16Array): number[] {
  const rows = new Set<number>();
  for (const [at, value] of wanted.entries())
    if (coefficients[at] !== value) rows.add(Math.floor(at / 64 / 20));
  return [...rows];
}

/** Offset of the restart marker before row `row`, and of the next. */
function piece(row: number): readonly [number, number] {
  const places: number[] = [];
  for (let at = 0; at < restarting.length - 1; at += 1) {
    if (restarting[at] === 0xff && (restarting[at + 1]! & 0xf8) === 0xd0) places.push(at);
  }
  return [places[row - 1]!, places[row]!];
}

const marker = (code: number) => Buffer.from([0xff, code]);

/** A copy with the bytes after a marker's code changed. */
function patched(file: Buffer, code: number, offset: number, ...bytes: readonly number[]): Buffer {
  const copy = Buffer.from(file);
  copy.set(bytes, copy.indexOf(marker(code)) + 2 + offset);
  return copy;
}

describe('damage', () => {
  it('keeps the other pieces when one is overwritten', () => {
    const [from, to] = piece(4);
    const file = Buffer.from(restarting).fill(0xfe, from + 12, to - 1);
    const jpeg = read(file);
    expect(damagedRows(jpeg.components[0]!.coefficients)).toEqual([4]);
    expect(jpeg.decoded).toBeGreaterThan(0.85);
    expect(jpeg.decoded).toBeLessThan(1);
    expect(jpeg.warnings).toHaveLength(2);
  });

  it.each([1, 2])('finds its place again when %i restart markers are gone with their data', (count) => {
    const [from] = piece(3);
    const [to] = piece(3 + count);
    const jpeg = read(Buffer.concat([restarting.subarray(0, from), restarting.subarray(to)]));
    expect(damagedRows(jpeg.components[0]!.coefficients)).toEqual(count === 1 ? [3] : [3, 4]);
    expect(jpeg.decoded).toBeCloseTo(1 - count / 10, 10);
  });

  it('leaves out a piece that comes twice', () => {
    const [from, to] = piece(3);
    const jpeg = read(Buffer.concat([restarting.subarray(0, to), restarting.subarray(from)]));
    expect(damagedRows(jpeg.components[0]!.coefficients)).toEqual([]);
    expect(jpeg.warnings.join()).toContain('restart markers out of their order');
  });

  it('stops at a marker in the data that cannot be there', () => {
    const [from] = piece(6);
    const file = Buffer.from(restarting);
    file.set([0xff, 0x80], from + 20);
    const jpeg = read(file);
    expect(damagedRows(jpeg.components[0]!.coefficients)).toEqual([6]);
    expect(jpeg.warnings.join()).toContain('1 markers in its data that cannot be there');
  });

  it.each([
    ['sequential', plain],
    ['progressive', jpegOf(grey, { progressive: true, scans: progressiveScans(1, 2) })],
  ])('gives what came before the end of a %s file cut off anywhere', (kind, file) => {
    let most = 0;
    for (let length = 0; length < file.length; length += 13) {
      const outcome = readJpegCoefficients(file.subarray(0, length), 0, limits);
      if (!outcome.ok) continue;
      const { decoded, warnings, components } = outcome.jpeg;
      expect(warnings.length).toBeGreaterThan(0);
      expect(decoded).toBeGreaterThanOrEqual(kind === 'sequential' ? most : 0);
      most = decoded;
      if (kind === 'sequential') {
        const whole = Math.round(decoded * 200) * 64;
        const { coefficients } = components[0]!;
        expect(Buffer.from(coefficients.slice(0, whole).buffer)).toEqual(
          Buffer.from(wanted.slice(0, whole).buffer),
        );
        expect(coefficients.subarray(whole).every((value) => value === 0)).toBe(true);
      }
    }
    expect(most).toBeGreaterThan(0.9);
    expect(most).toBeLessThan(1);
  });
});

describe('what is refused', () => {
  it.each([
    ['no JPEG', Buffer.from('not a picture'), 'jpeg-no-jpeg'],
    ['arithmetic coding', patched(plain, 0xc0, -1, 0xc9), 'jpeg-arithmetic'],
    ['lossless', patched(plain, 0xc0, -1, 0xc3), 'jpeg-lossless'],
    ['hierarchical', patched(plain, 0xc0, -1, 0xc5), 'jpeg-hierarchical'],
    ['ten bits', patched(plain, 0xc0, 2, 10), 'jpeg-precision'],
    ['no width', patched(plain, 0xc0, 5, 0, 0), 'jpeg-geometry'],
    ['no height and no DNL', patched(plain, 0xc0, 3, 0, 0), 'jpeg-geometry'],
    ['sampling 0', patched(plain, 0xc0, 9, 0x10), 'jpeg-geometry'],
    ['sampling 5', patched(plain, 0xc0, 9, 0x51), 'jpeg-geometry'],
    ['more pixels than the limit', patched(plain, 0xc0, 3, 0xff, 0xff, 0xff, 0xff), 'limit-pixels'],
    ['an over-subscribed table', patched(plain, 0xc4, 3, 3), 'jpeg-no-scan'],
    ['a DC category there cannot be', patched(plain, 0xc4, 19, 16), 'jpeg-no-scan'],
    ['a scan of nothing', patched(plain, 0xda, 2, 0), 'jpeg-no-scan'],
    ['a scan of a strange component', patched(plain, 0xda, 3, 77), 'jpeg-no-scan'],
  ])('%s', (_, file, code) => {
    const outcome = readJpegCoefficients(file, 0, limits);
    expect(outcome.ok ? 'read' : outcome.reason.code).toBe(code);
  });

  it('takes a DHT without tables for what it is, and says that one is missing', () => {
    const at = plain.indexOf(marker(0xc4));
    const empty = Buffer.concat([plain.subarray(0, at), Buffer.from([0xff, 0xc4, 0, 2]), plain.subarray(at)]);
    expect(read(empty).decoded).toBe(1);
    const end = at + 2 + plain.readUInt16BE(at + 2);
    const outcome = readJpegCoefficients(
      Buffer.concat([plain.subarray(0, at), plain.subarray(end)]),
      0,
      limits,
    );
    expect(!outcome.ok && outcome.reason.detail).toContain('needs DC Huffman table 0');
  });
});

describe('files made to take long', () => {
  it('gives up on scans over scans', () => {
    const big = plannedJpeg([400, 400], [[1, 1]]);
    big.components[0]!.coefficients.fill(0);
    const scans = progressiveScans(1, 0);
    const file = jpegOf(big, { progressive: true, scans });
    const body = file.subarray(file.indexOf(marker(0xda)), -2);
    const outcome = read(Buffer.concat([file.subarray(0, -2), ...Array.from({ length: 2000 }, () => body)]));
    expect(outcome.warnings.join()).toMatch(/reading ended at/);
  });

  it('ends with an outcome for 3,000 damaged files', () => {
    const sources = [
      restarting,
      jpegOf(plannedJpeg([40, 40], colour, { seed: 2 }), {
        progressive: true,
        scans: progressiveScans(3, 2),
        restartInterval: 3,
      }),
      jpegOf(plannedJpeg([50, 30], colour, { precision: 12 }), {
        progressive: false,
        scans: sequentialScans(3, false),
        linesLater: true,
      }),
      jpegOf(plannedJpeg([30, 50], [...colour, [2, 2]], { seed: 4 }), {
        progressive: true,
        scans: progressiveScans(4, 1),
      }),
    ];
    const outcomes = new Map<string, number>();
    for (let number = 0; number < 3000; number += 1) {
      const random = randomNumbers(Math.imul(7, 0x9e3779b1) ^ number);
      const pick = () => sources[Math.floor(random() * sources.length)]!;
      const outcome = readJpegCoefficients(mutate(pick(), pick(), random).bytes, 0, limits);
      if (outcome.ok) {
        const { decoded, components } = outcome.jpeg;
        expect(decoded > 0 && decoded <= 1).toBe(true);
        const sizes = components.every(
          ({ blocksWide, blocksHigh, coefficients, steps }) =>
            coefficients.length === blocksWide * blocksHigh * 64 && steps.length === 64,
        );
        expect(sizes).toBe(true);
      }
      const name = outcome.ok ? (outcome.jpeg.decoded < 1 ? 'in part' : 'whole') : outcome.reason.code;
      outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
    }
    expect([...outcomes.values()].reduce((sum, count) => sum + count)).toBe(3000);
    expect(outcomes.get('in part')).toBeGreaterThan(500);
    expect(outcomes.get('whole')).toBeGreaterThan(100);
  });
});
