/** Shifts on an even grid over a plane, `columns × rows` places, each in the middle of its share of the plane. */
export interface ShiftField {
  readonly columns: number;
  readonly rows: number;
  /** `across, down` for each place, pixels of the plane. */
  readonly shifts: Float64Array;
  readonly width: number;
  readonly height: number;
}

/** Places to each side whose middle value a place must come near. */
const neighbours = 2;
/** Pixels by which it may differ from that. */
const outlier = 0.75;
/** How far a place's word reaches, places. */
const spread = 1.1;
/** Weight of "no shift at all" against that of the places. */
const prior = 0.05;

/** What neighbouring places agree upon; where none says anything, nothing is shifted. */
export function smoothField(field: ShiftField, weights: Float64Array): ShiftField {
  const { columns, rows, shifts } = field;
  const kept = new Float64Array(weights.length);
  const across: number[] = [];
  const down: number[] = [];
  for (let row = 0, at = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1, at += 1) {
      if (weights[at] === 0) continue;
      across.length = 0;
      down.length = 0;
      for (let y = Math.max(0, row - neighbours); y <= Math.min(rows - 1, row + neighbours); y += 1) {
        for (
          let x = Math.max(0, column - neighbours);
          x <= Math.min(columns - 1, column + neighbours);
          x += 1
        ) {
          const other = y * columns + x;
          if (weights[other] === 0) continue;
          across.push(shifts[2 * other]!);
          down.push(shifts[2 * other + 1]!);
        }
      }
      if (across.length < 4) continue;
      const miss = Math.hypot(shifts[2 * at]! - middle(across), shifts[2 * at + 1]! - middle(down));
      if (miss <= outlier) kept[at] = weights[at]!;
    }
  }
  const out = new Float64Array(shifts.length);
  const reach = Math.ceil(3 * spread);
  for (let row = 0, at = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1, at += 1) {
      let [sum, x, y] = [prior, 0, 0];
      for (let v = Math.max(0, row - reach); v <= Math.min(rows - 1, row + reach); v += 1) {
        for (let u = Math.max(0, column - reach); u <= Math.min(columns - 1, column + reach); u += 1) {
          const other = v * columns + u;
          const weight =
            kept[other]! * Math.exp(-((u - column) ** 2 + (v - row) ** 2) / (2 * spread * spread));
          sum += weight;
          x += weight * shifts[2 * other]!;
          y += weight * shifts[2 * other + 1]!;
        }
      }
      out[2 * at] = x / sum;
      out[2 * at + 1] = y / sum;
    }
  }
  return { ...field, shifts: out };
}

function middle(values: number[]): number {
  return values.sort((one, other) => one - other)[values.length >> 1]!;
}

/** Size of the shift that `share` of the places do not exceed, pixels of the plane. */
export function shiftSize({ shifts }: ShiftField, share: number): number {
  const sizes = new Float64Array(shifts.length / 2);
  for (let at = 0; at < sizes.length; at += 1) sizes[at] = Math.hypot(shifts[2 * at]!, shifts[2 * at + 1]!);
  return sizes.sort()[Math.floor(share * (sizes.length - 1))] ?? 0;
}

/**
 * Shifts of the pixels of one row of a plane of any size over the same picture, in pixels of that plane.
 *
 * @param across receives one value for each pixel of the row
 */
export function shiftRow(
  { columns, rows, shifts, width, height }: ShiftField,
  y: number,
  size: { readonly width: number; readonly height: number },
  across: Float64Array,
  down: Float64Array,
): void {
  const place = Math.min(rows - 1, Math.max(0, ((y + 0.5) * rows) / size.height - 0.5));
  const top = Math.floor(place);
  const part = place - top;
  const below = Math.min(rows - 1, top + 1);
  const [scaleX, scaleY] = [size.width / width, size.height / height];
  for (let x = 0; x < size.width; x += 1) {
    const here = Math.min(columns - 1, Math.max(0, ((x + 0.5) * columns) / size.width - 0.5));
    const left = Math.floor(here);
    const share = here - left;
    const right = Math.min(columns - 1, left + 1);
    const [a, b] = [2 * (top * columns + left), 2 * (top * columns + right)];
    const [c, d] = [2 * (below * columns + left), 2 * (below * columns + right)];
    const upperX = shifts[a]! + (shifts[b]! - shifts[a]!) * share;
    const lowerX = shifts[c]! + (shifts[d]! - shifts[c]!) * share;
    across[x] = (upperX + (lowerX - upperX) * part) * scaleX;
    const upperY = shifts[a + 1]! + (shifts[b + 1]! - shifts[a + 1]!) * share;
    const lowerY = shifts[c + 1]! + (shifts[d + 1]! - shifts[c + 1]!) * share;
    down[x] = (upperY + (lowerY - upperY) * part) * scaleY;
  }
}
