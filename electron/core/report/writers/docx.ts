import {
  AlignmentType,
  Document,
  Footer,
  Header,
  Packer,
  PageNumber,
  Paragraph,
  Tab,
  TabStopType,
  TextRun,
} from 'docx';
import type { Report } from '#shared/domain/report.ts';
import type { PreparedPicture } from '../pictures.ts';
import { printedDate } from '../printed-date.ts';
import { type Words, wordsIn } from '../words.ts';
import { docxBlock } from './docx-blocks.ts';
import type { DrawnPictures } from './docx-figures.ts';
import { settledPackage } from './docx-package.ts';
import { anchorName, codeRun, keyValueTable, linkTo, printed } from './docx-parts.ts';
import { documentStyles, faint, listReference, pageWidth } from './docx-style.ts';

/**
 * A text document (ECMA-376, WordprocessingML): headings, tables, lists, links and pictures as a word processor knows
 * them, to be worked into another document. No macro, no outside reference, no field but the page numbers.
 */
export async function renderDocx(
  report: Report,
  recordSha256: string,
  pictures: ReadonlyMap<string, PreparedPicture>,
  drawings: DrawnPictures,
): Promise<Uint8Array> {
  const words = wordsIn(report.language);
  const title = report.case === null ? report.title : `${report.title}${words.colon}${report.case.name}`;
  const context = { language: report.language, words, pictures, drawings };
  const document = new Document({
    title,
    creator: report.examiner,
    lastModifiedBy: report.examiner,
    description: `${report.generator.name} ${report.generator.version}`,
    styles: documentStyles(report.language),
    numbering: {
      config: [
        {
          reference: listReference,
          levels: [
            {
              ...{ level: 0, format: 'bullet', text: '•', alignment: AlignmentType.START },
              style: { paragraph: { indent: { left: 340, hanging: 227 } } },
            },
          ],
        },
      ],
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: 11906, height: 16838 },
            margin: { top: 1361, bottom: 1418, left: 1191, right: 1191 },
          },
        },
        headers: { default: pageHeader(report, words) },
        footers: { default: pageFooter(recordSha256, words) },
        children: [
          new Paragraph({ style: 'Title', children: [printed(report.title)] }),
          cover(report, recordSha256, words),
          new Paragraph({ style: 'Note', children: [printed(words.recordNote)] }),
          ...contents(report, words),
          ...report.blocks.flatMap((block) => docxBlock(block, context)),
        ],
      },
    ],
  });
  return settledPackage(await Packer.toBuffer(document), report.generatedAt, report.language);
}

function pageHeader(report: Report, words: Words): Header {
  const name = report.case === null ? '' : `${words.case}${words.colon}${report.case.name}`;
  return new Header({
    children: [
      new Paragraph({
        style: 'Margin',
        tabStops: [{ type: TabStopType.RIGHT, position: pageWidth }],
        children: [printed(report.title), new TextRun({ children: [new Tab()] }), printed(name.slice(0, 80))],
      }),
    ],
  });
}

/** The hash of the record on every page, as in the other printed forms. */
function pageFooter(recordSha256: string, words: Words): Footer {
  const [before = '', between = '', after = ''] = words.page.split(/\{page\}|\{pages\}/);
  return new Footer({
    children: [
      new Paragraph({
        style: 'Margin',
        alignment: AlignmentType.END,
        children: [
          new TextRun({ children: [before, PageNumber.CURRENT, between, PageNumber.TOTAL_PAGES, after] }),
        ],
      }),
      new Paragraph({
        style: 'Margin',
        children: [
          printed(`${words.record}${words.colon}`),
          codeRun(recordSha256, { size: 13, color: faint }),
        ],
      }),
    ],
  });
}

function cover(report: Report, recordSha256: string, words: Words) {
  return keyValueTable([
    [words.case, report.case?.name ?? words.noCase],
    ...(report.case === null ? [] : [[words.caseId, report.case.id, 'code'] as const]),
    [words.examiner, report.examiner],
    [words.generated, printedDate(report.generatedAt, report.offsetMinutes)],
    [words.software, `${report.generator.name} ${report.generator.version}`],
    [words.record, recordSha256, 'code'],
  ]);
}

/** Links, not a field: a field is empty until somebody has it brought up to date. */
function contents(report: Report, words: Words): Paragraph[] {
  const headings = report.blocks.filter((block) => block.kind === 'heading');
  const two = headings.filter(({ level }) => level <= 2);
  const shown = two.length <= 40 ? two : headings.filter(({ level }) => level === 1);
  return [
    new Paragraph({ style: 'ContentsTitle', children: [printed(words.contents)] }),
    ...shown.map(
      ({ level, number, text, anchor }) =>
        new Paragraph({
          style: 'Contents',
          indent: { left: level === 1 ? 0 : 340 },
          children: [
            linkTo(anchorName(anchor), [printed(`${number} ${text}`.trim(), { bold: level === 1 })]),
          ],
        }),
    ),
  ];
}
