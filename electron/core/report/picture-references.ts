import type { PictureReference, Report } from '#shared/domain/report.ts';

export type NamedPicture = PictureReference & {
  readonly scale?:
    | { readonly min: number; readonly max: number; readonly unit: string; readonly diverging: boolean }
    | undefined;
};

/** Every picture the blocks of a report name, each once, in the order of the report. */
export function pictureReferences(report: Report): NamedPicture[] {
  const found = new Map<string, NamedPicture>();
  for (const block of report.blocks) {
    if (block.kind !== 'figure') continue;
    for (const part of block.parts) {
      if (part.as !== 'picture' || found.has(part.picture.key)) continue;
      found.set(part.picture.key, {
        ...part.picture,
        ...(part.scale === undefined ? {} : { scale: part.scale }),
      });
    }
  }
  return [...found.values()];
}
