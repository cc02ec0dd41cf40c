import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { composeReport } from '#core/report/compose.ts';
import { pictureReferences } from '#core/report/picture-references.ts';
import { preparePictures } from '#core/report/pictures.ts';
import { pictureLimits } from '#core/report/render-job.ts';
import { ReportRecord, reportRecord } from '#core/report/writers/json.ts';
import { languages, localized } from '#shared/domain/localized.ts';
import { type Agreement, AnalystRegion } from '#shared/domain/region.ts';
import { Report } from '#shared/domain/report.ts';
import { makeReportInput } from '../../fixtures/make/report-input.ts';

/** Regions in a report: names, methods and their sentences, means, limits, and the outline over the picture. */

const ring = [
  { x: 400, y: 300 },
  { x: 2400, y: 300 },
  { x: 2400, y: 1500 },
  { x: 400, y: 1500 },
];
const agreement: Agreement = {
  ...{ width: 4032, height: 3024 },
  groups: [
    {
      ...{ id: 'a', regions: ['pixels.ghosts/1', 'pixels.noise-level/1'], rings: [ring], area: 2_400_000 },
      ...{ analyses: ['pixels.ghosts', 'pixels.noise-level'], kinds: ['compression', 'noise'] },
    },
  ],
  regions: [],
  methods: [
    {
      ...{ analysis: 'pixels.ghosts', run: 'r', kind: 'compression', outcome: 'found', leftOut: 0 },
      findings: [
        {
          code: 'ghost',
          statement: localized('Saved at another quality.', '曾以另一质量保存。'),
          limits: [],
        },
      ],
    },
  ],
};
const grey = await sharp({ create: { width: 403, height: 302, channels: 3, background: '#808080' } })
  .png()
  .toBuffer();
const overview = { sha256: createHash('sha256').update(grey).digest('hex'), width: 403, height: 302 };

function made(language: (typeof languages)[number]) {
  const input = makeReportInput(language);
  const [first, ...others] = input.items;
  const region = AnalystRegion.parse({
    ...{
      id: '1',
      name: 'Pasted sign',
      remark: 'No shadow under it.',
      finding: true,
      from: ['pixels.ghosts'],
    },
    shape: { kind: 'rectangle', from: ring[0], to: ring[2] },
  });
  const overlap = { region: 'pixels.ghosts/1', analysis: 'pixels.ghosts', kind: 'compression' as const };
  const map = { analysis: 'pixels.ghosts', run: 'r', figure: 'g', title: localized('Ghost', '鬼影') };
  const regions = {
    agreement,
    record: {
      ...{
        evidence: first!.evidence.sha256,
        version: 3,
        at: '2026-03-09T07:00:00.000Z',
        actor: 'R. Examiner',
      },
      regions: [region],
    },
    measurements: [
      {
        ...{ region: '1', area: 2_400_000, unread: 1 },
        overlaps: [{ ...overlap, covered: 0.83, within: 0.61 }],
        maps: [{ ...map, unit: 'grey levels', inside: 4.25, outside: 1.5 }],
      },
    ],
  };
  const full = { ...input, items: [{ ...first!, regions, overview }, ...others] };
  return { input: full, report: composeReport(full), regions };
}

describe.each(languages)('regions in a report in %s', (language) => {
  const { input, report, regions } = made(language);
  const start = report.blocks.findIndex((block) => block.kind === 'heading' && block.anchor === 'regions');
  const rest = report.blocks.slice(start + 1);
  const blocks = rest.slice(
    0,
    rest.findIndex((block) => block.kind === 'heading' && block.level === 1),
  );
  const text = JSON.stringify(blocks);

  it('says name, remark, version, methods with their sentences and shares, means and limits', () => {
    expect(Report.parse(report)).toEqual(report);
    const seen = language === 'en' ? 'Seen by 2 kinds of trace, 2 methods' : '2 类痕迹、2 种方法指出';
    const own = language === 'en' ? 'Seen by 1 kind of trace, 1 method.' : '1 类痕迹、1 种方法指出。';
    const said = agreement.methods[0]!.findings[0]!.statement[language];
    for (const words of [
      'Pasted sign',
      'No shadow under it.',
      'R. Examiner',
      '83 %',
      '61 %',
      '4.25',
      '1.5',
      seen,
      own,
      said,
    ])
      expect(text).toContain(words);
    expect(blocks.at(-1)).toMatchObject({ kind: 'list' });
    expect(text).not.toMatch(/\bfake\b|伪造/);
  });

  it('is carried into the findings, with a link to its figure', () => {
    const finding = report.blocks.find(
      (block) => block.kind === 'finding' && block.code === 'analyst.region',
    );
    expect(finding).toMatchObject({ statement: 'Pasted sign: No shadow under it.', strength: 'none' });
    const [link] = finding?.kind === 'finding' ? finding.figures : [];
    expect(blocks.some((block) => block.kind === 'figure' && block.anchor === link?.anchor)).toBe(true);
  });

  it('is in the machine-readable record', () => {
    const { evidence } = regions.record;
    expect(ReportRecord.parse(reportRecord(input, report)).regions).toEqual([{ evidence, ...regions }]);
  });
});

it('the outline is drawn over the picture where the region is', async () => {
  const references = pictureReferences(made('en').report).filter(({ outlines }) => outlines !== undefined);
  expect(references).toHaveLength(2);
  const folder = mkdtempSync(join(tmpdir(), 'assay-regions-'));
  try {
    const path = join(folder, 'overview.png');
    writeFileSync(path, grey);
    const prepared = await preparePictures({
      ...{
        references,
        limits: pictureLimits,
        signal: new AbortController().signal,
        progress: () => undefined,
      },
      paths: new Map(references.map(({ key }) => [key, path])),
    });
    const picture = prepared.get(references[0]!.key);
    if (picture?.ok !== true) throw new Error('no picture');
    const { data, info } = await sharp(picture.bytes).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => [
      ...data.subarray((y * info.width + x) * info.channels).subarray(0, 3),
    ];
    // The left edge of the region, its inside and what is beside it, at a tenth of the size.
    const [red, , blue] = at(40, 90);
    expect(blue! - red!).toBeGreaterThan(100);
    expect(at(140, 90)).toEqual([128, 128, 128]);
    expect(at(20, 90)).toEqual([128, 128, 128]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
