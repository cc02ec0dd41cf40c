import type { FigurePart, PictureReference, Report } from '#shared/domain/report.ts';
import type { ReportInput } from '../input.ts';
import type { Ring } from './regions.ts';

/** How one picture is printed; `null`: as it is. */
type Treatment = 'withheld' | readonly Ring[] | null;

/**
 * The report with its pictures marked: those of an exhibit in its own frame are blacked out, those that show it in
 * another frame (panels, spectra, an embedded preview, a comparison with another exhibit) are not shown at all.
 */
export function withRedactedPictures(
  report: Report,
  input: ReportInput,
  blacked: ReadonlyMap<string, readonly Ring[]>,
): Report {
  if (blacked.size === 0) return report;
  const framed = treatments(input, blacked);
  const treat = (picture: PictureReference): PictureReference => {
    const [kind, id = ''] = picture.key.split('/');
    const own =
      kind === 'preview' || kind === 'overview' ? (blacked.get(id) ?? null) : framed.get(picture.key);
    if (own === null || own === undefined) return picture;
    if (own === 'withheld') return { ...picture, withheld: true };
    return { ...picture, blacked: own.map((ring) => ring.map(([x, y]): [number, number] => [x, y])) };
  };
  const part = (one: FigurePart): FigurePart => {
    if (one.as === 'picture') return { ...one, picture: treat(one.picture) };
    if (one.as !== 'drawing' || one.under === undefined) return one;
    return { ...one, under: { ...one.under, picture: treat(one.under.picture) } };
  };
  return {
    ...report,
    blocks: report.blocks.map((block) =>
      block.kind === 'figure' ? { ...block, parts: block.parts.map(part) } : block,
    ),
  };
}

/** By picture key: artifacts of runs and comparisons of exhibits with blacked-out regions. */
function treatments(
  input: ReportInput,
  blacked: ReadonlyMap<string, readonly Ring[]>,
): Map<string, Treatment> {
  const found = new Map<string, Treatment>();
  for (const { evidence, runs } of input.items) {
    const rings = blacked.get(evidence.sha256);
    if (rings === undefined) continue;
    for (const { id, figures, artifacts } of runs) {
      for (const { name } of artifacts) found.set(`run/${id}/${name}`, 'withheld');
      for (const figure of figures) {
        if ((figure.kind === 'heatmap' || figure.kind === 'image') && figure.overlay)
          found.set(`run/${id}/${figure.artifact}`, rings);
      }
    }
  }
  for (const { id, first, second, artifacts } of input.comparisons ?? []) {
    if (!blacked.has(first.sha256) && !blacked.has(second.sha256)) continue;
    for (const { name } of artifacts) found.set(`comparison/${id}/${name}`, 'withheld');
  }
  return found;
}

/** Pictures of an exhibit that are not shown, because they have a frame of their own. */
export function withheldPictures({ runs }: ReportInput['items'][number]): number {
  return runs.reduce(
    (sum, { figures }) =>
      sum +
      figures.filter((figure) => (figure.kind === 'heatmap' || figure.kind === 'image') && !figure.overlay)
        .length,
    0,
  );
}

/** A drawing of relations with the small pictures in it blacked out: which is whose can no longer be told from it. */
export function withoutSmallPictures(svg: string): string {
  return svg.replace(
    /<image ([^>]*?)(?:preserveAspectRatio="[^"]*" )?href="[^"]*"\/>/g,
    '<rect $1fill="#000"/>',
  );
}
