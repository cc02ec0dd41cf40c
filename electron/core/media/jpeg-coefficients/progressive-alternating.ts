import { zigzag } from '#shared/numeric/jpeg-quantization.ts';
import { longCode } from './huffman-table.ts';
import { type Piece, paddedOrder, type ScanPlan } from './scan-plan.ts';

const naturalOrder = paddedOrder(zigzag);

/**
 * First scan of a band of AC coefficients (T.81 G.1.2.2): as in a sequential scan, in units of `2^low`, and with
 * runs of blocks that have nothing more in the band. The bit buffer is that of `decodeSequential`.
 *
 * @returns blocks decoded
 */
export function decodeBandFirst(plan: ScanPlan, bytes: Uint8Array, piece: Piece): number {
  const { coefficients, columns, extent, first, last, low } = plan;
  const { to, count } = piece;
  const table = plan.alternating[0]!;
  const fast = table.fast;
  const order = naturalOrder;
  const start = plan.unitStart[0]!;
  const stride = plan.unitRow[0]!;
  let row = Math.floor(piece.mcu / columns);
  let column = piece.mcu - row * columns;
  let at = piece.from;
  let buffer = 0;
  let bits = 0;
  let done = 0;
  while (done < count) {
    const base = start + row * stride + column * 64;
    // Blocks that end here: this one, and those of a run after it.
    let ended = 1;
    let k = first;
    while (k <= last) {
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
        if (k > last) {
          k = 80;
          break;
        }
        coefficients[base + order[k]!] = short << low;
        k += 1;
        continue;
      }
      if (code === 0) {
        code = longCode(table, buffer >>> 16);
        if (code === 0) {
          k = 80;
          break;
        }
      }
      buffer <<= code & 31;
      bits -= code & 31;
      const run = (code >> 5) & 15;
      const size = code >> 9;
      if (size === 0 && run === 15) {
        k += 16;
        continue;
      }
      if (bits <= 16) {
        buffer |= ((bytes[at]! << 8) | bytes[at + 1]!) << (16 - bits);
        at += 2;
        bits += 16;
      }
      if (size === 0) {
        if (run !== 0) {
          ended = (1 << run) + (buffer >>> (32 - run));
          buffer <<= run;
          bits -= run;
        }
        break;
      }
      k += run;
      if (k > last) {
        k = 80;
        break;
      }
      const raw = buffer >>> (32 - size);
      buffer <<= size;
      bits -= size;
      coefficients[base + order[k]!] = (raw < 1 << (size - 1) ? raw + 1 - (1 << size) : raw) << low;
      k += 1;
    }
    // A run over the end of the band, no such code, or bits that are not the piece's.
    if (k > last + 1 || at - (bits >> 3) > to) {
      for (let index = first; index <= last; index += 1) coefficients[base + order[index]!] = 0;
      break;
    }
    if (k > extent[base >> 6]!) extent[base >> 6] = k;
    if (ended > count - done) {
      plan.longRuns += 1;
      ended = count - done;
    }
    done += ended;
    column += ended;
    while (column >= columns) {
      column -= columns;
      row += 1;
    }
  }
  plan.reached = at - (bits >> 3);
  return done;
}

/**
 * Later scans of a band: one more bit of every coefficient that has a value, and ±1 where one begins
 * (T.81 G.1.2.3).
 *
 * @returns blocks decoded
 */
export function decodeBandRefinement(plan: ScanPlan, bytes: Uint8Array, piece: Piece): number {
  const { coefficients, columns, extent, first, last } = plan;
  const { to, count } = piece;
  const table = plan.alternating[0]!;
  const fast = table.fast;
  const order = naturalOrder;
  const start = plan.unitStart[0]!;
  const stride = plan.unitRow[0]!;
  const unit = 1 << plan.low;
  let row = Math.floor(piece.mcu / columns);
  let column = piece.mcu - row * columns;
  let at = piece.from;
  let buffer = 0;
  let bits = 0;
  let done = 0;
  // Blocks, this one among them, in which nothing begins any more.
  let run = 0;
  while (done < count) {
    const base = start + row * stride + column * 64;
    let reach = extent[base >> 6]!;
    let k = first;
    while (k <= last) {
      let zeros = 64;
      let begun = 0;
      if (run === 0) {
        if (bits <= 16) {
          buffer |= ((bytes[at]! << 8) | bytes[at + 1]!) << (16 - bits);
          at += 2;
          bits += 16;
        }
        let code = fast[buffer >>> 22]!;
        if (code === 0) code = longCode(table, buffer >>> 16);
        buffer <<= code & 31;
        bits -= code & 31;
        begun = code >> 16;
        zeros = (code >> 5) & 15;
        const size = begun === 0 ? code >> 9 : 1;
        if (code === 0 || size > 1 || begun > 1 || begun < -1) {
          k = 80;
          break;
        }
        if (begun === 0 && (size === 1 || zeros !== 15)) {
          if (bits <= 16) {
            buffer |= ((bytes[at]! << 8) | bytes[at + 1]!) << (16 - bits);
            at += 2;
            bits += 16;
          }
          if (size === 1) {
            begun = buffer < 0 ? 1 : -1;
            buffer <<= 1;
            bits -= 1;
          } else {
            run = 1 << zeros;
            if (zeros !== 0) {
              run += buffer >>> (32 - zeros);
              buffer <<= zeros;
              bits -= zeros;
            }
            if (run > count - done) {
              plan.longRuns += 1;
              run = count - done;
            }
            zeros = 64;
          }
        }
      }
      // Pass over `zeros` coefficients without a value; those with one take a bit each. In a run nothing begins, so
      // that there is nothing behind the last value.
      const end = run > 0 && reach <= last ? reach - 1 : last;
      for (; k <= end; k += 1) {
        const index = base + order[k]!;
        const value = coefficients[index]!;
        if (value === 0) {
          if (zeros === 0) break;
          zeros -= 1;
          continue;
        }
        if (bits === 0) {
          buffer = ((bytes[at]! << 8) | bytes[at + 1]!) << 16;
          at += 2;
          bits = 16;
        }
        if (buffer < 0 && ((value < 0 ? -value : value) & unit) === 0) {
          coefficients[index] = value < 0 ? value - unit : value + unit;
        }
        buffer <<= 1;
        bits -= 1;
      }
      if (run > 0) break;
      if (begun !== 0) {
        if (k > last) {
          k = 80;
          break;
        }
        coefficients[base + order[k]!] = begun * unit;
        if (k >= reach) reach = k + 1;
      }
      k += 1;
    }
    extent[base >> 6] = reach;
    if (k >= 80 || at - (bits >> 3) > to) {
      // Values before this scan are multiples of twice the unit: without the unit's bit they are as they were.
      for (let index = first; index <= last; index += 1) {
        const value = coefficients[base + order[index]!]!;
        coefficients[base + order[index]!] = value < 0 ? -(-value & ~unit) : value & ~unit;
      }
      break;
    }
    if (run > 0) run -= 1;
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
