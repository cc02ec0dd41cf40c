import { basename } from 'node:path';
import { type Result, succeed } from '#shared/contract/errors.ts';
import type { MarkedFile } from '#shared/domain/marking.ts';
import type { FinishedCopy } from '../trace/register/store.ts';
import { addCredential } from './layers/credential.ts';
import { addExplicit, explicitFor } from './layers/explicit.ts';
import { readExplicit } from './layers/explicit-reading.ts';
import { addLabel, readLabel } from './layers/label.ts';
import { ask, type Making, type Step, taskOptions } from './layers/making.ts';
import { addMark, type MarkStep, readMark } from './layers/mark.ts';
import { describeCopy } from './layers/register.ts';
import { PlanOutput } from './mark-tasks.ts';
import { carriesCredential, extension, nothingMade } from './mark-words.ts';
import { reasonProblem, refusal } from './task-problems.ts';

/** A copy that is made and read back, before it is entered and named. */
export interface Draft {
  readonly path: string;
  readonly marked: Omit<MarkedFile, 'path' | 'sha256' | 'size'>;
  readonly finished: Omit<FinishedCopy, 'copy'> | null;
}

/**
 * Layer by layer, each on what the one before it left, so that none breaks another: what is drawn changes the content
 * most, the mark makes the content anew, the label in the metadata moves no pixel, the signature is over all. Then
 * every layer is read from the finished copy, by whoever did not write it.
 */
export async function makeDraft(start: Omit<Making, 'plan'>): Promise<Result<Draft>> {
  const { order, means } = start;
  const name = basename(order.out);
  const planned = await ask(start, 'mark-plan', { path: order.source, name }, PlanOutput, [0, 0.05]);
  if (!planned.ok) return planned;
  const making: Making = { ...start, plan: planned.value };
  const { media, credential } = planned.value;
  if (media.extensionFits === false) return reasonProblem(extension(name, media.format));
  if (credential && means.signer === null) return reasonProblem(carriesCredential);

  const begun = await addContent(making);
  if (!begun.ok) return begun;
  const { explicit, marking, content: prepared } = begun.value;
  const labelling = await addLabel(making, prepared);
  if (!labelling.ok) return labelling;
  const part = explicit.layer.state === 'done' ? explicitFor(order.labelling, media) : null;
  const signing = await addCredential(making, labelling.value.content, {
    explicit: part,
    mark: marking.mark,
    label: labelling.value.wrote !== null,
  });
  if (!signing.ok) return signing;
  const steps = [explicit, marking, labelling.value, signing.value];
  const { content } = signing.value;
  if (content === order.source)
    return refusal(nothingMade, steps.map(({ layer }) => layer.detail.en).join(' '));

  const read = marking.mark === null ? null : await readMark(making, content, marking.mark);
  if (read?.ok === false) return read;
  const { wrote } = labelling.value;
  const labels = wrote === null ? null : await readLabel(making, content, wrote);
  if (labels?.ok === false) return labels;
  const shown =
    part === null
      ? explicit.layer
      : await readExplicit(content, part, means.ports, taskOptions(making, [0.93, 0.97]));
  const { signed, binding } = signing.value;
  const entered = await describeCopy(making, content, marking.entry, { wrote, signed, binding });
  if (!entered.ok) return entered;

  const { layer: registerLayer, entry, finished } = entered.value;
  return succeed({
    path: content,
    finished,
    marked: {
      source: start.source,
      kind: media.kind,
      format: media.format,
      mark: read?.value.mark ?? null,
      layers: [
        shown,
        read?.value.layer ?? marking.layer,
        labels?.value ?? labelling.value.layer,
        registerLayer,
        signing.value.layer,
      ],
      changes: wrote?.changes ?? [],
      signed,
      entry,
      notes: steps.flatMap(({ notes }) => notes),
    },
  });
}

interface ContentSteps {
  readonly explicit: Step;
  readonly marking: MarkStep;
  /** What both left. */
  readonly content: string;
}

/**
 * The two layers that change the content. The mark lies over a label that is drawn or heard. Between the letters of one
 * that is written it would hide the words from whoever searches for them: there the mark comes first, and lives on
 * beside the sentence.
 */
async function addContent(making: Making): Promise<Result<ContentSteps>> {
  const { order, plan } = making;
  if (plan.media.kind === 'text') {
    const marking = await addMark(making, order.source);
    if (!marking.ok) return marking;
    const explicit = await addExplicit(making, marking.value.content);
    if (!explicit.ok) return explicit;
    return succeed({ explicit: explicit.value, marking: marking.value, content: explicit.value.content });
  }
  const explicit = await addExplicit(making, order.source);
  if (!explicit.ok) return explicit;
  const marking = await addMark(making, explicit.value.content);
  if (!marking.ok) return marking;
  return succeed({ explicit: explicit.value, marking: marking.value, content: marking.value.content });
}
