import type { CodeBatch } from './code-file-format.ts';
import type { CodeHits } from './code-hits.ts';
import type { IndexFailure, IndexOpening, IndexState } from './stored-index.ts';

/** What the host asks the thread of the indexes, and what it answers. */
export type IndexRequest =
  | { readonly ask: 'open'; readonly name: string; readonly opening: IndexOpening }
  | { readonly ask: 'add'; readonly name: string; readonly batch: CodeBatch }
  | { readonly ask: 'remove'; readonly name: string; readonly owners: Uint32Array }
  | {
      readonly ask: 'search';
      readonly name: string;
      /** 32 bytes for each query. */
      readonly codes: Uint8Array;
      readonly radius: number;
      /** Most codes for each query. */
      readonly limit: number;
      /** `nearest`: grow the radius until there are `limit` codes. */
      readonly how: 'within' | 'nearest';
    }
  | { readonly ask: 'state'; readonly name: string }
  /** Answered when no code of any index waits for its postings. */
  | { readonly ask: 'settle' }
  | { readonly ask: 'compact'; readonly name: string }
  | { readonly ask: 'close'; readonly name: string };

export type IndexMessage =
  | { readonly id: number; readonly request: IndexRequest }
  /** Give up a search. */
  | { readonly id: number; readonly cancel: true };

export type IndexValue = CodeHits | IndexState | null;

export interface IndexReply {
  readonly id: number;
  readonly answer:
    | { readonly ok: true; readonly value: IndexValue }
    | { readonly ok: false; readonly failure: IndexFailure };
}
