/** How FFmpeg lays a frame of planar brightness and colour into a pipe: the brightness first, row by row. */
export interface RawLayout {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample; more than 8 lie in two bytes, the lower first. */
  readonly depth: number;
  /** Bytes of a whole frame, and of its brightness. */
  readonly frameBytes: number;
  readonly lumaBytes: number;
  /** Format named on the pipe; the `yuvj` ones are the same bytes with the whole range. */
  readonly pixels: string;
}

/** Subsampling of the colour planes, as shifts across and down. */
const subsampling: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['420', [1, 1]],
  ['422', [1, 0]],
  ['444', [0, 0]],
]);

/** The layout of a pixel format, or `null` for one whose brightness is not a plane of its own. */
export function rawLayout(pixels: string, width: number, height: number): RawLayout | null {
  const match = /^(?:yuvj?(420|422|444)p(?:(10|12)le)?|gray(?:(10|12)le)?)$/.exec(pixels);
  if (match === null || !(width > 0) || !(height > 0)) return null;
  const depth = Number(match[2] ?? match[3] ?? 8);
  const bytes = depth > 8 ? 2 : 1;
  const shifts = match[1] === undefined ? null : subsampling.get(match[1])!;
  const colour =
    shifts === null ? 0 : ((width + shifts[0]) >> shifts[0]) * ((height + shifts[1]) >> shifts[1]);
  return {
    width,
    height,
    depth,
    frameBytes: (width * height + 2 * colour) * bytes,
    lumaBytes: width * height * bytes,
    pixels,
  };
}
