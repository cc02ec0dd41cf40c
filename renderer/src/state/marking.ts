import type { InferClientInputs } from '@orpc/client';
import type { LabelledFile } from '#shared/domain/labelling.ts';
import type { MarkBatch, MarkedFile } from '#shared/domain/marking.ts';
import { type Client, calls, client } from '../bridge/bridge.ts';
import { queries } from './activity.ts';
import { createStore, useStore } from './store.ts';

/** Copies take minutes of a film: an order and what came of it stay while other things are looked at. */
export type Order<T> =
  | { readonly state: 'running' }
  | { readonly state: 'done'; readonly made: T }
  | { readonly state: 'failed'; readonly error: unknown };

export type MadeCopy =
  | { readonly kind: 'labelled'; readonly file: LabelledFile }
  | { readonly kind: 'marked'; readonly file: MarkedFile };

type Inputs = InferClientInputs<Client>;

/** What a copy of an exhibit is to carry: labels alone, or the whole chain. */
export type CopyOrder =
  | { readonly kind: 'labelled'; readonly input: Inputs['labels']['write'] }
  | { readonly kind: 'marked'; readonly input: Inputs['mark']['write'] };

const orders = createStore<{
  /** By case and exhibit. */
  readonly copies: Readonly<Record<string, Order<MadeCopy>>>;
  readonly batch: Order<MarkBatch> | null;
}>({ copies: {}, batch: null });

const placeOf = (caseId: string, evidence: string): string => `${caseId} ${evidence}`;

export function useCopyOrder(caseId: string, evidence: string): Order<MadeCopy> | null {
  return useStore(orders, ({ copies }) => copies[placeOf(caseId, evidence)] ?? null);
}

export function useBatchOrder(): Order<MarkBatch> | null {
  return useStore(orders, ({ batch }) => batch);
}

function setCopy(place: string, order: Order<MadeCopy> | null): void {
  orders.set(({ copies: { [place]: _before, ...others } }) => ({
    copies: order === null ? others : { ...others, [place]: order },
  }));
}

/** Forget what came of the last order: something else is being asked for. */
export function dismissCopy(caseId: string, evidence: string): void {
  setCopy(placeOf(caseId, evidence), null);
}

export async function makeCopy(order: CopyOrder): Promise<void> {
  const place = placeOf(order.input.caseId, order.input.evidence);
  setCopy(place, { state: 'running' });
  try {
    const made: MadeCopy =
      order.kind === 'labelled'
        ? { kind: 'labelled', file: await client.labels.write(order.input) }
        : { kind: 'marked', file: await client.mark.write(order.input) };
    setCopy(place, { state: 'done', made });
  } catch (error) {
    setCopy(place, { state: 'failed', error });
  }
  // The copy is recorded after its job is over.
  await queries.invalidateQueries({ queryKey: calls.case.custody.key() });
  await queries.invalidateQueries({ queryKey: calls.register.key() });
}

export async function markFiles(input: Inputs['mark']['durable']): Promise<void> {
  orders.set({ batch: { state: 'running' } });
  try {
    orders.set({ batch: { state: 'done', made: await client.mark.durable(input) } });
  } catch (error) {
    orders.set({ batch: { state: 'failed', error } });
  }
  await queries.invalidateQueries({ queryKey: calls.register.key() });
}
