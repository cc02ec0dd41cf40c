/** Reads a stretch of a file. */
export type ReadBytes = (start: number, length: number) => Promise<Uint8Array>;

const step = 1024 * 1024;

export type ByteDifference =
  | { readonly found: true; readonly offset: number }
  | { readonly found: false; readonly searched: number };

/** First offset at which two files differ; the end of the shorter one counts. Reads 1 MiB at a time. */
export async function firstDifference(
  one: { readonly size: number; readonly read: ReadBytes },
  other: { readonly size: number; readonly read: ReadBytes },
  from: number,
  signal: AbortSignal,
): Promise<ByteDifference> {
  const common = Math.min(one.size, other.size);
  for (let start = from; start < common && !signal.aborted; start += step) {
    const length = Math.min(step, common - start);
    const [a, b] = await Promise.all([one.read(start, length), other.read(start, length)]);
    if (a.length !== length || b.length !== length) throw new Error('short read');
    for (let at = 0; at < length; at++) if (a[at] !== b[at]) return { found: true, offset: start + at };
  }
  if (one.size !== other.size && from <= common) return { found: true, offset: common };
  return { found: false, searched: common };
}
