import { type Localized, localized } from '#shared/domain/localized.ts';
import type {
  AgreementGroup,
  AnalystRegion,
  RegionColour,
  RegionMeasurement,
  Ring,
} from '#shared/domain/region.ts';
import type { FigurePart, ReportBlock } from '#shared/domain/report.ts';
import { boxOfRings, ringsOf } from '#shared/numeric/region-shape.ts';
import { formatNumber } from '#shared/text/format.ts';
import {
  regionLimits,
  regionName,
  seenByKinds,
  seenByOverlaps,
  traceKindWords,
} from '#shared/text/region-words.ts';
import type { ReportItem, ReportRegions } from '../input.ts';
import { regionLink } from '../region-link.ts';
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
  title: localized('Regions', '区域'),
  intro: localized(
    'Regions the analyst marked, and places at which several methods point. Methods that look at the same trace are counted as one kind of trace. The number of methods is a list of witnesses, not a measure of how likely anything is.',
    '检验人标注的区域，以及多种方法共同指出的位置。考察同一痕迹的方法只计为一类痕迹。方法的数目只是列出依据，并不表示任何可能性的大小。',
  ),
  version: localized('Version {version}, recorded {at} by {actor}', '第 {version} 版，{actor} 记录于 {at}'),
  alt: localized(
    'The picture with the outline of the region: x {left}–{right}, y {top}–{bottom} pixels.',
    '图像及区域轮廓：x {left}–{right}，y {top}–{bottom} 像素。',
  ),
  source: localized('drawn by the analyst', '由检验人标注'),
  taken: localized('taken over by the analyst from: {methods}', '由检验人采自：{methods}'),
  overlaps: localized('Methods that point there', '指出此处的方法'),
  method: localized('Method', '方法'),
  kind: localized('Kind of trace', '痕迹类别'),
  covered: localized('Of this region', '占本区域'),
  within: localized('Of its own region', '占该方法区域'),
  maps: localized('Means of maps inside and outside of it', '各热图在区域内外的均值'),
  map: localized('Map', '热图'),
  inside: localized('Inside', '区域内'),
  outside: localized('Outside', '区域外'),
  unit: localized('Unit', '单位'),
  unread: localized(
    '{count} maps could not be read: their files are missing or changed.',
    '{count} 幅热图无法读取：文件缺失或已被更改。',
  ),
  says: localized('{method}: {statement}', '{method}：{statement}'),
  agreement: localized('Places at which several methods point', '多种方法共同指出的位置'),
  noAgreement: localized('No place at which several methods point.', '没有多种方法共同指出的位置。'),
  agreementFigure: localized(
    'Places at which several methods point, exhibit {number}',
    '检材 {number} 上多种方法共同指出的位置',
  ),
  agreementAlt: localized(
    'The picture with {count} outlines; the table gives their places.',
    '图像及 {count} 个轮廓，位置见表。',
  ),
  agreementSource: localized('from the runs of this report', '依据本报告所列分析'),
  place: localized('Place', '位置'),
  area: localized('Pixels', '像素数'),
  seen: localized('Seen by', '指出者'),
  box: localized('x {left}–{right}, y {top}–{bottom}', 'x {left}–{right}，y {top}–{bottom}'),
  limits: localized('What this does not mean', '不能由此得出的结论'),
} as const;

/** Print colours of the analyst's regions; the same places in the palette of the drawings. */
const inks: Readonly<Record<RegionColour, string>> = {
  blue: '#0072b2',
  orange: '#d55e00',
  green: '#009e73',
  pink: '#cc79a7',
  sky: '#56b4e9',
  yellow: '#8a6d00',
};

export const section: Section = {
  id: 'regions',
  title: text.title,
  stands: ({ items }) => items.some(({ regions }) => regions !== undefined),
  blocks(context) {
    const { say, items, input } = context;
    return [
      paragraph(say(text.intro)),
      ...items.flatMap((item) => (item.regions === undefined ? [] : itemBlocks(item, item.regions, context))),
      heading(2, say(text.limits)),
      { kind: 'list', items: regionLimits.map((limit) => limit[input.language]) },
    ];
  },
};

function itemBlocks(item: ReportItem, regions: ReportRegions, context: SectionContext): ReportBlock[] {
  const { say, date } = context;
  const { record } = regions;
  return [
    heading(2, context.exhibit(item)),
    ...(record === null
      ? []
      : [
          note(say(text.version, { version: record.version, at: date(record.at), actor: record.actor })),
          ...record.regions.flatMap((region, index) => regionBlocks(item, regions, region, index, context)),
        ]),
    ...agreementBlocks(item, regions, context),
  ];
}

function regionBlocks(
  item: ReportItem,
  regions: ReportRegions,
  region: AnalystRegion,
  index: number,
  context: SectionContext,
): ReportBlock[] {
  const { say, input } = context;
  const measured = regions.measurements.find((one) => one.region === region.id);
  const name = say(regionName(region, index));
  const rings = ringsOf(region.shape);
  const picture = outlined(item, regions, `region-${index + 1}`, [{ rings, colour: inks[region.colour] }]);
  const link = regionLink(item, index, context);
  const titles = region.from.map((analysis) => titleOf(analysis, context)).join(', ');
  const figure: ReportBlock[] =
    picture === null || link === null
      ? []
      : [
          {
            kind: 'figure',
            ...link,
            alt: say(text.alt, sides(rings)),
            source: titles === '' ? say(text.source) : say(text.taken, { methods: titles }),
            parts: [picture],
          },
        ];
  return [
    heading(3, name),
    ...figure,
    ...(region.remark.trim() === '' ? [] : [paragraph(region.remark)]),
    ...(measured === undefined ? [] : measuredBlocks(measured, regions, context)),
    ...(measured === undefined || measured.unread === 0
      ? []
      : [note(say(text.unread, { count: formatNumber(measured.unread, input.language) }))]),
  ];
}

function measuredBlocks(
  measured: RegionMeasurement,
  regions: ReportRegions,
  context: SectionContext,
): ReportBlock[] {
  const { say, input } = context;
  const { language } = input;
  const share = (part: number) => `${formatNumber(100 * part, language, 0)} %`;
  const value = (mean: number | null) => (mean === null ? '—' : formatNumber(mean, language, 3));
  const analyses = [...new Set(measured.overlaps.map(({ analysis }) => analysis))];
  return [
    paragraph(`${say(seenByOverlaps(measured.overlaps))}${language === 'en' ? '.' : '。'}`),
    ...(measured.overlaps.length === 0
      ? []
      : [
          table(
            say(text.overlaps),
            [
              column(say(text.method)),
              column(say(text.kind)),
              column(say(text.covered), 'number'),
              column(say(text.within), 'number'),
            ],
            measured.overlaps
              .slice(0, 40)
              .map(({ analysis, kind, covered, within }) =>
                row(titleOf(analysis, context), say(traceKindWords[kind]), share(covered), share(within)),
              ),
          ),
        ]),
    ...statements(analyses, regions, context),
    ...(measured.maps.length === 0
      ? []
      : [
          table(
            say(text.maps),
            [
              column(say(text.method)),
              column(say(text.map)),
              column(say(text.inside), 'number'),
              column(say(text.outside), 'number'),
              column(say(text.unit)),
            ],
            measured.maps.map(({ analysis, title, inside, outside, unit }) =>
              row(titleOf(analysis, context), title[language], value(inside), value(outside), unit),
            ),
          ),
        ]),
  ];
}

function agreementBlocks(item: ReportItem, regions: ReportRegions, context: SectionContext): ReportBlock[] {
  const { say, count, shortening } = context;
  const groups = regions.agreement.groups.filter(({ analyses }) => analyses.length > 1);
  const title = heading(3, say(text.agreement));
  if (groups.length === 0) return [title, paragraph(say(text.noAgreement))];
  const number = String(item.evidence.number);
  const shown = groups.slice(0, 20);
  const picture = outlined(
    item,
    regions,
    'agreement',
    shown.map(({ rings }) => ({ rings, colour: inks.orange })),
  );
  const analyses = [...new Set(shown.flatMap((group) => group.analyses))];
  return [
    title,
    ...(picture === null || !shortening.figures
      ? []
      : [
          {
            kind: 'figure' as const,
            number: `${number}-R0`,
            anchor: `figure-${number}-r0`,
            title: say(text.agreementFigure, { number }),
            alt: say(text.agreementAlt, { count: shown.length }),
            source: say(text.agreementSource),
            parts: [picture],
          },
        ]),
    table(
      say(text.agreement),
      [
        column('#', 'number'),
        column(say(text.seen)),
        column(say(text.method)),
        column(say(text.place)),
        column(say(text.area), 'number'),
      ],
      shown.map((group, index) => groupRow(group, index, context, count(group.area))),
    ),
    ...statements(analyses, regions, context),
  ];
}

function groupRow(group: AgreementGroup, index: number, context: SectionContext, area: string) {
  const { say } = context;
  const { kinds, analyses, rings } = group;
  return row(
    String(index + 1),
    say(seenByKinds(kinds, analyses.length)),
    analyses.map((analysis) => titleOf(analysis, context)).join(', '),
    say(text.box, sides(rings)),
    area,
  );
}

/** What the methods say, each sentence once, with its limits in the section of the findings. */
function statements(
  analyses: readonly string[],
  { agreement }: ReportRegions,
  context: SectionContext,
): ReportBlock[] {
  const { say, input } = context;
  const said = analyses.flatMap((analysis) =>
    agreement.methods
      .filter((method) => method.analysis === analysis)
      .flatMap(({ findings }) =>
        findings
          .slice(0, 4)
          .map(({ statement }: { readonly statement: Localized }) =>
            say(text.says, { method: titleOf(analysis, context), statement: statement[input.language] }),
          ),
      ),
  );
  return said.length === 0 ? [] : [{ kind: 'list', items: [...new Set(said)] }];
}

function titleOf(analysis: string, { card, input }: SectionContext): string {
  return card(analysis)?.title[input.language] ?? analysis;
}

function sides(rings: readonly Ring[]) {
  const { left, top, right, bottom } = boxOfRings(rings);
  return {
    ...{ left: Math.round(left), top: Math.round(top), right: Math.round(right), bottom: Math.round(bottom) },
  };
}

/** The exhibit's larger picture with lines over it; `null`: there is no picture of it. */
function outlined(
  { evidence, overview }: ReportItem,
  { agreement }: ReportRegions,
  place: string,
  drawn: readonly { readonly rings: readonly Ring[]; readonly colour: string }[],
): FigurePart | null {
  if (overview === undefined) return null;
  const { width, height } = agreement;
  const outlines = drawn.map(({ rings, colour }) => ({
    colour,
    rings: rings.map((ring) => ring.map(({ x, y }): [number, number] => [x / width, y / height])),
  }));
  return {
    as: 'picture',
    picture: { key: `overview/${evidence.sha256}/${place}`, ...overview, outlines },
  };
}
