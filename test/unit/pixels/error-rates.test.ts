import { describe, expect, it } from 'vitest';
import { analyses } from '#core/analysis/registry.generated.ts';
import { measured } from '#core/pixels/error-rates.generated.ts';
import { conditions, errorRateOf, wilsonInterval } from '#core/pixels/error-rates.ts';
import { donorFor } from '../../bench/validation/photographs.ts';
import { filled, placedMask, scaledMask } from '../../bench/validation/raster.ts';
import { rocArea } from '../../bench/validation/summary.ts';

describe('Wilson’s interval', () => {
  it('agrees with published values', () => {
    // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    const published = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const;
    for (const [count, of, low, high] of published) {
      const [from, to] = wilsonInterval(count, of);
      expect(from).toBeCloseTo(low, 4);
      expect(to).toBeCloseTo(high, 4);
    }
  });

  it('stays within 0 and 1', () => {
    expect(wilsonInterval(9, 9)[1]).toBe(1);
    expect(wilsonInterval(0, 9)[0]).toBe(0);
  });
});

describe('the measured rates', () => {
  it('belong to methods of the registry and can be read', () => {
    const known = new Set(analyses.map(({ id }) => id));
    for (const [id, { rates }] of Object.entries(measured.methods)) {
      expect(known, id).toContain(id);
      expect(rates.map(({ condition }) => condition)).toEqual([...conditions]);
      for (const { falseAlarms, detections } of rates)
        for (const [count, of] of [falseAlarms, detections]) expect(count).toBeLessThanOrEqual(of);
      expect(errorRateOf(id)?.en).toContain(measured.corpus);
    }
  });

  it('are absent for a method that was not measured', () => {
    expect(errorRateOf('pixels.of-no-method')).toBeUndefined();
  });
});

describe('what the bench counts with', () => {
  it('ROC area: ties count half', () => {
    expect(rocArea([2, 3], [0, 1])).toBe(1);
    expect(rocArea([1], [1])).toBe(0.5);
    expect(rocArea([0, 2], [1])).toBe(0.5);
  });

  it('donors of splices are of another make', () => {
    const names = ['kodak-01.png', 'kodak-03.png', 'Nikon D40.jpg', 'Nikon_D70_0_1.JPG', 'Canon A.jpg'];
    const photographs = names.map((name) => ({ name, path: name, compressed: true }));
    const donors = photographs.map((_, index) => donorFor(photographs, index).name);
    expect(donors).toEqual(['Nikon D40.jpg', 'Nikon D40.jpg', 'Canon A.jpg', 'Canon A.jpg', 'kodak-01.png']);
  });

  it('polygons cover the pixels whose middle lies within', () => {
    const box = filled(
      [
        [
          [1, 1],
          [3, 1],
          [3, 3],
          [1, 3],
        ],
      ],
      4,
      4,
    );
    expect([...box.data]).toEqual([0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0]);
    expect([...scaledMask(box, 2, 2).data]).toEqual(
      [1, 1, 1, 1].map((_, at) => box.data[[5, 7, 13, 15][at]!]!),
    );
    expect([...placedMask({ width: 1, height: 1, data: new Uint8Array([1]) }, 2, 2, 1, 0).data]).toEqual([
      0, 1, 0, 0,
    ]);
  });
});
