import { localized } from '#shared/domain/localized.ts';
import type { ExaminerFinding } from '#shared/domain/opinion.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import { bearingWords, propositionName } from '#shared/text/conclusion-words.ts';
import { regionName } from '#shared/text/region-words.ts';
import { groupTitle } from '../conclusion-parts.ts';
import { pairsOf } from '../mandatory.ts';
import {
  column,
  heading,
  note,
  oneLine,
  paragraph,
  row,
  type Section,
  type SectionContext,
  table,
} from '../section.ts';

const text = {
  intro: localized(
    'What the examiner makes of the results: which of them bear on which proposition, and how, in the examiner’s own words. The results themselves are in section {findings}.',
    '检验人对检验结果的评价：哪些结果与哪一命题有关、关系如何，均由检验人以自己的文字说明。检验结果本身见第 {findings} 节。',
  ),
  none: localized('The examiner has stated no finding.', '检验人尚未陈述任何所见。'),
  exhibit: localized('Exhibit', '检材'),
  rests: localized('Rests on', '依据'),
  bearing: localized('Bearing', '倾向'),
  words: localized('In the examiner’s words', '检验人的说明'),
  towards: localized('{name}: {bearing}', '{name}：{bearing}'),
  observation: localized('own observation', '检验人自行观察'),
  region: localized('marked region: {name}', '标注区域：{name}'),
  gone: localized('a region that is no longer marked', '已不再标注的区域'),
  run: localized('{method}: {statement}', '{method}：{statement}'),
  elsewhere: localized('a run that a later one replaced ({id})', '已由后续分析取代的分析（{id}）'),
  outdated: localized(
    'The findings were recorded against version {of} of the propositions; the present version is {now}.',
    '所见以命题第 {of} 版为依据记录；现行为第 {now} 版。',
  ),
} as const;

/** Apart from the results and from the conclusion. */
export const section: Section = {
  id: 'opinion',
  title: localized('The examiner’s findings', '检验人所见'),
  stands: ({ kind, conclusion }) => kind === 'evidence' || (conclusion?.opinion ?? null) !== null,
  blocks(context) {
    const { input, say, sectionNumber } = context;
    const { opinion = null, assignment = null } = input.conclusion ?? {};
    const all = assignment?.note.pairs ?? [];
    const groups = pairsOf(input).flatMap((pair): ReportBlock[] => {
      const findings = opinion?.note.findings.filter((finding) => finding.pair === pair.id) ?? [];
      if (findings.length === 0) return [];
      return [heading(2, groupTitle(pair, all.indexOf(pair), context)), findingTable(findings, context)];
    });
    if (groups.length === 0) return [paragraph(say(text.none))];
    const outdated =
      opinion !== null && assignment !== null && opinion.note.assignment !== assignment.version;
    return [
      paragraph(say(text.intro, { findings: sectionNumber('findings') })),
      ...(outdated
        ? [note(say(text.outdated, { of: opinion.note.assignment, now: assignment.version }))]
        : []),
      ...groups,
    ];
  },
};

function findingTable(findings: readonly ExaminerFinding[], context: SectionContext): ReportBlock {
  const { say, items } = context;
  const columns = [
    column(say(text.exhibit), 'number'),
    column(say(text.bearing)),
    column(say(text.words)),
    column(say(text.rests)),
  ];
  const rows = findings.map((finding) => {
    const item = items.find(({ evidence }) => evidence.sha256 === finding.exhibit);
    const name = propositionName(finding.proposition);
    return row(
      item === undefined ? '—' : String(item.evidence.number),
      say(text.towards, { bearing: say(bearingWords[finding.bearing]), name }),
      oneLine(finding.words),
      basis(finding, context),
    );
  });
  return table('', columns, rows);
}

function basis({ source, exhibit }: ExaminerFinding, context: SectionContext): string {
  const { say, items, input } = context;
  if (source.kind === 'observation') return say(text.observation);
  const item = items.find(({ evidence }) => evidence.sha256 === exhibit);
  if (source.kind === 'region') {
    const regions = item?.regions?.record?.regions ?? [];
    const index = regions.findIndex(({ id }) => id === source.region);
    const region = regions[index];
    return region === undefined ? say(text.gone) : say(text.region, { name: say(regionName(region, index)) });
  }
  const run = item?.runs.find(({ id }) => id === source.run);
  const finding = run?.findings.filter(({ code }) => code === source.code)[source.place];
  if (run === undefined || finding === undefined) return say(text.elsewhere, { id: source.run.slice(0, 8) });
  return say(text.run, { method: context.method(run), statement: finding.statement[input.language] });
}
