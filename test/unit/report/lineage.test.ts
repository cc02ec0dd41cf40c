import { describe, expect, it } from 'vitest';
import { composeReport } from '#core/report/compose.ts';
import { ReportRecord, reportRecord } from '#core/report/writers/json.ts';
import { printedLineage } from '#core/trace/lineage/printed.ts';
import { Lineage, type LineageEdge } from '#shared/domain/lineage.ts';
import { languages, localized } from '#shared/domain/localized.ts';
import { Report } from '#shared/domain/report.ts';
import { makeReportInput } from '../../fixtures/make/report-input.ts';
import { renderFixture } from '../../support/report.ts';

/** A lineage in a report: every link with its reasons, what is undetermined counted, one drawing for each family. */

const hostile = 'a\u202e<script>"\n\u0000.jpg';

function edge(from: string, to: string, more: Partial<LineageEdge> = {}): LineageEdge {
  return {
    ...{ from, to, state: 'probably', directed: true, confidence: 0.87, logit: 1.9, transform: null },
    summary: localized('cropped to 62 %', '裁剪至 62 %'),
    evidence: [
      {
        ...{ cue: 'crop', says: 'forward', value: 1, weight: 2 },
        statement: localized('The scene goes on.', '场景延伸至边缘之外。'),
      },
      {
        ...{ cue: 'overlay', says: 'backward', value: -1, weight: -0.5 },
        statement: localized('Something is drawn.', '叠加了内容。'),
      },
      {
        ...{ cue: 'soft', says: 'backward', value: -1, weight: -0.1 },
        statement: localized('Too light.', '过轻。'),
      },
    ],
    ...more,
  };
}

const node = (index: number, name: string, root: number | null = null) => ({
  ...{ id: `n${index}`, sha256: `${index}`.padStart(64, '0'), name, number: index, media: null },
  ...{ group: null, date: null, root },
});

const lineage = Lineage.parse({
  ...{ format: 'assay-lineage', version: 1, id: 'l1', at: '2026-03-09T07:00:00.000Z', assay: '0.1.0' },
  ...{
    complete: false,
    durationMs: 5,
    pairs: { compared: 9, left: 2 },
    warnings: [localized('Two left.', '略去两对。')],
  },
  nodes: [
    ...[node(1, hostile, 0.81), node(2, 'copy.png'), node(3, 'text.txt', 0.5), node(4, 'other.txt', 0.5)],
    ...[node(5, 'alone.png', 1), { ...node(6, ''), id: 'missing-1', sha256: null, number: null }],
  ],
  edges: [
    edge('n1', 'n2'),
    edge('missing-1', 'n1', { state: 'missing-parent', evidence: [] }),
    edge('n3', 'n4', { directed: false, state: 'same-source', evidence: [], confidence: 0.55 }),
  ],
});

async function made(language: (typeof languages)[number]) {
  const drawn = await printedLineage(lineage, { language, thumbnails: new Map() });
  const full = { ...makeReportInput(language), lineages: [{ lineage, ...drawn }] };
  const report = composeReport(full);
  const start = report.blocks.findIndex((block) => block.kind === 'heading' && block.anchor === 'lineage');
  const rest = report.blocks.slice(start + 1);
  const end = rest.findIndex((block) => block.kind === 'heading' && block.level === 1);
  return { full, report, blocks: rest.slice(0, end) };
}

describe.each(languages)('a lineage in %s', (language) => {
  it('lists links with state, confidence and reasons, for and against, and counts what is undetermined', async () => {
    const { report, blocks, full } = await made(language);
    expect(Report.parse(report)).toEqual(report);
    const words = JSON.stringify(blocks);
    const english = language === 'en';
    for (const sentence of english
      ? ['probably derived 87 %', 'cropped to 62 %', 'The scene goes on. Against it: Something is drawn.']
      : ['可能由此衍生 87 %', '裁剪至 62 %', '场景延伸至边缘之外。 相反迹象：叠加了内容。'])
      expect(words).toContain(sentence);
    expect(words).toContain(english ? 'of these without a direction: 1.' : '其中方向未定 1 条。');
    expect(words).toContain(english ? '9 pairs compared, 2 pairs left out' : '比对 9 对，未比对 2 对');
    expect(words).toContain(english ? 'stopped before its end' : '未完成即停止');
    expect(words).not.toContain(english ? 'Too light' : '过轻');
    // Only of an arrow's direction is a confidence said.
    expect(words).not.toContain('55 %');
    expect(words).not.toContain('alone.png');
    expect(words).not.toContain('\u202e');
    expect(ReportRecord.parse(reportRecord(full, report)).lineages).toEqual([lineage]);
  });

  it('draws each family, larger ones first, with nothing a printer refuses', async () => {
    const { blocks } = await made(language);
    const parts = blocks.flatMap((block) => (block.kind === 'figure' ? block.parts : []));
    const drawings = parts.flatMap((part) => (part.as === 'drawing' ? [part] : []));
    expect(drawings).toHaveLength(2);
    expect(drawings[0]!.svg).toContain('copy.png');
    expect(drawings[1]!.svg).toContain('text.txt');
    for (const { svg, width, height } of drawings) {
      expect(svg).toMatch(new RegExp(`^<svg [^>]*width="${width}" height="${height}"`));
      // Line breaks would be printed as escapes, and a tall drawing would not fit the page.
      for (const refused of ['\n', '\u0000', '\u202e', '<script']) expect(svg).not.toContain(refused);
      expect(height / width).toBeLessThan(1.26);
    }
  });
});

it('is set as a PDF, with its drawings', async () => {
  const { full } = await made('en');
  const { bytes, result } = await renderFixture({ ...full, sections: ['lineage'] }, 'pdf');
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(result.size).toBe(bytes.length);
  expect(result.standard).toBe('a-2a');
});

it('families too large for a page are left out and counted', async () => {
  const nodes = Array.from({ length: 42 }, (_, index) => node(index + 1, `copy ${index}`));
  const edges = nodes.slice(1).map(({ id }) => edge('n1', id));
  const drawn = await printedLineage({ ...lineage, nodes, edges }, { language: 'en', thumbnails: new Map() });
  expect(drawn).toEqual({ families: [nodes.map(({ id }) => id)], drawings: [], undrawn: 1 });
});
