import { describe, expect, it } from 'vitest';
import { composeReport } from '#core/report/compose.ts';
import { pictureReferences } from '#core/report/picture-references.ts';
import { ReportRecord, reportRecord } from '#core/report/writers/json.ts';
import { Comparison } from '#shared/domain/comparison.ts';
import { languages, localized } from '#shared/domain/localized.ts';
import { Report, type ReportBlock } from '#shared/domain/report.ts';
import { Trace } from '#shared/domain/trace.ts';
import { makeReportInput } from '../../fixtures/make/report-input.ts';

/** Traces and comparisons in a report: every source, warning, change and picture is there, in both languages. */

function blocksOf(report: Report, id: string): ReportBlock[] {
  const start = report.blocks.findIndex((block) => block.kind === 'heading' && block.anchor === id);
  const rest = report.blocks.slice(start + 1);
  const end = rest.findIndex((block) => block.kind === 'heading' && block.level === 1);
  return start < 0 ? [] : end < 0 ? rest : rest.slice(0, end);
}

const said = (blocks: readonly ReportBlock[]) => JSON.stringify(blocks);

function made(language: (typeof languages)[number]) {
  const input = makeReportInput(language);
  const { evidence } = input.items[0]!;
  const { name, sha256, size, number, media } = evidence;
  const file = { name, sha256, size, number, media };
  const source = 'e'.repeat(64);
  const trace = Trace.parse({
    ...{ format: 'assay-trace', version: 1, id: 't1', at: '2026-03-09T07:00:00.000Z', assay: '0.1.0', file },
    searched: { entries: 3, exhibits: 2, lists: [{ name: 'known.csv', items: 4000 }] },
    mark: { state: 'marked', payloads: ['258'], reason: null },
    methods: [
      {
        method: 'pdq',
        state: 'not-traceable',
        reason: localized('Too flat', '过于平坦'),
        asked: 0,
        among: 0,
      },
      { method: 'features', state: 'searched', reason: null, asked: 1, among: 5 },
    ],
    candidates: [
      {
        source: {
          ...{ kind: 'register', entry: 12, origin: 'entered', original: source, copy: null, kept: true },
          ...{ note: 'cover of March', at: '2026-01-01T00:00:00.000Z' },
        },
        ...{ name: 'first.png', media: null, claim: 'copy', routes: ['mark', 'fingerprint'], payload: '258' },
        compared: ['features', 'pdq'],
        matches: [
          {
            ...{ method: 'pdq', variant: 'whole', claim: 'likely', score: 12, unit: 'bits', threshold: 31 },
            ...{ descending: true, codes: ['a1'.repeat(32), 'b2'.repeat(32)], quality: [100, 97] },
            expectedFalse: 2.5e-9,
          },
        ],
        ...{ comparison: 'c1', note: null },
      },
    ],
    recovered: [
      {
        entry: 12,
        labels: [
          {
            standard: 'iptc',
            key: 'Iptc4xmpExt:DigitalSourceType',
            value: 'generated',
            place: 'xmp',
            inSuspect: false,
          },
        ],
        credential: { manifest: 'urn:c2pa:x', verdict: 'not-checked', reason: null, inSuspect: false },
      },
    ],
    warnings: [{ code: 'transplanted', text: localized('The mark leads elsewhere', '水印指向别处') }],
    durationMs: 12,
  });
  const comparison = Comparison.parse({
    ...{ format: 'assay-comparison', version: 1, id: 'c1', at: '2026-03-09T07:00:01.000Z', assay: '0.1.0' },
    first: { name: 'first.png', sha256: source, size: 10, number: null, media },
    second: file,
    ...{
      outcome: 'aligned',
      claim: 'copy',
      reason: null,
      matches: [],
      warnings: ['bent'],
      engines: {},
      durationMs: 1,
    },
    transform: {
      ...{
        kind: 'picture',
        homography: [1, 0, 0, 0, 1, 0, 0, 0, 1],
        scale: 0.5,
        rotation: 0,
        mirrored: true,
      },
      common: [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
      ...{ aspect: 1, cover: [0.4, 1], inliers: 90, residual: 0.5 },
    },
    changes: [
      {
        kind: 'overlaid',
        in: 'second',
        place: { kind: 'whole' },
        strength: 2,
        statement: localized('A box', '色块'),
      },
    ],
    figures: [
      {
        ...{
          kind: 'heatmap',
          id: 'change-map',
          title: localized('Change map', '改动热图'),
          artifact: 'change-map.png',
        },
        ...{ width: 64, height: 48, scale: { min: 0, max: 4, unit: '×' }, overlay: true },
      },
    ],
    artifacts: [{ name: 'change-map.png', mime: 'image/png', size: 3, sha256: 'd'.repeat(64) }],
  });
  const full = { ...input, traces: [trace], comparisons: [comparison] };
  return { full, report: composeReport(full) };
}

describe.each(languages)('traces and comparisons in %s', (language) => {
  const { full, report } = made(language);
  const traced = said(blocksOf(report, 'trace'));
  const compared = blocksOf(report, 'comparison');

  it('tells sources with their matches, codes and expected false matches, and what was searched', () => {
    expect(Report.parse(report)).toEqual(report);
    for (const words of [
      'first.png',
      'cover of March',
      '2.5 × 10⁻⁹',
      'a1'.repeat(32),
      'b2'.repeat(32),
      'known.csv',
      '258',
    ])
      expect(traced).toContain(words);
    expect(traced).toContain(language === 'en' ? 'confirmed copy' : '确认为副本');
    expect(traced).toContain(language === 'en' ? 'Too flat' : '过于平坦');
  });

  it('warns of a transplanted mark before anything else', () => {
    const first = blocksOf(report, 'trace').find(({ kind }) => kind === 'warning');
    expect(first).toMatchObject({
      tone: 'error',
      details: [language === 'en' ? 'The mark leads elsewhere' : '水印指向别处'],
    });
  });

  it('tells what the copy lost', () => {
    expect(traced).toContain('Iptc4xmpExt:DigitalSourceType');
    expect(traced).toContain(language === 'en' ? '"lost"' : '"已丢失"');
    expect(traced).toContain('urn:c2pa:x');
  });

  it('tells how the files lie over each other, what differs, and shows it', () => {
    const words = said(compared);
    for (const part of ['50 %', language === 'en' ? 'A box' : '色块', 'bent', 'e'.repeat(64)])
      expect(words).toContain(part);
    expect(pictureReferences(report)).toContainEqual(
      expect.objectContaining({ key: 'comparison/c1/change-map.png', sha256: 'd'.repeat(64) }),
    );
  });

  it('keeps both whole in the machine-readable record', () => {
    const record = ReportRecord.parse(reportRecord(full, report));
    expect(record.traces).toEqual(full.traces);
    expect(record.comparisons).toEqual(full.comparisons);
  });
});
