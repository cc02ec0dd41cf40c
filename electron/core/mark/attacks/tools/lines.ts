import type { Picture } from '../define.ts';

/** Without so many rows and columns, evenly spread; at least one of each is left. */
export function withoutLines({ width, height, data }: Picture, count: number): Picture {
  const columns = kept(width, count);
  const rows = kept(height, count);
  const out = new Uint8Array(columns.length * rows.length * 3);
  let to = 0;
  for (const row of rows) {
    for (const column of columns) {
      const at = (row * width + column) * 3;
      out[to] = data[at]!;
      out[to + 1] = data[at + 1]!;
      out[to + 2] = data[at + 2]!;
      to += 3;
    }
  }
  return { width: columns.length, height: rows.length, data: out };
}

function kept(length: number, count: number): Uint32Array {
  const less = Math.min(count, length - 1);
  const dropped = new Set<number>();
  for (let index = 0; index < less; index += 1) dropped.add(Math.floor(((index + 0.5) * length) / less));
  return Uint32Array.from({ length }, (_, at) => at).filter((at) => !dropped.has(at));
}
