import type { Evidence } from '#shared/domain/evidence.ts';

type KnownContent = Extract<Evidence['content'], { state: 'known' }>;

/** What the content hashes of several exhibits say together. Numbers are places in the list. */
export interface ContentVerdict {
  /** Exhibits with the same decoded content, two or more together. */
  readonly same: readonly (readonly number[])[];
  /** Exhibits whose content is unlike that of every other that could be compared. */
  readonly alone: readonly number[];
  /** Exhibits whose content cannot be compared with the others: not hashed, or hashed in another way. */
  readonly undetermined: readonly number[];
  /** A decoder complained about one of the compared contents. */
  readonly warnings: boolean;
}

/** Equal hashes mean something only when they were made of the same thing by the same method. */
export function contentVerdict(exhibits: readonly Pick<Evidence, 'content'>[]): ContentVerdict {
  const byMethod = new Map<string, { readonly place: number; readonly content: KnownContent }[]>();
  const undetermined: number[] = [];
  exhibits.forEach(({ content }, place) => {
    if (content.state !== 'known') {
      undetermined.push(place);
      return;
    }
    const key = `${content.of} ${content.method}`;
    byMethod.set(key, [...(byMethod.get(key) ?? []), { place, content }]);
  });
  const same: (readonly number[])[] = [];
  const alone: number[] = [];
  let warnings = false;
  for (const group of byMethod.values()) {
    if (group.length < 2) {
      undetermined.push(...group.map(({ place }) => place));
      continue;
    }
    warnings ||= group.some(({ content }) => content.warnings.length > 0);
    const byHash = Map.groupBy(group, ({ content }) => content.sha256);
    for (const equal of byHash.values()) {
      const places = equal.map(({ place }) => place);
      if (places.length > 1) same.push(places);
      else alone.push(...places);
    }
  }
  return { same, alone, undetermined: undetermined.sort((one, other) => one - other), warnings };
}

/**
 * How values over the exhibits fall together: `[[0, 1], [2]]` when the first two are equal. `undefined`
 * values are left out; fewer than two known values cannot be compared.
 */
export function equalGroups(
  values: readonly (string | number | undefined)[],
): readonly (readonly number[])[] {
  const groups = new Map<string | number, number[]>();
  values.forEach((value, place) => {
    if (value !== undefined) groups.set(value, [...(groups.get(value) ?? []), place]);
  });
  return [...groups.values()];
}
