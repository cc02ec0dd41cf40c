import type { WritePlan } from '#core/labels/define.ts';

/** The new file a plan describes. */
export function carriedOut({ pieces }: WritePlan, source: Buffer): Buffer {
  return Buffer.concat(
    pieces.map((piece) =>
      piece.from === 'memory' ? piece.data : source.subarray(piece.bytes[0], piece.bytes[0] + piece.bytes[1]),
    ),
  );
}

/**
 * Stretches of the source that a plan leaves out. Throws when it takes something twice or out of order: what is
 * kept is then the whole rest of the source, in its order.
 */
export function replacedStretches({ pieces }: WritePlan, size: number): [from: number, to: number][] {
  const stretches: [number, number][] = [];
  let at = 0;
  for (const piece of pieces) {
    if (piece.from === 'memory') continue;
    const [start, length] = piece.bytes;
    if (start < at || length <= 0 || start + length > size)
      throw new Error(`piece ${start}+${length} after ${at}`);
    if (start > at) stretches.push([at, start]);
    at = start + length;
  }
  if (at < size) stretches.push([at, size]);
  return stretches;
}
