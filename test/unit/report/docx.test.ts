import { beforeAll, describe, expect, it } from 'vitest';
import { makeReportInput } from '../../fixtures/make/report-input.ts';
import { type Rendered, renderFixture } from '../../support/report.ts';
import { liveInDocx } from '../../support/report-liveness.ts';
import { zipEntries } from '../../support/zip.ts';

describe('the text document', () => {
  let rendered: Rendered;
  let part: (name: string) => string;
  beforeAll(async () => {
    rendered = await renderFixture(
      { ...makeReportInput('zh-CN'), sections: ['summary', 'items', 'findings', 'methods', 'figures'] },
      'docx',
    );
    const entries = zipEntries(rendered.bytes);
    part = (name) => entries.find((entry) => entry.name === name)?.bytes.toString('utf8') ?? '';
  });

  it('is well formed, with no field but the page numbers and nothing that runs', () => {
    expect(liveInDocx(rendered.bytes)).toEqual([]);
  });

  it('has headings, heading rows, lists, links and bookmarks that belong together', () => {
    const body = part('word/document.xml');
    for (const style of ['Title', 'Heading1', 'Heading2']) expect(body).toContain(`w:val="${style}"`);
    expect(body).toContain('<w:tblHeader/>');
    const anchors = [...body.matchAll(/w:hyperlink [^>]*w:anchor="([^"]+)"/g)].map(([, name]) => name);
    const marks = new Set(
      [...body.matchAll(/w:bookmarkStart [^>]*w:name="([^"]+)"/g)].map(([, name]) => name),
    );
    expect(anchors.length).toBeGreaterThan(4);
    expect(anchors.filter((name) => !marks.has(name))).toEqual([]);
    expect(Math.max(...[...marks].map((name) => name?.length ?? 0))).toBeLessThanOrEqual(40);
  });

  it('keeps the limits of a method apart, each a paragraph', () => {
    const { limits } = makeReportInput('zh-CN').analyses.find(
      ({ id }) => id === 'metadata.fields',
    )!.reference;
    expect(limits.length).toBeGreaterThan(1);
    for (const limit of limits)
      expect(part('word/document.xml')).toContain(`• ${limit['zh-CN']}</w:t></w:r></w:p>`);
  });

  it('has words for every picture, the record’s hash in the footer, a language and faces for Chinese', () => {
    const body = part('word/document.xml');
    const pictures = [...body.matchAll(/<wp:docPr [^>]*>/g)].map(([tag]) => tag);
    expect(pictures.length).toBeGreaterThan(2);
    for (const tag of pictures) expect(tag).toMatch(/descr="[^"]{4,}"/);
    expect(part('word/footer1.xml')).toContain(rendered.recordSha256);
    expect(part('docProps/core.xml')).toMatch(/<dc:language>zh-CN</);
    expect(part('docProps/core.xml')).toContain('2026-03-09T06:30:00.000Z');
    expect(part('word/styles.xml')).toMatch(/w:eastAsia="Microsoft YaHei"/);
    expect(part('word/styles.xml')).toMatch(/<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/);
  });
});

it('has the same bytes for the same report', async () => {
  const make = () => renderFixture({ ...makeReportInput('en'), sections: ['summary', 'items'] }, 'docx');
  const first = await make();
  expect((await make()).bytes.equals(first.bytes)).toBe(true);
});
