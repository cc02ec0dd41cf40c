import type { PresentCredential } from '#shared/domain/credential.ts';
import type { StoreBox } from '#shared/domain/credential-detail.ts';
import type { ByteRange } from '#shared/domain/figure.ts';

/** Where statements of a credential lie in the file: the assertion's box, else the manifest's, else the store. */
export class StorePlaces {
  readonly #manifests = new Map<string, StoreBox>();
  readonly #store: ByteRange;

  constructor({ boxes, occupied }: PresentCredential) {
    this.#store = hull(occupied) ?? [0, 0];
    // Manifests are the boxes right below the store's own.
    for (const { children } of boxes)
      for (const box of children) if (!this.#manifests.has(box.name)) this.#manifests.set(box.name, box);
  }

  of(manifest: string, assertion: string | null): ByteRange {
    const own = this.#manifests.get(manifest);
    if (own === undefined) return this.#store;
    const inner = assertion === null ? undefined : inside(own, assertion);
    return hull(inner?.bytes ?? []) ?? hull(own.bytes) ?? this.#store;
  }
}

function inside(manifest: StoreBox, assertion: string): StoreBox | undefined {
  return manifest.children
    .find(({ name }) => name === 'c2pa.assertions')
    ?.children.find(({ name }) => name === assertion);
}

/** From the first byte to the last; `null`: no bytes are known. */
function hull(ranges: readonly ByteRange[]): ByteRange | null {
  const [first] = ranges;
  if (first === undefined) return null;
  const start = Math.min(...ranges.map(([at]) => at));
  const end = Math.max(...ranges.map(([at, length]) => at + length));
  return [start, end - start];
}
