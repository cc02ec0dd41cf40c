/** A stretch of letters that two texts share: indices of its first letters, and how many. */
export interface Run {
  readonly first: number;
  readonly second: number;
  readonly length: number;
}

/** Edits looked through before a cut is made where the search got furthest; bounds the time on texts with little in common. */
const EDITS = 400;

/**
 * Equal runs of `[firstFrom, firstTo)` and `[secondFrom, secondTo)` in order: Myers, An O(ND) difference algorithm, 1986, in the
 * linear-space form of its section 4b, cut short after 400 edits as most programs that compare files do. Least
 * edits within the bound, a good but not always the shortest script beyond it.
 */
export function equalRuns(
  a: Uint32Array,
  b: Uint32Array,
  [firstFrom, firstTo, secondFrom, secondTo]: readonly [number, number, number, number],
): Run[] {
  const runs: Run[] = [];
  const forward = new Int32Array(2 * EDITS + 4);
  const backward = new Int32Array(2 * EDITS + 4);
  // A stack instead of recursion: cuts may be many. What lies first is done first.
  const open: number[] = [firstFrom, firstTo, secondFrom, secondTo];
  const add = (first: number, second: number, length: number): void => {
    const last = runs.at(-1);
    if (last !== undefined && last.first + last.length === first && last.second + last.length === second)
      runs[runs.length - 1] = { ...last, length: last.length + length };
    else runs.push({ first, second, length });
  };
  while (open.length > 0) {
    const [to2, from2, to1, from1] = [open.pop()!, open.pop()!, open.pop()!, open.pop()!];
    let [i, j, k, l] = [from1, from2, to1, to2];
    if (k < 0) {
      // a run put off until what lies before it is done
      add(i, j, l);
      continue;
    }
    while (i < k && j < l && a[i] === b[j]) {
      i += 1;
      j += 1;
    }
    if (i > from1) add(from1, from2, i - from1);
    while (k > i && l > j && a[k - 1] === b[l - 1]) {
      k -= 1;
      l -= 1;
    }
    if (k < to1) open.push(k, -1, l, to1 - k);
    if (i >= k || j >= l) continue;
    const [x, y] = middle(a, b, i, k, j, l, forward, backward);
    if ((x === i && y === j) || (x === k && y === l)) continue;
    open.push(x, k, y, l, i, x, j, y);
  }
  return runs;
}

/** A point on a shortest path, or the furthest one reached from the start. */
function middle(
  a: Uint32Array,
  b: Uint32Array,
  i: number,
  k: number,
  j: number,
  l: number,
  forward: Int32Array,
  backward: Int32Array,
): readonly [number, number] {
  const [n, m] = [k - i, l - j];
  const delta = n - m;
  const odd = (delta & 1) !== 0;
  const centre = EDITS + 1;
  const most = Math.min(EDITS, (n + m + 1) >> 1);
  forward[centre + 1] = 0;
  backward[centre + 1] = 0;
  let [best, bestX, bestY] = [0, 0, 0];
  for (let d = 0; d <= most; d += 1) {
    for (let q = -d; q <= d; q += 2) {
      const down = q === -d || (q !== d && forward[centre + q - 1]! < forward[centre + q + 1]!);
      let x = down ? forward[centre + q + 1]! : forward[centre + q - 1]! + 1;
      let y = x - q;
      while (x < n && y < m && a[i + x] === b[j + y]) {
        x += 1;
        y += 1;
      }
      forward[centre + q] = x;
      if (x <= n && y <= m && x + y > best) [best, bestX, bestY] = [x + y, x, y];
      const opposite = delta - q;
      if (odd && Math.abs(opposite) < d && x + backward[centre + opposite]! >= n && x <= n && y <= m)
        return [i + x, j + y];
    }
    for (let q = -d; q <= d; q += 2) {
      const down = q === -d || (q !== d && backward[centre + q - 1]! < backward[centre + q + 1]!);
      let x = down ? backward[centre + q + 1]! : backward[centre + q - 1]! + 1;
      let y = x - q;
      while (x < n && y < m && a[k - 1 - x] === b[l - 1 - y]) {
        x += 1;
        y += 1;
      }
      backward[centre + q] = x;
      const opposite = delta - q;
      if (!odd && Math.abs(opposite) <= d && x + forward[centre + opposite]! >= n && x <= n && y <= m)
        return [k - x, l - y];
    }
  }
  return [i + bestX, j + bestY];
}
