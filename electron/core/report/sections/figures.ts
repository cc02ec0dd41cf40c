import { localized } from '#shared/domain/localized.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import { describeFigure } from '#shared/text/describe-figure.ts';
import { figureParts } from '../figure-parts.ts';
import type { ReportItem } from '../input.ts';
import { overviewOf } from '../part-building.ts';
import { heading, note, paragraph, type Section, type SectionContext } from '../section.ts';
import { wordsIn } from '../words.ts';

const none = localized('No run produced a figure.', '没有分析产生图表。');
const leftOut = localized(
  'The report covers {count} exhibits; their figures are not printed. All are in the machine-readable record and on screen, and are printed in a report of fewer exhibits.',
  '本报告涉及 {count} 件检材，未印出图表。全部图表见机读记录和屏幕界面；检材较少的报告会印出图表。',
);
const intro = localized(
  'Figures show what the methods measured. Colours of heat maps are assigned by the scale under the picture and carry no judgement; where a map has few values, each is drawn as a square. Figure 2-5 is the fifth figure of exhibit 2.',
  '图表显示各方法的测量结果。热图颜色按图下标尺赋予，不含任何判断；数值较少的热图中，每个数值绘为一个方块。图 2-5 为检材 2 的第五张图。',
);

export const section: Section = {
  id: 'figures',
  title: localized('Figures', '图表'),
  blocks(context) {
    const shown = context.items.filter((item) => item.runs.some((run) => run.figures.length > 0));
    if (shown.length === 0) return [paragraph(context.say(none))];
    if (!context.shortening.figures) {
      return [paragraph(context.say(leftOut, { count: context.count(context.items.length) }))];
    }
    return [
      note(context.say(intro)),
      ...shown.flatMap((item) => [heading(2, context.exhibit(item)), ...itemFigures(item, context)]),
    ];
  },
};

function itemFigures(item: ReportItem, context: SectionContext): ReportBlock[] {
  const { language } = context.input;
  const parts = { language, words: wordsIn(language), shortening: context.shortening };
  return item.runs.flatMap((run) =>
    run.figures.flatMap((figure): ReportBlock[] => {
      const link = context.figure(run, figure.id);
      if (link === undefined) return [];
      return [
        {
          kind: 'figure',
          number: link.number,
          anchor: link.anchor,
          title: link.title,
          alt: describeFigure(figure, language),
          source: context.method(run),
          parts: figureParts(
            figure,
            { key: `run/${run.id}`, artifacts: run.artifacts, overview: overviewOf(item) },
            parts,
          ),
        },
      ];
    }),
  );
}
