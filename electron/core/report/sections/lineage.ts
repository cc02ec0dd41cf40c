import type { LineageEdge, LineageNode } from '#shared/domain/lineage.ts';
import { localized } from '#shared/domain/localized.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import { edgeWords } from '#shared/text/trace-words.ts';
import type { ReportLineage } from '../input.ts';
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
  title: localized('Which copy came from which', '副本的先后关系'),
  intro: localized(
    'Exhibits were laid over each other in pairs. What one of a pair underwent or lost that the other did not speaks for a direction; where that does not decide, no direction is given. “Derived” and “probably derived” say that one goes back to the other, over however many steps; a file that is not among those compared may stand between them. None of it says who made a copy, or when.',
    '检材两两叠合比对。一方所经历或丢失而另一方没有的处理痕迹，可作为判断方向的依据；依据不足时不给出方向。“由此衍生”与“可能由此衍生”表示一方经若干步骤来自另一方，二者之间可能还有未参与比对的文件。上述结论均不说明副本由何人、何时制作。',
  ),
  compared: localized(
    '{items} items, {pairs} pairs compared, {left} pairs left out. Links: {links}; of these without a direction: {open}.',
    '{items} 项，比对 {pairs} 对，未比对 {left} 对。关系 {links} 条，其中方向未定 {open} 条。',
  ),
  incomplete: localized(
    'It was stopped before its end: links may be missing.',
    '分析未完成即停止：可能缺少部分关系。',
  ),
  none: localized(
    'Nothing in common was found between the items that were compared.',
    '所比对的各项之间未发现共同内容。',
  ),
  links: localized('Links, by what they rest on', '关系及其依据'),
  link: localized('Link', '关系'),
  state: localized('State', '状态'),
  step: localized('Step', '处理步骤'),
  evidence: localized('What speaks for it', '依据'),
  against: localized('Against it: {what}', '相反迹象：{what}'),
  nothing: localized('No sign for a direction', '无方向迹象'),
  confidenceNote: localized(
    'Shares beside the state are the confidence in the direction. It was calibrated on generated trees of copies and holds for copies like those; on other material it is a guide only. Dates of publication are claims, and weigh little.',
    '状态旁的百分比为方向的把握程度，依据生成的副本树校准，适用于与之类似的副本；对其他材料仅供参考。发布日期属于声称，权重很小。',
  ),
  first: localized('Possible firsts', '可能的最初版本'),
  family: localized('Family', '族'),
  item: localized('Item', '项目'),
  likely: localized('Likely the first of its family', '为同族最初版本的可能性'),
  firstNote: localized(
    'How likely it is that none of the exhibits compared is a source of the item. That does not make it an original: its source may not be among them. Shares add up to 100 % within a family; those below 2 % are left out.',
    '指所比对的检材中均无其来源的可能性。这不意味着该项为原件：其来源可能未参与比对。同族各项之和为 100 %，低于 2 % 者略去。',
  ),
  cut: localized('{shown} of {total} links are listed here.', '此处列出 {total} 条关系中的 {shown} 条。'),
  figure: localized('Lineage {place}, family {family}', '谱系 {place}，第 {family} 族'),
  alt: localized(
    'Items as boxes; an arrow leads from a source to its copy, a dashed line joins items whose direction is unknown. The links are listed in the table.',
    '方框为各项；箭头由来源指向副本，虚线连接方向不明的各项。各条关系见表。',
  ),
  undrawn: localized(
    'Families too large to be printed: {count}. They are in the table, and can be saved as a drawing on screen.',
    '过大而未印出的族：{count}。其关系见表，也可在屏幕上另存为图。',
  ),
  noFigures: localized(
    'Drawings are not printed in a report of so many exhibits.',
    '检材数量较多，本报告未印出图形。',
  ),
  missing: localized('a source that is not at hand', '未收集到的来源'),
} as const;

/** Less than this weighs too little to be printed as a reason, log odds; the record has it. */
const leastPrinted = 0.2;
/** Least share of a possible first. */
const leastShare = 0.02;

export const section: Section = {
  id: 'lineage',
  title: text.title,
  stands: ({ lineages }) => (lineages ?? []).length > 0,
  blocks(context) {
    const lineages = context.input.lineages ?? [];
    return [
      paragraph(context.say(text.intro)),
      ...lineages.flatMap((lineage, index) => lineageBlocks(lineage, index + 1, context)),
    ];
  },
};

function lineageBlocks(made: ReportLineage, place: number, context: SectionContext): ReportBlock[] {
  const { say, count, date, input, shortening } = context;
  const { lineage, drawings, undrawn } = made;
  const { at, assay, complete, nodes, edges, pairs, warnings } = lineage;
  const counts = {
    ...{ items: count(nodes.filter(({ sha256 }) => sha256 !== null).length), links: count(edges.length) },
    ...{ pairs: count(pairs.compared), left: count(pairs.left) },
    open: count(edges.filter(({ directed }) => !directed).length),
  };
  const drawn = shortening.figures && drawings.length > 0;
  return [
    note(`${date(at)} · Assay ${assay}`),
    paragraph(say(text.compared, counts)),
    ...(complete ? [] : [warning(say(text.incomplete))]),
    ...warnings.map((words) => note(words[input.language])),
    ...(edges.length === 0 ? [paragraph(say(text.none))] : linkBlocks(made, context)),
    ...firstBlocks(made, context),
    ...(drawn ? drawingBlocks(made, place, context) : []),
    ...(drawings.length > 0 && !drawn ? [note(say(text.noFigures))] : []),
    ...(undrawn > 0 ? [note(say(text.undrawn, { count: undrawn }))] : []),
  ];
}

function warning(words: string): ReportBlock {
  return { kind: 'warning', tone: 'warning', text: words, details: [] };
}

function nameOf({ sha256, number, name }: LineageNode, { say, word }: SectionContext): string {
  if (sha256 === null) return say(text.missing);
  return number === null ? name : word('duties.exhibit', { number, name });
}

function linkBlocks({ lineage }: ReportLineage, context: SectionContext): ReportBlock[] {
  const { say, input, shortening } = context;
  const { language } = input;
  const nodes = new Map(lineage.nodes.map((node) => [node.id, node]));
  const name = (id: string): string => {
    const node = nodes.get(id);
    return node === undefined ? id : nameOf(node, context);
  };
  const shown = lineage.edges.slice(0, shortening.rows);
  const rows = shown.map((edge) =>
    row(
      `${name(edge.from)} ${edge.directed ? '→' : '—'} ${name(edge.to)}`,
      edge.directed && edge.state !== 'missing-parent'
        ? `${edgeWords[edge.state][language]} ${Math.round(100 * edge.confidence)} %`
        : edgeWords[edge.state][language],
      edge.state === 'missing-parent' ? '' : edge.summary[language],
      reasonsOf(edge, context),
    ),
  );
  return [
    {
      ...{ kind: 'table', caption: say(text.links), rows },
      // The reasons are sentences, the rest a few words.
      columns: [
        { ...column(say(text.link)), width: 2.2 },
        { ...column(say(text.state)), width: 1.4 },
        { ...column(say(text.step)), width: 1.8 },
        { ...column(say(text.evidence)), width: 4.6 },
      ],
    },
    ...(shown.length < lineage.edges.length
      ? [note(say(text.cut, { shown: shown.length, total: lineage.edges.length }))]
      : []),
    note(say(text.confidenceNote)),
  ];
}

/** What speaks for a direction, the weightiest first, then what speaks against it. */
function reasonsOf({ evidence }: LineageEdge, { say, input }: SectionContext): string {
  const { language } = input;
  const joined = (says: 'forward' | 'backward'): string =>
    evidence
      .filter((cue) => cue.says === says && Math.abs(cue.weight) >= leastPrinted)
      .map(({ statement }) => statement[language])
      .join(language === 'en' ? ' ' : '');
  const [forward, backward] = [joined('forward'), joined('backward')];
  if (forward === '' && backward === '') return say(text.nothing);
  return [forward, ...(backward === '' ? [] : [say(text.against, { what: backward })])].join(' ').trim();
}

function firstBlocks({ lineage, families }: ReportLineage, context: SectionContext): ReportBlock[] {
  const { say } = context;
  const firsts = families.flatMap((members, family) =>
    lineage.nodes
      .filter(({ id }) => members.includes(id))
      .flatMap((node) => (node.root === null || node.root < leastShare ? [] : [{ node, share: node.root }]))
      .sort((one, other) => other.share - one.share)
      .map((first) => ({ ...first, family: family + 1 })),
  );
  if (firsts.length === 0) return [];
  return [
    table(
      say(text.first),
      [column(say(text.family), 'number'), column(say(text.item)), column(say(text.likely), 'number')],
      firsts.map(({ family, node, share }) =>
        row(String(family), nameOf(node, context), `${Math.round(100 * share)} %`),
      ),
    ),
    note(say(text.firstNote)),
  ];
}

function drawingBlocks(
  { lineage, drawings }: ReportLineage,
  place: number,
  { say, word }: SectionContext,
): ReportBlock[] {
  return [
    heading(3, word('lineage.graph')),
    ...drawings.map(
      ({ svg, width, height }, index): ReportBlock => ({
        kind: 'figure',
        number: `L${place}-${index + 1}`,
        anchor: `lineage-figure-${place}-${index + 1}`,
        title: say(text.figure, { place, family: index + 1 }),
        alt: say(text.alt),
        source: `Assay ${lineage.assay}`,
        parts: [{ as: 'drawing', svg, width, height }],
      }),
    ),
  ];
}
