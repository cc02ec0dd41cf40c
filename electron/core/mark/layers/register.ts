import { type Result, succeed } from '#shared/contract/errors.ts';
import type { MarkLayer } from '#shared/domain/marking.ts';
import type { RegisterItem } from '#shared/domain/register.ts';
import type { FinishedCopy } from '../../trace/register/store.ts';
import { titleOf } from '../mark-file.ts';
import { FingerprintOutput } from '../mark-tasks.ts';
import type { CredentialStep } from './credential.ts';
import type { WrittenLabels } from './label.ts';
import { ask, type Making } from './making.ts';
import { layer, notAsked, registered } from './words.ts';

/** Enter a copy before it is made; gives the number of its entry. */
export async function reserveEntry(
  making: Making,
  mark: Pick<RegisterItem, 'payload' | 'codec' | 'key'>,
): Promise<Result<number>> {
  const { order, plan, source, means } = making;
  const reserved = await means.register.reserve({
    ...mark,
    ...{ name: titleOf(order), kind: plan.media.kind, format: plan.media.format, original: source.sha256 },
    ...{ copy: null, fingerprints: [], labels: [], manifest: null, binding: null, note: order.note },
    ...{ origin: 'marked', media: plan.media, importedFrom: null },
  });
  if (!reserved.ok) return reserved;
  making.onReserved(reserved.value.number);
  return succeed(reserved.value.number);
}

export interface RegisterStep {
  readonly layer: MarkLayer;
  readonly entry: number | null;
  readonly finished: Omit<FinishedCopy, 'copy'> | null;
}

/** What the entry of a finished copy is completed with, once its hash is known. */
export async function describeCopy(
  making: Making,
  content: string,
  entered: number | null,
  {
    wrote,
    signed,
    binding,
  }: { readonly wrote: WrittenLabels | null } & Pick<CredentialStep, 'signed' | 'binding'>,
): Promise<Result<RegisterStep>> {
  if (!making.order.register)
    return succeed({ layer: layer('register', 'skipped', notAsked), entry: null, finished: null });
  const prints = await ask(making, 'mark-fingerprint', { path: content }, FingerprintOutput, [0.97, 0.99]);
  if (!prints.ok) return prints;
  let entry = entered;
  if (entry === null) {
    const reserved = await reserveEntry(making, { payload: null, codec: null, key: null });
    if (!reserved.ok) return reserved;
    entry = reserved.value;
  }
  return succeed({
    layer: layer('register', 'done', registered(entry)),
    entry,
    finished: {
      fingerprints: prints.value.fingerprints,
      labels: (wrote?.promised.entries ?? []).map(({ standard, key, value, place }) => ({
        ...{ standard, key, value, place },
      })),
      manifest: signed?.manifest ?? null,
      binding: binding === null ? null : { algorithm: binding.algorithm, value: binding.value },
    },
  });
}
