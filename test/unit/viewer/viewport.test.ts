import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as view from '../../../renderer/src/viewer/viewport.ts';

const pane = { width: 1000, height: 600 };

describe('fit', () => {
  it('shrinks a large picture to the pane and puts its middle in the middle', () => {
    expect(view.fit({ width: 4000, height: 3000 }, pane)).toEqual({ x: 2000, y: 1500, scale: 0.2 });
    expect(view.fit({ width: 10_000, height: 1000 }, pane)).toEqual({ x: 5000, y: 500, scale: 0.1 });
  });
  it('never enlarges', () => {
    expect(view.fit({ width: 16, height: 16 }, pane)).toEqual({ x: 8, y: 8, scale: 1 });
  });
});

const viewports = fc.record({
  x: fc.double({ min: 0, max: 20_000, noNaN: true }),
  y: fc.double({ min: 0, max: 20_000, noNaN: true }),
  scale: fc.double({ min: 1 / 256, max: 128, noNaN: true }),
});
const points = fc.record({
  x: fc.double({ min: 0, max: 1000, noNaN: true }),
  y: fc.double({ min: 0, max: 600, noNaN: true }),
});

describe('zoom', () => {
  it('keeps the point under the pointer', () => {
    fc.assert(
      fc.property(
        viewports,
        points,
        fc.double({ min: 1 / 256, max: 128, noNaN: true }),
        (start, at, scale) => {
          const before = view.paneToDisplayed(start, pane, at);
          const after = view.paneToDisplayed(view.zoomAt(start, pane, at, scale), pane, at);
          const slack = 1e-6 * Math.max(1, Math.abs(before.x), Math.abs(before.y), 1000 / start.scale);
          return Math.abs(before.x - after.x) < slack && Math.abs(before.y - after.y) < slack;
        },
      ),
    );
  });
  it('stays inside the limits, beyond 3200 %', () => {
    const start = { x: 10, y: 10, scale: 1 };
    expect(view.zoomAt(start, pane, { x: 0, y: 0 }, 1e9).scale).toBe(128);
    expect(view.zoomAt(start, pane, { x: 0, y: 0 }, 0).scale).toBe(1 / 512);
    expect(view.limitScale(Number.NaN)).toBe(1);
  });
  it('climbs a ladder that has 100 % and whole multiples, up and down the same way', () => {
    const up: number[] = [];
    for (let scale = 1 / 8; scale < 128; up.push(scale)) scale = view.zoomStep(scale, 1);
    expect(up).toEqual([0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128]);
    const down: number[] = [];
    for (let scale = 128; scale > 1 / 4; down.push(scale)) scale = view.zoomStep(scale, -1);
    expect(down.reverse().slice(1)).toEqual(up.slice(1, -1));
    expect(view.zoomStep(0.21, 1)).toBe(0.25);
    expect(view.zoomStep(0.21, -1)).toBe(0.125);
    expect(view.zoomStep(1.95, -1)).toBe(1.5);
  });
});

describe('pan and clamp', () => {
  it('moves the picture by as many device pixels as the hand', () => {
    const start = { x: 500, y: 500, scale: 4 };
    const moved = view.panBy(start, 40, -20);
    expect(view.displayedToPane(moved, pane, { x: 500, y: 500 })).toEqual({ x: 540, y: 280 });
  });
  it('lets any pixel, also a corner, come to the middle, and no further', () => {
    const image = { width: 300, height: 200 };
    expect(view.clamp({ x: -5, y: 250, scale: 1 }, image)).toEqual({ x: 0, y: 200, scale: 1 });
    const inside = { x: 300, y: 0, scale: 2 };
    expect(view.clamp(inside, image)).toBe(inside);
  });
});

describe('pixels', () => {
  it('lays the picture on whole device pixels at 100 %', () => {
    fc.assert(
      fc.property(viewports, (start) => {
        const { x, y } = view.origin({ ...start, scale: 1 }, pane);
        return Number.isInteger(x) && Number.isInteger(y);
      }),
    );
  });
  it('picks the pixel that is drawn under the pointer', () => {
    // 3 × 2 pixels at 1000 %, middle (1.5, 1): the picture lies from (485, 290) to (515, 310).
    const viewport = { x: 1.5, y: 1, scale: 10 };
    expect(view.origin(viewport, pane)).toEqual({ x: 485, y: 290 });
    const at = (x: number, y: number) => {
      const found = view.pickDisplayed(viewport, pane, { x, y });
      return [Math.floor(found.x), Math.floor(found.y)];
    };
    expect(at(485, 290)).toEqual([0, 0]);
    expect(at(494.9, 299.9)).toEqual([0, 0]);
    expect(at(495, 300)).toEqual([1, 1]);
    expect(at(514.9, 309.9)).toEqual([2, 1]);
    expect(at(515, 310)).toEqual([3, 2]);
  });
});

describe('relations', () => {
  it('go back and forth', () => {
    const relation = { ratio: 0.5, x: 12, y: -7 };
    fc.assert(
      fc.property(viewports, (shared) => {
        const back = view.unrelate(view.relate(shared, relation), relation);
        return Math.abs(back.x - shared.x) < 1e-6 && Math.abs(back.scale - shared.scale) < 1e-9;
      }),
    );
  });
  it('keep what an unsynchronised movement left behind', () => {
    const shared = { x: 100, y: 50, scale: 2 };
    const own = { x: 37, y: 90, scale: 4 };
    const relation = view.relationBetween(shared, own);
    expect(view.relate(shared, relation)).toEqual(own);
    // A common drag by 8 device pixels moves both pictures by 8 device pixels.
    const dragged = view.relate(view.panBy(shared, 8, 0), relation);
    expect(view.displayedToPane(dragged, pane, { x: 37, y: 90 })).toEqual({ x: 508, y: 300 });
  });
});
