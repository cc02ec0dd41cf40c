import { type HuffmanTable, huffmanTable } from './huffman-table.ts';
import { standardTables } from './standard-tables.ts';

/** The Huffman tables in force, by class and destination. They are built when a scan asks for them. */
export class CodingTables {
  /** Where the last definition stands; class × 4 + destination. */
  private readonly definitions: ({ readonly bytes: Uint8Array; readonly at: number } | undefined)[] = [];
  private defined = false;

  /**
   * Take the tables of a DHT segment (T.81 B.2.4.2).
   *
   * @returns what is wrong with it, null when nothing is
   */
  define(bytes: Uint8Array, start: number, end: number): string | null {
    let at = start;
    while (at < end) {
      const head = bytes[at]!;
      let symbols = 0;
      for (let length = 1; length <= 16; length += 1) symbols += at + length < end ? bytes[at + length]! : 0;
      const next = at + 17 + symbols;
      if (next > end) return 'is cut off';
      if (symbols > 256) return `has ${symbols} codes`;
      if (head >> 4 > 1 || (head & 15) > 3) return `is of class ${head >> 4} for destination ${head & 15}`;
      this.defined = true;
      this.definitions[(head >> 4) * 4 + (head & 15)] = { bytes, at };
      at = next;
    }
    return null;
  }

  /**
   * @param kind 0 for DC, 1 for AC
   * @returns what is wrong when there is no such table
   */
  table(kind: 0 | 1, destination: number): HuffmanTable | string {
    if (!this.defined) this.define(standardTables, 0, standardTables.length);
    const name = `${kind === 0 ? 'DC' : 'AC'} Huffman table ${destination}`;
    const definition = this.definitions[kind * 4 + destination];
    if (definition === undefined) return `needs ${name}, which is not defined`;
    const { bytes, at } = definition;
    const counts = bytes.subarray(at + 1, at + 17);
    const symbols = counts.reduce((sum, count) => sum + count, 0);
    const table = huffmanTable(counts, bytes.subarray(at + 17, at + 17 + symbols));
    if (table === null) return `uses ${name}, which has more codes than there can be`;
    if (kind === 0 && table.largestSymbol > 15)
      return `uses ${name}, which has category ${table.largestSymbol}`;
    return table;
  }
}
