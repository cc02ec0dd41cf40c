import { describe, expect, test } from 'vitest';
import { publicMarkKey } from '#core/mark/key.ts';
import { similarityOf } from '#core/mark/picture/difference.ts';
import { markDelta } from '#core/mark/picture/field.ts';
import { addField, addStandard, fieldOf } from '#core/mark/picture/mark-samples.ts';
import { peakMap } from '#core/mark/picture/peak-map.ts';
import { pictureKey } from '#core/mark/picture/picture-key.ts';
import { prepared } from '#core/mark/picture/read-plane.ts';
import { searchUpright } from '#core/mark/picture/search-upright.ts';
import { markTile } from '#core/mark/picture/tile.ts';
import type { Samples } from '#shared/numeric/plane.ts';
import { cloudPicture } from '../fixtures/make/cloud-picture.ts';

const key = pictureKey(publicMarkKey);
const tile = markTile(key, 77n);

function picture(width: number, height: number, data: Uint8Array, channels = 3): Samples {
  return { width, height, channels, data, bitDepth: 8, hasAlpha: channels === 4, colourSpace: 'srgb' };
}

describe('samples with the mark', () => {
  const [width, height] = [400, 300];
  // Beyond both ends of the range in places, so that clipping is met.
  const rgb = cloudPicture(width, height, 3).map((value) => Math.min(255, Math.max(0, (value - 90) * 2.5)));
  const field = fieldOf(picture(width, height, rgb), tile);
  const marked = new Uint8Array(rgb.length);
  addField(picture(width, height, rgb), field, 40, marked);

  test('change red, green and blue alike, but for what clips, and stay within the range', () => {
    let [clipped, changed, apart, highest] = [0, 0, 0, 0];
    for (let at = 0; at < rgb.length; at += 3) {
      const [red, green, blue] = [0, 1, 2].map((c) => marked[at + c]! - rgb[at + c]!) as [
        number,
        number,
        number,
      ];
      highest = Math.max(highest, Math.abs(red), Math.abs(green), Math.abs(blue));
      const edge = [0, 1, 2].some((c) => marked[at + c] === 0 || marked[at + c] === 255);
      if (edge) clipped += 1;
      else if (red !== green || green !== blue) apart += 1;
      else if (red !== 0) changed += 1;
    }
    expect(apart).toBe(0);
    // Nothing went round the corner from 255 to 0.
    expect(highest).toBeLessThan(40);
    expect(clipped).toBeGreaterThan(1000);
    expect(changed).toBeGreaterThan(10_000);
  });

  test('are the same with an opacity beside them; what cannot be seen stays', () => {
    const rgba = new Uint8Array(width * height * 4);
    for (let at = 0, to = 0; to < rgba.length; at += 3, to += 4)
      rgba.set([rgb[at]!, rgb[at + 1]!, rgb[at + 2]!, 255], to);
    const out = new Uint8Array(rgba.length);
    addField(picture(width, height, rgba, 4), field, 40, out);
    const seen = Uint8Array.from(marked, (_, at) => out[Math.floor(at / 3) * 4 + (at % 3)]!);
    expect(seen).toEqual(marked);
    for (let to = 3; to < rgba.length / 2; to += 4) rgba[to] = 0;
    addField(picture(width, height, rgba, 4), field, 40, out);
    expect(out.subarray(0, out.length / 2)).toEqual(rgba.subarray(0, rgba.length / 2));
  });
});

test('nothing asked: 42 dB for a small picture; an even large one gets less than 44.5 for its likeness', () => {
  const small = picture(300, 260, cloudPicture(300, 260, 3));
  expect(addStandard(small, fieldOf(small, tile), new Uint8Array(small.data.length))).toBe(42);
  // Half of it without any texture.
  const data = cloudPicture(1100, 1000, 3);
  data.fill(120, 0, data.length / 2);
  const large = picture(1100, 1000, data);
  const out = new Uint8Array(data.length);
  const field = fieldOf(large, tile);
  addField(large, field, 44.5, out);
  const lost = 1 - similarityOf(large, { ...large, data: out });
  expect(lost).toBeGreaterThan(0.01);
  // So even that it is given up at 2.3 dB: two thirds of the mean square.
  expect(addStandard(large, field, out)).toBeCloseTo(46.8, 6);
  expect(1 - similarityOf(large, { ...large, data: out })).toBeLessThan(0.7 * lost);
});

test('a part that was cut out and not turned: its scale is found among scales alone', () => {
  const [width, height] = [640, 500];
  const data = Float32Array.from(cloudPicture(width, height, 1, 5));
  const delta = markDelta({ width, height, data }, tile, 40);
  const part = { width: 400, height: 320, data: new Float32Array(400 * 320) };
  for (let y = 0; y < part.height; y += 1) {
    for (let x = 0; x < part.width; x += 1) {
      const from = (y + 111) * width + x + 77;
      part.data[y * part.width + x] = data[from]! + delta[from]!;
    }
  }
  const truth = 512 / height;
  const [best] = searchUpright(peakMap([prepared(part)]), key, 8);
  const { a, b, c, d } = best!.geometry;
  expect(Math.abs(a / truth - 1)).toBeLessThan(0.005);
  expect(Math.abs(d / truth - 1)).toBeLessThan(0.005);
  expect(Math.hypot(b, c)).toBeLessThan(0.005 * truth);
});
