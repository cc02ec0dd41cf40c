import { Bookmark, type FileChild, ImageRun, LineRuleType, Paragraph } from 'docx';
import { assertNever } from '#shared/assert-never.ts';
import type { Language } from '#shared/domain/localized.ts';
import type { FigurePart, ReportBlockOf } from '#shared/domain/report.ts';
import { fillPlaceholders } from '#shared/text/format.ts';
import { drawLegend } from '../drawing/legend.ts';
import type { PreparedPicture } from '../pictures.ts';
import type { Words } from '../words.ts';
import { anchorName, dataTable, gap, noteParagraphs, printed, treeTable } from './docx-parts.ts';
import { overPicture } from './over-picture.ts';

/** PNG of a drawing, by its SVG; made beforehand, because text documents are shown by programs with other fonts. */
export type DrawnPictures = ReadonlyMap<string, Uint8Array>;

export interface DocxContext {
  readonly language: Language;
  readonly words: Words;
  readonly pictures: ReadonlyMap<string, PreparedPicture>;
  readonly drawings: DrawnPictures;
}

/** Room for a picture, pixels of a ninety-sixth of an inch. */
const widest = 634;
const tallest = 333;

export function figureParagraphs(block: ReportBlockOf<'figure'>, context: DocxContext): FileChild[] {
  const title = `${fillPlaceholders(context.words.figureTitle, { number: block.number })}${block.title}`;
  return [
    new Paragraph({
      style: 'TableTitle',
      children: [new Bookmark({ id: anchorName(block.anchor), children: [printed(title)] })],
    }),
    ...noteParagraphs(block.source, { keepNext: true }),
    ...block.parts.flatMap((part, index) =>
      partParagraphs(part, index === 0 ? block.alt : block.title, block, context),
    ),
  ];
}

function partParagraphs(
  part: FigurePart,
  alt: string,
  { title }: ReportBlockOf<'figure'>,
  context: DocxContext,
): FileChild[] {
  const { words, pictures } = context;
  switch (part.as) {
    case 'value':
      return [
        new Paragraph({ children: [printed(`${part.value} ${part.unit}`.trim(), { size: 24 })] }),
        ...noteParagraphs(part.note),
      ];
    case 'table':
      return [
        dataTable(part.columns, part.rows),
        ...(part.note === undefined ? [gap()] : noteParagraphs(part.note)),
      ];
    case 'tree': {
      const rows = part.nodes.map(({ depth, label, detail, bytes, flag }) => ({
        ...{ depth, cells: [label, detail, bytes] as const, flag },
      }));
      return [
        treeTable([words.node, words.detail, words.bytes], rows),
        ...(part.note === undefined ? [gap()] : noteParagraphs(part.note)),
      ];
    }
    case 'drawing':
      return [
        ...drawingParagraph(overPicture(part, pictures), part, alt, title, context),
        ...noteParagraphs(part.note),
      ];
    case 'picture': {
      const picture = pictures.get(part.picture.key);
      if (picture === undefined || !picture.ok) {
        return [
          ...noteParagraphs(words[picture?.ok === false ? picture.why : 'pictureMissing']),
          ...noteParagraphs(alt),
          ...noteParagraphs(part.caption),
        ];
      }
      const legend = part.scale === undefined ? null : drawLegend(part.scale);
      const scale =
        part.scale === undefined
          ? ''
          : `${words.scale}${words.colon}${part.scale.min} – ${part.scale.max} ${part.scale.unit}`;
      return [
        picturePlace(picture.bytes, picture.mime === 'image/png' ? 'png' : 'jpg', picture, alt, title),
        ...(legend === null
          ? []
          : drawingParagraph(
              legend.svg,
              { width: 400, height: (400 * legend.height) / legend.width },
              scale,
              scale,
              context,
            )),
        ...noteParagraphs(part.caption),
      ];
    }
    default:
      return assertNever(part);
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function drawingParagraph(
  svg: string,
  size: Size,
  alt: string,
  title: string,
  { drawings }: DocxContext,
): Paragraph[] {
  const bytes = drawings.get(svg);
  return bytes === undefined ? noteParagraphs(alt) : [picturePlace(bytes, 'png', size, alt, title)];
}

/** @param alt read out in place of the picture (ECMA-376 part 1, 20.4.2.5, `descr`) */
function picturePlace(
  bytes: Uint8Array,
  type: 'png' | 'jpg',
  { width, height }: Size,
  alt: string,
  title: string,
): Paragraph {
  const scale = Math.min(1, widest / width, tallest / height);
  return new Paragraph({
    spacing: { before: 80, after: 80, line: 240, lineRule: LineRuleType.AUTO },
    children: [
      new ImageRun({
        ...{ type, data: Buffer.from(bytes) },
        transformation: {
          width: Math.max(1, Math.round(width * scale)),
          height: Math.max(1, Math.round(height * scale)),
        },
        altText: { name: title, title, description: alt },
      }),
    ],
  });
}
