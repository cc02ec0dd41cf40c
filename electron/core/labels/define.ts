import type { ByteRange } from '#shared/domain/figure.ts';
import type { LabelStatement } from '#shared/domain/label.ts';
import type { LabelToWrite } from '#shared/domain/labelling.ts';
import type { Localized } from '#shared/domain/localized.ts';
import type { Media, MediaFormat } from '#shared/domain/media.ts';
import type { ByteReader } from '../media/structure/byte-reader.ts';
import type { XmpReading } from './xmp.ts';

/** A text or XMP packet a container carries, before anyone asks what standard it is in. */
export type CarriedPayload = CarriedText | CarriedXmp;

interface Carried {
  /** Place in the container's own words: `APP1 Exif`, `tEXt`. */
  readonly place: string;
  /** Where its bytes lie in the file. For a payload split over segments, from the first to the last. */
  readonly bytes: ByteRange;
  /** An earlier save of the document, whose bytes are kept in the file, said so; a later one replaced it. */
  readonly superseded?: true;
}

export interface CarriedText extends Carried {
  readonly kind: 'text';
  /** Name it is stored under: PNG keyword, Exif tag, IIM data set, `COM`. */
  readonly key: string;
  readonly text: string;
}

export interface CarriedXmp extends Carried {
  readonly kind: 'xmp';
  readonly packet: XmpReading;
  /** Do offsets inside the packet count from `bytes[0]`? Not when it is compressed, split or re-encoded. */
  readonly contiguous: boolean;
  /** Extended XMP (XMP part 3, 1.1.3.1) that no main packet refers to. */
  readonly orphaned: boolean;
}

export interface CarrierReading {
  readonly payloads: readonly CarriedPayload[];
  /** Damage and limits met on the way, in words for the run's warnings. */
  readonly warnings: readonly string[];
  /** `false`: some part that could carry a label was not read, so that absence cannot be stated. */
  readonly complete: boolean;
  /** The container holds a virtual scene although its format does not say so: a 360° picture or film. */
  readonly panorama?: true;
}

/** A property of an XMP packet to set; what stands under the name is replaced, everything else stays. */
export interface XmpAssignment {
  readonly uri: string;
  /** Used when the packet has no prefix for `uri` yet. */
  readonly prefix: string;
  readonly name: string;
  readonly value: string;
}

/** What a standard asks a container to keep. Replaces what stands under the same name in the normative place. */
export type LabelEntry =
  /** The container's own named text: `mdta` key, SimpleTag, RIFF chunk, TXXX, Vorbis comment, property, front matter. */
  | { readonly kind: 'text'; readonly key: string; readonly value: string }
  | { readonly kind: 'xmp'; readonly properties: readonly [XmpAssignment, ...XmpAssignment[]] };

/** A stretch of the new file: bytes of the source as they lie, or new ones. */
export type Piece =
  | { readonly from: 'source'; readonly bytes: ByteRange }
  | { readonly from: 'memory'; readonly data: Uint8Array };

/** How the new file is put together. Whatever is not replaced is copied from the source byte by byte. */
export interface WritePlan {
  readonly pieces: readonly Piece[];
  /** Where the entries will stand, in the container's own words and in the order of the entries. */
  readonly places: readonly string[];
}

/** A refusal names what is in the way and what can be done about it. */
export type WriteAnswer =
  | { readonly ok: true; readonly plan: WritePlan }
  | { readonly ok: false; readonly reason: Localized };

/** One container format. The only export of a file in `labels/carriers/`, named `carrier`. */
export interface Carrier {
  readonly id: string;
  readonly formats: readonly MediaFormat[];
  /** Places of this container that are read, shown when nothing was found. */
  readonly places: readonly string[];
  read(reader: ByteReader, signal: AbortSignal): CarrierReading;
  /** Kinds of entries this container has a normative place for; absent: it is only read. */
  readonly writes?: readonly LabelEntry['kind'][];
  /** Pure planning, nothing is written here. Copies of an entry in other places of the container are not touched. */
  write?(reader: ByteReader, entries: readonly LabelEntry[], signal: AbortSignal): WriteAnswer;
}

/** A statement as a standard makes it; the driver adds the carrier's id. */
export type OwnStatement = Omit<LabelStatement, 'carrier'>;

/** One label standard. The only export of a file in `labels/standards/`, named `standard`. */
export interface Standard {
  readonly id: string;
  readonly title: Localized;
  readonly cite: string;
  /** Statements of this standard among what a file carries. */
  read(payloads: readonly CarriedPayload[], format: MediaFormat): OwnStatement[];
  /**
   * The entries that make a file say what the user asks, given what it says already: fields of others are kept,
   * and a label is never lowered.
   */
  compose?(label: LabelToWrite, target: ComposeTarget): ComposeAnswer;
  /**
   * Check a signature that covers the content itself, once its statement is found. Slow work is allowed here:
   * it happens only for files that carry one.
   */
  verify?(statement: OwnStatement, file: VerifiedFile): Promise<OwnStatement>;
}

export interface ComposeTarget {
  readonly format: MediaFormat;
  readonly carrier: Carrier;
  /** Statements of this very standard that the file holds now. */
  readonly existing: readonly LabelStatement[];
}

export type ComposeAnswer =
  | {
      readonly ok: true;
      readonly entries: readonly LabelEntry[];
      /** Fields of others that stay as they are, and the like. */
      readonly notes: readonly Localized[];
    }
  | { readonly ok: false; readonly reason: Localized };

export interface VerifiedFile {
  readonly path: string;
  readonly media: Media;
  readonly signal: AbortSignal;
}

export function defineCarrier(carrier: Carrier): Carrier {
  return carrier;
}

export function defineStandard(standard: Standard): Standard {
  return standard;
}
