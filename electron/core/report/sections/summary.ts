import { type PropositionId, propositions } from '#shared/domain/finding.ts';
import { localized } from '#shared/domain/localized.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import { outcomes } from '#shared/domain/run.ts';
import { formatBytes } from '#shared/text/format.ts';
import {
  column,
  exhibitNumbers,
  note,
  paragraph,
  row,
  type Section,
  type SectionContext,
  table,
} from '../section.ts';

const scope = localized(
  'Examined: {exhibits}; methods used: {methods}; runs: {runs}. This section and sections {first} to {last} state what methods observed, how each observation bears on a general statement, and what was not examined. The software draws no conclusion: that is the examiner’s (section {conclusion}).',
  '共检验 {exhibits}，使用 {methods} 种方法，执行 {runs} 次分析。本节及第 {first} 至 {last} 节说明各方法观察到的内容、各项观察与通用陈述的关系，以及未检验的事项。软件不作结论：结论由检验人作出（第 {conclusion} 节）。',
);
const general = localized(
  'The general statements are the same in every report: methods sort their findings by them. They are not the propositions of this case, which only the examiner states.',
  '通用陈述在每份报告中均相同，仅供各方法归类其所见；它们不是本案的命题，本案的命题仅由检验人提出。',
);
const empty = localized('No exhibit is part of this report.', '本报告不含任何检材。');
const noAnswer = localized(
  'No answer (undetermined or failed): {count} of {total} runs. They are listed with their reasons in section {section}; nothing may be inferred from them.',
  '{total} 次分析中有 {count} 次没有得出答案（无法确定或失败），连同原因列于第 {section} 节；不得据此作任何推断。',
);
const complained = localized(
  'A decoder or parser complained during {count} of {total} runs and went on. The complaints are in section {section}.',
  '{total} 次分析中有 {count} 次出现解码器或解析器警告但继续运行，警告列于第 {section} 节。',
);
const sameContent = localized(
  'Exhibits {numbers} have different bytes but the same decoded content: only metadata or packing differ.',
  '检材 {numbers} 的字节不同，但解码后的内容相同：仅元数据或封装不同。',
);
const captions = {
  outcomes: localized('Runs by outcome', '按结果统计的分析次数'),
  findings: localized(
    'Findings of methods by general statement and bearing',
    '按通用陈述和倾向统计的方法所见',
  ),
  exhibits: localized('Exhibits', '检材一览'),
} as const;
const titles = {
  number: localized('No.', '编号'),
  name: localized('Name', '名称'),
  kind: localized('Kind', '类型'),
  format: localized('Format', '格式'),
  size: localized('Size', '大小'),
  outcome: localized('Outcome', '结果'),
  meaning: localized('Meaning', '含义'),
  runs: localized('Runs', '次数'),
  proposition: localized('General statement', '通用陈述'),
  findings: localized('Findings', '检验所见'),
  unanswered: localized('No answer', '无答案'),
} as const;
const meanings = {
  found: localized('the method found what it looks for', '方法找到了所查找的内容'),
  'nothing-found': localized(
    'the method looked and did not find it; this is not evidence that it was never there',
    '方法已查找但未找到；这并不证明其从未存在',
  ),
  'not-applicable': localized(
    'the method has nothing to say about this kind of file',
    '该方法不适用于此类文件',
  ),
  undetermined: localized(
    'the file is damaged, unsupported or beyond a limit; the question stays open',
    '文件损坏、不受支持或超出限制；问题仍未得到回答',
  ),
  failed: localized('the run broke down; the question stays open', '分析执行中断；问题仍未得到回答'),
} as const;
const bearings = ['supports', 'contradicts', 'inconclusive'] as const;

export const section: Section = {
  id: 'summary',
  title: localized('Summary', '摘要'),
  blocks(context) {
    const { items, say, word, count, sectionNumber } = context;
    if (items.length === 0) return [paragraph(say(empty))];
    const runs = items.flatMap((item) => item.runs);
    const blocks: ReportBlock[] = [
      paragraph(
        say(scope, {
          exhibits: word('evidence.count', { count: items.length }),
          methods: count(new Set(runs.map((run) => run.analysis)).size),
          runs: count(runs.length),
          conclusion: sectionNumber('conclusion'),
          first: sectionNumber('findings'),
          last: sectionNumber('methods'),
        }),
      ),
    ];
    const unanswered = runs.filter(
      (run) => run.outcome === 'undetermined' || run.outcome === 'failed',
    ).length;
    if (unanswered > 0) {
      const text = say(noAnswer, {
        count: count(unanswered),
        total: count(runs.length),
        section: sectionNumber('not-examined'),
      });
      blocks.push({ kind: 'warning', tone: 'warning', text, details: [] });
    }
    const noisy = runs.filter((run) => run.warnings.length > 0).length;
    if (noisy > 0) {
      const text = say(complained, {
        count: count(noisy),
        total: count(runs.length),
        section: sectionNumber('warnings'),
      });
      blocks.push({ kind: 'warning', tone: 'notice', text, details: [] });
    }
    for (const numbers of equalContents(context)) {
      const text = say(sameContent, { numbers: exhibitNumbers(numbers) });
      blocks.push({ kind: 'warning', tone: 'notice', text, details: [] });
    }
    return [
      ...blocks,
      exhibitTable(context),
      findingTable(context),
      note(say(general)),
      outcomeTable(context),
    ];
  },
};

function exhibitTable({ items, say, word, count, input }: SectionContext): ReportBlock {
  const columns = [
    column(say(titles.number), 'number'),
    column(say(titles.name)),
    column(say(titles.kind)),
    column(say(titles.format)),
    column(say(titles.size), 'number'),
    column(say(titles.findings), 'number'),
    column(say(titles.unanswered), 'number'),
  ];
  const rows = items.map(({ evidence, runs }) =>
    row(
      String(evidence.number),
      evidence.name,
      word(`kind.${evidence.media.kind}`),
      evidence.media.format,
      formatBytes(evidence.size, input.language),
      count(runs.reduce((sum, run) => sum + run.findings.length, 0)),
      count(runs.filter((run) => run.outcome === 'undetermined' || run.outcome === 'failed').length),
    ),
  );
  return table(say(captions.exhibits), columns, rows);
}

function findingTable({ items, say, word, count, input }: SectionContext): ReportBlock {
  const findings = items.flatMap((item) => item.runs.flatMap((run) => run.findings));
  const columns = [
    column(say(titles.proposition)),
    ...bearings.map((bearing) => column(word(`bearing.${bearing}`), 'number')),
  ];
  const rows = (Object.keys(propositions) as PropositionId[]).map((id) =>
    row(
      propositions[id][input.language],
      ...bearings.map((bearing) =>
        count(findings.filter((finding) => finding.proposition === id && finding.bearing === bearing).length),
      ),
    ),
  );
  return table(say(captions.findings), columns, rows);
}

function outcomeTable({ items, say, word, count }: SectionContext): ReportBlock {
  const runs = items.flatMap((item) => item.runs);
  const columns = [
    column(say(titles.outcome)),
    column(say(titles.meaning)),
    column(say(titles.runs), 'number'),
  ];
  const rows = outcomes.map((outcome) =>
    row(
      word(`outcome.${outcome}`),
      say(meanings[outcome]),
      count(runs.filter((run) => run.outcome === outcome).length),
    ),
  );
  return table(say(captions.outcomes), columns, rows);
}

/** Groups of exhibits with one content hash made by one method. */
function equalContents({ items }: SectionContext): number[][] {
  const groups = new Map<string, number[]>();
  for (const { evidence } of items) {
    if (evidence.content.state !== 'known') continue;
    const key = `${evidence.content.of} ${evidence.content.method} ${evidence.content.sha256}`;
    groups.set(key, [...(groups.get(key) ?? []), evidence.number]);
  }
  return [...groups.values()].filter((numbers) => numbers.length > 1);
}
