import { describe, expect, test } from 'vitest';
import { composeReport } from '#core/report/compose.ts';
import type { ReportConclusion, ReportInput } from '#core/report/input.ts';
import { emptyParts } from '#core/report/mandatory.ts';
import { ReportRecord, reportRecord } from '#core/report/writers/json.ts';
import { Assignment } from '#shared/domain/assignment.ts';
import { KeptOpinion, type ReviewEntry } from '#shared/domain/opinion.ts';
import type { Report } from '#shared/domain/report.ts';
import { makeReportInput } from '../../fixtures/make/report-input.ts';

const base: ReportInput = { ...makeReportInput('en'), kind: 'evidence' };
const items = base.items.filter(({ runs }) => runs.some(({ findings }) => findings.length > 0));
const [item] = items as [(typeof items)[number]];
const run = item.runs.find(({ findings }) => findings.length > 0)!;
const at = '2026-03-09T05:00:00.000Z';
const kept = <T>(note: T, version = 1) => ({ version, at, actor: 'L. Meier', note });

const log: ReviewEntry[] = [
  {
    ...{ step: 'begun', review: 'r1', mode: 'blind', opinion: 1 },
    reviewer: { name: 'B. Second', position: 'examiner', organisation: '' },
  },
  {
    ...{ step: 'concluded', review: 'r1', remarks: 'The crop is small.' },
    conclusions: [
      { scale: 'support', pair: 'p1', degree: 'inconclusive', proposition: null, reasons: 'Too little.' },
    ],
  },
  { step: 'compared', review: 'r1', answers: [{ pair: 'p1', answer: 'disagree', reasons: 'See remarks.' }] },
];
const conclusion: ReportConclusion = {
  assignment: kept(
    Assignment.parse({
      request: { from: 'District court', questions: 'Was the picture altered?' },
      pairs: [{ id: 'p1', propositions: ['It is unaltered', 'A part was replaced'] }],
    }),
  ),
  guard: kept({
    ...{ on: true, reason: '' },
    uncovered: [{ exhibit: null, reason: 'urgent arrest', at, actor: 'L. Meier' }],
  }),
  opinion: kept(
    KeptOpinion.parse({
      ...{
        assignment: 1,
        examiner: { name: 'L. Meier', position: 'examiner' },
        limitations: 'One file only.',
      },
      findings: [
        {
          ...{ id: 'f', pair: 'p1', exhibit: item.evidence.sha256, proposition: 0, bearing: 'neutral' },
          source: { kind: 'run', run: run.id, code: run.findings[0]!.code, place: 0 },
          words: 'Says nothing either way.',
        },
      ],
      conclusions: [
        {
          scale: 'support',
          pair: 'p1',
          degree: 'no-support',
          proposition: null,
          reasons: 'Neither is favoured.',
        },
      ],
    }),
  ),
  reviews: log.map((entry, index) => kept(entry, index + 1)),
  ratios: [],
  entered: { p1: at },
  firstRuns: { [item.evidence.sha256]: '2026-03-09T06:06:00.000Z' },
};
const complete: ReportInput = { ...base, items: [item], conclusion };

const headings = ({ blocks }: Report) =>
  blocks.flatMap((block) => (block.kind === 'heading' && block.level === 1 ? [block.anchor] : []));
const textOf = (report: Report) => JSON.stringify(report.blocks);

describe('a report issued as evidence', () => {
  test('lacks nothing when people have filled in what only they can', () => {
    expect(emptyParts(complete)).toEqual([]);
    const report = composeReport(complete);
    const order = headings(report).filter((id) =>
      [
        'status',
        'request',
        'items',
        'findings',
        'methods',
        'limitations',
        'custody',
        'opinion',
        'conclusion',
        'review',
        'certificate',
      ].includes(id),
    );
    expect(order).toEqual([
      'status',
      'request',
      'items',
      'findings',
      'limitations',
      'opinion',
      'conclusion',
      'review',
      'methods',
      'custody',
      'certificate',
    ]);
    expect(report.examiner).toBe(
      `${complete.conclusion!.opinion!.note.examiner.name} (${complete.examiner})`,
    );
    const said = textOf(report);
    for (const sentence of [
      'District court',
      'the propositions came before the results',
      'urgent arrest',
      'Says nothing either way.',
      'One file only.',
      'The findings support no proposition over the others.',
      'Neither is favoured.',
      'B. Second, examiner',
      'See remarks.',
      'DRAFT. Not a certification.',
    ])
      expect(said).toContain(sentence);
    expect(() => ReportRecord.parse(reportRecord(complete, report))).not.toThrow();
  });

  test.each<[string, Partial<ReportInput>, string]>([
    ['no case', { case: null }, 'a case with its custody log'],
    ['no exhibit', { items: [] }, 'at least one exhibit'],
    ['a run nowhere', { items: [{ ...item, runs: [] }] }, 'results: a run on every exhibit'],
    ['no opinion', { conclusion: { ...conclusion, opinion: null } }, 'a conclusion on every pair'],
    [
      'no reviewer',
      { conclusion: { ...conclusion, reviews: conclusion.reviews.slice(0, 2) } },
      'a completed review',
    ],
    [
      'propositions changed since',
      { conclusion: { ...conclusion, assignment: { ...conclusion.assignment!, version: 2 } } },
      'present version of the propositions',
    ],
    [
      'a conclusion changed since the review',
      { conclusion: { ...conclusion, opinion: { ...conclusion.opinion!, version: 2 } } },
      'a completed review',
    ],
  ])('with %s lacks that part, and prints it with the reason', (_, change, part) => {
    const input = { ...complete, ...change };
    expect(emptyParts(input).some(({ en }) => en.includes(part))).toBe(true);
    const report = composeReport({ ...input, incomplete: 'hearing at nine' });
    expect(textOf(report)).toContain('Issued incomplete.');
    expect(textOf(report)).toContain('hearing at nine');
    expect(textOf(report)).toContain(part);
  });

  test('a camera, another exhibit and Chinese are set without a word missing', () => {
    const report = composeReport({ ...complete, language: 'zh-CN' });
    expect(textOf(report)).toContain('检验所见不支持任一命题优于其他命题。');
    expect(textOf(report)).not.toMatch(/\{[a-zA-Z]+\}(?!\})/);
  });
});

describe('a working report', () => {
  test('demands nothing, says what it is in its title, and has no certificate', () => {
    const { case: _, ...rest } = base;
    const report = composeReport({ ...rest, case: null, kind: 'working' });
    expect(report.title).toBe('Working report of an examination');
    expect(headings(report)).not.toContain('certificate');
    expect(headings(report)).not.toContain('status');
    expect(report.blocks.some(({ kind }) => kind === 'form')).toBe(true);
  });
});
