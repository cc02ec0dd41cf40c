import { longCode } from './huffman-table.ts';
import type { Piece, ScanPlan } from './scan-plan.ts';

/**
 * First scan of the DC coefficients of a progressive picture (T.81 G.1.2.1): the difference to the block
 * before, in units of `2^low`. The bit buffer is that of `decodeSequential`.
 *
 * @returns whole MCUs decoded
 */
export function decodeDirectFirst(plan: ScanPlan, bytes: Uint8Array, piece: Piece): number {
  const { coefficients, columns, unitStart, unitRow, unitColumn, unitSlot, direct, predicted, low } = plan;
  const { to, count } = piece;
  const units = unitStart.length;
  predicted.fill(0);
  let row = Math.floor(piece.mcu / columns);
  let column = piece.mcu - row * columns;
  let at = piece.from;
  let buffer = 0;
  let bits = 0;
  let done = 0;
  let whole = true;
  while (done < count) {
    for (let unit = 0; unit < units; unit += 1) {
      const slot = unitSlot[unit]!;
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
      if (entry === 0 || at - (bits >> 3) > to) {
        whole = false;
        break;
      }
      const value = (predicted[slot]! + difference) | 0;
      predicted[slot] = value;
      coefficients[unitStart[unit]! + row * unitRow[unit]! + column * unitColumn[unit]!] = value << low;
    }
    if (!whole) break;
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

/** Later scans of the DC coefficients: one more bit of each block (T.81 G.1.2.1). */
export function decodeDirectRefinement(plan: ScanPlan, bytes: Uint8Array, piece: Piece): number {
  const { coefficients, columns, unitStart, unitRow, unitColumn, low } = plan;
  const units = unitStart.length;
  const available = Math.floor(((piece.to - piece.from) * 8) / units);
  const done = Math.min(piece.count, available);
  let row = Math.floor(piece.mcu / columns);
  let column = piece.mcu - row * columns;
  let at = piece.from;
  let mask = 0x80;
  for (let mcu = 0; mcu < done; mcu += 1) {
    for (let unit = 0; unit < units; unit += 1) {
      if ((bytes[at]! & mask) !== 0) {
        const base = unitStart[unit]! + row * unitRow[unit]! + column * unitColumn[unit]!;
        coefficients[base] = coefficients[base]! | (1 << low);
      }
      mask >>= 1;
      if (mask === 0) {
        mask = 0x80;
        at += 1;
      }
    }
    column += 1;
    if (column === columns) {
      column = 0;
      row += 1;
    }
  }
  plan.reached = mask === 0x80 ? at : at + 1;
  return done;
}
