import type { EdgeState, LineageEdge, LineageNode } from '#shared/domain/lineage.ts';
import { type Language, type Localized, localized } from '#shared/domain/localized.ts';

const stateWords: Readonly<Record<EdgeState, Localized>> = {
  'derived-from': localized('derived', '由此衍生'),
  probably: localized('probably derived', '可能由此衍生'),
  'same-source': localized('same source, direction unknown', '同源，方向不明'),
  'same-content': localized('same content', '内容相同'),
  'missing-parent': localized('missing source', '来源缺失'),
  'collage-of': localized('put together from', '由此拼合'),
};

const missing = localized('not at hand', '未收集到');

/** A node's name in drawings. */
export function nodeWords({ sha256, name, number }: LineageNode, language: Language): string {
  if (sha256 === null) return missing[language];
  return number === null ? name : `${number} · ${name}`;
}

/** What is written on an edge in drawings: what it is, how sure, and the step. */
export function edgeWords({ state, directed, confidence, summary }: LineageEdge, language: Language): string {
  const sure = directed && state !== 'missing-parent' ? ` ${Math.round(100 * confidence)} %` : '';
  const step = state === 'missing-parent' ? '' : ` · ${summary[language]}`;
  return `${stateWords[state][language]}${sure}${step}`;
}
