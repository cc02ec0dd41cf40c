import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { html, isolated } from '#core/report/writers/markup.ts';
import { languages } from '#shared/domain/localized.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { hostileText, makeReportInput } from '../../fixtures/make/report-input.ts';
import { type Rendered, renderFixture } from '../../support/report.ts';

const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);

describe('html``', () => {
  it('escapes everything that is not markup itself', () => {
    expect(html`<p title="${`"'><&`}">${['<b>', isolated('&amp;')]}${7}</p>`.markup).toBe(
      '<p title="&quot;&#39;&gt;&lt;&amp;">&lt;b&gt;<bdi>&amp;amp;</bdi>7</p>',
    );
  });
});

describe.each(languages)('the HTML report in %s', (language) => {
  let rendered: Rendered;
  let text: string;
  beforeAll(async () => {
    rendered = await renderFixture(makeReportInput(language), 'html');
    text = rendered.bytes.toString('utf8');
  });

  it('has no script, no handler, no frame and nothing to fetch', () => {
    expect(text).not.toMatch(/<(script|iframe|object|embed|link|base|form|svg|audio|video)\b/i);
    const names = text.replaceAll(/"[^"]*"/g, '""');
    expect(names).not.toMatch(/<[a-z][^>]*\son[a-z]+\s*=/i);
    expect(text).not.toMatch(/<[^>]+\s(src|href)="(?!data:image\/|#|https:\/\/www\.itu\.int\/)/i);
    expect(text).toContain('content="default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-');
  });

  it('shows hostile text as text, made visible', () => {
    expect(text).not.toContain('<script>');
    expect(text).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;\\u{202E}gnp.exe');
    expect(text).not.toMatch(/\p{Bidi_Control}/u);
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('is the same on repeat', async () => {
    expect((await renderFixture(makeReportInput(language), 'html')).bytes.equals(rendered.bytes)).toBe(true);
    expect(rendered.result).toMatchObject({
      size: rendered.bytes.byteLength,
      pictures: { shown: 3, notShown: 0 },
    });
  });

  it('says why a picture whose file was changed is not shown', async () => {
    const { bytes, result } = await renderFixture(makeReportInput(language), 'html', true);
    expect(result.pictures).toEqual({ shown: 2, notShown: 1 });
    expect(bytes.toString('utf8')).toContain(
      language === 'en' ? 'no longer has the hash recorded' : '哈希值与分析记录不符',
    );
  });
});

describe.skipIf(browserPath === undefined)('the HTML report in Chromium', () => {
  let browser: Awaited<ReturnType<typeof chromium.launch>>;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: browserPath!,
      args: ['--no-sandbox', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser.close();
  });

  it.each(languages)('is one well-formed, accessible page without any script in %s', async (language) => {
    const { bytes } = await renderFixture(makeReportInput(language), 'html');
    const page = await browser.newPage();
    const noise: string[] = [];
    page.on('console', (message) => noise.push(message.text()));
    page.on('pageerror', (error) => noise.push(String(error)));
    page.on('dialog', (dialog) => void dialog.dismiss().then(() => noise.push('dialog')));
    page.on('request', (request) => {
      if (!request.url().startsWith('data:') && request.url() !== 'http://report.test/')
        noise.push(request.url());
    });
    await page.route('http://report.test/', (route) =>
      route.fulfill({ contentType: 'text/html', body: bytes }),
    );
    await page.goto('http://report.test/');
    const found = await page.evaluate(() => {
      const all = [...document.querySelectorAll('*')];
      const ids = all.map((element) => element.id).filter((id) => id !== '');
      return {
        language: document.documentElement.lang,
        names: [...new Set(all.map((element) => element.localName))].sort(),
        handlers: all.filter((element) => element.getAttributeNames().some((name) => name.startsWith('on')))
          .length,
        repeatedIds: ids.filter((id, index) => ids.indexOf(id) !== index),
        deadLinks: [...document.querySelectorAll('a[href^="#"]')].filter(
          (link) => !ids.includes(link.getAttribute('href')!.slice(1)),
        ).length,
        unnamed: [...document.images].filter((image) => image.alt === '' || image.naturalWidth === 0).length,
        unscoped: document.querySelectorAll('th:not([scope])').length,
        // The policy lets our style sheet in.
        styled: getComputedStyle(document.querySelector('.finding')!).borderInlineStartWidth,
        levels: [...document.querySelectorAll('h1,h2,h3,h4')].map((heading) => Number(heading.localName[1])),
        headings: [...document.querySelectorAll('h3')].map((heading) => heading.textContent ?? ''),
      };
    });
    await page.close();
    expect(noise).toEqual([]);
    expect(found.language).toBe(language);
    expect(found.handlers).toBe(0);
    expect(found.styled).toBe('4px');
    expect(found.repeatedIds).toEqual([]);
    expect(found.deadLinks).toBe(0);
    expect(found.unnamed).toBe(0);
    expect(found.unscoped).toBe(0);
    expect(found.levels[0]).toBe(1);
    for (const [index, level] of found.levels.entries())
      if (index > 0) expect(level - found.levels[index - 1]!).toBeLessThanOrEqual(1);
    expect(
      found.names.filter((name) =>
        ['script', 'iframe', 'object', 'embed', 'svg', 'form', 'base'].includes(name),
      ),
    ).toEqual([]);
    expect(found.headings.some((heading) => heading.includes(visibleText(hostileText)))).toBe(true);
  });
});
