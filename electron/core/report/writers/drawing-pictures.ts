import type { Report } from '#shared/domain/report.ts';
import { openSharp } from '../../media/sharp-engine.ts';
import { drawLegend } from '../drawing/legend.ts';
import type { PreparedPicture } from '../pictures.ts';
import { overPicture } from './over-picture.ts';
import { printedCoverage } from './pdf.ts';
import { printable } from './printable.ts';
import { type PdfResources, typstCompiler } from './typst-compiler.ts';

/** Pixels a unit of a drawing; at 640 units across an A4 page about 200 dots an inch. */
const density = 2;
/** A drawing longer than this is drawn smaller, pixels. */
const longestSide = 4000;

/**
 * The drawings of a report as PNG, by their SVG. Typst sets their words in the report's own fonts and turns them into
 * outlines, so that a drawing looks alike on every machine, with Chinese words also where no Chinese font is.
 */
export async function drawingPictures(
  report: Report,
  pictures: ReadonlyMap<string, PreparedPicture>,
  resources: PdfResources,
  signal: AbortSignal,
): Promise<Map<string, Uint8Array>> {
  const { compiler, fonts } = await typstCompiler(resources);
  const { drawings } = printedCoverage(fonts);
  const drawn = new Map<string, Uint8Array>();
  for (const svg of drawingsOf(report, pictures)) {
    signal.throwIfAborted();
    if (drawn.has(svg)) continue;
    // What the fonts cannot print is shown as an escape; Typst never ends with heaps of marks on a letter it lacks.
    const page = compiler.svg({
      mainFileContent: onOnePage,
      inputs: { svg: printable(svg, drawings) },
      resetRead: true,
    });
    drawn.set(svg, await rasterised(page));
  }
  return drawn;
}

const onOnePage =
  '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")';

function drawingsOf(report: Report, pictures: ReadonlyMap<string, PreparedPicture>): string[] {
  return report.blocks.flatMap((block) =>
    block.kind !== 'figure'
      ? []
      : block.parts.flatMap((part) => {
          if (part.as === 'drawing') return [overPicture(part, pictures)];
          return part.as === 'picture' && part.scale !== undefined ? [drawLegend(part.scale).svg] : [];
        }),
  );
}

async function rasterised(svg: string): Promise<Uint8Array> {
  const [, width = '640', height = '400'] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  const longest = Math.max(Number(width), Number(height)) * (4 / 3);
  const scale = Math.min(density, longestSide / longest);
  const image = await openSharp(Buffer.from(svg), {
    density: 96 * scale,
    limitInputPixels: longestSide ** 2,
  });
  return image.flatten({ background: '#ffffff' }).png({ compressionLevel: 9, palette: false }).toBuffer();
}
