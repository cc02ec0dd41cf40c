import sharp from 'sharp';
import type { Condition } from '#core/pixels/error-rates.ts';
import { type Mask, placedMask, rasterOf, scaledMask, sharpOf } from './raster.ts';

export type PictureName = 'picture.jpg' | 'picture.png';

export interface Laundered {
  readonly bytes: Uint8Array;
  readonly name: PictureName;
  /** Where the masks lie now, in the order given. */
  readonly masks: readonly (Mask | null)[];
}

/** A telephone's screen, pixels. */
const screen = { width: 720, height: 1560, strip: 48 };

/** What a file undergoes before it is examined. Metadata are lost by all but the first. */
export async function laundered(
  bytes: Uint8Array,
  name: PictureName,
  masks: readonly (Mask | null)[],
  condition: Condition,
  random: () => number,
): Promise<Laundered> {
  if (condition === 'pristine') return { bytes, name, masks };
  const { width, height } = await sharp(bytes).metadata();
  const draw = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  if (condition === 'resaved') {
    const quality = draw(70, 85);
    return { bytes: await sharp(bytes).jpeg({ quality }).toBuffer(), name: 'picture.jpg', masks };
  }
  if (condition === 'resized') return reduced(bytes, masks, 0.5 + 0.3 * random(), 85);
  if (condition === 'messenger') {
    const longest = random() < 0.5 ? 1600 : 1280;
    return reduced(bytes, masks, Math.min(1, longest / Math.max(width, height)), draw(70, 75));
  }
  const scale = Math.min(screen.width / width, (screen.height - 2 * screen.strip) / height);
  const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
  const picture = await rasterOf(sharp(bytes).resize(wide, high, { fit: 'fill' }));
  const [left, top] = [(screen.width - wide) >> 1, (screen.height - high) >> 1];
  const strip = { width: screen.width, height: screen.strip, channels: 3 } as const;
  const light = await sharp({ create: { ...strip, background: '#e8e8ec' } })
    .png()
    .toBuffer();
  const shot = await sharp({
    create: { width: screen.width, height: screen.height, channels: 3, background: '#101014' },
  })
    .composite([
      { input: light, left: 0, top: 0 },
      { input: await sharpOf(picture).png().toBuffer(), left, top },
    ])
    .png()
    .toBuffer();
  const placed = masks.map(
    (mask) => mask && placedMask(scaledMask(mask, wide, high), screen.width, screen.height, left, top),
  );
  return { bytes: shot, name: 'picture.png', masks: placed };
}

async function reduced(
  bytes: Uint8Array,
  masks: readonly (Mask | null)[],
  scale: number,
  quality: number,
): Promise<Laundered> {
  const { width, height } = await sharp(bytes).metadata();
  const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
  const image = scale === 1 ? sharp(bytes) : sharp(bytes).resize(wide, high, { fit: 'fill' });
  return {
    bytes: await image.jpeg({ quality, chromaSubsampling: '4:2:0' }).toBuffer(),
    name: 'picture.jpg',
    masks: masks.map((mask) => mask && scaledMask(mask, wide, high)),
  };
}
