import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { LabelEntry, WriteAnswer } from '../define.ts';
import { inOrder, movedBy } from '../moved.ts';
import { planned, Refusal } from '../refusal.ts';
import { spliced } from '../write-plan.ts';
import { boxesIn, type FileBox } from './boxes.ts';
import { type BoxEdit, sizeSplices } from './edits.ts';
import { offsetSplices } from './offsets.ts';
import { absorbed } from './padding.ts';
import { placeText } from './place-text.ts';
import { placeXmp } from './place-xmp.ts';

/** An edit and the place it makes, in the container's own words. */
export interface Placed {
  readonly place: string;
  readonly edits: readonly BoxEdit[];
}

/** The outermost boxes of a movie that can be written. */
export interface Movie {
  readonly reader: ByteReader;
  readonly top: readonly FileBox[];
  readonly moov: FileBox;
  /** Behind the last outermost box. */
  readonly end: number;
}

const BOXES = 1_000_000;

/**
 * Put entries into a movie. Named texts go to `moov/udta/meta` (TC260-PG-20257A, 6.1.1), XMP to its user box. Free
 * space takes up the difference where there is some; else what lies behind moves, and every offset with it.
 */
export function writeBmff(
  reader: ByteReader,
  entries: readonly LabelEntry[],
  signal: AbortSignal,
): WriteAnswer {
  return planned(() => {
    if (entries.filter(({ kind }) => kind === 'text').length > 1)
      throw new Refusal('Only one named text is written at a time', '一次只能写入一项具名文本');
    const movie = openMovie(reader, signal);
    const placed = entries.map((entry) =>
      entry.kind === 'text' ? placeText(movie, entry.key, entry.value) : placeXmp(movie, entry.properties),
    );
    // Texts go into the moov box and XMP behind it: where both mean one offset, that is their order.
    const ofKind = (kind: LabelEntry['kind']): BoxEdit[] =>
      placed.flatMap(({ edits }, index) => (entries[index]?.kind === kind ? edits : []));
    const wanted = [...ofKind('text'), ...ofKind('xmp')];
    const edits = [...wanted, ...absorbed(movie, wanted)];
    const sizes = sizeSplices(reader, edits);
    const moved = movedBy(edits);
    const offsets = mediaMoves(movie, moved) ? offsetSplices(reader, movie.top, moved) : [];
    signal.throwIfAborted();
    return {
      pieces: spliced(reader.size, inOrder([...edits, ...sizes, ...offsets])),
      places: placed.map(({ place }) => place),
    };
  });
}

/** Boxes that no offset of a movie points into. */
const aside: ReadonlySet<string> = new Set(['ftyp', 'moov', 'free', 'skip', 'wide', 'uuid', 'mfra', 'udta']);

/** Does anything move that offsets may point at? */
function mediaMoves({ top }: Movie, moved: (offset: number) => number): boolean {
  return top.some(({ type, start }) => !aside.has(type) && moved(start) !== start);
}

function openMovie(reader: ByteReader, signal: AbortSignal): Movie {
  const top: FileBox[] = [];
  for (const box of boxesIn(reader, 0, reader.size, '')) {
    signal.throwIfAborted();
    top.push(box);
    if (top.length >= BOXES)
      throw new Refusal(
        `The file has more than ${BOXES} outermost boxes; join its fragments first`,
        `文件顶层盒超过 ${BOXES} 个；请先合并分片`,
      );
  }
  const [moov, second] = top.filter(({ type }) => type === 'moov');
  if (moov === undefined)
    throw new Refusal(
      'There is no moov box: a label goes into the whole film or its initialisation segment, not into a fragment',
      '文件中没有 moov 盒：标识应写入完整影片或初始化分段，而非单个分片',
    );
  if (second !== undefined)
    throw new Refusal(
      'The file has two moov boxes; it is not clear which one counts. Repair it first',
      '文件含有两个 moov 盒，无法判断以哪个为准；请先修复文件',
    );
  if (moov.missing > 0)
    throw new Refusal('The moov box is cut short; repair the file first', 'moov 盒不完整，请先修复文件');
  return { reader, top, moov, end: top.at(-1)?.end ?? 0 };
}
