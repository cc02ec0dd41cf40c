import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { growthOf } from '../moved.ts';
import { Refusal } from '../refusal.ts';
import type { Splice } from '../write-plan.ts';
import { type FileBox, words } from './boxes.ts';

/** New bytes for a range of the file, and the boxes that grow or shrink with it, in any order. */
export interface BoxEdit extends Splice {
  readonly inside: readonly FileBox[];
}

/** The size fields of all boxes that change with `edits`. */
export function sizeSplices(reader: ByteReader, edits: readonly BoxEdit[]): Splice[] {
  const growth = new Map<number, { readonly box: FileBox; by: number }>();
  for (const edit of edits) {
    for (const box of edit.inside) {
      const entry = growth.get(box.start) ?? { box, by: 0 };
      entry.by += growthOf([edit]);
      growth.set(box.start, entry);
    }
  }
  const splices: Splice[] = [];
  for (const { box, by } of growth.values()) {
    if (by === 0 || box.sizing === 'open') continue;
    if (box.missing > 0)
      throw new Refusal(
        `The box ${box.type} is cut short; repair the file first`,
        `${box.type} 盒不完整，请先修复文件`,
      );
    if (box.sizing === 'large') {
      const size = reader.u64(box.start + 8) + by;
      const data = words(Math.floor(size / 2 ** 32), size % 2 ** 32);
      splices.push({ from: box.start + 8, to: box.start + 16, data });
    } else {
      const size = reader.u32(box.start) + by;
      if (size > 0xffffffff)
        throw new Refusal(
          `The box ${box.type} would grow beyond 4 GiB; it cannot be written`,
          `${box.type} 盒将超过 4 GiB，无法写入`,
        );
      splices.push({ from: box.start, to: box.start + 4, data: words(size) });
    }
  }
  return splices;
}
