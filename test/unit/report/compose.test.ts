import { describe, expect, it } from 'vitest';
import { composeReport } from '#core/report/compose.ts';
import { exhibitNumbers, sectionIds } from '#core/report/section.ts';
import { sections } from '#core/report/sections/index.ts';
import { languages } from '#shared/domain/localized.ts';
import { Report, type ReportBlock } from '#shared/domain/report.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { hostileText, makeReportInput } from '../../fixtures/make/report-input.ts';

/** Blocks of one section, without its heading. */
function sectionBlocks(blocks: readonly ReportBlock[], id: string): ReportBlock[] {
  const start = blocks.findIndex((block) => block.kind === 'heading' && block.anchor === id);
  const rest = blocks.slice(start + 1);
  const end = rest.findIndex((block) => block.kind === 'heading' && block.level === 1);
  return end < 0 ? rest : rest.slice(0, end);
}

/** All strings inside a value. */
function strings(value: unknown, skip: ReadonlySet<string> = new Set()): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((item) => strings(item, skip));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => (skip.has(key) ? [] : strings(item, skip)));
}

describe.each(languages)('a report in %s', (language) => {
  const input = makeReportInput(language);
  const report = composeReport(input);
  const runs = input.items.flatMap((item) => item.runs);

  it('fits the schema and has every section once, in order', () => {
    expect(Report.parse(report)).toEqual(report);
    const first = report.blocks.filter((block) => block.kind === 'heading' && block.level === 1);
    // Nothing of a publication is recorded, no duty was chosen, no copy assumed and nothing traced: those are left out.
    const absent: readonly string[] = [
      'publications',
      'geometry',
      'regions',
      'trace',
      'comparison',
      'lineage',
      'duties',
      'label-survival',
      'mark-survival',
      // Nothing was taken out.
      'redactions',
      // Nor did people record anything about the case as a whole.
      'status',
      'request',
      'limitations',
      'opinion',
      'review',
      'certificate',
    ];
    const standing = sectionIds.filter((id) => !absent.includes(id));
    expect(first.map((block) => block.kind === 'heading' && block.anchor)).toEqual(standing);
    expect(sections.map((section) => section.id)).toEqual([...sectionIds]);
  });

  it('names every exhibit with all its hashes', () => {
    const text = strings(sectionBlocks(report.blocks, 'items')).join('\n');
    for (const { evidence } of input.items) {
      expect(text).toContain(visibleText(evidence.name));
      expect(text).toContain(evidence.sha256);
      expect(text).toContain(evidence.sha512);
      expect(text).toContain(evidence.nameBytes);
      if (evidence.content.state === 'known') expect(text).toContain(evidence.content.sha256);
    }
  });

  it('lists every run that applies, whatever its outcome, and counts the others', () => {
    const blocks = sectionBlocks(report.blocks, 'findings');
    const text = strings(blocks);
    const [applied, other] = [true, false].map((applies) =>
      runs.filter(({ outcome }) => (outcome !== 'not-applicable') === applies),
    );
    expect(other!.length).toBeGreaterThan(0);
    for (const run of applied!) expect(text).toContain(run.key.slice(0, 16));
    for (const run of other!) expect(text).not.toContain(run.key.slice(0, 16));
    for (const { runs: own } of input.items) {
      const left = own.filter(({ outcome }) => outcome === 'not-applicable').length;
      const counted = language === 'en' ? `of this kind: ${left}.` : `方法：${left} 种`;
      if (left > 0) expect(text.some((sentence) => sentence.includes(counted))).toBe(true);
    }
  });

  it('prints every finding with its limits and harmless explanations', () => {
    const printed = report.blocks.filter((block) => block.kind === 'finding');
    expect(printed).toHaveLength(runs.reduce((sum, run) => sum + run.findings.length, 0));
    for (const finding of runs.flatMap((run) => run.findings)) {
      const block = printed.find((candidate) => candidate.code === finding.code);
      expect(block).toMatchObject({
        statement: visibleText(finding.statement[language]),
        bearing: finding.bearing,
        strength: finding.strength,
        limits: finding.limits.map((limit) => limit[language]),
        innocent: finding.innocent.map((explanation) => explanation[language]),
      });
      expect(block?.figures).toHaveLength(finding.figures.length);
    }
  });

  it('prints every figure, and every link to a figure has its target', () => {
    const figures = report.blocks.filter((block) => block.kind === 'figure');
    const previews = input.items.filter((item) => item.preview !== undefined).length;
    expect(figures).toHaveLength(runs.reduce((sum, run) => sum + run.figures.length, previews));
    const anchors = report.blocks.flatMap((block) =>
      block.kind === 'figure' || block.kind === 'heading' ? [block.anchor] : [],
    );
    expect(new Set(anchors).size).toBe(anchors.length);
    const links = report.blocks.flatMap((block) => (block.kind === 'finding' ? block.figures : []));
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(anchors).toContain(link.anchor);
    for (const figure of figures) expect(figure.alt).not.toBe('');
  });

  it('lists every failed, undetermined and not applicable run with its reason, and what was never run', () => {
    const blocks = sectionBlocks(report.blocks, 'not-examined');
    const rows = blocks.flatMap((block) =>
      block.kind === 'table' ? block.rows.map((row) => row.cells.join(' | ')) : [],
    );
    for (const run of runs.filter(({ outcome }) => outcome === 'failed' || outcome === 'undetermined')) {
      const row = rows.find((text) => text.includes(run.reason!.text[language]));
      expect(row).toContain(run.analysis);
      expect(row).toContain(run.reason!.code);
      expect(row).toContain(visibleText(run.reason!.detail!));
    }
    for (const run of runs.filter(({ outcome }) => outcome === 'not-applicable')) {
      expect(
        rows.some((text) => text.includes(run.analysis) && text.includes(run.reason!.text[language])),
      ).toBe(true);
    }
    expect(rows.some((text) => text.includes('words.statistics') && text.includes('1–3'))).toBe(true);
  });

  it('prints what decoders complained about', () => {
    const details = sectionBlocks(report.blocks, 'warnings').flatMap((block) =>
      block.kind === 'warning' ? block.details : [],
    );
    for (const warning of runs.flatMap((run) => run.warnings))
      expect(details).toContain(visibleText(warning));
  });

  it('describes every method with its reference, and says where no error rate was measured', () => {
    const methods = report.blocks.filter((block) => block.kind === 'method');
    expect(new Set(methods.map((method) => method.id))).toEqual(new Set(runs.map((run) => run.analysis)));
    const rates = new Map(methods.map((method) => [method.id, method.errorRate]));
    expect(rates.get('container.structure')).toBe(language === 'en' ? 'not measured' : '未测定');
    expect(rates.get('pixels.error-level')).toContain('95');
    for (const method of methods) expect(method.uses.length).toBeGreaterThan(0);
    const guide = methods.find((method) => method.id === 'container.structure')?.guide;
    expect(guide?.map(({ heading }) => heading)).toEqual(
      language === 'en'
        ? ['What it sees', 'What to look for', 'What to ignore', 'When it lies']
        : ['检测什么', '看什么', '不必在意什么', '何时会误导'],
    );
    // A method the program no longer has keeps its entry, without a description.
    expect(methods.find((method) => method.id === 'removed.method')?.guide).toEqual([]);
  });

  it('prints the end of the custody chain and leaves the conclusion to the examiner', () => {
    expect(strings(sectionBlocks(report.blocks, 'custody'))).toContain(input.custody!.events.at(-1)!.hash);
    expect(sectionBlocks(report.blocks, 'conclusion').at(-1)).toMatchObject({ kind: 'form' });
  });

  it('has no invisible or direction-changing character in any printed text', () => {
    const all = strings(report);
    expect(all.some((text) => text.includes('\\u{202E}'))).toBe(true);
    // Unicode's own lists: Bidi_Control (PropList.txt) and the controls; none may remain, drawings included.
    const forbidden = /[\p{Bidi_Control}\p{Cc}\p{Cs}\u2028\u2029\uFEFF\u200B-\u200D]/u;
    expect(all.filter((text) => forbidden.test(text))).toEqual([]);
    expect(all.some((text) => text.includes('<script>'))).toBe(true);
  });

  it('cuts long tables and trees and states the full count', () => {
    const notes = report.blocks
      .flatMap((block) => (block.kind === 'figure' ? block.parts : []))
      .map((part) => ('note' in part ? part.note : undefined));
    expect(notes.some((note) => note?.includes('200') && note.includes('450'))).toBe(true);
    expect(notes.some((note) => note?.includes('200') && note.includes('306'))).toBe(true);
  });

  it('gives the same blocks again, in whatever order items and runs come', () => {
    const shuffled = {
      ...input,
      items: [...input.items].reverse().map((item) => ({ ...item, runs: [...item.runs].reverse() })),
    };
    expect(composeReport(input)).toEqual(report);
    expect(composeReport(shuffled)).toEqual(report);
  });
});

describe('a report of much', () => {
  it('leaves figures out, says so, and keeps every run and finding', () => {
    const input = makeReportInput('en');
    const rich = input.items.find((item) => item.runs.some((run) => run.figures.length > 0))!;
    const items = Array.from({ length: 151 }, (_, index) => ({
      evidence: { ...rich.evidence, number: index + 1 },
      runs: rich.runs.map((run) => ({ ...run, id: `${run.id}-${index}` })),
    }));
    const { blocks } = composeReport({ ...input, items });
    expect(blocks.filter((block) => block.kind === 'figure')).toEqual([]);
    expect(strings(sectionBlocks(blocks, 'figures')).join(' ')).toContain(
      '151 exhibits; their figures are not printed',
    );
    expect(blocks.filter((block) => block.kind === 'finding')).toHaveLength(151 * 4);
    const keys = strings(sectionBlocks(blocks, 'findings')).filter(
      (text) => text === rich.runs[0]!.key.slice(0, 16),
    );
    expect(keys).toHaveLength(151);
  });
});

describe('a report of little', () => {
  const input = makeReportInput('en');

  it('of no exhibit and no case still says so', () => {
    const report = composeReport({ ...input, items: [], case: null, custody: null });
    expect(Report.parse(report).case).toBeNull();
    expect(strings(report).join(' ')).toContain('without a case');
  });

  it('of an exhibit without runs says that nothing was run', () => {
    const [item] = input.items;
    const report = composeReport({ ...input, items: [{ ...item!, runs: [] }] });
    const text = strings(sectionBlocks(report.blocks, 'not-examined')).join(' ');
    for (const card of input.analyses) expect(text).toContain(card.id);
  });

  it('never calls anything fake, real, authentic or genuine', () => {
    const own = strings(composeReport(input)).filter((text) => !text.includes(visibleText(hostileText)));
    const verdicts = own.filter(
      (text) =>
        /\b(is|are) (fake|real|authentic|genuine|forged)\b/i.test(text) && !/nor that|never/.test(text),
    );
    expect(verdicts).toEqual([]);
  });
});

describe('exhibitNumbers', () => {
  it('joins neighbours into ranges', () => {
    expect(exhibitNumbers([7, 3, 1, 2, 2, 9, 10])).toBe('1–3, 7, 9–10');
    expect(exhibitNumbers([])).toBe('');
  });
});
