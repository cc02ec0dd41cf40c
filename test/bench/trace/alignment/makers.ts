import sharp from 'sharp';
import type { EditPicture, Planted, ShareBox } from '../../../fixtures/make/edited-pictures.ts';

/** Further ways to change a picture, for the naming of changes. */

/** Where a pair of pictures differs so that it shows, levels of a channel. */
const shown = 10;

export function maskBetween(before: EditPicture, after: EditPicture): Planted {
  const { width, height, data } = after;
  const mask = new Uint8Array(width * height);
  for (let at = 0; at < data.length; at += 1)
    if (Math.abs(data[at]! - before.data[at]!) >= shown) mask[Math.floor(at / 3)] = 1;
  return { width, height, data, mask };
}

function pixelBox({ width, height }: EditPicture, [left, top, right, bottom]: ShareBox) {
  const [x, y] = [Math.round(left * width), Math.round(top * height)];
  return {
    left: x,
    top: y,
    width: Math.round(right * width) - x,
    height: Math.round(bottom * height) - y,
  };
}

function raw({ width, height, data }: EditPicture) {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** A box made unrecognisable by softening; `sigma` as a share of the longer side. */
export async function blurred(picture: EditPicture, box: ShareBox, sigma: number): Promise<Planted> {
  const { width, height } = picture;
  const place = pixelBox(picture, box);
  const soft = await raw(picture)
    .extract(place)
    .blur(sigma * Math.max(width, height))
    .png()
    .toBuffer();
  return await over(picture, soft, place);
}

/** A box made unrecognisable by large squares, `squares` across. */
export async function pixelated(picture: EditPicture, box: ShareBox, squares: number): Promise<Planted> {
  const place = pixelBox(picture, box);
  const down = Math.max(2, Math.round((squares * place.height) / place.width));
  const small = await raw(picture)
    .extract(place)
    .resize(squares, down, { fit: 'fill', kernel: 'linear' })
    .png()
    .toBuffer();
  const large = await sharp(small)
    .resize(place.width, place.height, { fit: 'fill', kernel: 'nearest' })
    .png()
    .toBuffer();
  return await over(picture, large, place);
}

/** Half-transparent drawing, picture beneath it shows through. */
async function over(
  picture: EditPicture,
  input: Buffer,
  { left, top }: { readonly left: number; readonly top: number },
): Promise<Planted> {
  const data = await raw(picture).composite([{ input, left, top }]).removeAlpha().raw().toBuffer();
  return maskBetween(picture, { ...picture, data });
}

/**
 * Part of another photograph with the outline of a thing (a blob with bumps), its edge softened over two pixels as a
 * compositing program does.
 */
export async function thingPut(picture: EditPicture, box: ShareBox, other: EditPicture): Promise<Planted> {
  const place = pixelBox(picture, box);
  const { width, height } = place;
  const [scale, from] = [0.5, { left: Math.round(other.width * 0.3), top: Math.round(other.height * 0.3) }];
  const reach = {
    width: Math.min(other.width - from.left, Math.round(width / scale)),
    height: Math.min(other.height - from.top, Math.round(height / scale)),
  };
  const piece = await raw(other)
    .extract({ ...from, ...reach })
    .resize(width, height, { fit: 'fill' })
    .png()
    .toBuffer();
  const outline = Array.from({ length: 72 }, (_, step) => {
    const angle = (step * Math.PI) / 36;
    const radius = 0.4 + 0.06 * Math.sin(3 * angle + 1) + 0.04 * Math.cos(5 * angle);
    return `${width * (0.5 + radius * Math.cos(angle))},${height * (0.5 + radius * Math.sin(angle))}`;
  }).join(' ');
  const matte = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><polygon points="${outline}" fill="#fff"/></svg>`;
  const soft = await sharp(Buffer.from(matte)).blur(0.8).png().toBuffer();
  const input = await sharp(piece)
    .ensureAlpha()
    .composite([{ input: soft, blend: 'dest-in' }])
    .png()
    .toBuffer();
  return await over(picture, input, place);
}

/** What was changed is the original, the picture is the suspect. */
export async function reversed(
  picture: EditPicture,
  change: Planted | Promise<Planted>,
): Promise<Planted & { readonly original: EditPicture }> {
  const { width, height, data, mask } = await change;
  return { ...picture, mask, original: { width, height, data } };
}

/** Filled from its own row: for each pixel the nearer of two stripes beside the box, as a clone stamp does. */
export function clonedOver(picture: EditPicture, box: ShareBox): Planted {
  const { left, top, width, height } = pixelBox(picture, box);
  const data = Uint8Array.from(picture.data);
  for (let y = top; y < top + height; y += 1) {
    for (let x = left; x < left + width; x += 1) {
      const from = x - left < width / 2 ? x - Math.ceil(width / 2) : x + Math.ceil(width / 2);
      for (let c = 0; c < 3; c += 1)
        data[3 * (y * picture.width + x) + c] = picture.data[3 * (y * picture.width + from) + c]!;
    }
  }
  return maskBetween(picture, { ...picture, data });
}
