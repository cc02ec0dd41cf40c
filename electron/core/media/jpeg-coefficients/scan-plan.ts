import type { HuffmanTable } from './huffman-table.ts';

/** A component of the frame while it is being read. */
export interface FrameComponent {
  readonly id: number;
  readonly horizontal: number;
  readonly vertical: number;
  /** Destination of its quantisation table. */
  readonly table: number;
  readonly width: number;
  readonly height: number;
  readonly blocksWide: number;
  readonly blocksHigh: number;
  /** Where its coefficients begin in those of the whole picture. */
  readonly start: number;
  /** Steps in force at its first scan. */
  steps: Uint16Array | null;
  /** By coefficient in zig-zag order: lowest bit that has been sent, -1 before the first. */
  readonly sent: Int8Array;
}

/**
 * One scan laid out for its decoder. A *unit* is one block of an MCU: unit `u` of the MCU at `row`, `column`
 * begins at `unitStart[u] + row · unitRow[u] + column · unitColumn[u]` of the coefficients.
 */
export interface ScanPlan {
  readonly coefficients: Int16Array;
  /** By block of the whole picture: no AC coefficient has a value from this number on, in zig-zag order. */
  readonly extent: Uint8Array;
  readonly columns: number;
  readonly mcus: number;
  readonly unitStart: Int32Array;
  readonly unitRow: Int32Array;
  readonly unitColumn: Int32Array;
  /** Which of the scan's components the unit belongs to. */
  readonly unitSlot: Uint8Array;
  /** By component of the scan; empty where the scan needs none. */
  readonly direct: readonly HuffmanTable[];
  readonly alternating: readonly HuffmanTable[];
  /** Spectral selection, and the bit position sent before, 0 for none, and now (T.81 G.1.1.1). */
  readonly first: number;
  readonly last: number;
  readonly high: number;
  readonly low: number;
  /** Scratch of the decoders: last DC value by component. */
  readonly predicted: Int32Array;
  /** First byte a decoder has not touched, after it returned. */
  reached: number;
  /** Runs of empty blocks that went on past the end of their piece. */
  longRuns: number;
}

/** Which MCUs a decoder has to read, and out of which bytes. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  /** Number of the first MCU. */
  readonly mcu: number;
  readonly count: number;
}

/** The 64 places in natural order by their number in a scan, with room for a run that goes over the end. */
export function paddedOrder(zigzag: Uint8Array): Uint8Array {
  const order = new Uint8Array(80).fill(63);
  order.set(zigzag);
  return order;
}

/** MCUs and units of a scan over `components` (T.81 A.2.2, A.2.3). */
export function scanLayout(
  components: readonly FrameComponent[],
): Pick<ScanPlan, 'columns' | 'mcus' | 'unitStart' | 'unitRow' | 'unitColumn' | 'unitSlot'> {
  const only = components.length === 1 ? components[0] : undefined;
  if (only !== undefined) {
    // A component alone has one block to the MCU, and none that only pad the picture.
    const columns = Math.ceil(only.width / 8);
    return {
      columns,
      mcus: columns * Math.ceil(only.height / 8),
      unitStart: Int32Array.of(only.start),
      unitRow: Int32Array.of(only.blocksWide * 64),
      unitColumn: Int32Array.of(64),
      unitSlot: Uint8Array.of(0),
    };
  }
  const units = components.flatMap((component, slot) =>
    Array.from({ length: component.horizontal * component.vertical }, (_, unit) => {
      const down = Math.floor(unit / component.horizontal);
      const across = unit % component.horizontal;
      return {
        slot,
        start: component.start + (down * component.blocksWide + across) * 64,
        row: component.vertical * component.blocksWide * 64,
        column: component.horizontal * 64,
      };
    }),
  );
  const [{ horizontal, vertical, blocksWide, blocksHigh }] = components as [FrameComponent];
  const columns = blocksWide / horizontal;
  return {
    columns,
    mcus: columns * (blocksHigh / vertical),
    unitStart: Int32Array.from(units, ({ start }) => start),
    unitRow: Int32Array.from(units, ({ row }) => row),
    unitColumn: Int32Array.from(units, ({ column }) => column),
    unitSlot: Uint8Array.from(units, ({ slot }) => slot),
  };
}
