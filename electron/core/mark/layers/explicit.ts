import { type Result, succeed } from '#shared/contract/errors.ts';
import type { LabellingRequest } from '#shared/domain/labelling.ts';
import type { Media } from '#shared/domain/media.ts';
import { WriteOutput } from '../../labels/writing/tasks.ts';
import { withFullStop } from '../../labels/writing/words.ts';
import { ask, labelOrder, type Making, type Step } from './making.ts';
import { layer, notAsked, notForKind } from './words.ts';

/** The part of a request that is for people, and for this kind of file: a batch may hold all kinds. */
export function explicitFor(
  { visible, audible, written }: LabellingRequest,
  { kind }: Media,
): Pick<LabellingRequest, 'visible' | 'audible' | 'written'> | null {
  const none = { visible: null, audible: null, written: null };
  if (visible !== null && (kind === 'image' || kind === 'video')) return { ...none, visible };
  if (audible !== null && kind === 'audio') return { ...none, audible };
  if (written !== null && kind === 'text') return { ...none, written };
  return null;
}

/** The label for people, drawn, heard or written: first, because it changes the content most. */
export async function addExplicit(making: Making, content: string): Promise<Result<Step>> {
  const { labelling } = making.order;
  const part = explicitFor(labelling, making.plan.media);
  if (part === null) {
    const { visible, audible, written } = labelling;
    const asked = visible !== null || audible !== null || written !== null;
    return succeed({
      content,
      notes: [],
      layer: layer('explicit', 'skipped', asked ? notForKind : notAsked),
    });
  }
  const { drafts } = making;
  const input = {
    order: labelOrder(making, content, part),
    drafts: { rendered: drafts.rendered, file: drafts.explicit },
  };
  const answer = await ask(making, 'label-write', input, WriteOutput, [0.05, 0.25]);
  if (!answer.ok) return answer;
  return succeed(
    answer.value.ok
      ? { content: drafts.explicit, notes: answer.value.notes, layer: layer('explicit', 'done', notAsked) }
      : { content, notes: [], layer: layer('explicit', 'refused', withFullStop(answer.value.reason.text)) },
  );
}
