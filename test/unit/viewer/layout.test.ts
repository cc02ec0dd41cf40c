import { describe, expect, it } from 'vitest';
import { loupeCorner, loupePixels } from '../../../renderer/src/viewer/loupe.ts';
import { paneAt, paneBoxes } from '../../../renderer/src/viewer/pane-layout.ts';
import { Registration } from '../../../renderer/src/viewer/registration.ts';
import { viewerAct } from '../../../renderer/src/viewer/viewer-keys.ts';

describe('panes', () => {
  it('fill the canvas but for the gaps', () => {
    expect(paneBoxes({ width: 101, height: 50 }, 2, 1)).toEqual([
      { left: 0, top: 0, right: 50, bottom: 50 },
      { left: 51, top: 0, right: 101, bottom: 50 },
    ]);
    const four = paneBoxes({ width: 200, height: 100 }, 4, 2);
    expect(four.map(({ left, top }) => [left, top])).toEqual([
      [0, 0],
      [101, 0],
      [0, 51],
      [101, 51],
    ]);
    expect(four[3]).toMatchObject({ right: 200, bottom: 100 });
  });
  it('are found under a point; a gap is none', () => {
    const boxes = paneBoxes({ width: 101, height: 50 }, 2, 1);
    expect([49.9, 50, 51].map((x) => paneAt(boxes, { x, y: 10 }))).toEqual([0, -1, 1]);
  });
});

describe('registration', () => {
  it('lays a picture of half the size over the first one and follows it', () => {
    const registration = new Registration();
    registration.setFrames([
      { width: 4000, height: 3000 },
      { width: 2000, height: 1500 },
    ]);
    registration.fit({ width: 1000, height: 1000 });
    expect(registration.viewport(0)).toEqual({ x: 2000, y: 1500, scale: 0.25 });
    expect(registration.viewport(1)).toEqual({ x: 1000, y: 750, scale: 0.5 });
    registration.move(1, { x: 500, y: 300, scale: 2 }, true);
    expect(registration.viewport(0)).toEqual({ x: 1000, y: 600, scale: 1 });
    expect(registration.shifted).toBe(false);
  });
  it('does not make a large picture small because a thumbnail lies beside it', () => {
    const registration = new Registration();
    registration.setFrames([
      { width: 2000, height: 1000 },
      { width: 200, height: 100 },
    ]);
    registration.fit({ width: 1000, height: 1000 });
    expect(registration.viewport(0).scale).toBe(0.5);
    expect(registration.viewport(1).scale).toBe(5);
    registration.fit({ width: 9000, height: 9000 });
    expect(registration.viewport(0).scale).toBe(1);
  });
  it('keeps the offset of a picture that was moved alone, until it is undone', () => {
    const registration = new Registration();
    registration.setFrames([
      { width: 100, height: 100 },
      { width: 100, height: 100 },
    ]);
    registration.fit({ width: 50, height: 50 });
    const before = registration.viewport(0);
    registration.move(1, { x: 60, y: 50, scale: 0.5 }, false);
    expect(registration.viewport(0)).toEqual(before);
    expect(registration.shifted).toBe(true);
    registration.move(0, { x: 20, y: 20, scale: 1 }, true);
    expect(registration.viewport(1)).toEqual({ x: 30, y: 20, scale: 1 });
    registration.reset();
    expect(registration.viewport(1)).toEqual(registration.viewport(0));
    expect(registration.shifted).toBe(false);
  });
  it('keeps the view when the next pictures have the same sizes', () => {
    const registration = new Registration();
    registration.setFrames([{ width: 10, height: 10 }]);
    expect(registration.setFrames([{ width: 10, height: 10 }])).toBe(true);
    expect(registration.setFrames([{ width: 10, height: 11 }])).toBe(false);
  });
});

describe('loupe', () => {
  it('has an odd number of pixels, so that one is in the middle', () => {
    expect([8, 12, 16, 24, 32].map((times) => loupePixels(times, 1))).toEqual([31, 19, 15, 9, 7]);
  });
  it('turns to the side where there is room', () => {
    const box = { width: 200, height: 200 };
    const pane = { width: 500, height: 400 };
    expect(loupeCorner({ x: 100, y: 100 }, box, pane, 20)).toEqual({ x: 120, y: 120 });
    expect(loupeCorner({ x: 450, y: 390 }, box, pane, 20)).toEqual({ x: 230, y: 170 });
  });
});

describe('keys of the viewer', () => {
  const press = (code: string, more: object = {}) =>
    viewerAct(
      { code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, ...more },
      false,
    );
  it('go by the place of the key', () => {
    const codes = ['Equal', 'Minus', 'Digit0', 'Digit1', 'Space', 'KeyS', 'KeyB', 'KeyD', 'KeyW', 'KeyI'];
    expect(codes.map((code) => press(code)?.do)).toEqual([
      'zoom-in',
      'zoom-out',
      'fit',
      'actual',
      'loupe',
      'sync',
      'blink',
      'difference',
      'swipe',
      'announce',
    ]);
    expect(press('ArrowLeft')).toEqual({ do: 'pan', x: 1, y: 0, fine: false });
    expect(press('ArrowDown', { shiftKey: true })).toEqual({ do: 'pan', x: 0, y: -1, fine: true });
  });
  it('are left alone while composing, with other modifiers, and when they mean something else', () => {
    expect(press('KeyB', { isComposing: true })).toBeNull();
    expect(press('KeyS', { ctrlKey: true })).toBeNull();
    expect(press('BracketRight')).toBeNull();
  });
});
