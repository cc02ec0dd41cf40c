import { describe, expect, test } from 'vitest';
import { compareRuns, recordedAnswer } from '#core/analysis/compare-runs.ts';
import { composeReport } from '#core/report/compose.ts';
import { ReportRecord, reportRecord } from '#core/report/writers/json.ts';
import { languages, localized } from '#shared/domain/localized.ts';
import { Reproduction } from '#shared/domain/reproduction.ts';
import { Run } from '#shared/domain/run.ts';
import { makeReportInput } from '../fixtures/make/report-input.ts';

const hash = (letter: string) => letter.repeat(64);
const recorded = Run.parse({
  ...{
    id: 'a',
    evidence: hash('1'),
    analysis: 'x.y',
    version: 1,
    parameters: {},
    engines: {},
    key: hash('2'),
  },
  ...{
    outcome: 'found',
    warnings: ['(node:17) odd'],
    startedAt: 'then',
    durationMs: 5,
    findings: [],
    figures: [],
  },
  result: { peak: 0.5, rows: [{ 'a/b': 1 }, { 'a/b': 2 }], name: 'x' },
  artifacts: [{ name: 'map.png', mime: 'image/png', size: 3, sha256: hash('3') }],
});
const again = (change: Partial<Run>): Run => ({
  ...recorded,
  id: 'b',
  startedAt: 'now',
  durationMs: 9,
  ...change,
});

describe('a repetition', () => {
  test('is identical whatever it was called, when it ran and how long it took', () => {
    const same = again({
      warnings: ['(node:99) odd'],
      result: { name: 'x', rows: [{ 'a/b': 1 }, { 'a/b': 2 }], peak: 0.5 },
    });
    const { verdict, answer, differences, artifacts } = compareRuns(recorded, same, null);
    expect({ verdict, differences, artifacts }).toEqual({
      verdict: 'identical',
      differences: [],
      artifacts: [],
    });
    expect(answer).toEqual({ recorded: recordedAnswer(recorded), repeated: recordedAnswer(recorded) });
  });

  test('names every field that differs by its pointer, and files by their hashes', () => {
    const other = again({
      result: { peak: 0.5, rows: [{ 'a/b': 1 }, { 'a/b': 3 }, { 'a/b': 4 }] },
      artifacts: [{ name: 'map.png', mime: 'image/png', size: 3, sha256: hash('4') }],
    });
    const compared = compareRuns(recorded, other, null);
    expect(compared).toMatchObject({ verdict: 'different', differenceCount: 4 });
    expect(compared.differences).toEqual([
      { pointer: '/result/rows/1/a~1b', recorded: '2', repeated: '3' },
      { pointer: '/result/rows/2', recorded: null, repeated: '{"a/b":4}' },
      { pointer: '/result/name', recorded: '"x"', repeated: null },
      { pointer: '/artifacts/0/sha256', recorded: `"${hash('3')}"`, repeated: `"${hash('4')}"` },
    ]);
    expect(compared.artifacts).toEqual([{ name: 'map.png', recorded: hash('3'), repeated: hash('4') }]);
  });

  test('may move numbers as far as the method says, and nothing else', () => {
    const tolerance = { absolute: 0.01, relative: 0, why: localized('sums in any order', '求和顺序不定') };
    const moved = (peak: unknown) => again({ result: { ...(recorded.result as object), peak } });
    expect(compareRuns(recorded, moved(0.505), tolerance)).toMatchObject({
      verdict: 'within-tolerance',
      tolerated: 1,
    });
    for (const [peak, allowed] of [
      [0.52, tolerance],
      [0.505, null],
      ['0.505', tolerance],
    ] as const)
      expect(compareRuns(recorded, moved(peak), allowed).verdict).toBe('different');
  });

  test('tells a lone surrogate of a hostile name without breaking on it', () => {
    const hostile = again({ result: { '\ud800': '\udc00' } });
    const compared = compareRuns(hostile, again({ result: { '\ud800': 'x' } }), null);
    expect(compared.differences).toEqual([
      { pointer: '/result/\ufffd', recorded: '"\\udc00"', repeated: '"x"' },
    ]);
  });
});

describe('a report', () => {
  const input = makeReportInput('en');
  const item = input.items.find(({ runs }) => runs.length > 1);
  const [first, second] = item!.runs;
  const base = Reproduction.parse({
    ...{ run: first!.id, evidence: item!.evidence.sha256, analysis: first!.analysis, at: input.generatedAt },
    ...{ durationMs: 1, verdict: 'identical', causes: [], key: { recorded: hash('1'), repeated: hash('1') } },
    ...{
      answer: { recorded: hash('2'), repeated: hash('2') },
      outcome: { recorded: 'found', repeated: 'found' },
    },
    ...{
      method: { recorded: 1, repeated: 1 },
      engines: [],
      differences: [],
      differenceCount: 0,
      tolerance: null,
    },
    ...{ tolerated: 0, artifacts: [], kept: null },
  });
  const changed: Reproduction = {
    ...base,
    ...{ run: second!.id, verdict: 'different', causes: ['engine-changed'], differenceCount: 3 },
    engines: [{ name: 'sharp', recorded: '1.0', repeated: '2.0' }],
  };

  test.each(languages)('says of each run what repeating it gave, and why it differs (%s)', (language) => {
    const items = input.items.map((one) => (one === item ? { ...one, reproductions: [base, changed] } : one));
    const given = { ...input, language, items };
    const report = composeReport(given);
    const text = JSON.stringify(report.blocks);
    const words = language === 'en' ? ['Identical', 'Different'] : ['完全一致', '不一致'];
    for (const word of words) expect(text).toContain(`"${word}"`);
    expect(text).toContain(language === 'en' ? '1.0 when recorded, 2.0 now' : '记录时为 1.0，当前为 2.0');
    const plain = JSON.stringify(composeReport({ ...input, language }).blocks);
    expect(plain).not.toContain(`"${words[0]}"`);
    const record = reportRecord(given, report);
    expect(ReportRecord.parse(record).reproductions).toEqual([base, changed]);
  });
});
