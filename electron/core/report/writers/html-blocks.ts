import { assertNever } from '#shared/assert-never.ts';
import type { Language } from '#shared/domain/localized.ts';
import type {
  FigurePart,
  ReportBlock,
  ReportBlockOf,
  ReportColumn,
  ReportRow,
} from '#shared/domain/report.ts';
import { fillPlaceholders } from '#shared/text/format.ts';
import { translator } from '#shared/text/text.ts';
import { drawLegend } from '../drawing/legend.ts';
import type { PreparedPicture } from '../pictures.ts';
import { bearingSigns, type Words } from '../words.ts';
import { html, isolated, type Markup, nothing } from './markup.ts';
import { overPicture } from './over-picture.ts';

export interface HtmlContext {
  readonly language: Language;
  readonly words: Words;
  readonly pictures: ReadonlyMap<string, PreparedPicture>;
}

/** Text that may be broken anywhere, because it has no other place to break. */
const longRun = /\S{25,}/;

/** Deepest indentation of a tree; deeper nodes say their level in words. */
const deepest = 12;

export function blockMarkup(block: ReportBlock, context: HtmlContext): Markup {
  switch (block.kind) {
    case 'heading': {
      const text = html`${block.number === '' ? nothing : html`<span class="number">${block.number}</span> `}${isolated(block.text)}`;
      if (block.level === 1) return html`<h2 id="${block.anchor}">${text}</h2>\n`;
      if (block.level === 2) return html`<h3 id="${block.anchor}">${text}</h3>\n`;
      return html`<h4 id="${block.anchor}">${text}</h4>\n`;
    }
    case 'paragraph':
      return html`<p${block.role === 'note' ? html` class="note"` : nothing}>${isolated(block.text)}</p>\n`;
    case 'list':
      return html`<ul>${block.items.map((item) => html`<li>${isolated(item)}</li>`)}</ul>\n`;
    case 'keyValues':
      return html`<dl>${block.entries.map(
        ({ key, value, code }) =>
          html`<dt>${isolated(key)}</dt><dd>${code ? codeText(value) : isolated(value)}</dd>`,
      )}</dl>\n`;
    case 'table':
      return html`${tableMarkup(block.columns, block.rows, block.caption)}${noteMarkup(block.note)}\n`;
    case 'hashList':
      return html`<dl class="hashes">${block.entries.map(
        ({ algorithm, of, value }) =>
          html`<dt>${algorithm} <span class="of">${of}</span></dt><dd>${codeText(value)}</dd>`,
      )}</dl>\n`;
    case 'finding':
      return findingMarkup(block, context);
    case 'figure':
      return html`<figure id="${block.anchor}"><figcaption><strong>${fillPlaceholders(context.words.figureTitle, { number: block.number })}${isolated(block.title)}</strong> <span class="note">${isolated(block.source)}</span></figcaption>${block.parts.map(
        (part, index) => partMarkup(part, index === 0 ? block.alt : block.title, block.title, context),
      )}</figure>\n`;
    case 'method':
      return methodMarkup(block, context);
    case 'warning':
      return html`<div class="warning ${block.tone}"><p><strong>${block.tone === 'error' ? '✖' : block.tone === 'warning' ? '⚠' : 'ℹ'} ${isolated(block.text)}</strong></p>${
        block.details.length === 0
          ? nothing
          : html`<ul>${block.details.map((line) => html`<li>${codeText(line)}</li>`)}</ul>`
      }</div>\n`;
    case 'form':
      return html`<div class="form">${block.entries.map(
        ({ label, lines }) =>
          html`<div><p>${label}</p>${Array.from({ length: lines }, () => html`<div class="rule"></div>`)}</div>`,
      )}</div>\n`;
    case 'pageBreak':
      return html`<div class="page-break"></div>\n`;
    default:
      return assertNever(block);
  }
}

function findingMarkup(block: ReportBlockOf<'finding'>, { language, words }: HtmlContext): Markup {
  const word = translator(language);
  const group = (title: string, items: readonly string[]) =>
    items.length === 0
      ? nothing
      : html`<p class="group">${title}</p><ul>${items.map((item) => html`<li>${isolated(item)}</li>`)}</ul>`;
  const links = block.figures.map(
    (link, index) =>
      html`${index === 0 ? '' : ', '}<a href="#${link.anchor}">${words.figure} ${link.number}</a> (${isolated(link.title)})`,
  );
  return html`<article class="finding ${block.bearing}"><p class="bearing">${bearingSigns[block.bearing]} ${word(`bearing.${block.bearing}`)} <span class="note">${words.strength}${words.colon}${word(`strength.${block.strength}`)}</span></p><p class="statement">${isolated(block.statement)}</p><p class="note">${isolated(block.method)} · <code>${block.code}</code></p>${group(words.limits, block.limits)}${group(words.innocent, block.innocent)}${
    links.length === 0 ? nothing : html`<p class="note">${words.shownIn}${words.colon}${links}</p>`
  }</article>\n`;
}

function methodMarkup(block: ReportBlockOf<'method'>, { words, language }: HtmlContext): Markup {
  // The address is evidence-free (it comes from our own cards) but still only a link when it is http(s).
  const link =
    block.url === undefined
      ? nothing
      : /^https?:\/\//.test(block.url)
        ? html` <a href="${block.url}" rel="noreferrer">${block.url}</a>`
        : html` ${block.url}`;
  return html`<section class="method"><h4>${isolated(block.title)} <code>${block.id}</code> <span class="note">${words.version} ${block.version}</span></h4><p>${isolated(block.summary)}</p><dl>${block.guide.map(({ heading, sentences }) => html`<dt>${heading}</dt><dd>${isolated(sentences.join(language === 'en' ? ' ' : ''))}</dd>`)}<dt>${words.reference}</dt><dd>${isolated(block.cite)}${link}</dd><dt>${words.limits}</dt><dd><ul>${block.limits.map(
    (limit) => html`<li>${isolated(limit)}</li>`,
  )}</ul></dd><dt>${words.errorRate}</dt><dd>${isolated(block.errorRate)}</dd><dt>${words.engines}</dt><dd>${
    block.engines.length === 0 ? words.noEngines : isolated(block.engines.join('; '))
  }</dd><dt>${words.parameters}</dt><dd>${block.uses.map(
    ({ parameters, exhibits }) =>
      html`<p>${codeText(parameters)} <span class="note">${words.usedOn} ${exhibits}</span></p>`,
  )}</dd></dl></section>\n`;
}

function partMarkup(part: FigurePart, alt: string, title: string, context: HtmlContext): Markup {
  const { words, pictures } = context;
  switch (part.as) {
    case 'value':
      return html`<p class="value">${isolated(part.value)} ${part.unit}</p>${noteMarkup(part.note)}`;
    case 'table':
      return html`${tableMarkup(part.columns, part.rows, '', title)}${noteMarkup(part.note)}`;
    case 'tree':
      return html`<table class="tree" aria-label="${title}"><thead><tr><th scope="col">${words.node}</th><th scope="col">${words.detail}</th><th scope="col" class="end">${words.bytes}</th></tr></thead><tbody>${part.nodes.map(
        (node) =>
          html`<tr${flagClass(node.flag)}><td class="long depth-${Math.min(node.depth, deepest)}">${node.depth > deepest ? html`<span class="note">+${node.depth - deepest}</span> ` : nothing}${isolated(node.label)}</td><td class="long">${isolated(node.detail)}</td><td class="end">${node.bytes}</td></tr>`,
      )}</tbody></table>${noteMarkup(part.note)}`;
    case 'drawing':
      return html`${svgImage(overPicture(part, pictures), part.width, part.height, alt)}${noteMarkup(part.note)}`;
    case 'picture': {
      const picture = pictures.get(part.picture.key);
      const caption = noteMarkup(part.caption);
      if (picture === undefined || !picture.ok) {
        const why = words[picture?.ok === false ? picture.why : 'pictureMissing'];
        return html`<p class="missing">${why}</p><p class="note">${isolated(alt)}</p>${caption}`;
      }
      const address = `data:${picture.mime};base64,${Buffer.from(picture.bytes).toString('base64')}`;
      const image = html`<img class="picture" src="${address}" width="${picture.width}" height="${picture.height}" alt="${alt}">`;
      if (part.scale === undefined) return html`${image}${caption}`;
      const legend = drawLegend(part.scale);
      const { min, max, unit } = part.scale;
      return html`${image}${svgImage(legend.svg, legend.width, legend.height, `${words.scale}${words.colon}${min} – ${max} ${unit}`)}${caption}`;
    }
    default:
      return assertNever(part);
  }
}

function svgImage(svg: string, width: number, height: number, alt: string): Markup {
  const address = `data:image/svg+xml;base64,${Buffer.from(svg, 'utf8').toString('base64')}`;
  return html`<img class="drawing" src="${address}" width="${width}" height="${Math.round(height)}" alt="${alt}">`;
}

function tableMarkup(
  columns: readonly ReportColumn[],
  rows: readonly ReportRow[],
  caption: string,
  label = '',
): Markup {
  const side = (column: ReportColumn | undefined) => (column?.align === 'end' ? 'end' : 'start');
  const head = columns.map(
    (column) => html`<th scope="col" class="${side(column)}">${isolated(column.title)}</th>`,
  );
  const body = rows.map(
    (row) =>
      html`<tr${flagClass(row.flag)}>${row.cells.map((cell, index) => {
        const column = columns[index];
        const setting = `${side(column)}${longRun.test(cell) ? ' long' : ''}`;
        return html`<td class="${setting}">${column?.code === true ? codeText(cell) : isolated(cell)}</td>`;
      })}</tr>`,
  );
  const name = caption === '' && label !== '' ? html` aria-label="${label}"` : nothing;
  return html`<table${name}>${caption === '' ? nothing : html`<caption>${isolated(caption)}</caption>`}<thead><tr>${head}</tr></thead><tbody>${
    rows.length === 0 ? html`<tr><td colspan="${columns.length}">—</td></tr>` : body
  }</tbody></table>`;
}

/** The flag is a word in a column of its own; the class only tints the row. */
function flagClass(flag: string | undefined): Markup {
  return flag === undefined || flag === 'ok' ? nothing : html` class="flag-${flag}"`;
}

function noteMarkup(text: string | undefined): Markup {
  return text === undefined ? nothing : html`<p class="note">${isolated(text)}</p>`;
}

function codeText(text: string): Markup {
  return html`<code><bdi>${text}</bdi></code>`;
}
