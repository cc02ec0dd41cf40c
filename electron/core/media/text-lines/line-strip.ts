import type { TurnedBox } from './least-rectangle.ts';
import { resample } from './resampling.ts';
import type { RgbPlane } from './rgb-plane.ts';

/**
 * A text line cut out of a picture, turned level, at a given size. A level box is filtered straight from the
 * picture; a turned one is first reduced so that no detail folds over.
 */
export function lineStrip(plane: RgbPlane, box: TurnedBox, width: number, height: number): RgbPlane {
  if (box.angle === 0) {
    const region = {
      x: box.centreX - box.width / 2,
      y: box.centreY - box.height / 2,
      width: box.width,
      height: box.height,
    };
    return resample(plane, region, width, height);
  }
  const { small, toSmall, left, top } = reducedAround(plane, box, height);
  const [cosine, sine] = [Math.cos(box.angle), Math.sin(box.angle)];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, to = 0; y < height; y += 1) {
    const across = ((y + 0.5) / height - 0.5) * box.height;
    for (let x = 0; x < width; x += 1, to += 3) {
      const along = ((x + 0.5) / width - 0.5) * box.width;
      const sourceX = (box.centreX + along * cosine - across * sine - left) * toSmall - 0.5;
      const sourceY = (box.centreY + along * sine + across * cosine - top) * toSmall - 0.5;
      bilinear(small, sourceX, sourceY, data, to);
    }
  }
  return { width, height, data };
}

/** The upright surroundings of a turned box, no larger than the strip needs. */
function reducedAround(plane: RgbPlane, box: TurnedBox, height: number) {
  const [cosine, sine] = [Math.abs(Math.cos(box.angle)), Math.abs(Math.sin(box.angle))];
  const width = box.width * cosine + box.height * sine;
  const tall = box.width * sine + box.height * cosine;
  const region = { x: box.centreX - width / 2, y: box.centreY - tall / 2, width, height: tall };
  const scale = Math.min(1, height / box.height);
  const columns = Math.max(1, Math.round(width * scale));
  const rows = Math.max(1, Math.round(tall * scale));
  const small = resample(plane, region, columns, rows);
  return { small, toSmall: columns / width, left: region.x, top: region.y };
}

function bilinear({ width, height, data }: RgbPlane, x: number, y: number, into: Uint8Array, to: number) {
  const left = Math.min(width - 1, Math.max(0, Math.floor(x)));
  const top = Math.min(height - 1, Math.max(0, Math.floor(y)));
  const right = Math.min(width - 1, left + 1);
  const bottom = Math.min(height - 1, top + 1);
  const [partX, partY] = [Math.min(1, Math.max(0, x - left)), Math.min(1, Math.max(0, y - top))];
  for (let channel = 0; channel < 3; channel += 1) {
    const at = (column: number, row: number): number => data[(row * width + column) * 3 + channel]!;
    const upper = at(left, top) * (1 - partX) + at(right, top) * partX;
    const lower = at(left, bottom) * (1 - partX) + at(right, bottom) * partX;
    into[to + channel] = Math.round(upper * (1 - partY) + lower * partY);
  }
}
