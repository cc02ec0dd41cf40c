import { Bookmark, BorderStyle, type FileChild, HeadingLevel, Paragraph, type ParagraphChild } from 'docx';
import { assertNever } from '#shared/assert-never.ts';
import type { ReportBlock, ReportBlockOf } from '#shared/domain/report.ts';
import { translator } from '#shared/text/text.ts';
import { bearingSigns } from '../words.ts';
import { type DocxContext, figureParagraphs } from './docx-figures.ts';
import {
  anchorName,
  bullets,
  codeRun,
  dataTable,
  gap,
  keyValueTable,
  linkTo,
  noteParagraphs,
  printed,
} from './docx-parts.ts';
import { faint, panel, rule } from './docx-style.ts';

const levels = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
];
const bearingInks = {
  ...{ supports: '1C6B3C', contradicts: 'A3211A', inconclusive: '8A4B00', informational: '555D66' },
} as const;
const toneInks = { notice: '0B4A8F', warning: '8A4B00', error: 'A3211A' } as const;
const sections = new Set(['findings', 'duties', 'figures', 'methods', 'conclusion']);

export function docxBlock(block: ReportBlock, context: DocxContext): FileChild[] {
  switch (block.kind) {
    case 'heading': {
      const text = `${block.number} ${block.text}`.trim();
      return [
        new Paragraph({
          heading: levels[block.level - 1] ?? HeadingLevel.HEADING_4,
          pageBreakBefore: block.level === 1 && sections.has(block.anchor),
          children: [new Bookmark({ id: anchorName(block.anchor), children: [printed(text)] })],
        }),
      ];
    }
    case 'paragraph':
      return [
        new Paragraph({
          ...(block.role === 'note' ? { style: 'Note' } : {}),
          children: [printed(block.text)],
        }),
      ];
    case 'list':
      return bullets(block.items);
    case 'keyValues':
      return [
        keyValueTable(
          block.entries.map(({ key, value, code }) => (code ? [key, value, 'code'] : [key, value])),
        ),
        gap(),
      ];
    case 'table':
      return [
        ...(block.caption === ''
          ? []
          : [new Paragraph({ style: 'TableTitle', children: [printed(block.caption)] })]),
        dataTable(block.columns, block.rows),
        ...(block.note === undefined ? [gap()] : noteParagraphs(block.note)),
      ];
    case 'hashList':
      return [
        keyValueTable(block.entries.map(({ algorithm, of, value }) => [`${algorithm} ${of}`, value, 'code'])),
        gap(),
      ];
    case 'finding':
      return findingParagraphs(block, context);
    case 'figure':
      return figureParagraphs(block, context);
    case 'method':
      return methodParagraphs(block, context);
    case 'warning': {
      const sign = block.tone === 'error' ? '✖' : block.tone === 'warning' ? '⚠' : 'ℹ';
      return [
        new Paragraph({
          border: { left: { style: BorderStyle.SINGLE, size: 18, space: 6, color: toneInks[block.tone] } },
          keepNext: block.details.length > 0,
          children: [printed(`${sign} ${block.text}`, { bold: true })],
        }),
        ...bullets(block.details.map((line) => codeRun(line, { size: 16 }))),
      ];
    }
    case 'form':
      return block.entries.flatMap(({ label, lines }) => [
        new Paragraph({ style: 'Group', children: [printed(label)] }),
        ...Array.from({ length: lines }, emptyLine),
      ]);
    case 'pageBreak':
      return [new Paragraph({ pageBreakBefore: true })];
    default:
      return assertNever(block);
  }
}

/** A line to write on. Neighbours with the same border are one frame: the rule between them is drawn by `between`. */
function emptyLine(): Paragraph {
  const line = { style: BorderStyle.SINGLE, size: 4, space: 1, color: rule } as const;
  return new Paragraph({ border: { bottom: line, between: line }, spacing: { before: 200, after: 0 } });
}

function findingParagraphs(block: ReportBlockOf<'finding'>, { language, words }: DocxContext): Paragraph[] {
  const word = translator(language);
  const colour = bearingInks[block.bearing];
  const framed = (children: readonly ParagraphChild[], last = false) =>
    new Paragraph({
      border: { left: { style: BorderStyle.SINGLE, size: 18, space: 6, color: colour } },
      shading: { fill: panel },
      spacing: { after: last ? 160 : 0 },
      keepNext: !last,
      children: [...children],
    });
  const group = (title: string, items: readonly string[]) =>
    items.length === 0
      ? []
      : [
          framed([printed(title, { bold: true, size: 17 })]),
          ...items.map((item) => framed([printed(`• ${item}`, { size: 18 })])),
        ];
  const links = block.figures.flatMap(({ number, anchor, title }, index): ParagraphChild[] => [
    printed(index === 0 ? '' : ', ', { size: 16, color: faint }),
    linkTo(anchorName(anchor), [printed(`${words.figure} ${number}`, { style: 'Hyperlink', size: 16 })]),
    printed(` (${title})`, { size: 16, color: faint }),
  ]);
  return [
    framed([
      printed(`${bearingSigns[block.bearing]} ${word(`bearing.${block.bearing}`)}`, {
        bold: true,
        color: colour,
      }),
      printed(`  ${words.strength}${words.colon}${word(`strength.${block.strength}`)}`, {
        size: 16,
        color: faint,
      }),
    ]),
    framed([printed(block.statement)]),
    framed([
      printed(`${block.method} · `, { size: 16, color: faint }),
      codeRun(block.code, { size: 15, color: faint }),
    ]),
    ...group(words.limits, block.limits),
    ...group(words.innocent, block.innocent),
    framed(
      links.length === 0
        ? []
        : [printed(`${words.shownIn}${words.colon}`, { size: 16, color: faint }), ...links],
      true,
    ),
  ];
}

function methodParagraphs(block: ReportBlockOf<'method'>, { words, language }: DocxContext): FileChild[] {
  // The address as words: a text document that is handed on has no link out of itself.
  const reference = noteParagraphs(block.url);
  return [
    new Paragraph({
      style: 'TableTitle',
      children: [
        printed(`${block.title} `),
        codeRun(`${block.id} `, { size: 16 }),
        printed(`${words.version} ${block.version}`, { size: 16, color: faint }),
      ],
    }),
    new Paragraph({ children: [printed(block.summary)] }),
    keyValueTable([
      ...block.guide.map(
        ({ heading, sentences }) => [heading, sentences.join(language === 'en' ? ' ' : '')] as const,
      ),
      [words.reference, block.cite],
      [words.limits, block.limits.map((limit) => `• ${limit}`)],
      [words.errorRate, block.errorRate],
      [words.engines, block.engines.length === 0 ? words.noEngines : block.engines.join('; ')],
      ...block.uses.map(
        ({ parameters, exhibits }) =>
          [`${words.parameters} (${words.usedOn} ${exhibits})`, parameters, 'code'] as const,
      ),
    ]),
    ...(reference.length === 0 ? [gap()] : reference),
  ];
}
