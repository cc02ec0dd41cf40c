import { type JpegHeader, nextMarkerCode, standsAlone } from '../jpeg-header.ts';
import type { Limits } from '../limits.ts';
import { noCoefficients } from './reasons.ts';
import type { FrameComponent } from './scan-plan.ts';

export interface FramePlan {
  readonly width: number;
  readonly height: number;
  readonly precision: 8 | 12;
  readonly progressive: boolean;
  readonly components: readonly FrameComponent[];
  /** Coefficients of all components. */
  readonly total: number;
}

/** What the frame header asks for, or why it is refused. */
export function planFrame(
  file: Uint8Array,
  header: JpegHeader,
  limits: Pick<Limits, 'pixels'>,
): { readonly ok: true; readonly frame: FramePlan } | ReturnType<typeof noCoefficients> {
  const { frame, width, precision } = header;
  if (frame === null) return noCoefficients('no-jpeg', 'no frame header');
  const kind = `SOF${frame}`;
  if (frame === 3 || frame === 11) return noCoefficients('lossless', kind);
  if (frame === 9 || frame === 10) return noCoefficients('arithmetic', kind);
  if (frame > 2) return noCoefficients('hierarchical', kind);
  if (precision !== 8 && precision !== 12) return noCoefficients('precision', `${precision} bit`);
  const height = header.height === 0 ? numberOfLines(file, header.offset) : header.height;
  if (width === 0 || height === 0) return noCoefficients('geometry', `${width} × ${height}`);
  const sampling = header.components.map(({ horizontal, vertical }) => `${horizontal}x${vertical}`).join(' ');
  const fits = header.components.every(
    ({ horizontal, vertical }) => horizontal >= 1 && horizontal <= 4 && vertical >= 1 && vertical <= 4,
  );
  if (!fits || header.components.length > 4) return noCoefficients('geometry', `components ${sampling}`);
  if (width * height > limits.pixels) return noCoefficients('limit-pixels', `${width} × ${height}`);
  const components = planComponents(header, width, height);
  const last = components.at(-1)!;
  const total = last.start + last.blocksWide * last.blocksHigh * 64;
  return { ok: true, frame: { width, height, precision, progressive: frame === 2, components, total } };
}

/** Dimensions of the components (T.81 A.1.1, A.2.4). */
function planComponents(header: JpegHeader, width: number, height: number): FrameComponent[] {
  const across = Math.max(...header.components.map(({ horizontal }) => horizontal));
  const down = Math.max(...header.components.map(({ vertical }) => vertical));
  const alone = header.components.length === 1;
  let start = 0;
  return header.components.map(({ id, horizontal, vertical, table }) => {
    const own = {
      width: Math.ceil((width * horizontal) / across),
      height: Math.ceil((height * vertical) / down),
    };
    // A picture of one component has no MCU to pad.
    const blocksWide = alone ? Math.ceil(width / 8) : Math.ceil(width / (8 * across)) * horizontal;
    const blocksHigh = alone ? Math.ceil(height / 8) : Math.ceil(height / (8 * down)) * vertical;
    const sent = new Int8Array(64).fill(-1);
    const place = { start, steps: null, sent, blocksWide, blocksHigh };
    start += blocksWide * blocksHigh * 64;
    return { id, horizontal, vertical, table, ...own, ...place };
  });
}

/** Height of a picture whose frame header leaves it to a DNL segment after the first scan (T.81 B.2.5). */
function numberOfLines(file: Uint8Array, start: number): number {
  let scanned = false;
  let at = start + 2;
  for (;;) {
    at = nextMarkerCode(file, at, file.length);
    const code = file[at];
    if (code === undefined || at + 5 > file.length || code === 0xd9) return 0;
    at += 1;
    if (standsAlone(code)) continue;
    if (scanned) return code === 0xdc ? file[at + 2]! * 256 + file[at + 3]! : 0;
    scanned = code === 0xda;
    at += Math.max(2, file[at]! * 256 + file[at + 1]!);
  }
}
