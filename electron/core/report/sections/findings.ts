import { type Bearing, type Finding, type PropositionId, propositions } from '#shared/domain/finding.ts';
import { localized } from '#shared/domain/localized.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import type { Run } from '#shared/domain/run.ts';
import { formatElapsed } from '#shared/text/format.ts';
import { regionLimits, regionName, seenByOverlaps } from '#shared/text/region-words.ts';
import { verdictWords } from '#shared/text/reproduction-words.ts';
import type { ReportItem } from '../input.ts';
import { regionLink } from '../region-link.ts';
import { lastRepetitions, repetitionBlocks } from '../repetitions.ts';
import {
  column,
  heading,
  note,
  paragraph,
  row,
  type Section,
  type SectionContext,
  table,
} from '../section.ts';

const text = {
  intro: localized(
    'For each exhibit: every run of a method that applies to it with its outcome, then the findings of the methods by general statement, those that support it before those that contradict it. The order says nothing about weight.',
    '对每件检材，先列出适用方法的全部分析及其结果，再按通用陈述列出各方法的所见：先列支持该陈述的，后列与之相悖的。排列顺序与分量无关。',
  ),
  runs: localized('Runs', '执行的分析'),
  method: localized('Method', '方法'),
  outcome: localized('Outcome', '结果'),
  findings: localized('Findings', '检验所见'),
  warnings: localized('Warnings', '警告'),
  started: localized('Started', '开始时间'),
  elapsed: localized('Took', '用时'),
  key: localized('Run key', '分析键'),
  keyNote: localized(
    'The run key is the beginning of the SHA-256 over exhibit, method, version, parameters and engine versions: equal keys must give equal results.',
    '分析键为对检材、方法、版本、参数及引擎版本计算的 SHA-256 的开头部分：键相同，则结果必须相同。',
  ),
  notApplicable: localized(
    'Methods that do not apply to a file of this kind: {count}. Each is listed with its reason in section {section}.',
    '不适用于此类文件的方法：{count} 种，连同原因列于第 {section} 节。',
  ),
  none: localized('No run was made on this exhibit.', '未对该检材执行任何分析。'),
  noFindings: localized(
    'No finding. This is not evidence that there is nothing to be found.',
    '无检验所见。这并不证明不存在可供发现的内容。',
  ),
  on: localized('On the general statement: {proposition}', '关于通用陈述：{proposition}'),
  other: localized('For information', '供参考'),
  repeated: localized('Repeated', '复现'),
  marked: localized('Marked by the analyst', '检验人标注'),
} as const;

const order: readonly Bearing[] = ['supports', 'contradicts', 'inconclusive', 'informational'];

interface Stated {
  readonly run: Run;
  readonly finding: Finding;
}

export const section: Section = {
  id: 'findings',
  title: localized('Findings', '检验所见'),
  blocks(context) {
    const { say, items } = context;
    return [
      paragraph(say(text.intro)),
      note(say(text.keyNote)),
      ...items.flatMap((item) => [heading(2, context.exhibit(item)), ...itemBlocks(item, context)]),
    ];
  },
};

function itemBlocks(item: ReportItem, context: SectionContext): ReportBlock[] {
  const { say, input } = context;
  const marked = markedBlocks(item, context);
  if (item.runs.length === 0) return [paragraph(say(text.none)), ...marked];
  const stated = item.runs.flatMap((run) => run.findings.map((finding) => ({ run, finding })));
  const blocks: ReportBlock[] = [...runTable(item, context), ...repetitionBlocks(item, context)];
  if (stated.length === 0) blocks.push(paragraph(say(text.noFindings)));
  for (const id of Object.keys(propositions) as PropositionId[]) {
    const about = stated.filter(({ finding }) => finding.proposition === id);
    if (about.length === 0) continue;
    blocks.push(heading(3, say(text.on, { proposition: propositions[id][input.language] })));
    blocks.push(...inOrder(about).map((one) => findingBlock(one, context)));
  }
  const rest = stated.filter(({ finding }) => finding.proposition === undefined);
  if (rest.length > 0) {
    blocks.push(heading(3, say(text.other)), ...inOrder(rest).map((one) => findingBlock(one, context)));
  }
  return [...blocks, ...marked];
}

/** Regions the analyst carried into the findings. */
function markedBlocks(item: ReportItem, context: SectionContext): ReportBlock[] {
  const { say, input } = context;
  const regions = (item.regions?.record?.regions ?? []).map((region, index) => ({ region, index }));
  const carried = regions.filter(({ region }) => region.finding);
  if (carried.length === 0) return [];
  return [
    heading(3, say(text.marked)),
    ...carried.map(({ region, index }): ReportBlock => {
      const measured = item.regions?.measurements.find((one) => one.region === region.id);
      const link = regionLink(item, index, context);
      return {
        kind: 'finding',
        code: 'analyst.region',
        statement: [say(regionName(region, index)), region.remark.trim()]
          .filter((part) => part !== '')
          .join(': '),
        bearing: 'informational',
        strength: 'none',
        method: measured === undefined ? say(text.marked) : say(seenByOverlaps(measured.overlaps)),
        limits: regionLimits.slice(0, 1).map((limit) => limit[input.language]),
        innocent: [],
        figures: link === null ? [] : [link],
      };
    }),
  ];
}

/** Those that do not apply are counted: a page of them before the first finding hides what was done. */
function runTable(item: ReportItem, context: SectionContext): ReportBlock[] {
  const { say, word, count, date, card, input, sectionNumber } = context;
  const applied = item.runs.filter(({ outcome }) => outcome !== 'not-applicable');
  const left = item.runs.length - applied.length;
  const rest =
    left === 0
      ? []
      : [note(say(text.notApplicable, { count: count(left), section: sectionNumber('not-examined') }))];
  if (applied.length === 0) return rest;
  const repetitions = lastRepetitions(item);
  const columns = [
    column(say(text.method)),
    column(say(text.outcome)),
    column(say(text.findings), 'number'),
    column(say(text.warnings), 'number'),
    column(say(text.started)),
    column(say(text.elapsed), 'number'),
    column(say(text.key), 'code'),
    ...(repetitions.size === 0 ? [] : [column(say(text.repeated))]),
  ];
  const rows = applied.map((run) => {
    const title = card(run.analysis)?.title[input.language];
    const repeated = repetitions.get(run.id)?.verdict;
    return row(
      `${title ?? ''} ${run.analysis} v${run.version}`.trim(),
      word(`outcome.${run.outcome}`),
      count(run.findings.length),
      count(run.warnings.length),
      date(run.startedAt),
      formatElapsed(run.durationMs, input.language),
      run.key.slice(0, 16),
      ...(repetitions.size === 0 ? [] : [repeated === undefined ? '—' : say(verdictWords[repeated])]),
    );
  });
  return [table(say(text.runs), columns, rows), ...rest];
}

/** By bearing; within one bearing as the methods gave them (the sort is stable). */
function inOrder(stated: readonly Stated[]): Stated[] {
  return [...stated].sort((a, b) => order.indexOf(a.finding.bearing) - order.indexOf(b.finding.bearing));
}

function findingBlock({ run, finding }: Stated, context: SectionContext): ReportBlock {
  const { language } = context.input;
  return {
    kind: 'finding',
    code: finding.code,
    statement: finding.statement[language],
    bearing: finding.bearing,
    strength: finding.strength,
    method: context.method(run),
    limits: finding.limits.map((limit) => limit[language]),
    innocent: finding.innocent.map((explanation) => explanation[language]),
    figures: finding.figures.flatMap((id) => context.figure(run, id) ?? []),
  };
}
