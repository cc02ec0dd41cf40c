import type { FigurePart, Report, ReportBlock, ReportColumn } from '#shared/domain/report.ts';
import { translator } from '#shared/text/text.ts';
import { drawLegend } from '../drawing/legend.ts';
import type { PreparedPicture } from '../pictures.ts';
import { printedDate } from '../printed-date.ts';
import { bearingSigns, type Words, wordsIn } from '../words.ts';
import { overPicture } from './over-picture.ts';

/** Room for text, points; and the tallest picture: two stand on a page, with their titles and scales. */
const textWidth = 476;
const tallestPicture = 250;
const tallestPreview = 130;
/** A finding with more text than this may break across pages. */
const unbrokenText = 1500;
/** Sections that begin on a new page. */
const newPage = ['findings', 'duties', 'figures', 'methods', 'conclusion'];

/** What the template reads: the report with everything looked up that a layout should not have to know. */
export function pdfData(
  report: Report,
  recordSha256: string,
  pictures: ReadonlyMap<string, PreparedPicture>,
  files: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const words = wordsIn(report.language);
  const word = translator(report.language);
  const two = report.blocks.filter((block) => block.kind === 'heading' && block.level <= 2).length;
  return {
    lang: report.language === 'zh-CN' ? 'zh' : 'en',
    region: report.language === 'zh-CN' ? 'cn' : 'gb',
    words,
    reportTitle: report.title,
    documentTitle: report.case === null ? report.title : `${report.title}${words.colon}${report.case.name}`,
    caseLine: report.case === null ? '' : `${words.case}${words.colon}${cut(report.case.name, 60)}`,
    examiner: report.examiner,
    recordSha256,
    cover: [
      [words.case, report.case?.name ?? words.noCase, false],
      ...(report.case === null ? [] : [[words.caseId, report.case.id, true]]),
      [words.examiner, report.examiner, false],
      [words.generated, printedDate(report.generatedAt, report.offsetMinutes), false],
      [words.software, `${report.generator.name} ${report.generator.version}`, false],
      [words.record, recordSha256, true],
    ],
    contentsDepth: two <= 34 ? 2 : 1,
    newPage,
    blocks: report.blocks.map((block) => pdfBlock(block)),
  };

  function pdfBlock(block: ReportBlock): unknown {
    if (block.kind === 'finding') {
      const text = [block.statement, ...block.limits, ...block.innocent].join('');
      return {
        ...block,
        sign: bearingSigns[block.bearing],
        bearingWord: word(`bearing.${block.bearing}`),
        strengthWord: word(`strength.${block.strength}`),
        long: text.length > unbrokenText,
      };
    }
    if (block.kind === 'figure') {
      const tallest = block.anchor.endsWith('-0') ? tallestPreview : tallestPicture;
      return { ...block, parts: block.parts.map((part) => pdfPart(part, tallest, words)) };
    }
    return block.kind === 'table' ? { ...block, columns: withBreaks(block.columns) } : block;
  }

  function pdfPart(part: FigurePart, tallest: number, own: Words): unknown {
    if (part.as === 'table') return { ...part, columns: withBreaks(part.columns) };
    if (part.as === 'drawing') return { ...part, svg: overPicture(part, pictures) };
    if (part.as !== 'picture') return part;
    const picture = pictures.get(part.picture.key);
    const file = files.get(part.picture.key);
    if (picture === undefined || file === undefined || !picture.ok) {
      return { ...part, missing: own[picture?.ok === false ? picture.why : 'pictureMissing'] };
    }
    // 96 pixels an inch at most, so that small pictures are not blown up, and never beyond the text.
    const natural = Math.min(textWidth, picture.width * 0.75);
    const widthPt = Math.max(24, Math.min(natural, (tallest * picture.width) / picture.height));
    const shown = { ...part, file, widthPt };
    if (part.scale === undefined) return shown;
    const { min, max, unit } = part.scale;
    return {
      ...shown,
      legend: drawLegend(part.scale).svg,
      legendAlt: `${own.scale}${own.colon}${min} – ${max} ${unit}`,
    };
  }
}

/**
 * For every column the length from which a word may be broken: more than surely fits at 8.3 pt, 4.9 pt a
 * character (as in `fitColumns`). Typst breaks where the template lets it; without this a long word would run into the next cell.
 */
function withBreaks(columns: readonly ReportColumn[]): unknown[] {
  const total = columns.reduce((sum, column) => sum + column.width, 0);
  return columns.map((column) => {
    const room = (textWidth * column.width) / total - 7;
    return { ...column, breakAt: Math.min(22, Math.max(3, Math.floor(room / 4.9 + 0.1) + 1)) };
  });
}

function cut(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
