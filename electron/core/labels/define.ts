import type { ByteRange } from '#shared/domain/figure.ts';
import type { LabelStatement } from '#shared/domain/label.ts';
import type { Localized } from '#shared/domain/localized.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import type { ByteReader } from '../media/structure/byte-reader.ts';
import type { XmpReading } from './xmp.ts';

/** A text or XMP packet a container carries, before anyone asks what standard it is in. */
export type CarriedPayload = CarriedText | CarriedXmp;

interface Carried {
  /** Place in the container's own words: `APP1 Exif`, `tEXt`. */
  readonly place: string;
  /** Where its bytes lie in the file. For a payload split over segments, from the first to the last. */
  readonly bytes: ByteRange;
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
}

/** One container format. The only export of a file in `labels/carriers/`, named `carrier`. */
export interface Carrier {
  readonly id: string;
  readonly formats: readonly MediaFormat[];
  /** Places of this container that are read, shown when nothing was found. */
  readonly places: readonly string[];
  read(reader: ByteReader, signal: AbortSignal): CarrierReading;
}

/** One label standard. The only export of a file in `labels/standards/`, named `standard`. */
export interface Standard {
  readonly id: string;
  readonly title: Localized;
  readonly cite: string;
  /** Statements of this standard among what a file of this format carries. */
  read(payloads: readonly CarriedPayload[], format: MediaFormat): LabelStatement[];
}

export function defineCarrier(carrier: Carrier): Carrier {
  return carrier;
}

export function defineStandard(standard: Standard): Standard {
  return standard;
}
