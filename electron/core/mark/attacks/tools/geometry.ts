import { homographyBetween, homographyRows, type Point, warp } from '#shared/numeric/warp.ts';
import type { Picture } from '../define.ts';
import { black, type Colour, cropped } from './picture.ts';

/** Four corners: top left, top right, bottom right, bottom left. */
export type Corners = readonly [Point, Point, Point, Point];

export function cornersOf(width: number, height: number): Corners {
  return [
    [0, 0],
    [width - 1, 0],
    [width - 1, height - 1],
    [0, height - 1],
  ];
}

/** The picture with its corners moved to other places of a frame, as if seen at an angle. */
export function seenAt(
  picture: Picture,
  frame: { readonly width: number; readonly height: number },
  to: Corners,
  background: Colour = black,
): Picture {
  const back = homographyBetween(to, cornersOf(picture.width, picture.height));
  const target = { ...frame, background, kernel: 'bicubic' } as const;
  return { ...frame, data: warp({ ...picture, channels: 3 }, target, homographyRows(back)) };
}

/** Turned clockwise about its middle; the frame grows until all of it shows. */
export function rotated(picture: Picture, degrees: number, background: Colour = black): Picture {
  const { width, height } = picture;
  const [cosine, sine] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const frame = {
    width: Math.max(1, Math.round(width * Math.abs(cosine) + height * Math.abs(sine))),
    height: Math.max(1, Math.round(width * Math.abs(sine) + height * Math.abs(cosine))),
  };
  const data = warp({ ...picture, channels: 3 }, { ...frame, background, kernel: 'bicubic' }, (y, xs, ys) => {
    const down = y - (frame.height - 1) / 2;
    for (let x = 0; x < xs.length; x += 1) {
      const across = x - (frame.width - 1) / 2;
      xs[x] = cosine * across + sine * down + (width - 1) / 2;
      ys[x] = -sine * across + cosine * down + (height - 1) / 2;
    }
  });
  return { ...frame, data };
}

/** Turned clockwise, and cut to the largest upright rectangle of the same shape that has no corner in it. */
export function rotatedInside(picture: Picture, degrees: number): Picture {
  const whole = rotated(picture, degrees);
  const angle = (Math.abs(degrees) * Math.PI) / 180;
  const [cosine, sine] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const { width, height } = picture;
  // A rectangle of the same shape, k times as large, fits when its own turned box lies within the picture.
  const k = Math.min(width / (width * cosine + height * sine), height / (width * sine + height * cosine));
  const across = Math.max(1, Math.floor(width * k) - 2);
  const down = Math.max(1, Math.floor(height * k) - 2);
  return cropped(
    whole,
    Math.round((whole.width - across) / 2),
    Math.round((whole.height - down) / 2),
    across,
    down,
  );
}

/** The part with a share of the area, of the same shape; `x`, `y` (0…1) say where in the room there is. */
export function croppedTo(picture: Picture, area: number, x: number, y: number): Picture {
  const side = Math.sqrt(area);
  const across = Math.max(1, Math.round(picture.width * side));
  const down = Math.max(1, Math.round(picture.height * side));
  const left = Math.floor((picture.width - across) * x);
  const top = Math.floor((picture.height - down) * y);
  return cropped(picture, left, top, across, down);
}

/** The largest part of a given shape (width over height) in the middle. */
export function croppedToShape(picture: Picture, shape: number): Picture {
  const across = Math.min(picture.width, Math.round(picture.height * shape));
  const down = Math.min(picture.height, Math.round(picture.width / shape));
  const left = Math.floor((picture.width - across) / 2);
  return cropped(
    picture,
    left,
    Math.floor((picture.height - down) / 2),
    Math.max(1, across),
    Math.max(1, down),
  );
}
