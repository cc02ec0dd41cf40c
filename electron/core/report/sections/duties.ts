import { localized } from '#shared/domain/localized.ts';
import type { Duty, DutyCell, DutyMatrix, DutyOutcome, DutySupport } from '#shared/domain/obligation.ts';
import type { ReportBlock, ReportColumn, ReportRow } from '#shared/domain/report.ts';
import {
  dutyOutcomeWords,
  forceWords,
  jurisdictionWords,
  roleWords,
  standingWords,
  wordingWords,
} from '#shared/text/duty-words.ts';
import type { ReportDuties } from '../input.ts';
import { rangeText } from '../part-building.ts';
import {
  column,
  exhibitNumbers,
  heading,
  keyValues,
  note,
  paragraph,
  type Section,
  type SectionContext,
  table,
} from '../section.ts';

const text = {
  intro: localized(
    'The exhibits held against duties to label, clause by clause, for what the examiner chose. Material to judge, not legal advice. Every answer is about one clause, by what the file and the publication record show; no row speaks about who did something or why.',
    '按检验人的选择，将检材逐条对照标识义务。供判断参考，不构成法律意见。每项结果只针对一个条款，并仅以文件和发布情况记录所显示的内容为依据；任何一项都不涉及行为人及其意图。',
  ),
  jurisdictions: localized('Jurisdictions', '法域'),
  roles: localized('Asked in the place of', '提问立场'),
  date: localized('Held against the law of', '适用法律的日期'),
  copies: localized('Taken for copies by the examiner', '检验人假定的副本'),
  copy: localized('exhibit {copy} of exhibit {from}', '检材 {copy} 视为检材 {from} 的副本'),
  copyOfOther: localized(
    'exhibit {copy} of an exhibit that is not in this report (SHA-256 {from})',
    '检材 {copy} 视为本报告以外的检材（SHA-256 {from}）的副本',
  ),
  outcomes: localized('What the outcomes mean', '结果的含义'),
  outcome: localized('Outcome', '结果'),
  meaning: localized('Meaning', '含义'),
  matrix: localized('Duties and exhibits', '义务与检材对照'),
  matrixPart: localized('Duties and exhibits {numbers}', '义务与检材 {numbers} 对照'),
  number: localized('No.', '编号'),
  duty: localized('Duty', '义务'),
  exhibit: localized('Exhibit {number}', '检材 {number}'),
  worst: localized('Worst', '最不利结果'),
  asks: localized('What it asks', '要求'),
  clause: localized('Clause', '条款'),
  authority: localized('Authority', '发布机关'),
  quote: localized('In its own words', '条文原文'),
  source: localized('Source', '来源'),
  standing: localized('Standing of the source', '来源状态'),
  applies: localized('Applies', '适用期间'),
  from: localized('from {from}', '自 {from} 起'),
  fromTo: localized('from {from} to {to}', '自 {from} 至 {to}'),
  draftOf: localized('draft of {from}', '征求意见稿，{from}'),
  exhibits: localized('Exhibit', '检材'),
  reasoning: localized('Reasoning', '理由'),
  rests: localized('Rests on', '依据'),
  notApplicable: localized('Not applicable', '不适用'),
  reason: localized('Reason', '原因'),
  onlyAdverse: localized(
    'Of so many exhibits only failures and warnings are explained here; the machine-readable record has every answer.',
    '检材较多，此处仅列出“不符合”和“警示”的说明；机读记录含全部结果。',
  ),
} as const;

/** Columns of exhibits that a page has room for beside the duty's title. */
const widestTable = 6;
/** Beyond this many exhibits only what speaks against one is explained. */
const explained = 25;
const adverse: readonly DutyOutcome[] = ['fail', 'warn'];
const order: readonly DutyOutcome[] = ['not-applicable', 'pass', 'undetermined', 'warn', 'fail'];

export const section: Section = {
  id: 'duties',
  title: localized('Duties to label', '标识义务'),
  stands: ({ duties }) => duties !== undefined,
  blocks(context) {
    const { duties } = context.input;
    if (duties === undefined) return [];
    const { matrix, packs } = duties;
    const cells = new Map(matrix.cells.map((cell) => [`${cell.duty} ${cell.evidence}`, cell]));
    return [
      paragraph(context.say(text.intro)),
      chosen(matrix, context),
      meanings(context),
      ...overview(matrix, cells, context),
      ...(matrix.exhibits.length > explained ? [note(context.say(text.onlyAdverse))] : []),
      ...packs.flatMap((pack) => packBlocks(pack, matrix, cells, context)),
    ];
  },
};

type Cells = ReadonlyMap<string, DutyCell>;

function cellsOf(duty: Duty, { exhibits }: DutyMatrix, cells: Cells): DutyCell[] {
  return exhibits.flatMap(({ sha256 }) => cells.get(`${duty.id} ${sha256}`) ?? []);
}

function outcomeText(outcome: DutyOutcome, { input }: SectionContext): string {
  const { sign, name } = dutyOutcomeWords[outcome];
  return `${sign} ${name[input.language]}`;
}

function flagged(outcome: DutyOutcome, cells: string[]): ReportRow {
  const { flag } = dutyOutcomeWords[outcome];
  return flag === null ? { cells } : { cells, flag };
}

function chosen({ choice, exhibits }: DutyMatrix, { say, input }: SectionContext): ReportBlock {
  const { language } = input;
  const comma = language === 'en' ? ', ' : '、';
  const numbers = new Map(exhibits.map(({ sha256, number }) => [sha256, number]));
  const copies = choice.copies.flatMap(({ evidence, from }) => {
    const [copy, origin] = [numbers.get(evidence), numbers.get(from)];
    if (copy === undefined) return [];
    return [
      origin === undefined ? say(text.copyOfOther, { copy, from }) : say(text.copy, { copy, from: origin }),
    ];
  });
  return keyValues([
    [
      say(text.jurisdictions),
      choice.jurisdictions.map((one) => jurisdictionWords[one][language]).join(comma),
    ],
    [say(text.roles), choice.roles.map((role) => roleWords[role].name[language]).join(comma)],
    [say(text.date), choice.date],
    ...(copies.length === 0
      ? []
      : [[say(text.copies), copies.join(language === 'en' ? '; ' : '；')] as const]),
  ]);
}

function meanings(context: SectionContext): ReportBlock {
  const { say, input } = context;
  return table(
    say(text.outcomes),
    [column(say(text.outcome)), column(say(text.meaning))],
    [...order].reverse().map((outcome) => ({
      cells: [outcomeText(outcome, context), dutyOutcomeWords[outcome].meaning[input.language]],
    })),
  );
}

function overview(matrix: DutyMatrix, cells: Cells, context: SectionContext): ReportBlock[] {
  const { say, input } = context;
  const blocks: ReportBlock[] = [];
  for (let start = 0; start < matrix.exhibits.length; start += widestTable) {
    const part = matrix.exhibits.slice(start, start + widestTable);
    const one = part.length === 1;
    const columns = [
      column(say(text.number)),
      column(say(text.duty)),
      ...part.map(({ number }) => column(say(text.exhibit, { number }))),
      ...(one ? [] : [column(say(text.worst))]),
    ];
    const rows = matrix.duties.map((duty) => {
      const own = cellsOf(duty, { ...matrix, exhibits: part }, cells).map(({ outcome }) => outcome);
      const worst = own.reduce((a, b) => (order.indexOf(b) > order.indexOf(a) ? b : a), order[0]!);
      return flagged(worst, [
        duty.id,
        duty.title[input.language],
        ...own.map((outcome) => outcomeText(outcome, context)),
        ...(one ? [] : [outcomeText(worst, context)]),
      ]);
    });
    const caption =
      matrix.exhibits.length <= widestTable
        ? say(text.matrix)
        : say(text.matrixPart, { numbers: exhibitNumbers(part.map(({ number }) => number)) });
    blocks.push({ kind: 'table', caption, columns: columns.map(overviewWidth), rows });
  }
  return blocks;
}

/** An outcome is a sign and a word or two: what is left goes to the duty's title. In the units of `fitColumns`. */
function overviewWidth(one: ReportColumn, index: number, { length }: readonly unknown[]): ReportColumn {
  const [number, line] = [11, 97];
  const outcome = Math.min(14, (line - number - 20) / (length - 2));
  const title = line - number - outcome * (length - 2);
  return { ...one, width: index === 0 ? number : index === 1 ? title : outcome };
}

function packBlocks(
  pack: ReportDuties['packs'][number],
  matrix: DutyMatrix,
  cells: Cells,
  context: SectionContext,
): ReportBlock[] {
  const { say, input } = context;
  const { language } = input;
  const own = matrix.duties.filter(({ pack: id }) => id === pack.id);
  const blocks: ReportBlock[] = [];
  const apart: ReportRow[] = [];
  for (const duty of own) {
    const all = cellsOf(duty, matrix, cells);
    const judged = all.filter(
      ({ outcome }) =>
        outcome !== 'not-applicable' && (matrix.exhibits.length <= explained || adverse.includes(outcome)),
    );
    if (judged.length > 0) blocks.push(...dutyBlocks(duty, judged, matrix, context));
    apart.push(...setApart(duty, all, matrix, context));
  }
  if (apart.length > 0) {
    blocks.push(
      table(
        say(text.notApplicable),
        [
          column(say(text.number)),
          column(say(text.duty)),
          column(say(text.exhibits)),
          column(say(text.reason)),
        ],
        apart,
      ),
    );
  }
  return blocks.length === 0 ? [] : [heading(2, pack.title[language]), note(pack.note[language]), ...blocks];
}

/** A duty's clause once, then each exhibit's answer. */
function dutyBlocks(
  duty: Duty,
  judged: readonly DutyCell[],
  matrix: DutyMatrix,
  context: SectionContext,
): ReportBlock[] {
  const { say, input } = context;
  const { language } = input;
  const { citation, standing, wording, force } = duty;
  const colon = language === 'en' ? ', ' : '，';
  const facts: [string, string, 'code'?][] = [
    [say(text.asks), duty.gist[language]],
    [say(text.clause), `${citation.instrument[language]}${colon}${citation.clause[language]}`],
    ...(duty.quote === null ? [] : [[say(text.quote), duty.quote.text] as [string, string]]),
    [say(text.authority), citation.authority[language]],
    [say(text.source), citation.source, 'code'],
    [
      say(text.standing),
      [standingWords[standing], wordingWords[wording], forceWords[force]]
        .map((words) => words[language])
        .join(language === 'en' ? '; ' : '；'),
    ],
    [say(text.applies), period(duty, context)],
  ];
  const numbers = new Map(matrix.exhibits.map(({ sha256, number }) => [sha256, number]));
  const rows = judged.map((cell) =>
    flagged(cell.outcome, [
      String(numbers.get(cell.evidence) ?? ''),
      cell.reasoning.map((sentence) => sentence[language]).join(' '),
      cell.support.map((support) => supportText(support, context)).join('; '),
      outcomeText(cell.outcome, context),
    ]),
  );
  return [
    heading(3, `${duty.id}  ${duty.title[language]}`),
    keyValues(facts),
    table(
      '',
      [
        column(say(text.exhibits)),
        column(say(text.reasoning)),
        column(say(text.rests)),
        column(say(text.outcome)),
      ],
      rows,
    ),
  ];
}

function period({ appliesFrom, appliesTo, force }: Duty, { say }: SectionContext): string {
  if (force === 'proposed') return say(text.draftOf, { from: appliesFrom });
  return appliesTo === null
    ? say(text.from, { from: appliesFrom })
    : say(text.fromTo, { from: appliesFrom, to: appliesTo });
}

function supportText({ what, analysis, run, bytes }: DutySupport, { input }: SectionContext): string {
  const range = bytes === null ? '' : ` [${rangeText(bytes, input.language)}]`;
  const by = analysis === null ? '' : ` (${analysis}${run === null ? '' : `, ${run}`})`;
  return `${what[input.language]}${range}${by}`;
}

/** Exhibits a duty does not apply to, with the same reason in one row. */
function setApart(
  duty: Duty,
  all: readonly DutyCell[],
  matrix: DutyMatrix,
  { input }: SectionContext,
): ReportRow[] {
  const { language } = input;
  const numbers = new Map(matrix.exhibits.map(({ sha256, number }) => [sha256, number]));
  const reasons = new Map<string, number[]>();
  for (const { outcome, evidence, reasoning } of all) {
    if (outcome !== 'not-applicable') continue;
    const reason = reasoning.map((sentence) => sentence[language]).join(' ');
    reasons.set(reason, [...(reasons.get(reason) ?? []), numbers.get(evidence) ?? 0]);
  }
  return [...reasons].map(([reason, exhibits]) => ({
    cells: [duty.id, duty.title[language], exhibitNumbers(exhibits), reason],
  }));
}
