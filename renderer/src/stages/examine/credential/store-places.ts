import type { StoreBox } from '#shared/domain/credential-detail.ts';
import type { ByteRange } from '#shared/domain/figure.ts';

const deepest = 64;

/**
 * Where bytes of the store lie in the file: of the smallest box around them, its first piece. `null`: the
 * carrier encodes the store (base64, variation selectors, compression), so no byte of the file is a byte of it.
 */
export function placeInFile(boxes: readonly StoreBox[], [start, length]: ByteRange): ByteRange | null {
  let found: StoreBox | null = null;
  let level = boxes;
  for (let depth = 0; depth < deepest; depth += 1) {
    const box = level.find(
      ({ store }) => store[0] <= start && start + length <= store[0] + store[1] && store[1] > 0,
    );
    if (box === undefined) break;
    found = box;
    level = box.children;
  }
  const [piece] = found?.bytes ?? [];
  if (found === null || piece === undefined) return null;
  // One unbroken piece as long as the box: the part can be pointed at exactly.
  if (found.bytes.length === 1 && piece[1] === found.store[1])
    return [piece[0] + start - found.store[0], length];
  return piece;
}

/** The first box below `within` that bears this name. */
export function boxNamed(boxes: readonly StoreBox[], within: ByteRange, name: string): StoreBox | null {
  const waiting = [...boxes];
  for (let at = 0; at < waiting.length && at < 20_000; at += 1) {
    const box = waiting[at] as StoreBox;
    const inside = within[0] <= box.store[0] && box.store[0] + box.store[1] <= within[0] + within[1];
    if (inside && box.name === name) return box;
    const overlaps = box.store[0] < within[0] + within[1] && within[0] < box.store[0] + box.store[1];
    if (overlaps) waiting.push(...box.children);
  }
  return null;
}
