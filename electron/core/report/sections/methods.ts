import type { Guide } from '#shared/domain/analysis-card.ts';
import { type Language, localized } from '#shared/domain/localized.ts';
import type { ReportBlock, ReportBlockOf } from '#shared/domain/report.ts';
import type { Run } from '#shared/domain/run.ts';
import { guideParts } from '#shared/text/method-page.ts';
import { translator } from '#shared/text/text.ts';
import { canonicalJson } from '../../canonical-json.ts';
import {
  column,
  exhibitNumbers,
  heading,
  note,
  paragraph,
  row,
  type Section,
  type SectionContext,
  table,
} from '../section.ts';
import { words } from '../words.ts';

const text = {
  intro: localized(
    'Every method that was run, in the version and with the parameters and engines that were used. Methods marked “not measured” have no error rate determined by this laboratory’s software.',
    '列出执行过的全部方法及所用的版本、参数和引擎。标有“未测定”的方法，本软件未测定其错误率。',
  ),
  none: localized('No method was run.', '未执行任何方法。'),
  methods: localized('Methods', '方法'),
  engines: localized('Programs and libraries', '程序与程序库'),
  enginesNote: localized(
    'Engines are programs and libraries outside this software that take part in results. “Now” is the state of this machine when the report was made; “used” are the versions recorded with the runs.',
    '引擎是参与得出结果的外部程序和程序库。“当前”为生成报告时本机的状态；“所用”为分析记录中的版本。',
  ),
  engine: localized('Engine', '引擎'),
  used: localized('Used', '所用'),
  now: localized('Now', '当前'),
  missing: localized('missing', '缺失'),
  noCard: localized(
    'This version of the software no longer has the method; its card is not available.',
    '本软件当前版本已不含该方法，无法提供其说明。',
  ),
  otherVersion: localized(
    'The runs used version {used}; the description is that of version {present}.',
    '分析使用的是版本 {used}；此处为版本 {present} 的说明。',
  ),
} as const;

export const section: Section = {
  id: 'methods',
  title: localized('Methods, versions and parameters', '方法、版本与参数'),
  blocks(context) {
    const { say } = context;
    const groups = groupRuns(context);
    if (groups.length === 0) return [paragraph(say(text.none)), ...engineTable(context)];
    return [
      paragraph(say(text.intro)),
      heading(2, say(text.methods)),
      ...groups.map((group) => methodBlock(group, context)),
      ...engineTable(context),
    ];
  },
};

interface Group {
  readonly run: Run;
  /** Canonical parameters → exhibit numbers. */
  readonly uses: Map<string, number[]>;
  readonly engines: Set<string>;
}

function groupRuns({ items, input }: SectionContext): Group[] {
  const groups = new Map<string, Group>();
  for (const { evidence, runs } of items) {
    for (const run of runs) {
      const key = `${run.analysis} ${run.version}`;
      const group = groups.get(key) ?? { run, uses: new Map(), engines: new Set() };
      const parameters = canonicalJson(run.parameters);
      group.uses.set(parameters, [...(group.uses.get(parameters) ?? []), evidence.number]);
      for (const [name, version] of Object.entries(run.engines)) group.engines.add(`${name} ${version}`);
      groups.set(key, group);
    }
  }
  const place = new Map(input.analyses.map((card, index) => [card.id, index]));
  const last = input.analyses.length;
  return [...groups.values()].sort(
    (a, b) =>
      (place.get(a.run.analysis) ?? last) - (place.get(b.run.analysis) ?? last) ||
      (a.run.analysis < b.run.analysis
        ? -1
        : a.run.analysis > b.run.analysis
          ? 1
          : a.run.version - b.run.version),
  );
}

function methodBlock({ run, uses, engines }: Group, context: SectionContext): ReportBlock {
  const { say, input } = context;
  const { language } = input;
  const card = context.card(run.analysis);
  const differs = card !== undefined && card.version !== run.version;
  const remark = differs ? ` ${say(text.otherVersion, { used: run.version, present: card.version })}` : '';
  return {
    kind: 'method',
    id: run.analysis,
    version: run.version,
    title: card?.title[language] ?? run.analysis,
    summary: card === undefined ? say(text.noCard) : `${card.summary[language]}${remark}`,
    guide: card === undefined ? [] : guideOf(card.guide, language),
    cite: card?.reference.cite ?? '—',
    ...(card?.reference.url === undefined ? {} : { url: card.reference.url }),
    limits: card?.reference.limits.map((limit) => limit[language]) ?? ['—'],
    errorRate: card?.errorRate?.[language] ?? say(words.errorRateUnknown),
    engines: [...engines].sort(),
    uses: [...uses].map(([parameters, numbers]) => ({ parameters, exhibits: exhibitNumbers(numbers) })),
  };
}

function guideOf(guide: Guide, language: Language): ReportBlockOf<'method'>['guide'] {
  const word = translator(language);
  return guideParts.map(([part, title]) => ({
    heading: word(title),
    sentences: guide[part].map((sentence) => sentence[language]),
  }));
}

function engineTable({ say, items, input }: SectionContext): ReportBlock[] {
  const used = new Map<string, Set<string>>();
  for (const run of items.flatMap((item) => item.runs)) {
    for (const [name, version] of Object.entries(run.engines)) {
      used.set(name, (used.get(name) ?? new Set()).add(version));
    }
  }
  const names = [...new Set([...Object.keys(input.engines), ...used.keys()])].sort();
  if (names.length === 0) return [];
  const columns = [column(say(text.engine)), column(say(text.used)), column(say(text.now))];
  const rows = names.map((name) => {
    const now = Object.hasOwn(input.engines, name) ? input.engines[name] : undefined;
    const versions = [...(used.get(name) ?? [])].sort().join('; ');
    return row(name, versions === '' ? '—' : versions, now === undefined ? '—' : (now ?? say(text.missing)));
  });
  return [heading(2, say(text.engines)), note(say(text.enginesNote)), table('', columns, rows)];
}
