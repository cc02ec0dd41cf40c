import type { FrameComponent } from './scan-plan.ts';

export interface ScanComponent {
  readonly component: FrameComponent;
  /** Destinations 0…3 of its Huffman tables. */
  readonly direct: number;
  readonly alternating: number;
}

export interface ScanHeader {
  readonly components: readonly ScanComponent[];
  /** Spectral selection (T.81 B.2.3): 0…63 in a sequential scan. */
  readonly first: number;
  readonly last: number;
  /** Bit position sent before, 0 for none, and sent now. */
  readonly high: number;
  readonly low: number;
}

/**
 * Read a scan header (T.81 B.2.3).
 *
 * @param at offset after the segment's length
 * @returns what is wrong with it when it cannot be used
 */
export function readScanHeader(
  file: Uint8Array,
  at: number,
  end: number,
  frame: readonly FrameComponent[],
  progressive: boolean,
): ScanHeader | string {
  const count = at < end ? file[at]! : 0;
  if (count < 1 || count > 4 || at + 4 + 2 * count > end) return `is for ${count} components, or cut off`;
  const components: ScanComponent[] = [];
  for (let index = 0; index < count; index += 1) {
    const id = file[at + 1 + 2 * index]!;
    const tables = file[at + 2 + 2 * index]!;
    const component = frame.find(
      (one) => one.id === id && !components.some((taken) => taken.component === one),
    );
    if (component === undefined) return `names component ${id}, which the frame has not`;
    if (tables >> 4 > 3 || (tables & 15) > 3) return `names Huffman table ${tables >> 4} and ${tables & 15}`;
    components.push({ component, direct: tables >> 4, alternating: tables & 15 });
  }
  if (!progressive) return { components, first: 0, last: 63, high: 0, low: 0 };
  const tail = at + 1 + 2 * count;
  const [first, last] = [file[tail]!, file[tail + 1]!];
  const [high, low] = [file[tail + 2]! >> 4, file[tail + 2]! & 15];
  const band = first === 0 ? last === 0 : count === 1 && first <= last && last <= 63;
  if (!band) return `selects coefficients ${first} to ${last} of ${count} components`;
  if (low > 13 || (high !== 0 && high !== low + 1)) return `approximates from bit ${high} to ${low}`;
  return { components, first, last, high, low };
}
