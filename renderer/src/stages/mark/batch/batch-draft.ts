import type { DurableRequest } from '#shared/domain/marking.ts';
import { createStore } from '../../../state/store.ts';
import { markPartOf } from '../durable-draft.ts';
import { emptyDraft, isUnfinished, type MarkDraft, requestOf } from '../mark-draft.ts';

export interface BatchDraft {
  /** Paths of files and folders, one per line, as typed. */
  readonly sources: string;
  readonly out: string;
  readonly copy: MarkDraft;
}

/** What is filled in stays while other pages are looked at. */
export const batchDraft = createStore<BatchDraft>({ sources: '', out: '', copy: emptyDraft });

export function pathsOf(typed: string): readonly string[] {
  return typed.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
}

/** Every copy gets an identifier of its own and the standard strength of its kind. */
export function durableRequestOf({ copy }: BatchDraft, producerName: string): DurableRequest {
  return {
    ...markPartOf(copy),
    payload: null,
    strength: null,
    register: copy.register,
    labelling: requestOf(copy, producerName, false),
  };
}

export function isBatchUnfinished({ sources, out, copy }: BatchDraft, producerName: string): boolean {
  return pathsOf(sources).length === 0 || out.trim() === '' || isUnfinished(copy, producerName, false);
}
