import { describe, expect, it } from 'vitest';
import { evaluateGeometry } from '#core/pixels/geometry/evaluate.ts';
import { composeReport } from '#core/report/compose.ts';
import { ReportRecord, reportRecord } from '#core/report/writers/json.ts';
import type { Geometry } from '#shared/domain/geometry.ts';
import { languages } from '#shared/domain/localized.ts';
import { Report, type ReportBlock } from '#shared/domain/report.ts';
import { makeReportInput } from '../../fixtures/make/report-input.ts';
import { edgeGeometry, shadowGeometry } from '../../fixtures/make/shadow-scene.ts';

/** What was drawn on exhibits in a report: answers, marks that contradict each other, limits, a drawing. */

function blocksOf(report: Report): readonly ReportBlock[] {
  const start = report.blocks.findIndex((block) => block.kind === 'heading' && block.anchor === 'geometry');
  const rest = report.blocks.slice(start + 1);
  return rest.slice(
    0,
    rest.findIndex((block) => block.kind === 'heading' && block.level === 1),
  );
}

function made(language: (typeof languages)[number], geometry: Geometry) {
  const input = makeReportInput(language);
  const [first, ...others] = input.items;
  const record = {
    ...{ evidence: first!.evidence.sha256, version: 2, at: '2026-03-09T07:00:00.000Z', actor: 'R. Examiner' },
    geometry,
  };
  const evaluation = evaluateGeometry(geometry, 960, 640);
  const full = { ...input, items: [{ ...first!, geometry: { record, evaluation } }, ...others] };
  return { input: full, report: composeReport(full), evaluation };
}

describe.each(languages)('geometry in a report in %s', (language) => {
  const { input, report, evaluation } = made(language, {
    ...shadowGeometry(2),
    note: 'seen with a magnifier',
  });
  const blocks = blocksOf(report);
  const text = JSON.stringify(blocks);

  it('says the answer, the contradiction, the version, the note and the limits', () => {
    expect(Report.parse(report)).toEqual(report);
    for (const sentence of evaluation.groups[0]!.explanation)
      expect(text).toContain(JSON.stringify(sentence[language]).slice(1, -1));
    expect(text).toContain(language === 'en' ? 'Sun: inconsistent' : 'Sun：不一致');
    expect(text).toContain('R. Examiner');
    expect(text).toContain('seen with a magnifier');
    expect(blocks.at(-1)).toMatchObject({ kind: 'list' });
    expect(text).not.toMatch(/\bfake\b|伪造/);
  });

  it('draws the frame and every mark, within the drawing', () => {
    const figure = blocks.find((block) => block.kind === 'figure');
    const part = figure?.kind === 'figure' ? figure.parts[0] : undefined;
    if (part?.as !== 'drawing') throw new Error('no drawing');
    for (const { name } of input.items[0]!.geometry!.record.geometry.groups[0]!.marks)
      expect(part.svg).toContain(name);
    const numbers = [...part.svg.matchAll(/points="([^"]*)"/g)].flatMap(([, points]) =>
      points!.split(/[ ,]/).filter(Boolean).map(Number),
    );
    expect(numbers.length).toBeGreaterThan(20);
    expect(Math.max(...numbers)).toBeLessThanOrEqual(640.01);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(-0.01);
  });

  it('is in the machine-readable record', () => {
    const record = ReportRecord.parse(reportRecord(input, report));
    expect(record.geometries).toEqual([input.items[0]!.geometry]);
  });
});

it('regions that reach far beyond the picture are cut off at the drawing', () => {
  const { report } = made('en', { ...edgeGeometry(), uncertainty: 6 });
  const parts = blocksOf(report).flatMap((block) => (block.kind === 'figure' ? block.parts : []));
  expect(parts).toHaveLength(3);
  for (const part of parts) {
    if (part.as !== 'drawing') throw new Error('no drawing');
    const numbers = [...part.svg.matchAll(/points="([^"]*)"/g)].flatMap(([, points]) =>
      points!.split(/[ ,]/).filter(Boolean).map(Number),
    );
    expect(Math.max(...numbers)).toBeLessThanOrEqual(640.01);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(-0.01);
  }
});
