import type { Media } from '#shared/domain/media.ts';

interface Named {
  readonly name: string;
  readonly media: Media;
}

/** What the name of a credential kept beside a file begins with: the file's name without its extension. */
export function sidecarStem(name: string): string {
  const plain = baseName(name);
  const dot = plain.lastIndexOf('.');
  return dot > 0 ? plain.slice(0, dot) : plain;
}

/** `photo.c2pa` and `photo.jpg.c2pa` belong to `photo.jpg`; a credential itself has none. */
export function isSidecarOf(evidence: Named, other: Named): boolean {
  if (evidence.media.format === 'c2pa' || other.media.format !== 'c2pa') return false;
  const wanted = baseName(other.name).replace(/\.c2pa$/i, '');
  const name = baseName(evidence.name);
  return wanted === name || wanted === sidecarStem(name);
}

/** Evidence taken in with its folder carries the path in its name. */
function baseName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
}
