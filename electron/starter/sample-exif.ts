import { type TiffEntry, tiffDirectory } from '../../test/fixtures/make/tiff.ts';

/** What the made-up cameras and programs of the sample write about a picture. */
export interface ExifFacts {
  readonly make: string;
  readonly model: string;
  readonly software: string;
  /** `2025:06:14 19:42:10` */
  readonly modified: string;
  readonly taken: string;
  /** Offset of both times from UTC: `+02:00` */
  readonly offset: string;
  readonly width: number;
  readonly height: number;
  readonly owner?: string;
  /** Degrees, minutes, seconds north and east. */
  readonly position?: { readonly north: readonly number[]; readonly east: readonly number[] };
  /** A JPEG, kept as the picture's thumbnail. */
  readonly thumbnail: Uint8Array;
}

const text = (tag: number, value: string): TiffEntry => ({ tag, type: 2, value: Buffer.from(`${value}\0`) });
const short = (tag: number, ...value: number[]): TiffEntry => ({ tag, type: 3, value });
const long = (tag: number, value: number): TiffEntry => ({ tag, type: 4, value: [value] });
const rational = (tag: number, ...value: number[]): TiffEntry => ({ tag, type: 5, value });
const wholeNumbers = (values: readonly number[]) => values.flatMap((value) => [value, 1]);

/** APP1 segment of a JPEG with Exif: main, Exif and position directories, and a thumbnail (CIPA DC-008-2023). */
export function exifSegment(facts: ExifFacts): Buffer {
  const exif = [
    rational(0x829a, 1, 60),
    rational(0x829d, 80, 10),
    short(0x8827, 200),
    { tag: 0x9000, type: 7, value: Buffer.from('0232') } satisfies TiffEntry,
    text(0x9003, facts.taken),
    text(0x9004, facts.taken),
    text(0x9010, facts.offset),
    text(0x9011, facts.offset),
    { tag: 0x9101, type: 7, value: Buffer.from([1, 2, 3, 0]) } satisfies TiffEntry,
    rational(0x920a, 350, 10),
    { tag: 0xa000, type: 7, value: Buffer.from('0100') } satisfies TiffEntry,
    short(0xa001, 1),
    long(0xa002, facts.width),
    long(0xa003, facts.height),
    ...(facts.owner === undefined ? [] : [text(0xa430, facts.owner)]),
    text(0xa434, 'Lumen 35mm F2.8'),
  ];
  const { position } = facts;
  const place =
    position === undefined
      ? []
      : [
          text(1, 'N'),
          rational(2, ...wholeNumbers(position.north)),
          text(3, 'E'),
          rational(4, ...wholeNumbers(position.east)),
        ];
  const main = (exifAt: number, placeAt: number) => [
    text(0x010f, facts.make),
    text(0x0110, facts.model),
    short(0x0112, 1),
    rational(0x011a, 300, 1),
    rational(0x011b, 300, 1),
    short(0x0128, 2),
    text(0x0131, facts.software),
    text(0x0132, facts.modified),
    short(0x0213, 2),
    long(0x8769, exifAt),
    ...(position === undefined ? [] : [long(0x8825, placeAt)]),
  ];
  const small = (at: number) => [
    short(0x0103, 6),
    rational(0x011a, 72, 1),
    rational(0x011b, 72, 1),
    short(0x0128, 2),
    long(0x0201, at),
    long(0x0202, facts.thumbnail.length),
  ];
  const length = (entries: readonly TiffEntry[]) => tiffDirectory(entries, 0, 0, true).length;
  const exifAt = 8 + length(main(0, 0));
  const placeAt = exifAt + length(exif);
  const smallAt = placeAt + (place.length === 0 ? 0 : length(place));
  const thumbnailAt = smallAt + length(small(0));
  const block = Buffer.concat([
    Buffer.from('Exif\0\0II*\0\x08\0\0\0', 'latin1'),
    tiffDirectory(main(exifAt, placeAt), 8, smallAt, true),
    tiffDirectory(exif, exifAt, 0, true),
    place.length === 0 ? Buffer.alloc(0) : tiffDirectory(place, placeAt, 0, true),
    tiffDirectory(small(thumbnailAt), smallAt, 0, true),
    facts.thumbnail,
  ]);
  const head = Buffer.from([0xff, 0xe1, (block.length + 2) >> 8, (block.length + 2) & 255]);
  return Buffer.concat([head, block]);
}
