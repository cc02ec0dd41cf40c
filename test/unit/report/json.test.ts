import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { composeReport } from '#core/report/compose.ts';
import { evidenceEntry, ReportRecord, reportRecord, writeJson } from '#core/report/writers/json.ts';
import { languages } from '#shared/domain/localized.ts';
import { hostileText, makeReportInput } from '../../fixtures/make/report-input.ts';

/** RFC 8785 §3.2.3: members sorted by the UTF-16 code units of their names, at every level. */
function unsorted(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(unsorted);
  if (typeof value !== 'object' || value === null) return [];
  const keys = Object.keys(value).filter((key) => !/^\d+$/.test(key));
  const wrong = keys.filter((key, index) => index > 0 && keys[index - 1]! >= key);
  return [...wrong, ...Object.values(value).flatMap(unsorted)];
}

describe.each(languages)('the machine-readable record in %s', (language) => {
  const input = makeReportInput(language);
  const report = composeReport(input);
  const { bytes, sha256 } = writeJson(reportRecord(input, report));
  const text = Buffer.from(bytes).toString('utf8');
  const parsed = JSON.parse(text);

  it('fits its schema', () => {
    expect(ReportRecord.parse(parsed)).toBeTruthy();
  });

  it('is canonical: sorted members, no space, the hash is that of its bytes', () => {
    expect(unsorted(parsed)).toEqual([]);
    expect(JSON.stringify(parsed)).toBe(text);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
  });

  it('has the shape the command line prints, in full', () => {
    expect(parsed.evidence.map((entry: { number: number }) => entry.number)).toEqual([1, 2, 3]);
    for (const item of input.items) {
      const entry = parsed.evidence[item.evidence.number - 1];
      expect(entry).toMatchObject({
        sha256: item.evidence.sha256,
        name: item.evidence.name,
        kind: item.evidence.media.kind,
        format: item.evidence.media.format,
      });
      for (const [index, run] of item.runs.entries()) {
        const { analysis, version, outcome, warnings, result, findings, figures } = run;
        expect(entry.runs[index]).toMatchObject({
          analysis,
          version,
          outcome,
          warnings,
          result,
          findings,
          figures,
        });
      }
    }
  });

  it('keeps exactly what the printed forms escape and cut', () => {
    const first = parsed.evidence[0].runs.find((run: { figures: unknown[] }) => run.figures.length > 0);
    const table = first.figures.find((figure: { id: string }) => figure.id === 'fields');
    expect(table.rows).toHaveLength(450);
    expect(table.rows[1].cells[2]).toBe(hostileText);
    expect(parsed.report).toEqual(JSON.parse(JSON.stringify(report)));
  });
});

describe('values JSON cannot hold', () => {
  it('are replaced, so that one hostile field never stops a report', () => {
    const input = makeReportInput('en');
    const [item] = input.items;
    const result = {
      lone: 'a\uD800b',
      nan: Number.NaN,
      big: 12345678901234567890n,
      absent: undefined,
      ['__proto__']: 1,
    };
    const changed = { ...input, items: [{ ...item!, runs: [{ ...item!.runs[0]!, result }] }] };
    const { bytes } = writeJson(reportRecord(changed, composeReport(changed)));
    const back = JSON.parse(Buffer.from(bytes).toString('utf8')).evidence[0].runs[0].result;
    expect(back).toMatchObject({ lone: 'a\uFFFDb', nan: 'NaN', big: '12345678901234567890' });
    expect('absent' in back).toBe(false);
  });

  it('does not repeat the evidence hash in every run', () => {
    const [item] = makeReportInput('en').items;
    expect('evidence' in evidenceEntry(item!).runs[0]!).toBe(false);
  });
});
