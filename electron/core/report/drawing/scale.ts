/** Maps `[min, max]` to `[from, to]`; a range without extent goes to the middle. */
export function linear(min: number, max: number, from: number, to: number): (value: number) => number {
  const span = max - min;
  if (!(span > 0) || !Number.isFinite(span)) return () => (from + to) / 2;
  return (value) => from + ((value - min) / span) * (to - from);
}

/** About `count` round numbers between `min` and `max` (steps of 1, 2 or 5 times a power of ten). */
export function ticks(min: number, max: number, count: number): readonly number[] {
  const span = max - min;
  if (!(span > 0) || !Number.isFinite(span)) return [min];
  const raw = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = raw / power;
  const step = (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10) * power;
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  const values: number[] = [];
  for (let index = first; index <= last && values.length < 50; index += 1)
    values.push(index === 0 ? 0 : index * step);
  return values;
}

/** A tick's text: no trailing noise of binary fractions, thousands grouped, very large or small in powers of ten. */
export function tickText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-4)) return value.toExponential(1);
  const plain = String(Number(value.toPrecision(6)));
  return size >= 10_000 ? plain.replace(/\B(?=(\d{3})+(?!\d))/g, ',') : plain;
}

/** Smallest and largest finite number, or `null` without any. */
export function extent(values: Iterable<number>): { readonly min: number; readonly max: number } | null {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? { min, max } : null;
}
