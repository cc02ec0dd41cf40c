import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  displayedSize,
  displayedToStored,
  storedToDisplayed,
} from '../../../renderer/src/viewer/orientation.ts';

const stored = { width: 3, height: 2 };

describe('Exif orientation as a view transform', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('%i puts every pixel where libvips puts it', async (orientation) => {
    // Six pixels, each with its own grey; libvips turns them upright.
    const greys = Buffer.from([10, 20, 30, 40, 50, 60]);
    const tagged = await sharp(greys, { raw: { ...stored, channels: 1 } })
      .withMetadata({ orientation })
      .tiff({ compression: 'none' })
      .toBuffer();
    const { data, info } = await sharp(tagged)
      .autoOrient()
      .extractChannel(0)
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(displayedSize(stored, orientation)).toEqual({ width: info.width, height: info.height });
    for (let y = 0; y < stored.height; y++) {
      for (let x = 0; x < stored.width; x++) {
        const middle = { x: x + 0.5, y: y + 0.5 };
        const shown = storedToDisplayed(middle, stored, orientation);
        expect(data[Math.floor(shown.y) * info.width + Math.floor(shown.x)]).toBe(greys[y * 3 + x]);
        expect(displayedToStored(shown, stored, orientation)).toEqual(middle);
      }
    }
  });
  it('shows a picture with a nonsensical tag as stored', () => {
    expect(storedToDisplayed({ x: 1, y: 1 }, stored, 0)).toEqual({ x: 1, y: 1 });
    expect(displayedSize(stored, 42)).toEqual(stored);
  });
});
