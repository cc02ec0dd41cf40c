import type { StoreBox } from '#shared/domain/credential-detail.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import { fileRanges, type StorePiece } from '../carriers/embedded-store.ts';
import type { JumbfBox, ManifestStore } from './manifest-store.ts';

export interface BoxTree {
  readonly boxes: StoreBox[];
  /** Boxes were left out because there are more than `most`. */
  readonly cut: boolean;
}

/**
 * All boxes of a store with their places, description boxes and salts included. What a compressed manifest
 * unpacks to hangs below its `brob` box and has no place in the file.
 */
export function boxTree(store: ManifestStore, pieces: readonly StorePiece[], most = 5000): BoxTree {
  let left = most;
  let cut = false;
  const unpacked = new Map(
    store.manifests.flatMap(({ box, opened }) => (opened === box ? [] : [[box, opened] as const])),
  );
  const node = (name: string, type: string, range: ByteRange, children: () => StoreBox[]): StoreBox[] => {
    if (left <= 0) {
      cut = true;
      return [];
    }
    left -= 1;
    return [{ name, type, store: range, bytes: fileRanges(pieces, range), children: children() }];
  };
  const leaf = (type: string, range: ByteRange): StoreBox[] => node(type, type, range, () => []);
  const draw = (box: JumbfBox, inner: JumbfBox | null): StoreBox[] =>
    node(box.label ?? box.type, box.type, box.range, () => {
      const { description } = box;
      const below = box.children.flatMap((child) =>
        draw(child, child.type === 'jumb' ? (unpacked.get(child) ?? null) : null),
      );
      return [
        ...(description === null
          ? []
          : node('jumd', 'jumd', description.range, () =>
              description.salt === null ? [] : leaf('c2sh', description.salt),
            )),
        ...below,
        ...(inner === null ? [] : draw(inner, null)),
      ];
    });
  return { boxes: draw(store.root, null), cut };
}
