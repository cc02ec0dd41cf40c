/**
 * Running-mean (box) filters in single precision. At the borders the window shrinks to the samples that
 * exist and the divisor with it. Applied twice along both axes they approximate a tent filter, after
 * Jarosz, "Fast image convolutions" (SIGGRAPH student course, 2001).
 *
 * Sums are carried along in 32-bit floats on purpose: fingerprints that are compared bit by bit with other
 * implementations must round as those do.
 */

/** Where a window of `size` samples stands: for output i it covers i−before … i+after, cut at the borders. */
function reach(size: number): { readonly before: number; readonly after: number } {
  const after = Math.floor(size / 2);
  return { before: size - 1 - after, after };
}

/**
 * Mean along each row.
 *
 * @param columns when given, only these output columns are written, `columns.length` per row
 * @returns `width × height`, or `columns.length × height` values
 */
export function boxRows(
  input: Float32Array,
  width: number,
  height: number,
  size: number,
  columns?: Int32Array,
): Float32Array {
  const { before, after } = reach(Math.min(size, width));
  const lead = Math.min(after, width);
  const stride = columns?.length ?? width;
  const out = new Float32Array(stride * height);
  for (let row = 0; row < height; row += 1) {
    const start = row * width;
    let sum = 0;
    let count = 0;
    for (let column = 0; column < lead; column += 1) {
      sum = Math.fround(sum + input[start + column]!);
      count += 1;
    }
    let next = 0;
    for (let column = 0; column < width; column += 1) {
      if (column + after < width) {
        sum = Math.fround(sum + input[start + column + after]!);
        count += 1;
      }
      if (column - before - 1 >= 0) {
        sum = Math.fround(sum - input[start + column - before - 1]!);
        count -= 1;
      }
      if (columns === undefined) {
        out[start + column] = sum / count;
      } else {
        while (next < stride && columns[next] === column) {
          out[row * stride + next] = sum / count;
          next += 1;
        }
      }
    }
  }
  return out;
}

/**
 * Mean along each column, walking row by row so that memory is read in order.
 *
 * @returns `width × height` values
 */
export function boxColumns(input: Float32Array, width: number, height: number, size: number): Float32Array {
  const { before, after } = reach(Math.min(size, height));
  const out = new Float32Array(width * height);
  const sums = new Float32Array(width);
  let count = 0;
  for (let row = 0; row < Math.min(after, height); row += 1) {
    const start = row * width;
    for (let column = 0; column < width; column += 1) sums[column] = sums[column]! + input[start + column]!;
    count += 1;
  }
  for (let row = 0; row < height; row += 1) {
    if (row + after < height) {
      const entering = (row + after) * width;
      for (let column = 0; column < width; column += 1) {
        sums[column] = sums[column]! + input[entering + column]!;
      }
      count += 1;
    }
    if (row - before - 1 >= 0) {
      const leaving = (row - before - 1) * width;
      for (let column = 0; column < width; column += 1) {
        sums[column] = sums[column]! - input[leaving + column]!;
      }
      count -= 1;
    }
    const start = row * width;
    for (let column = 0; column < width; column += 1) out[start + column] = sums[column]! / count;
  }
  return out;
}
