import type { Part } from './layout.ts';
import { claim, type Entry, numbers, type Walk } from './tiff-values.ts';

interface Run {
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly end: number;
}

/** Pixel data by offsets and byte counts. Neighbouring strips or tiles are shown as one part. */
export async function readPixels(
  walk: Walk,
  part: Part,
  offsets: Entry | undefined,
  counts: Entry | undefined,
  what: 'strip' | 'tile' | 'JPEG',
  compression: Entry | undefined,
): Promise<void> {
  if (offsets === undefined) return;
  const { scan } = walk;
  const coding = compression === undefined ? 0 : (numbers(walk, compression, 1)[0] ?? 0);
  const isJpeg = what === 'JPEG' || coding === 6 || coding === 7;
  for (const { first, last, start, end } of runsOf(walk, offsets, counts, what)) {
    const range = first === last ? `${what} ${first}` : `${what}s ${first}–${last}`;
    const added = claim(walk, part, what === 'JPEG' ? 'embedded JPEG' : range, start, end - start, 'content');
    if (isJpeg && first === last && scan.reader.matches(start, '\xff\xd8'))
      await scan.nested('jpeg', added, start, end);
  }
}

function runsOf(walk: Walk, offsets: Entry, counts: Entry | undefined, what: string): readonly Run[] {
  const { layout } = walk.scan;
  const places = numbers(walk, offsets, walk.pointers);
  const sizes = counts === undefined ? [] : numbers(walk, counts, walk.pointers);
  if (places.length !== sizes.length) {
    layout.problem(
      'malformed',
      offsets.value,
      0,
      `${what}: ${places.length} offsets, ${sizes.length} counts`,
    );
  }
  walk.pointers -= places.length;
  if (walk.pointers <= 0) layout.problem('limit', offsets.value, 0, `${what} × ${offsets.count}`);
  const runs: Run[] = [];
  for (const [index, place] of places.entries()) {
    const size = sizes[index] ?? 0;
    const start = walk.start + place;
    if (size === 0) continue;
    const end = Math.min(walk.end, start + size);
    if (start + size > walk.end) {
      const code = start >= walk.end ? 'malformed' : 'truncated';
      layout.problem(code, Math.min(start, walk.end), size, `${what} ${index}: ${size} bytes at ${place}`);
      if (start >= walk.end) continue;
    }
    const last = runs.at(-1);
    if (last !== undefined && last.end === start && what !== 'JPEG')
      runs[runs.length - 1] = { ...last, last: index, end };
    else runs.push({ first: index, last: index, start, end });
  }
  return runs;
}
