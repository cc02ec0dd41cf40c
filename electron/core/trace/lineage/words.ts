import type { LineageEdge, LineageNode } from '#shared/domain/lineage.ts';
import { type Language, localized } from '#shared/domain/localized.ts';
import { edgeWords } from '#shared/text/trace-words.ts';

const missing = localized('not at hand', '未收集到');

/** A node's name in drawings. */
export function nodeWords({ sha256, name, number }: LineageNode, language: Language): string {
  if (sha256 === null) return missing[language];
  return number === null ? name : `${number} · ${name}`;
}

/** What is written on an edge in drawings: what it is, how sure, and the step. */
export function edgePhrase(
  { state, directed, confidence, summary }: LineageEdge,
  language: Language,
): string {
  const sure = directed && state !== 'missing-parent' ? ` ${Math.round(100 * confidence)} %` : '';
  const step = state === 'missing-parent' ? '' : ` · ${summary[language]}`;
  return `${edgeWords[state][language]}${sure}${step}`;
}
