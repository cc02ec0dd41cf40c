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
      const picture =
        part.as === 'picture' ? part.picture : part.as === 'drawing' ? part.under?.picture : undefined;
      if (picture === undefined || found.has(picture.key)) continue;
      const scale = part.as === 'picture' ? part.scale : undefined;
      found.set(picture.key, { ...picture, ...(scale === undefined ? {} : { scale }) });
    }
  }
  return [...found.values()];
}
