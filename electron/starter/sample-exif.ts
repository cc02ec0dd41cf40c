import { type ExifValue, exifSegment, exifTag } from '../../test/fixtures/make/exif-block.ts';

/** What the made-up camera and programs of the sample write about a picture. */
export interface ExifFacts {
  readonly software: string;
  /** `2025:06:14 19:42:10` */
  readonly modified: string;
  readonly taken: string;
  readonly width: number;
  readonly height: number;
  readonly owner?: string;
  /** Degrees, minutes, seconds north and east. */
  readonly position?: { readonly north: readonly number[]; readonly east: readonly number[] };
  /** A JPEG, kept as the picture's thumbnail. */
  readonly thumbnail: Uint8Array;
}

const short = (...value: number[]): ExifValue => ({ short: value });
const bytes = (value: Uint8Array | string): ExifValue => ({ bytes: Buffer.from(value) });
const ratio = (upper: number, lower = 1): ExifValue => ({ ratio: [[upper, lower]] });
const degrees = (value: readonly number[]): ExifValue => ({ ratio: value.map((part) => [part, 1]) });

/** APP1 segment as a camera writes it (CIPA DC-008-2023): main, Exif and position directories, thumbnail. */
export function cameraExif(facts: ExifFacts): Buffer {
  const main = new Map<number, ExifValue>([
    [exifTag.make, 'Lumen'],
    [exifTag.model, 'Lumen F2'],
    [0x0112, short(1)],
    [0x011a, ratio(300)],
    [0x011b, ratio(300)],
    [0x0128, short(2)],
    [exifTag.software, facts.software],
    [exifTag.modified, facts.modified],
    [0x0213, short(2)],
  ]);
  const exif = new Map<number, ExifValue>([
    [exifTag.exposureTime, ratio(1, 60)],
    [exifTag.fNumber, ratio(80, 10)],
    [0x8827, short(200)],
    [exifTag.version, bytes('0232')],
    [exifTag.original, facts.taken],
    [exifTag.digitised, facts.taken],
    [exifTag.offset, '+02:00'],
    [exifTag.offsetOriginal, '+02:00'],
    [exifTag.components, bytes(Uint8Array.of(1, 2, 3, 0))],
    [0x920a, ratio(350, 10)],
    [0xa000, bytes('0100')],
    [exifTag.space, short(1)],
    [exifTag.width, short(facts.width)],
    [exifTag.height, short(facts.height)],
    ...(facts.owner === undefined ? [] : ([[0xa430, facts.owner]] as const)),
    [0xa434, 'Lumen 35mm F2.8'],
  ]);
  const { position, thumbnail } = facts;
  if (position === undefined) return exifSegment({ main, exif, thumbnail });
  const gps = new Map<number, ExifValue>([
    [1, 'N'],
    [2, degrees(position.north)],
    [3, 'E'],
    [4, degrees(position.east)],
  ]);
  return exifSegment({ main, exif, gps, thumbnail });
}
