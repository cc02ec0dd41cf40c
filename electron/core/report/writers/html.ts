import { createHash } from 'node:crypto';
import type { Report, ReportBlockOf } from '#shared/domain/report.ts';
import type { PreparedPicture } from '../pictures.ts';
import { printedDate } from '../printed-date.ts';
import { type Words, wordsIn } from '../words.ts';
import { blockMarkup } from './html-blocks.ts';
import { styleSheet } from './html-style.ts';
import { html, isolated, type Markup } from './markup.ts';

/**
 * One self-contained file: no script, nothing fetched. The policy allows exactly this style sheet (by its
 * hash) and pictures in data addresses, so that markup smuggled into a text could still do nothing.
 */
export function renderHtml(
  report: Report,
  recordSha256: string,
  pictures: ReadonlyMap<string, PreparedPicture>,
): Uint8Array {
  const words = wordsIn(report.language);
  const title = report.case === null ? report.title : `${report.title}${words.colon}${report.case.name}`;
  const styleHash = createHash('sha256').update(styleSheet).digest('base64');
  const policy = `default-src 'none'; img-src data:; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  const headings = report.blocks.filter((block) => block.kind === 'heading');
  const page = html`<!doctype html>
<html lang="${report.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${`${report.generator.name} ${report.generator.version}`}">
<title>${title}</title>
<style>${{ markup: styleSheet }}</style>
</head>
<body>
<main>
<header>
<h1>${report.title}</h1>
${cover(report, recordSha256, words)}
</header>
<nav aria-label="${words.contents}">
<h2 class="contents">${words.contents}</h2>
${contents(headings)}
</nav>
${report.blocks.map((block) => blockMarkup(block, { language: report.language, words, pictures }))}
</main>
<footer>
<p>${words.record}${words.colon}<code>${recordSha256}</code></p>
<p class="note">${words.recordNote}</p>
</footer>
</body>
</html>
`;
  return Buffer.from(page.markup, 'utf8');
}

function cover(report: Report, recordSha256: string, words: Words): Markup {
  const entries: [string, Markup][] = [
    [words.case, report.case === null ? html`${words.noCase}` : isolated(report.case.name)],
    ...(report.case === null
      ? []
      : [[words.caseId, html`<code>${report.case.id}</code>`] as [string, Markup]]),
    [words.examiner, isolated(report.examiner)],
    [words.generated, html`${printedDate(report.generatedAt, report.offsetMinutes)}`],
    [words.software, html`${`${report.generator.name} ${report.generator.version}`}`],
    [words.record, html`<code>${recordSha256}</code>`],
  ];
  return html`<dl>${entries.map(([key, value]) => html`<dt>${key}</dt><dd>${value}</dd>`)}</dl>`;
}

/** Two levels while that stays readable; above forty entries the sections alone. */
function contents(headings: readonly ReportBlockOf<'heading'>[]): Markup {
  const two = headings.filter((heading) => heading.level <= 2);
  const shown = two.length <= 40 ? two : headings.filter((heading) => heading.level === 1);
  return html`<ul class="contents">${shown.map(
    (heading) =>
      html`<li class="level-${heading.level}"><a href="#${heading.anchor}"><span class="number">${heading.number}</span> ${isolated(heading.text)}</a></li>`,
  )}</ul>`;
}
