import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeReport } from '#core/report/compose.ts';
import { reportRecord, writeJson } from '#core/report/writers/json.ts';
import { languages } from '#shared/domain/localized.ts';
import { Report, type ReportBlock, type ReportBlockOf } from '#shared/domain/report.ts';
import { dutyOutcomeWords } from '#shared/text/duty-words.ts';
import { labelFateWords } from '#shared/text/label-words.ts';
import { makeDutyReport } from '../../fixtures/make/duty-report.ts';
import { makeReportInput } from '../../fixtures/make/report-input.ts';
import { hasProgram, outputOf, renderFixture } from '../../support/report.ts';

function sectionBlocks(blocks: readonly ReportBlock[], id: string): ReportBlock[] {
  const start = blocks.findIndex((block) => block.kind === 'heading' && block.anchor === id);
  const rest = blocks.slice(start + 1);
  const end = rest.findIndex((block) => block.kind === 'heading' && block.level === 1);
  return end < 0 ? rest : rest.slice(0, end);
}

const tables = (blocks: readonly ReportBlock[]): ReportBlockOf<'table'>[] =>
  blocks.filter((block) => block.kind === 'table');

describe.each(languages)('duties in a report in %s', async (language) => {
  const input = await makeDutyReport(language);
  const report = composeReport(input);
  const { matrix } = input.duties!;
  const blocks = sectionBlocks(report.blocks, 'duties');

  it('fits the schema and stands between the findings and what could not be answered', () => {
    expect(Report.parse(report)).toEqual(report);
    const first = report.blocks.flatMap((block) =>
      block.kind === 'heading' && block.level === 1 ? [block.anchor] : [],
    );
    expect(first.slice(first.indexOf('findings'), first.indexOf('not-examined'))).toEqual([
      'findings',
      'duties',
      'label-survival',
    ]);
    expect(first.indexOf('publications')).toBe(first.indexOf('items') + 1);
  });

  it('numbers other sections by what is printed', () => {
    const summary = sectionBlocks(report.blocks, 'summary')
      .map((block) => (block.kind === 'paragraph' ? block.text : ''))
      .join(' ');
    const conclusion = report.blocks.find(
      (block) => block.kind === 'heading' && block.anchor === 'conclusion',
    );
    expect(conclusion?.kind === 'heading' && conclusion.number).toBe('10');
    expect(summary).toContain('10');
  });

  it('has every duty in the matrix, with sign and word for every exhibit', () => {
    const caption = language === 'en' ? 'Duties and exhibits' : '义务与检材对照';
    const overview = tables(blocks).find((table) => table.caption === caption)!;
    expect(overview.rows.map(({ cells }) => cells[0])).toEqual(matrix.duties.map(({ id }) => id));
    for (const row of overview.rows) {
      const outcomes = matrix.cells.filter(({ duty }) => duty === row.cells[0]).map(({ outcome }) => outcome);
      expect(row.cells.slice(2, 5)).toEqual(
        outcomes.map(
          (outcome) => `${dutyOutcomeWords[outcome].sign} ${dutyOutcomeWords[outcome].name[language]}`,
        ),
      );
    }
    const flags = Object.fromEntries(overview.rows.map(({ cells, flag }) => [cells[0], flag]));
    expect(flags).toMatchObject({ 'CN-I-01': 'error', 'CN-E-02': 'warning', 'CN-I-03': 'ok' });
    expect(flags['CA-07']).toBeUndefined();
  });

  it('opens every cell to clause, quote, standing, reasoning and support', () => {
    const text = JSON.stringify(blocks);
    for (const duty of matrix.duties) {
      const judged = matrix.cells.filter(
        ({ duty: id, outcome }) => id === duty.id && outcome !== 'not-applicable',
      );
      if (judged.length === 0) continue;
      const at = blocks.findIndex(
        (block) => block.kind === 'heading' && block.text.startsWith(`${duty.id} `),
      );
      const [facts, answers] = blocks.slice(at + 1, at + 3);
      const values = facts?.kind === 'keyValues' ? facts.entries.map(({ value }) => value) : [];
      expect(values.some((value) => value.endsWith(duty.citation.clause[language]))).toBe(true);
      expect(values).toContain(duty.citation.source);
      if (duty.quote !== null) expect(values).toContain(duty.quote.text);
      const rows = answers?.kind === 'table' ? answers.rows : [];
      expect(rows).toHaveLength(judged.length);
      for (const [index, cell] of judged.entries()) {
        for (const sentence of cell.reasoning) expect(rows[index]?.cells[1]).toContain(sentence[language]);
        expect(rows[index]?.cells[3]).toContain(dutyOutcomeWords[cell.outcome].sign);
      }
    }
    // The place in the file: bytes of the label as the reader gives them.
    expect(text).toContain('labels.declared');
    expect(text).toMatch(/\[312–\d+\]/);
  });

  it('gives the reason of every duty that does not apply', () => {
    const caption = language === 'en' ? 'Not applicable' : '不适用';
    const rows = tables(blocks)
      .filter((table) => table.caption === caption)
      .flatMap((table) => table.rows);
    const apart = matrix.cells.filter(({ outcome }) => outcome === 'not-applicable');
    for (const { duty, reasoning } of apart) {
      expect(
        rows.some(
          ({ cells }) => cells[0] === duty && cells[3] === reasoning.map((one) => one[language]).join(' '),
        ),
      ).toBe(true);
    }
  });

  it('prints what is recorded of publications, and nothing that is not', () => {
    const text = JSON.stringify(sectionBlocks(report.blocks, 'publications'));
    for (const recorded of ['某平台', 'https://example.org/p/77', '疑似AI生成', '2027-05-22', '限流'])
      expect(text).toContain(recorded);
    expect(text).toContain(language === 'en' ? 'suspected to be generated' : '疑似生成合成内容');
    expect(text).not.toContain(language === 'en' ? 'not recorded"' : '未记录"');
    expect(text).not.toContain('\u202e');
  });

  it('names the assumed copies, also of a file that is not in the report', () => {
    const [chosen] = blocks.filter((block) => block.kind === 'keyValues');
    const copies = chosen?.kind === 'keyValues' ? chosen.entries.at(-1)?.value : '';
    expect(copies).toContain('f'.repeat(64));
    expect(copies).toContain(language === 'en' ? 'exhibit 2 of exhibit 1' : '检材 2 视为检材 1 的副本');
  });

  it('prints what became of every label of the assumed copies', () => {
    const survival = sectionBlocks(report.blocks, 'label-survival');
    const passages = survival.flatMap((block) =>
      block.kind === 'heading' && block.level === 2 ? [block] : [],
    );
    expect(passages.map(({ text }) => text.match(/\d/g)?.join(' '))).toEqual(['1 2', '1 3']);
    const [files, lost, altered] = tables(survival);
    expect(files?.rows.map(({ cells }) => cells[0])).toEqual(['1', '2', '3']);
    expect(files?.rows.map(({ cells }) => cells[2])).toEqual(matrix.exhibits.map(({ sha256 }) => sha256));
    // By hand: the copy has no label; the rendition's says another class and names the platform.
    expect(lost?.rows.map(({ cells, flag }) => [cells.at(-1), flag])).toEqual([
      [`! ${labelFateWords.lost.text[language]}`, 'warning'],
    ]);
    expect(altered?.rows.map(({ cells }) => cells.at(-1))).toEqual([
      `! ${labelFateWords.altered.text[language]}`,
    ]);
    expect(altered?.rows[0]?.cells[3]).toContain('Label: 1 → 3');
    expect(altered?.rows[0]?.cells[3]).toContain('→ 某平台');
    const text = JSON.stringify(survival);
    expect(text).toContain(language === 'en' ? 'Saving a picture anew' : '重新保存图片');
    expect(text).toContain(language === 'en' ? 'with what intent, no file can tell' : '仅凭文件无法得知');
    if (language === 'zh-CN') {
      expect(text).toContain('《标识办法》第六条末款');
      expect(text).not.toContain('Measures');
    }
  });

  it('is in the record of the report as data', () => {
    const record = reportRecord(input, report);
    expect(record.duties).toEqual(matrix);
    expect(record.survival).toEqual(input.survival);
    expect(record.publications.map(({ publication }) => publication.platform)).toEqual(['某平台']);
    expect(writeJson(record).sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is readable as HTML', async () => {
    const { bytes } = await renderFixture(input, 'html');
    const html = bytes.toString('utf8');
    expect(html).toContain('CN-E-02');
    expect(html).toContain('✗');
    expect(html).not.toContain('<script>alert');
  });

  it.runIf(hasProgram('pdftotext'))('is readable as PDF', async () => {
    const { bytes } = await renderFixture(input, 'pdf');
    const kept = process.env.ASSAY_KEEP_PDF;
    const path = kept ?? join(tmpdir(), `assay-duties-${process.pid}.pdf`);
    await writeFile(path, bytes);
    const text = outputOf('pdftotext', '-layout', path, '-');
    if (kept === undefined) await rm(path);
    for (const { id } of matrix.duties) expect(text).toContain(id);
    expect(text).toContain(language === 'en' ? '✗ fail' : '✗ 不符合');
    expect(text).toContain('文字高度不应低于画面最短边长度的');
    expect(text).toContain(`! ${labelFateWords.lost.text[language]}`);
  });
});

describe('without a choice or a record', () => {
  it('nothing is printed about duties or publications, and the record says so', () => {
    const input = makeReportInput('en');
    const report = composeReport(input);
    expect(report.blocks.some((block) => block.kind === 'heading' && block.anchor === 'duties')).toBe(false);
    expect(reportRecord(input, report)).toMatchObject({ duties: null, survival: null, publications: [] });
  });
});

describe('duties of many exhibits', () => {
  it('are printed in tables of six, and only what speaks against one is explained', async () => {
    const input = await makeDutyReport('en');
    const { matrix } = input.duties!;
    const exhibits = Array.from({ length: 30 }, (_, index) => ({
      sha256: String(index).padStart(64, '0'),
      number: index + 1,
      name: `${index}.png`,
    }));
    const first = matrix.exhibits[0]!.sha256;
    const cells = matrix.cells
      .filter(({ evidence }) => evidence === first)
      .flatMap((cell) => exhibits.map(({ sha256 }) => ({ ...cell, evidence: sha256 })));
    const duties = { ...input.duties!, matrix: { ...matrix, exhibits, cells } };
    const blocks = sectionBlocks(composeReport({ ...input, duties }).blocks, 'duties');
    const captions = tables(blocks).map(({ caption }) => caption);
    expect(captions.filter((caption) => caption.startsWith('Duties and exhibits'))).toHaveLength(5);
    expect(captions).toContain('Duties and exhibits 25–30');
    const outcomes = tables(blocks)
      .filter(({ caption }) => caption === '')
      .flatMap(({ rows }) => rows.map(({ cells: all }) => all.at(-1)));
    expect(new Set(outcomes)).toEqual(new Set(['! warning']));
  });
});
