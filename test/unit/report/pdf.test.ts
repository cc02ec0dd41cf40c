import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportResources } from '#core/report/resources.ts';
import { fontCoverage } from '#core/report/writers/font-coverage.ts';
import { monoRanges } from '#core/report/writers/mono-coverage.ts';
import { renderPdf } from '#core/report/writers/pdf.ts';
import { languages } from '#shared/domain/localized.ts';
import type { Report } from '#shared/domain/report.ts';
import { makeReportInput } from '../../fixtures/make/report-input.ts';
import { hasProgram, outputOf, type Rendered, renderFixture } from '../../support/report.ts';

const poppler = ['pdfinfo', 'pdftotext', 'pdffonts', 'pdftohtml'].every(hasProgram);

describe.each(languages)('the PDF report in %s', (language) => {
  let folder: string;
  let file: string;
  let rendered: Rendered;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-pdf-'));
    file = join(folder, 'report.pdf');
    rendered = await renderFixture(makeReportInput(language), 'pdf');
    await writeFile(file, rendered.bytes);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('claims PDF/A-2a and shows all pictures', () => {
    expect(rendered.result).toMatchObject({ standard: 'a-2a', pictures: { shown: 3, notShown: 0 } });
    const metadata = rendered.bytes.toString('latin1');
    expect(metadata).toMatch(/<pdfaid:part>2<\/pdfaid:part>/);
    expect(metadata).toMatch(/<pdfaid:conformance>A<\/pdfaid:conformance>/);
  });

  it('is byte-identical on repeat', async () => {
    expect((await renderFixture(makeReportInput(language), 'pdf')).bytes.equals(rendered.bytes)).toBe(true);
  });

  it('has no script, no form, no attachment', () => {
    expect(rendered.bytes.toString('latin1')).not.toMatch(
      /\/(JavaScript|JS|AcroForm|EmbeddedFile|Launch|SubmitForm)\b/,
    );
  });

  describe.skipIf(!poppler)('as poppler reads it', () => {
    it('is tagged, dated by the report and without script', () => {
      const info = outputOf('pdfinfo', file);
      expect(info).toMatch(/Tagged:\s+yes/);
      expect(info).toMatch(/JavaScript:\s+no/);
      expect(info).toMatch(/Encrypted:\s+no/);
      expect(info).toMatch(/CreationDate:\s+Mon Mar\s+9 .*2026/);
      expect(info).toMatch(/Page size:.*A4/);
    });

    it('embeds every font, and only those that belong to the report', () => {
      const rows = outputOf('pdffonts', file).trim().split('\n').slice(2);
      expect(rows.length).toBeGreaterThan(2);
      for (const row of rows) {
        expect(row).toMatch(/\+(NotoSansSC|DejaVuSansMono|LibertinusSerif)/);
        expect(row).toMatch(/ yes yes yes /);
      }
    });

    it('gives its text back: Chinese names, hashes unbroken by invisible characters, escapes', () => {
      const input = makeReportInput(language);
      const text = outputOf('pdftotext', '-raw', file, '-').replaceAll(/\s+/g, '');
      expect(text).toContain(language === 'en' ? 'Examinationreport' : '检验报告');
      expect(text).toContain('采访录音-第三段.wav');
      expect(text).toContain('河岸视频');
      expect(text).toContain('\\u{202E}gnp.exe');
      expect(text).toContain('\\u{1F98A}');
      for (const { evidence } of input.items) expect(text).toContain(evidence.sha256);
      // (pdftotext itself puts embedding marks around right-to-left words.)
      expect(text).not.toMatch(/[\u200B-\u200F\u202D\u202E\u2066-\u2069\uFFFD]/u);
    });

    it('has on every page the number of pages and the hash of the record', () => {
      const pages = Number(/Pages:\s+(\d+)/.exec(outputOf('pdfinfo', file))?.[1]);
      expect(pages).toBeGreaterThan(5);
      for (let page = 1; page <= pages; page += 1) {
        const text = outputOf('pdftotext', '-f', String(page), '-l', String(page), file, '-');
        expect(text).toContain(rendered.recordSha256);
        expect(text).toContain(
          language === 'en' ? `Page ${page} of ${pages}` : `第 ${page} 页，共 ${pages} 页`,
        );
      }
    });

    it('has a bookmark for each section', () => {
      const outline = outputOf('pdftohtml', '-xml', '-i', '-stdout', file);
      const items = [...outline.matchAll(/<item page="\d+">([^<]*)<\/item>/g)].map((match) => match[1]);
      expect(items.filter((item) => /^\d+ /.test(item ?? ''))).toHaveLength(10);
      expect(items.some((item) => item?.includes(language === 'en' ? '4.1 Exhibit 1' : '4.1 检材 1'))).toBe(
        true,
      );
    });
  });
});

describe('text of any kind', () => {
  const report = (text: string): Report => ({
    format: 'assay-report',
    version: 1,
    language: 'en',
    title: 'Test',
    generatedAt: '2026-03-09T06:30:00.000Z',
    offsetMinutes: 0,
    case: null,
    examiner: 'x',
    generator: { name: 'Assay', version: '0' },
    blocks: [
      { kind: 'heading', level: 1, number: '1', text: 'Text', anchor: 'summary' },
      // A field of a report has at most three thousand characters.
      ...(text.match(/[\s\S]{1,2000}/gu) ?? []).map((part) => ({
        kind: 'paragraph' as const,
        text: part,
        role: 'body' as const,
      })),
      { kind: 'keyValues', entries: [{ key: 'code', value: text.slice(0, 3000), code: true }] },
    ],
  });
  const render = (text: string) => renderPdf(report(text), '0'.repeat(64), new Map(), reportResources());

  it('prints the characters the fonts claim, at level a: all but ideographs and syllables, and every 32nd of those', {
    timeout: 120_000,
  }, async () => {
    const fonts = await Promise.all(reportResources().fonts.map((font) => readFile(font)));
    const [regular, bold] = fonts.map(fontCoverage);
    let text = '';
    for (let code = 0x21; code < 0x30000; code += 1) {
      const many = (code >= 0x3400 && code < 0xa000) || (code >= 0xac00 && code < 0xd7a4) || code >= 0x20000;
      if (many && code % 32 !== 0) continue;
      const mono = monoRanges().some(([first, last]) => code >= first && code <= last);
      if ((regular!.has(code) && bold!.has(code)) || mono) text += ` ${String.fromCodePoint(code)}`;
    }
    expect(text.length).toBeGreaterThan(5_000);
    expect((await render(text)).standard).toBe('a-2a');
  });

  it('survives code points from all over Unicode', async () => {
    let text = '';
    for (let code = 0; code < 0x110000; code += 37) text += String.fromCodePoint(code);
    expect((await render(text)).standard).toBe('a-2a');
  });

  it('does not break out of a page, however long a word is', async () => {
    const { bytes } = await render(`${'x'.repeat(3000)} #pagebreak() \\ $x$ *b* _i_ @ref <label> // comment`);
    expect(bytes.byteLength).toBeGreaterThan(1000);
  });
});
