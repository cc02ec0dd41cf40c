/** Finished HTML. Only `html` makes it, so that text can never be taken for markup by accident. */
export interface Markup {
  readonly markup: string;
}

type Insert = Markup | string | number | readonly Insert[];

/**
 * Tagged template for HTML: everything inserted is escaped unless it is markup itself. Attribute values must
 * stand in double quotes.
 */
export function html(strings: TemplateStringsArray, ...inserts: readonly Insert[]): Markup {
  let markup = strings[0] ?? '';
  for (const [index, insert] of inserts.entries()) markup += render(insert) + (strings[index + 1] ?? '');
  return { markup };
}

/** Evidence text, isolated from the direction of the text around it (HTML Standard, the bdi element). */
export function isolated(text: string): Markup {
  return html`<bdi>${text}</bdi>`;
}

export const nothing: Markup = { markup: '' };

function render(insert: Insert): string {
  if (typeof insert === 'string') return escapeHtml(insert);
  if (typeof insert === 'number') return String(insert);
  if ('markup' in insert) return insert.markup;
  return insert.map(render).join('');
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character]!);
}
