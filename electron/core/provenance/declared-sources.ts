import { declaresGenerative, readSourceType, type SourceClass } from '#shared/domain/digital-source-type.ts';
import type { CredentialStore } from '#shared/domain/provenance.ts';
import { manifestsByLabel } from './verdict.ts';

/** A digital source type a manifest declares, and how its manifest is reached from the active one. */
export interface DeclaredSource {
  readonly manifest: string;
  /** Relationships walked from the active manifest: empty for the active manifest itself. */
  readonly path: readonly string[];
  readonly value: string;
  readonly class: SourceClass | null;
  readonly agent: string | null;
  readonly action: string;
  /** `false`: only carried along (gathered, claim v2), not vouched for by the signer. */
  readonly vouched: boolean;
}

/** All declared source types, active manifest first, over the whole tree of ingredients. */
export function declaredSources(store: CredentialStore): DeclaredSource[] {
  const found: DeclaredSource[] = [];
  const manifests = manifestsByLabel(store);
  const visited = new Set<string>();
  const queue: { label: string; path: readonly string[] }[] = [];
  if (store.active !== null) queue.push({ label: store.active, path: [] });
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const manifest = manifests.get(next.label);
    if (manifest === undefined || visited.has(next.label)) continue;
    visited.add(next.label);
    const add = (value: string | null, own: Omit<DeclaredSource, 'manifest' | 'value' | 'class'>): void => {
      if (value === null) return;
      found.push({
        manifest: manifest.label,
        value,
        class: readSourceType(value).type?.class ?? null,
        ...own,
      });
    };
    for (const action of manifest.actions) {
      const { action: name, softwareAgent: agent, created } = action;
      add(action.digitalSourceType, { action: name, agent, path: next.path, vouched: created !== false });
    }
    for (const item of manifest.ingredients) {
      const path = [...next.path, item.relationship];
      add(item.digitalSourceType, { action: 'ingredient', agent: null, path, vouched: true });
      if (item.manifest !== null) queue.push({ label: item.manifest, path });
    }
  }
  return found;
}

export function isGenerative(source: DeclaredSource): boolean {
  return source.class !== null && declaresGenerative(source.class);
}

/** Actions that change what is seen or heard, by C2PA 2.2 clause 18.15 without the rubric's non-editorial ones. */
const editorial = new Set([
  'c2pa.addedText',
  'c2pa.adjustedColor',
  'c2pa.changedSpeed',
  'c2pa.color_adjustments',
  'c2pa.cropped',
  'c2pa.deleted',
  'c2pa.drawing',
  'c2pa.dubbed',
  'c2pa.edited',
  'c2pa.filtered',
  'c2pa.orientation',
  'c2pa.placed',
  'c2pa.removed',
  'c2pa.resized',
  'c2pa.translated',
  'c2pa.trimmed',
]);

/** Editing actions of the active manifest and of its parents, in order, without repeats. */
export function declaredEdits(store: CredentialStore): string[] {
  const edits = new Set<string>();
  const manifests = manifestsByLabel(store);
  const visited = new Set<string>();
  let label = store.active;
  while (label !== null && !visited.has(label)) {
    visited.add(label);
    const manifest = manifests.get(label);
    for (const action of manifest?.actions ?? []) if (editorial.has(action.action)) edits.add(action.action);
    label = manifest?.ingredients.find((item) => item.relationship === 'parentOf')?.manifest ?? null;
  }
  return [...edits];
}
