import { zigzag } from '#shared/numeric/jpeg-quantization.ts';
import { longCode } from './huffman-table.ts';
import { type Piece, paddedOrder, type ScanPlan } from './scan-plan.ts';

const naturalOrder = paddedOrder(zigzag);

/**
 * Decode a piece of a sequential scan (T.81 F.2): `count` MCUs from number `mcu` on, out of the bytes
 * `from … to`. Ends at the first block that cannot be right, and leaves that block empty.
 *
 * The bit buffer is kept in local variables: `buffer` holds the next `bits` bits, leftmost first, zeros after
 * them. It is filled by 16 bits whenever 16 or fewer are left, which is enough for any code, and for any value.
 *
 * @returns whole MCUs decoded
 */
export function decodeSequential(plan: ScanPlan, bytes: Uint8Array, piece: Piece): number {
  const { coefficients, columns, unitStart, unitRow, unitColumn, unitSlot, direct, alternating } = plan;
  const { predicted } = plan;
  const { to, count } = piece;
  const order = naturalOrder;
  const units = unitStart.length;
  predicted.fill(0);
  let row = Math.floor(piece.mcu / columns);
  let column = piece.mcu - row * columns;
  let at = piece.from;
  let buffer = 0;
  let bits = 0;
  let done = 0;
  let base = 0;
  let whole = true;
  while (done < count) {
    for (let unit = 0; unit < units; unit += 1) {
      const slot = unitSlot[unit]!;
      base = unitStart[unit]! + row * unitRow[unit]! + column * unitColumn[unit]!;

      const dc = direct[slot]!;
      if (bits <= 16) {
        buffer |= ((bytes[at]! << 8) | bytes[at + 1]!) << (16 - bits);
        at += 2;
        bits += 16;
      }
      let entry = dc.fast[buffer >>> 22]!;
      if (entry === 0) entry = longCode(dc, buffer >>> 16);
      buffer <<= entry & 31;
      bits -= entry & 31;
      let difference = entry >> 16;
      const category = (entry >> 9) & 15;
      if (category !== 0 && difference === 0) {
        if (bits <= 16) {
          buffer |= ((bytes[at]! << 8) | bytes[at + 1]!) << (16 - bits);
          at += 2;
          bits += 16;
        }
        difference = buffer >>> (32 - category);
        buffer <<= category;
        bits -= category;
        if (difference < 1 << (category - 1)) difference += 1 - (1 << category);
      }
      const value = (predicted[slot]! + difference) | 0;
      predicted[slot] = value;
      coefficients[base] = value;

      const ac = alternating[slot]!;
      const fast = ac.fast;
      let k = entry === 0 ? 80 : 1;
      while (k < 64) {
        if (bits <= 16) {
          buffer |= ((bytes[at]! << 8) | bytes[at + 1]!) << (16 - bits);
          at += 2;
          bits += 16;
        }
        let code = fast[buffer >>> 22]!;
        const short = code >> 16;
        if (short !== 0) {
          buffer <<= code & 31;
          bits -= code & 31;
          k += (code >> 5) & 15;
          coefficients[base + order[k]!] = short;
          k += 1;
          continue;
        }
        if (code === 0) {
          code = longCode(ac, buffer >>> 16);
          if (code === 0) {
            k = 80;
            break;
          }
        }
        buffer <<= code & 31;
        bits -= code & 31;
        const run = (code >> 5) & 15;
        const size = code >> 9;
        if (size === 0) {
          if (run !== 15) break;
          k += 16;
          continue;
        }
        if (bits <= 16) {
          buffer |= ((bytes[at]! << 8) | bytes[at + 1]!) << (16 - bits);
          at += 2;
          bits += 16;
        }
        k += run;
        const raw = buffer >>> (32 - size);
        buffer <<= size;
        bits -= size;
        coefficients[base + order[k]!] = raw < 1 << (size - 1) ? raw + 1 - (1 << size) : raw;
        k += 1;
      }
      // More than 64 coefficients, no such code, or bits that are not the piece's.
      if (k > 64 || at - (bits >> 3) > to) {
        whole = false;
        break;
      }
    }
    if (!whole) {
      coefficients.fill(0, base, base + 64);
      break;
    }
    done += 1;
    column += 1;
    if (column === columns) {
      column = 0;
      row += 1;
    }
  }
  plan.reached = at - (bits >> 3);
  return done;
}
