import type { LineageEdge } from '#shared/domain/lineage.ts';
import { localized } from '#shared/domain/localized.ts';
import { cuesOf } from './cues.ts';
import { containmentSigns, signNames } from './evidence.ts';
import { factSigns, type LineageFacts } from './facts.ts';
import { contribution, probability, type Verdict } from './fusion.ts';
import { invertedTransform } from './inverted.ts';
import type { Verdicts } from './verdicts.ts';
import type { LineageModel } from './weights.ts';

/** Log odds from which on a direction is said, and from which on it is said without "probably". */
export const probable = 1;
export const derived = 2.5;

type Name = (index: number) => string;

/** The edge between two items with something in common; an arrow only where the direction is told. */
export function linkEdge(
  idOf: Name,
  from: number,
  to: number,
  verdicts: Verdicts,
  model: LineageModel,
): LineageEdge {
  const logit = edgeLogit(from, to, verdicts, model);
  const state = logit > derived ? 'derived-from' : logit >= probable ? 'probably' : 'same-source';
  return edgeOf(idOf, from, to, verdicts, model, state);
}

/** The edge from a part to the collage it was put into. */
export function partEdge(
  idOf: Name,
  from: number,
  to: number,
  verdicts: Verdicts,
  model: LineageModel,
): LineageEdge {
  return edgeOf(idOf, from, to, verdicts, model, 'collage-of');
}

/** That one holds a part of the other is never enough to say more than "probably". */
function edgeLogit(from: number, to: number, verdicts: Verdicts, model: LineageModel): number {
  const logit = verdicts.edgeLogit(from, to, model);
  if (logit <= derived) return logit;
  const { verdict, turned } = verdicts.between(from, to)!;
  const source = turned ? 1 : 0;
  const beyond = signNames
    .filter((name) => !containmentSigns.includes(name))
    .reduce((sum, name) => sum + model.edge.direction * contribution(name, verdict.signs, source, model), 0);
  return beyond < probable ? derived : logit;
}

function edgeOf(
  idOf: Name,
  from: number,
  to: number,
  verdicts: Verdicts,
  model: LineageModel,
  state: LineageEdge['state'],
): LineageEdge {
  const { evidence, verdict, turned } = verdicts.between(from, to)!;
  const logit = edgeLogit(from, to, verdicts, model);
  const directed = state !== 'same-source';
  const { transform, words } = evidence;
  return {
    ...{ from: idOf(from), to: idOf(to), state, directed, logit },
    confidence: probability(logit),
    transform: transform === null ? null : turned ? invertedTransform(transform) : transform,
    summary: words?.[turned ? 1 : 0] ?? localized('something in common', '有共同内容'),
    evidence: cuesOf(verdict, turned, model),
  };
}

/** The edge between two files with the same content: told apart by facts of the files only. */
export function contentEdge(
  ids: readonly [string, string],
  facts: readonly [LineageFacts, LineageFacts],
  model: LineageModel,
): LineageEdge {
  const signs = factSigns(...facts);
  // Together they are the content's; what is left is which of the two was packed anew.
  const difference = signNames.reduce(
    (sum, name) => sum + model.edge.direction * contribution(name, signs, 0, model),
    0,
  );
  const turned = difference < 0;
  const logit = Math.abs(difference);
  const verdict: Verdict = {
    ...{ forward: difference, backward: -difference, direction: difference, descent: 0 },
    ...{ signs, distance: 0 },
  };
  const directed = logit >= probable;
  return {
    from: ids[turned ? 1 : 0],
    to: ids[turned ? 0 : 1],
    state: 'same-content',
    ...{ directed, logit, transform: null },
    confidence: probability(logit),
    summary: localized('same content, other bytes', '内容相同，字节不同'),
    evidence: cuesOf(verdict, turned, model),
  };
}
