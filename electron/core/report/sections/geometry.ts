import type { GeometryEvaluation, GeometryGroup, GroupEvaluation } from '#shared/domain/geometry.ts';
import { localized } from '#shared/domain/localized.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import {
  geometryAnswerWords,
  geometryGroupWords,
  geometryLimits,
  geometryName,
  unusedMarkWords,
} from '#shared/text/geometry-words.ts';
import { drawGeometry } from '../drawing/geometry.ts';
import type { ReportGeometry, ReportItem } from '../input.ts';
import { drawn, overviewOf } from '../part-building.ts';
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
  title: localized('Shadows, reflections and parallel lines', '阴影、反射与平行线'),
  intro: localized(
    'The analyst drew marks on the pictures; the program says whether they can have one light, one mirror or one direction in common (E. Kee, J. O’Brien, H. Farid, ACM Transactions on Graphics 32, 2013; J. O’Brien, H. Farid, ACM Transactions on Graphics 31, 2012). The answer is about the marks, not about who made the picture or why.',
    '检验人在图像上标绘，程序判断这些标记能否属于同一光源、同一镜面或同一方向（E. Kee、J. O’Brien、H. Farid，ACM Transactions on Graphics 32，2013；J. O’Brien、H. Farid，ACM Transactions on Graphics 31，2012）。结论仅针对所画标记，不涉及图像的制作者及其意图。',
  ),
  version: localized('Version {version}, recorded {at} by {actor}', '第 {version} 版，{actor} 记录于 {at}'),
  uncertainty: localized(
    'Every drawn point may be {pixels} pixels off.',
    '每个标点的允许误差为 {pixels} 像素。',
  ),
  group: localized('{name}: {answer}', '{name}：{answer}'),
  figure: localized('Marks of {name} on exhibit {number}', '检材 {number} 上“{name}”的标记'),
  alt: localized(
    'Frame of the picture with {count} marks. Yellow: where the common point may be; violet, dashed: behind the camera; red: marks that contradict each other.',
    '图像边框及 {count} 个标记。黄色：公共点可能的位置；紫色虚线：相机后方；红色：相互矛盾的标记。',
  ),
  source: localized('drawn by the analyst', '由检验人标绘'),
  unused: localized('Marks that were not used', '未使用的标记'),
  mark: localized('Mark', '标记'),
  because: localized('Why', '原因'),
  camera: localized('Camera: {answer}', '相机：{answer}'),
  limits: localized('What this cannot know', '局限'),
} as const;

export const section: Section = {
  id: 'geometry',
  title: text.title,
  stands: ({ items }) => items.some(({ geometry }) => geometry !== undefined),
  blocks(context) {
    const { say, items, input } = context;
    return [
      paragraph(say(text.intro)),
      ...items.flatMap((item) =>
        item.geometry === undefined ? [] : itemBlocks(item, item.geometry, context),
      ),
      heading(2, say(text.limits)),
      { kind: 'list', items: geometryLimits.map((limit) => limit[input.language]) },
    ];
  },
};

function itemBlocks(
  item: ReportItem,
  { record, evaluation }: ReportGeometry,
  context: SectionContext,
): ReportBlock[] {
  const { say, date, input } = context;
  const { camera } = evaluation;
  return [
    heading(2, context.exhibit(item)),
    note(say(text.version, { version: record.version, at: date(record.at), actor: record.actor })),
    paragraph(say(text.uncertainty, { pixels: evaluation.uncertainty })),
    ...record.geometry.groups.flatMap((group, index) => {
      const judged = evaluation.groups[index];
      return judged === undefined ? [] : groupBlocks({ item, evaluation, group, judged, index }, context);
    }),
    ...(camera === null
      ? []
      : [
          heading(3, say(text.camera, { answer: geometryAnswerWords[camera.answer][input.language] })),
          ...camera.explanation.map((sentence) => paragraph(sentence[input.language])),
        ]),
    ...(record.geometry.note === '' ? [] : [paragraph(record.geometry.note)]),
  ];
}

interface JudgedGroup {
  readonly item: ReportItem;
  readonly evaluation: GeometryEvaluation;
  readonly group: GeometryGroup;
  readonly judged: GroupEvaluation;
  readonly index: number;
}

function groupBlocks(
  { item, evaluation, group, judged, index }: JudgedGroup,
  { say, input, shortening }: SectionContext,
): ReportBlock[] {
  const { language } = input;
  const kind = geometryGroupWords[group.kind][language];
  const name = group.name.trim() === '' ? `${kind} ${index + 1}` : `${kind} · ${group.name.trim()}`;
  const number = String(item.evidence.number);
  const called = (mark: string) => {
    const place = group.marks.findIndex(({ id }) => id === mark);
    return geometryName(group.marks[place]?.name ?? '', place);
  };
  const figure: ReportBlock = {
    kind: 'figure',
    number: `${number}-G${index + 1}`,
    anchor: `figure-${number}-g${index + 1}`,
    title: say(text.figure, { name, number }),
    alt: say(text.alt, { count: group.marks.length }),
    source: say(text.source),
    parts: [drawn(drawGeometry(group, judged, evaluation), overviewOf(item))],
  };
  return [
    heading(3, say(text.group, { name, answer: geometryAnswerWords[judged.answer][language] })),
    ...judged.explanation.map((sentence) => paragraph(sentence[language])),
    ...(group.marks.length === 0 || !shortening.figures ? [] : [figure]),
    ...(judged.unused.length === 0
      ? []
      : [
          table(
            say(text.unused),
            [column(say(text.mark)), column(say(text.because))],
            judged.unused.map(({ mark, because }) => row(called(mark), unusedMarkWords[because][language])),
          ),
        ]),
  ];
}
