import { concerns, type PropositionPair } from '#shared/domain/assignment.ts';
import { localized } from '#shared/domain/localized.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import { propositionName } from '#shared/text/conclusion-words.ts';
import { groupTitle, propositionTable } from '../conclusion-parts.ts';
import { pairsOf } from '../mandatory.ts';
import {
  column,
  heading,
  keyValues,
  note,
  oneLine,
  paragraph,
  row,
  type Section,
  type SectionContext,
  table,
  typedParagraphs,
} from '../section.ts';

const text = {
  none: localized('No request is recorded.', '未记录委托事项。'),
  from: localized('Requested by', '委托方'),
  reference: localized('Their reference', '委托方文号'),
  received: localized('Received on', '受理日期'),
  questions: localized('What was asked', '委托要求'),
  circumstances: localized('Circumstances told to the examiner', '告知检验人的案情'),
  record: localized('Recorded', '记录'),
  recordOf: localized('version {version}, {date}, {actor}', '第 {version} 版，{date}，{actor}'),
  propositions: localized('Propositions', '命题'),
  noPropositions: localized('No propositions are recorded.', '未记录命题。'),
  intro: localized(
    'Each group holds propositions that exclude each other. They were entered by the examiner; the software suggests none. Findings are weighed against them in section {opinion}.',
    '每组列出互相排斥的命题，由检验人填写，软件不作任何建议。检验所见与命题的关系见第 {opinion} 节。',
  ),
  before: localized(
    'First entered {entered}; the first analysis of the exhibits concerned began {first}: the propositions came before the results.',
    '首次填写于 {entered}；相关检材的首次分析始于 {first}：命题先于结果提出。',
  ),
  after: localized(
    'First entered {entered}; the first analysis of the exhibits concerned began {first}: results existed before the propositions.',
    '首次填写于 {entered}；相关检材的首次分析始于 {first}：结果先于命题存在。',
  ),
  noRuns: localized('First entered {entered}; no analysis was made.', '首次填写于 {entered}；未作任何分析。'),
  camera: localized(
    'The source that {name} names is the camera of the fingerprint “{camera}” ({hash}).',
    '{name} 所称来源为指纹“{camera}”（{hash}）所对应的相机。',
  ),
  guard: localized('Cover over results', '结果遮盖'),
  on: localized(
    'Switched on: results of an exhibit are shown neither on screen nor at the command line until propositions concern it. The cover is a guard against bias, not a lock.',
    '已启用：在提出涉及某检材的命题之前，屏幕和命令行均不显示该检材的结果。遮盖用于防范认知偏差，并非访问限制。',
  ),
  off: localized('Switched off. Reason: {reason}', '已停用。理由：{reason}'),
  uncovered: localized('Results looked at before there were propositions', '在提出命题之前查看的结果'),
  exhibit: localized('Exhibit', '检材'),
  all: localized('all', '全部'),
  at: localized('When', '时间'),
  by: localized('By', '操作人'),
  reason: localized('Reason', '理由'),
} as const;

/** What was asked, and the propositions: SWGDE’s first block. */
export const section: Section = {
  id: 'request',
  title: localized('Request and propositions', '委托事项与命题'),
  stands: ({ kind, conclusion }) =>
    kind === 'evidence' || (conclusion?.assignment ?? conclusion?.guard ?? null) !== null,
  blocks(context) {
    return [...requestBlocks(context), ...propositionBlocks(context), ...guardBlocks(context)];
  },
};

function requestBlocks({ input, say, date }: SectionContext): ReportBlock[] {
  const record = input.conclusion?.assignment ?? null;
  if (record === null) return [paragraph(say(text.none))];
  const { from, reference, received, questions, circumstances } = record.note.request;
  const { version, at, actor } = record;
  return [
    keyValues([
      [say(text.from), from.trim() || '—'],
      [say(text.reference), reference.trim() || '—'],
      [say(text.received), received || '—'],
      [say(text.record), say(text.recordOf, { version, actor, date: date(at) })],
    ]),
    ...typed(say(text.questions), questions),
    ...typed(say(text.circumstances), circumstances),
  ];
}

function typed(title: string, words: string): ReportBlock[] {
  const parts = typedParagraphs(words);
  return parts.length === 0 ? [] : [heading(2, title), ...parts];
}

function propositionBlocks(context: SectionContext): ReportBlock[] {
  const { input, say, sectionNumber } = context;
  const pairs = pairsOf(input);
  const first = heading(2, say(text.propositions));
  if (pairs.length === 0) return [first, paragraph(say(text.noPropositions))];
  const all = input.conclusion?.assignment?.note.pairs ?? [];
  return [
    first,
    paragraph(say(text.intro, { opinion: sectionNumber('opinion') })),
    ...pairs.flatMap((pair) => [
      heading(3, groupTitle(pair, all.indexOf(pair), context)),
      propositionTable(pair, context),
      note(whenEntered(pair, context)),
      ...cameraNote(pair, context),
    ]),
  ];
}

function whenEntered(pair: PropositionPair, { input, say, date }: SectionContext): string {
  const at = input.conclusion?.entered[pair.id] ?? '';
  const runs = Object.entries(input.conclusion?.firstRuns ?? {}).flatMap(([sha256, started]) =>
    concerns(pair, sha256) ? [started] : [],
  );
  const first = runs.sort()[0];
  const values = { entered: at === '' ? '—' : date(at), first: first === undefined ? '' : date(first) };
  if (first === undefined) return say(text.noRuns, values);
  return say(at !== '' && Date.parse(at) <= Date.parse(first) ? text.before : text.after, values);
}

function cameraNote({ camera }: PropositionPair, { say }: SectionContext): ReportBlock[] {
  if (camera === null) return [];
  const hash = camera.sha256.slice(0, 16);
  return [note(say(text.camera, { name: propositionName(0), camera: camera.name, hash }))];
}

function guardBlocks({ input, say, date, items }: SectionContext): ReportBlock[] {
  const guard = input.conclusion?.guard?.note ?? null;
  if (guard === null) return [];
  const numbers = new Map(items.map(({ evidence }) => [evidence.sha256, evidence.number]));
  const opened = guard.uncovered.filter(({ exhibit }) => exhibit === null || numbers.has(exhibit));
  const columns = [
    column(say(text.exhibit), 'number'),
    column(say(text.at)),
    column(say(text.by)),
    column(say(text.reason)),
  ];
  const rows = opened.map(({ exhibit, at, actor, reason }) =>
    row(exhibit === null ? say(text.all) : String(numbers.get(exhibit)), date(at), actor, oneLine(reason)),
  );
  return [
    heading(2, say(text.guard)),
    paragraph(guard.on ? say(text.on) : say(text.off, { reason: oneLine(guard.reason) || '—' })),
    ...(rows.length === 0 ? [] : [table(say(text.uncovered), columns, rows)]),
  ];
}
