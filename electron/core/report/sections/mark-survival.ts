import type { FigureOf } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';
import {
  type MarkSurvival,
  type SurvivalAttack,
  type SurvivalStep,
  survivalLayers,
} from '#shared/domain/mark-survival.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import { describeFigure } from '#shared/text/describe-figure.ts';
import { measuredLayers, statisticPlot, survivalPlot, thresholdText } from '#shared/text/survival-figures.ts';
import {
  attackFamilyWords,
  credentialStandingWords,
  layerFateWords,
  layerWords,
  markStateWords,
  survivalWords,
} from '#shared/text/survival-words.ts';
import { drawPlot } from '../drawing/plot.ts';
import { drawn } from '../part-building.ts';
import {
  column,
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
    'A copy of each exhibit was put through processing of growing strength, and after each its label, credential, mark and fingerprint were read again. {suite}.',
    '对每件检材的副本施加强度递增的处理，每次处理后重新读取标识、凭证、水印与指纹。{suite}。',
  ),
  suite: localized('Asked for: {suite}', '所选攻击：{suite}'),
  exhibit: localized('Exhibit {number}: {name}', '检材 {number}：{name}'),
  details: localized('Strength by strength', '逐级结果'),
  detailsNote: localized(
    'A fate in words: ✓ survived, ! changed, ✗ lost, – not there from the start, ? undetermined, · not measured. z is the statistic of the mark; p its probability in a file without a mark.',
    '符号含义：✓ 留存，! 改变，✗ 丢失，– 原本没有，? 无法判断，· 未测量。z 为水印统计量；p 为无水印文件出现该读数的概率。',
  ),
  regeneration: localized('Regeneration', '再生成'),
  citations: localized('Where the attacks come from', '各项攻击的出处'),
} as const;

export const section: Section = {
  id: 'mark-survival',
  title: survivalWords.title,
  stands: ({ markSurvival }) => (markSurvival ?? []).length > 0,
  blocks(context) {
    const runs = context.input.markSurvival ?? [];
    return runs.flatMap((run, index) => runBlocks(run, index + 1, context));
  },
};

function runBlocks(run: MarkSurvival, place: number, context: SectionContext): ReportBlock[] {
  const { say, input } = context;
  const { language } = input;
  const processed = run.attacks.filter(({ family }) => family !== 'regeneration');
  const regenerated = run.attacks.filter(({ family }) => family === 'regeneration');
  const suite = say(text.suite, { suite: run.suite });
  const number = (attack: SurvivalAttack) => String(run.attacks.indexOf(attack) + 1);
  const share = survivalPlot(run);
  const statistic = statisticPlot(run);
  return [
    heading(2, say(text.exhibit, { number: run.file.number, name: run.file.name })),
    paragraph(say(text.intro, { suite })),
    note(say(survivalWords.models)),
    ...(run.complete ? [] : [note(say(survivalWords.incomplete))]),
    heading(3, say(survivalWords.baseline)),
    baseline(run, context),
    ...(processed.length === 0
      ? []
      : [attackTable(run, processed, number, say(survivalWords.title), context)]),
    ...(regenerated.length === 0
      ? []
      : [
          note(say(survivalWords.regeneration)),
          attackTable(run, regenerated, number, say(text.regeneration), context),
        ]),
    ...(share.series.length === 0 ? [] : [figure(share, `${place}-1`, run, context)]),
    ...(statistic === null ? [] : [figure(statistic, `${place}-2`, run, context)]),
    heading(3, say(text.details)),
    note(say(text.detailsNote)),
    ...run.attacks.map((attack) =>
      stepTable(run, attack, `${number(attack)} ${attack.title[language]}`, context),
    ),
    heading(3, say(text.citations)),
    {
      kind: 'list',
      items: run.attacks.map(
        (attack) =>
          `${number(attack)} ${attack.title[language]}${language === 'en' ? ': ' : '：'}${attack.about[language]} [${attack.cite}]`,
      ),
    },
  ];
}

function baseline({ baseline: known, keys }: MarkSurvival, { say, input }: SectionContext): ReportBlock {
  const { language } = input;
  const { mark } = known;
  const labels = known.labels.length === 0 ? say(survivalWords.none) : known.labels.join(', ');
  return keyValues([
    [
      say(survivalWords.labels),
      known.labelsComplete ? labels : `${labels} (${say(survivalWords.notReadWhole)})`,
    ],
    [say(survivalWords.credential), credentialStandingWords[known.credential][language]],
    [
      say(survivalWords.mark),
      mark === null
        ? `${markStateWords[known.markState][language]} (${keys.map(({ kind, fingerprint }) => `${kind} ${fingerprint ?? ''}`.trim()).join(', ')})`
        : `${mark.codec}: ${mark.payload} · z ${mark.statistic.toFixed(1)} · ${say(survivalWords.falseAlarm)} 10^${mark.falseAlarmLog10.toFixed(0)}`,
    ],
    [
      say(survivalWords.fingerprint),
      known.fingerprint === null ? say(survivalWords.none) : known.fingerprint.hash,
      'code',
    ],
  ]);
}

function attackTable(
  run: MarkSurvival,
  attacks: readonly SurvivalAttack[],
  number: (attack: SurvivalAttack) => string,
  caption: string,
  { say, input }: SectionContext,
): ReportBlock {
  const { language } = input;
  const layers = measuredLayers(run);
  return table(
    caption,
    [
      column(say(survivalWords.number), 'number'),
      column(say(survivalWords.attack)),
      ...layers.map((layer) => column(layerWords[layer][language])),
    ],
    attacks.map((attack) => ({
      cells: [
        number(attack),
        `${attackFamilyWords[attack.family][language]} · ${attack.title[language]}`,
        ...layers.map((layer) => thresholdText(attack, layer, language)),
      ],
    })),
  );
}

function stepTable(
  run: MarkSurvival,
  attack: SurvivalAttack,
  caption: string,
  context: SectionContext,
): ReportBlock {
  const { say, input } = context;
  const { language } = input;
  const layers = measuredLayers(run);
  const shown = layers.length === 0 ? survivalLayers : layers;
  return table(
    caption,
    [
      column(say(survivalWords.strength)),
      ...shown.map((layer) => column(layerWords[layer][language])),
      column('z · p'),
      column(`${say(survivalWords.quality)} dB`, 'number'),
    ],
    attack.steps.map((step) => ({
      cells: [
        step.notRun === null
          ? step.label[language]
          : `${step.label[language]} (${context.say(survivalWords.notRun, { why: step.notRun.text[language] })})`,
        ...shown.map((layer) => fateText(step, layer, context)),
        step.mark === null
          ? ''
          : `${step.mark.statistic.toFixed(1)} · 10^${step.mark.falseAlarmLog10.toFixed(0)}`,
        step.copy?.psnr == null ? '' : step.copy.psnr.toFixed(1),
      ],
    })),
  );
}

function fateText(
  step: SurvivalStep,
  layer: (typeof survivalLayers)[number],
  { input }: SectionContext,
): string {
  const { fate, note: why } = step.layers[layer];
  const { sign, text: words } = layerFateWords[fate];
  const distance =
    layer === 'fingerprint' && step.fingerprintDistance !== null ? ` ${step.fingerprintDistance}/256` : '';
  const because = why === null || step.notRun !== null ? '' : ` (${why[input.language]})`;
  return `${sign} ${words[input.language]}${distance}${because}`;
}

function figure(
  plot: FigureOf<'plot'>,
  number: string,
  run: MarkSurvival,
  { input }: SectionContext,
): ReportBlock {
  return {
    kind: 'figure',
    number: `S${number}`,
    anchor: `survival-figure-${number}`,
    title: plot.title[input.language],
    alt: describeFigure(plot, input.language),
    source: `Assay ${run.assay}`,
    parts: [drawn(drawPlot(plot, input.language))],
  };
}
