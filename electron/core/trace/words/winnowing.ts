/**
 * Winnowing (Schleimer, Wilkerson, Aiken 2003): of every `window` consecutive hashes the smallest is kept, the last
 * one kept as long as it stays smallest (their "robust" form, which keeps one of a run of equal ones). Any stretch two texts
 * share that holds `window` shingles gives both the same choice. What a wide window keeps, a narrow one inside it
 * keeps as well, so that texts of different windows compare.
 *
 * @returns indices of the kept hashes, ascending
 */
export function winnow(hashes: Uint32Array, count: number, window: number): Uint32Array {
  const kept = new Uint32Array(count);
  let [total, least] = [0, -1];
  for (let end = 0; end < count; end += 1) {
    const start = Math.max(0, end - window + 1);
    if (end < window - 1 && end < count - 1) continue;
    if (least >= start) {
      if (hashes[end]! >= hashes[least]!) continue;
      least = end;
    } else {
      // from the right, so that the last of equal ones is kept and lasts longest
      least = end;
      for (let at = end - 1; at >= start; at -= 1) if (hashes[at]! < hashes[least]!) least = at;
    }
    kept[total++] = least;
  }
  return kept.subarray(0, total);
}
