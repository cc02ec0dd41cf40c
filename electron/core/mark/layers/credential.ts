import { basename } from 'node:path';
import { type Result, succeed } from '#shared/contract/errors.ts';
import type { RequestedAction, SignedFile, SoftBinding } from '#shared/domain/signing.ts';
import { signFile } from '../../provenance/sign/sign-file.ts';
import { titleOf } from '../mark-file.ts';
import { markBinding } from '../soft-binding.ts';
import type { explicitFor } from './explicit.ts';
import type { Making, Step } from './making.ts';
import type { PendingMark } from './mark.ts';
import { layer, notAsked, signed as signedWords } from './words.ts';

export interface CredentialStep extends Step {
  readonly signed: SignedFile | null;
  readonly binding: SoftBinding | null;
}

export interface LayersDone {
  /** The label for people that was put in. */
  readonly explicit: ReturnType<typeof explicitFor>;
  readonly mark: PendingMark | null;
  readonly label: boolean;
}

/**
 * The credential, over everything and therefore last. It names the mark (soft binding), so that it can be found again
 * when it was stripped.
 */
export async function addCredential(
  making: Making,
  content: string,
  done: LayersDone,
): Promise<Result<CredentialStep>> {
  const { order, drafts, means, plan, signal } = making;
  const none = { content, notes: [], signed: null, binding: null };
  if (means.signer === null) return succeed({ ...none, layer: layer('credential', 'skipped', notAsked) });
  const { mark } = done;
  const binding = mark === null ? null : markBinding(mark.codec, mark.payload, mark.key);
  const answer = await signFile(
    {
      source: content,
      out: drafts.signed,
      intent: 'edit',
      title: basename(order.out),
      actions: actionsOf(done),
      // The parent is the source with its own credential, not the draft in which that no longer fits.
      ingredients: [{ path: order.source, relationship: 'parentOf', title: titleOf(order) }],
      allActionsIncluded: false,
      softBindings: binding === null ? [] : [binding],
      redactions: [],
      sidecar: false,
      thumbnails: true,
      algorithm: 'es256',
    },
    means.signer,
    means.ports,
    signal,
  );
  if (answer.ok) {
    const signed = answer.value;
    const readers = signed.checks.map(({ name, version }) => `${name} ${version}`);
    return succeed({
      content: drafts.signed,
      notes: signed.notes,
      signed,
      binding,
      layer: layer('credential', 'done', signedWords(signed.manifest, binding !== null), readers),
    });
  }
  // Without a new one, the credential the source carries would be left standing over changed content.
  if (answer.problem.code !== 'signing-refused' || plan.credential) return answer;
  return succeed({ ...none, layer: layer('credential', 'refused', answer.problem.message) });
}

/** C2PA 2.2 §18.15.2 and 2.3: what was done to the parent. */
function actionsOf({ explicit, mark, label }: LayersDone): RequestedAction[] {
  const actions: RequestedAction[] = [];
  if (explicit !== null)
    actions.push({ action: explicit.audible === null ? 'c2pa.addedText' : 'c2pa.edited' });
  if (mark !== null) actions.push({ action: 'c2pa.watermarked.bound' });
  if (label) actions.push({ action: 'c2pa.edited.metadata' });
  return actions;
}
