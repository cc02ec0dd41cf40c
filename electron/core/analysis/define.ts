import type { z } from 'zod';
import type { Guide, Reference } from '#shared/domain/analysis-card.ts';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import type { Localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Tolerance } from '#shared/domain/reproduction.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { EngineName } from '../media/engines.ts';
import type { Limits } from '../media/limits.ts';

/** What a method is given. The path names the only file of a private, read-only folder. */
export interface AnalysisEvidence {
  /** Absolute path of the evidence, always called `evidence`: the name on disk says nothing. */
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
  readonly media: Media;
  /** Absolute path of the companion the method asked for, or `null`: there is none. */
  readonly companion: string | null;
}

/**
 * Other evidence of the same case that belongs to a file: a credential kept beside it. Its address becomes a
 * parameter, and so part of the run key.
 */
export interface Companion {
  /** Parameter that takes the companion's SHA-256; `null` when there is none. */
  readonly parameter: string;
  /** Text that the companion's name contains. */
  search(evidence: { readonly name: string }): string;
  fits(
    evidence: { readonly name: string; readonly media: Media },
    other: { readonly name: string; readonly media: Media },
  ): boolean;
}

export interface AnalysisContext<P> {
  readonly evidence: AnalysisEvidence;
  readonly parameters: P;
  /** Empty folder the method may write to; removed after the run. */
  readonly scratch: string;
  readonly limits: Limits;
  /**
   * Keep a file beside the run. The name is unique within the run, lower-case (`error-level.png`);
   * figures refer to it by this name.
   */
  artifact(name: string, mime: string, bytes: Uint8Array): Promise<void>;
  /** Fraction done, 0…1. */
  progress(fraction: number): void;
  /** Aborted when the examiner cancels or a limit is reached. */
  readonly signal: AbortSignal;
}

/**
 * What a method says. A thrown error is a bug or a broken engine and becomes `failed`; an input the
 * method cannot speak about is `undetermined` with a reason.
 */
export type Answer<R> =
  | { readonly outcome: 'found' | 'nothing-found'; readonly result: R; readonly warnings?: readonly string[] }
  | {
      readonly outcome: 'undetermined';
      readonly reason: Reason;
      readonly result?: R;
      readonly warnings?: readonly string[];
    };

export interface AnalysisDefinition<P, R> {
  /** `family.name`; the family is the folder, the file is the name. */
  readonly id: string;
  /** Raised whenever the same input may give another result. */
  readonly version: number;
  readonly title: Localized;
  /** Shows the content in another way, for the eye; decides nothing and has no error rate. */
  readonly enhancer?: true;
  /** One or two sentences: what it looks at, what it answers. */
  readonly summary: Localized;
  /** What it sees, what to look for, what to ignore, when it lies. */
  readonly guide: Guide;
  readonly reference: Reference;
  /** Measured here, with corpus and interval; absent means "not measured" and is shown so. */
  readonly errorRate?: Localized | undefined;
  /** Programs and libraries outside this repository whose version is part of the run key. */
  readonly engines: readonly EngineName[];
  readonly companion?: Companion;
  readonly tolerance?: Tolerance;
  /** Limits that differ from the default (see `media/limits.ts`). */
  readonly limits?: Partial<Limits>;
  /** Pure and cheap, called in the host: `true`, or why the method has nothing to say about such a file. */
  appliesTo(media: Media): true | Localized;
  /** Every parameter has a default: `parameters.parse({})` is the standard run. */
  readonly parameters: z.ZodType<P>;
  readonly result: z.ZodType<R>;
  /**
   * In a worker only. Same evidence and parameters, same result, byte for byte whatever the machine has to do beside
   * it; a method that cannot promise this says with `tolerance` how far its numbers may move, and why.
   */
  run(context: AnalysisContext<P>): Promise<Answer<R>>;
  /** Pure: what to show of a result. */
  figures(result: R, media: Media): Figure[];
  /** Pure: what the result says about the propositions. */
  interpret(result: R, media: Media): Finding[];
}

/** A definition with its types erased, as the registry and the runner handle it. */
// biome-ignore lint/suspicious/noExplicitAny: the registry holds methods of different types; each parses its own input
export type AnyAnalysis = AnalysisDefinition<any, any>;

/** Declare an analysis. The only export of a file in `core/analyses/<family>/`, named `analysis`. */
export function defineAnalysis<P, R>(definition: AnalysisDefinition<P, R>): AnalysisDefinition<P, R> {
  return definition;
}
