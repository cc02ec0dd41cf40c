import { describe, expect, test } from 'vitest';
import type { PictureTransform } from '#shared/domain/comparison.ts';
import {
  expectedFalseWords,
  pieceWords,
  smallNumber,
  spanWords,
  transformFacts,
} from '#shared/text/comparison-facts.ts';

const picture: PictureTransform = {
  ...{ kind: 'picture', homography: [1, 0, 0, 0, 1, 0, 0, 0, 1], scale: 1, rotation: 0, mirrored: false },
  ...{ aspect: 1, common: [], cover: [1, 1], inliers: 80, residual: 0.4 },
};
const english = (change: Partial<PictureTransform>) =>
  transformFacts({ ...picture, ...change }).map(({ value }) => value.en);

describe('a transform in words', () => {
  test('of a picture', () => {
    expect(english({})).toEqual([
      'the same',
      'no',
      'no',
      'all of it',
      'all of it',
      '80 places agree, typically within 0.4 px',
    ]);
    const changed = english({
      scale: 0.5,
      rotation: -12.34,
      mirrored: true,
      aspect: 1.05,
      cover: [0.42, 0.035],
    });
    expect(changed.slice(0, 4)).toEqual(['50 %', '12.3° anticlockwise', 'yes', '1.05 : 1']);
    expect(changed.slice(4, 6)).toEqual(['42 %; 58 % is not', '3.5 %; 97 % is not']);
  });

  test('of a piece of sound', () => {
    const piece = { first: [60, 72.5], second: [0, 12.5], speed: 1, semitones: 0, votes: 9 } as const;
    expect(pieceWords({ ...piece, first: [60, 72.5], second: [0, 12.5] }).en).toBe(
      '0:00.00–0:12.50 is from 1:00.00–1:12.50',
    );
    expect(pieceWords({ ...piece, first: [0, 10], second: [0, 9.52], speed: 1.05, semitones: 0.84 }).en).toBe(
      '0:00.00–0:09.52 is from 0:00.00–0:10.00, speed × 1.05, pitch 0.84 semitones',
    );
  });

  test('moments never show sixty seconds', () => {
    expect(spanWords([59.999, 3661.5])).toBe('1:00.00–1:01:01.50');
  });
});

describe('expected false matches', () => {
  test('are a number of readable size, and unknown is not none', () => {
    expect([0, 0.25, 12.34, 1e-9, 3.21e-12].map(smallNumber)).toEqual([
      '0',
      '0.25',
      '12',
      '1 × 10⁻⁹',
      '3.2 × 10⁻¹²',
    ]);
    expect(expectedFalseWords({ expectedFalse: null })['zh-CN']).toBe('预期误匹配数：未知');
  });
});
