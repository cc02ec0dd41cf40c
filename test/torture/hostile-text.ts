import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeReport } from '#core/report/compose.ts';
import type { ReportInput } from '#core/report/input.ts';
import { reportRecord, writeJson } from '#core/report/writers/json.ts';
import { type Language, localized, verbatim } from '#shared/domain/localized.ts';
import { makeReportInput } from '../fixtures/make/report-input.ts';
import { hostileStrings } from '../support/hostile-strings.ts';
import { hasProgram, outputOf, renderFixture } from '../support/report.ts';
import { liveInDocx, liveInHtml, liveInJson, liveInPdf, liveInPdfText } from '../support/report-liveness.ts';
import type { TortureRow } from './row.ts';

export interface HostileTextOptions {
  /** Strings in one report; fewer make more reports. */
  readonly each: number;
  readonly formats: readonly ('html' | 'pdf' | 'docx')[];
  /** Our own when left out. */
  readonly strings?: readonly string[];
  /** Every so many of the strings; 1: all. */
  readonly step?: number;
  readonly languages?: readonly Language[];
}

/** Every string in every place of a report where a file or a person can put one: what comes alive in a written form. */
export async function liveText({
  each,
  formats,
  strings: given = hostileStrings,
  step = 1,
  languages = ['en', 'zh-CN'],
}: HostileTextOptions): Promise<string[]> {
  const found: string[] = [];
  const all = given.filter((_, index) => index % step === 0);
  for (let first = 0; first < all.length; first += each) {
    const strings = all.slice(first, first + each);
    for (const language of languages) {
      const input = hostileInput(strings, language);
      found.push(...liveInJson(Buffer.from(writeJson(reportRecord(input, composeReport(input))).bytes)));
      for (const format of formats) {
        const { bytes } = await renderFixture(input, format);
        const live = await liveIn(format, bytes);
        found.push(...live.map((what) => `${format}, strings from ${first + 1}: ${what}`));
      }
    }
  }
  return found;
}

async function liveIn(format: 'html' | 'pdf' | 'docx', bytes: Buffer): Promise<string[]> {
  if (format === 'html') return liveInHtml(bytes);
  if (format === 'docx') return liveInDocx(bytes);
  const found = liveInPdf(bytes);
  if (!hasProgram('pdftotext')) return found;
  const folder = await mkdtemp(join(tmpdir(), 'assay-hostile-'));
  try {
    const file = join(folder, 'report.pdf');
    await writeFile(file, bytes);
    return [...found, ...liveInPdfText(outputOf('pdftotext', file, '-'))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function hostileInput(strings: readonly string[], language: 'en' | 'zh-CN'): ReportInput {
  const input = makeReportInput(language);
  const [first] = input.items;
  const at = (index: number) => strings[index % strings.length] ?? '';
  const run = first!.runs[0]!;
  const items = strings.map((text, index) => ({
    evidence: {
      ...first!.evidence,
      ...{ number: index + 1, name: text, nameBytes: Buffer.from(text).toString('hex') },
      acquisitions: [{ ...first!.evidence.acquisitions[0]!, path: text, actor: at(index + 1) }],
    },
    runs: [
      {
        ...run,
        ...{ id: `run-${index}`, warnings: [text], result: { [text]: text }, artifacts: [] },
        parameters: { [text]: text },
        engines: { [text]: text },
        findings: [
          {
            ...{ code: 'made', bearing: 'informational' as const, strength: 'none' as const, figures: [] },
            ...{ statement: verbatim(text), limits: [verbatim(text)], innocent: [verbatim(text)] },
          },
        ],
        figures: [
          {
            ...{ kind: 'table' as const, id: 'fields', title: localized('Fields', '字段') },
            columns: [
              { key: 'value', title: verbatim(text), align: 'start' as const, code: index % 2 === 0 },
            ],
            rows: [{ cells: [text], flag: 'warning' as const }],
          },
          {
            ...{ kind: 'tree' as const, id: 'tree', title: verbatim(text) },
            roots: [{ label: text, detail: text, children: [{ label: text }] }],
          },
          {
            ...{
              kind: 'timeline' as const,
              id: 'times',
              title: localized('Times', '时间'),
              unit: 'seconds' as const,
            },
            events: [{ lane: text, label: text, at: 1 }],
          },
          { ...{ kind: 'scalar' as const, id: 'value', title: verbatim(text) }, value: text, unit: text },
        ],
      },
    ],
  }));
  return {
    ...input,
    ...{ items, examiner: at(1), case: { id: 'x', name: at(0), createdAt: input.generatedAt } },
  } as ReportInput;
}

/** Ours, and those of the list `ASSAY_HOSTILE_STRINGS` names (a JSON array, as of the big list of naughty strings). */
async function everyString(): Promise<readonly string[]> {
  const list = process.env.ASSAY_HOSTILE_STRINGS;
  if (list === undefined) return hostileStrings;
  const others: unknown = JSON.parse(await readFile(list, 'utf8'));
  if (!Array.isArray(others) || !others.every((one) => typeof one === 'string'))
    throw new Error(`${list} is not a JSON array of strings`);
  return [...hostileStrings, ...others];
}

/** R16 of the reliability goals, for what is written: nothing that is in metadata comes alive in a report. */
export async function hostileText(scale: number): Promise<TortureRow> {
  const step = Math.max(1, Math.round(1 / scale));
  const strings = await everyString();
  const found = await liveText({ each: 20, formats: ['html', 'pdf', 'docx'], strings, step });
  const count = Math.ceil(strings.length / step);
  return {
    goal: 'R16',
    target: '0 live scripts, formulas, fields, raw control or direction characters in HTML, PDF, DOCX, JSON',
    reached: `${found.length} in ${count} strings × 2 languages${found[0] === undefined ? '' : `: ${found[0]}`}`,
    passed: found.length === 0,
    command: 'npm run torture -- --only R16',
  };
}
