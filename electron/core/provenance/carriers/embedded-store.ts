import type { ByteRange } from '#shared/domain/figure.ts';

/** A run of store bytes that lies in the file as it is. */
export interface StorePiece {
  /** Offset in the store. */
  readonly store: number;
  /** Offset in the file. */
  readonly file: number;
  readonly length: number;
}

/** Where a format keeps its store (C2PA 2.2 annex A), or how the store was come by without one. */
export const storeCarriers = [
  'jpeg-app11',
  'png-caBX',
  'gif-application',
  'tiff-tag-52545',
  'webp-riff',
  'wav-riff',
  'avi-riff',
  'bmff-uuid',
  'jxl-jumb',
  'svg-manifest',
  'id3-geob',
  'pdf-embedded-file',
  'font-table',
  'zip-entry',
  'html-script',
  'text-variation-selectors',
  'structured-text',
  'sidecar',
  'scan',
] as const;
export type StoreCarrier = (typeof storeCarriers)[number];

/** A manifest store found in a file by our own reading of its container. */
export interface EmbeddedStore {
  readonly carrier: StoreCarrier;
  /** The JUMBF superbox, whole. */
  readonly bytes: Uint8Array;
  /** In order of the store; empty when the carrier encodes the store (base64, variation selectors, deflate). */
  readonly pieces: readonly StorePiece[];
  /** File bytes the carrier takes, headers and encoding included; ascending and disjoint. */
  readonly occupied: readonly ByteRange[];
  /** What departs from the annex, in words: a broken sequence number, a wrong checksum. */
  readonly problems: readonly string[];
  /** Where in the container, in its own words: `IFD 1`, `uuid "update"`, `object 14 0`. */
  readonly place?: string;
  /**
   * The container keeps it, but names another one: the store of an earlier save of a PDF, whose manifests the newer
   * ones may build on (A.4.2), or of a part of the document.
   */
  readonly superseded?: true;
  /** Other stores of this file that stand in a place of equal right, where all annexes allow one. */
  readonly rivals?: number;
  /** Bytes are missing: the file ends early, a segment is lost, or what is there is no C2PA superbox. */
  readonly incomplete?: true;
}

/** Where `range` of a store lies in the file: one range for each piece it touches. */
export function fileRanges(pieces: readonly StorePiece[], range: ByteRange): ByteRange[] {
  const [start, length] = range;
  return pieces.flatMap((piece): ByteRange[] => {
    const from = Math.max(start, piece.store);
    const to = Math.min(start + length, piece.store + piece.length);
    return to > from ? [[piece.file + from - piece.store, to - from]] : [];
  });
}
