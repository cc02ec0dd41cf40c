import type { FingerprintMatch, FingerprintMethod } from '#shared/domain/fingerprint.ts';
import type { Localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { TaskContext } from '../../media/task-context.ts';

/** One code, or one bundle of codes, of a file. */
export interface Print {
  readonly method: FingerprintMethod;
  /** `whole`, `trimmed`, `content-image`: which of the method's codes; unique within method and file. */
  readonly variant: string;
  /** Version of the method; codes of different versions are never compared. */
  readonly version: number;
  /** 0–100 where the method says how much its code can be relied on; below `leastQuality` it is not searched. */
  readonly quality: number | null;
  readonly bytes: Uint8Array;
}

export interface PrintRequest {
  /** Absolute path; only read. */
  readonly path: string;
  readonly media: Media;
  readonly context: TaskContext;
}

export type PrintAnswer =
  | { readonly ok: true; readonly prints: readonly Print[]; readonly warnings: readonly Localized[] }
  /** Cannot be decoded, or has too little to be told by: "not traceable", never "no copies". */
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly Localized[] };

/** 256-bit codes of a print for the index, with where each belongs. */
export interface IndexCodes {
  /** Index they belong in: only codes of one index are compared. */
  readonly index: 'pictures' | 'frames' | 'features' | 'iscc';
  /** `count × 32` bytes. */
  readonly codes: Uint8Array;
  /** `count` values: frame time in milliseconds, feature number, 0 for a whole picture. */
  readonly positions: Uint32Array;
}

/** A way to fingerprint a file. One file in `fingerprints/` each, its only export named `fingerprinter`. */
export interface Fingerprinter {
  readonly method: FingerprintMethod;
  /** Raised whenever the same file may give other codes. */
  readonly version: number;
  readonly title: Localized;
  /** The publication, and what the codes are known not to survive. */
  readonly reference: { readonly cite: string; readonly limits: readonly Localized[] };
  /** Cheap, from kind and format: `true`, or why such a file has no such code. */
  appliesTo(media: Media): true | Localized;
  /** In a worker only. Same file, same codes. A thrown error is a bug. */
  print(request: PrintRequest): Promise<PrintAnswer>;
  /** The code as others write it (PDQ in hexadecimal, `ISCC:…`, Chromaprint's base64), base64url where there is no such form. */
  text(print: Print): string;
  /** What of a print goes into the index of 256-bit codes; `null`: the method has an index of its own or none. */
  indexed(print: Print): IndexCodes | null;
  /** Codes to look up for a print, which may be more than those stored (turned, mirrored, inverted forms). */
  queried(print: Print): IndexCodes | null;
  /** Pure: the best agreement between the prints of two files; `null`: they do not agree. `searched`: size of the whole search. */
  compare(suspect: readonly Print[], known: readonly Print[], searched: number): FingerprintMatch | null;
}
