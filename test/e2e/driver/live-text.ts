import type { Page } from '@playwright/test';

/** Controls but the line feed, direction, and what cannot be seen: nothing a page shows may hold them as they are. */
const raw =
  '[\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ufffe\\uffff\\u{e0000}-\\u{e007f}]';

/** Let nothing that would run go unseen: every way to a dialog is noted by `ranOn`. */
export async function watchForScripts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const ran: string[] = [];
    Object.assign(globalThis, { ran });
    for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'] as const)
      globalThis[name] = (...args: unknown[]) => {
        ran.push(`${name} ${args.map(String).join(' ')}`);
        return null as never;
      };
  });
}

export async function ranOn(page: Page): Promise<string[]> {
  return page.evaluate(() => (globalThis as unknown as { ran: string[] }).ran);
}

/** What of the page as it stands could come alive, or turns what is read; with the place it stands in. */
export async function liveOn(page: Page): Promise<string[]> {
  return page.evaluate((pattern) => {
    const hidden = new RegExp(pattern, 'u');
    const found: string[] = [];
    const told = (text: string) => JSON.stringify(text.slice(0, 60));
    const place = (start: Element | null) => {
      const names: string[] = [];
      for (let at = start; at !== null && names.length < 4; at = at.parentElement)
        names.push(`${at.tagName.toLowerCase()}.${at.className}`);
      return names.join(' < ');
    };
    const texts = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode())
      if (hidden.test(node.nodeValue ?? ''))
        found.push(`${told(node.nodeValue ?? '')} in ${place(node.parentElement)}`);
    for (const element of document.querySelectorAll('*')) {
      const own =
        element instanceof HTMLScriptElement && element.src.startsWith(`${location.origin}/assets/`);
      if (/^(SCRIPT|IFRAME|OBJECT|EMBED|BASE)$/.test(element.tagName) && !own)
        found.push(`an element ${element.tagName} in ${place(element.parentElement)}`);
      for (const { name, value } of element.attributes) {
        if (/^on/i.test(name)) found.push(`a handler ${name} of ${place(element)}`);
        if (
          /^(href|src|action|formaction|data)$/.test(name) &&
          /^\s*(javascript|vbscript|data:text|file):/i.test(value)
        )
          found.push(`an address ${told(value)} of ${place(element)}`);
        // What is typed into a field is there to be changed.
        if (name !== 'value' && hidden.test(value)) found.push(`${name}=${told(value)} of ${place(element)}`);
      }
    }
    return [...new Set(found)];
  }, raw);
}
