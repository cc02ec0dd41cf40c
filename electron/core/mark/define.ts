import type { Localized } from '#shared/domain/localized.ts';
import type { MarkCodecName, MarkQuality, MarkReading } from '#shared/domain/mark.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { TaskContext } from '../media/task-context.ts';
import type { MarkKey } from './key.ts';

export interface EmbedRequest {
  /** Absolute path of the file to mark; it is only read. */
  readonly path: string;
  readonly media: Media;
  /** Absolute path of a file that does not exist yet; the codec writes the whole marked copy there. */
  readonly target: string;
  /** Identifier, 0 ≤ payload < 2⁶⁴. */
  readonly payload: bigint;
  readonly key: MarkKey;
  /**
   * Strength in decibels, the higher the weaker: PSNR of pictures and frames, programme over mark of sound. `null`: the
   * codec's standard for such a file.
   */
  readonly strength: number | null;
  readonly context: TaskContext;
}

export type EmbedAnswer =
  | {
      readonly ok: true;
      readonly quality: readonly MarkQuality[];
      /** What the user should know: recompression, a graded strength, what of the container could not be kept. */
      readonly notes: readonly Localized[];
    }
  /** Expected refusals: too small, too flat, silent, a container that would lose something. Nothing is written then. */
  | { readonly ok: false; readonly reason: Reason };

export interface DetectRequest {
  readonly path: string;
  readonly media: Media;
  /** Keys to try, at least one. */
  readonly keys: readonly MarkKey[];
  /** Identifiers that were issued: tested when nothing decodes blind. Empty: blind reading only. */
  readonly identifiers: BigUint64Array;
  readonly context: TaskContext;
}

export type DetectAnswer =
  | {
      readonly state: 'marked';
      readonly readings: readonly MarkReading[];
      readonly warnings: readonly string[];
    }
  | { readonly state: 'none-found'; readonly warnings: readonly string[] }
  /** The content could not be read, or not all of it, and nothing was found in what could. */
  | { readonly state: 'undetermined'; readonly reason: Reason; readonly warnings: readonly string[] };

/** An invisible watermark of ours: how it is put into a file and read from a suspect. One file in `codecs/` each. */
export interface MarkCodec {
  readonly name: MarkCodecName;
  readonly title: Localized;
  /** Papers it builds on, and what it is known not to survive. */
  readonly reference: { readonly cite: string; readonly limits: Localized };
  /** Cheap, from the kind and format only: `true`, or why such a file cannot be marked. */
  embedsInto(media: Media): true | Localized;
  /** Cheap: does reading such a file make sense at all? */
  reads(media: Media): boolean;
  /** In a worker only. A thrown error is a bug; whatever a file may be is an answer. */
  embed(request: EmbedRequest): Promise<EmbedAnswer>;
  /** In a worker only. Same file and keys, same answer. */
  detect(request: DetectRequest): Promise<DetectAnswer>;
}
