import type { FigureOf } from '../domain/figure.ts';
import { type Language, localized } from '../domain/localized.ts';
import {
  type MarkSurvival,
  type SurvivalAttack,
  type SurvivalLayer,
  survivalLayers,
} from '../domain/mark-survival.ts';
import { fillPlaceholders } from './format.ts';
import { layerFateWords, layerWords, survivalWords } from './survival-words.ts';

/** Layers that were there from the start and measured at least once: what is worth a column. */
export function measuredLayers({ attacks }: Pick<MarkSurvival, 'attacks'>): readonly SurvivalLayer[] {
  return survivalLayers.filter((layer) => attacks.some(({ thresholds }) => thresholds[layer] !== undefined));
}

/** `to Q 50, lost at Q 40`; where nothing was measured, why. */
export function thresholdText(attack: SurvivalAttack, layer: SurvivalLayer, language: Language): string {
  const threshold = attack.thresholds[layer];
  if (threshold === undefined) {
    const stopped = attack.steps.find(({ notRun }) => notRun !== null)?.notRun;
    if (stopped != null && attack.steps.every(({ notRun }) => notRun !== null))
      return fillPlaceholders(survivalWords.notRun[language], { why: stopped.text[language] });
    const fates = new Set(attack.steps.map(({ layers }) => layers[layer].fate));
    const [only] = fates;
    return only !== undefined && fates.size === 1
      ? layerFateWords[only].text[language]
      : survivalWords.noAnswer[language];
  }
  if (attack.steps.length === 1) return layerFateWords[attack.steps[0]!.layers[layer].fate].text[language];
  const name = (step: string | null) =>
    attack.steps.find(({ id }) => id === step)?.label[language] ?? step ?? '';
  if (threshold.lost === null) return survivalWords.throughout[language];
  const lost = name(threshold.lost);
  const text =
    threshold.survives === null
      ? fillPlaceholders(survivalWords.never[language], { lost })
      : fillPlaceholders(survivalWords.until[language], { survives: name(threshold.survives), lost });
  const again = language === 'en' ? `; ${survivalWords.returns.en}` : `；${survivalWords.returns[language]}`;
  return threshold.returns ? `${text}${again}` : text;
}

/** Share of the measured strengths of each attack that each trace survived, percent. */
export function survivalPlot(survival: MarkSurvival): FigureOf<'plot'> {
  const layers = measuredLayers(survival);
  return {
    kind: 'plot',
    id: 'survival-share',
    title: survivalWords.share,
    style: 'bar',
    x: { title: survivalWords.attackNumber },
    y: { title: survivalWords.share, unit: '%' },
    series: layers.map((layer) => {
      const points = survival.attacks.flatMap(({ steps }, index) => {
        const judged = steps.filter(({ layers: of }) =>
          ['survived', 'changed', 'lost'].includes(of[layer].fate),
        );
        const kept = judged.filter(({ layers: of }) => of[layer].fate === 'survived').length;
        return judged.length === 0 ? [] : [[index + 1, (100 * kept) / judged.length] as const];
      });
      return { name: layerWords[layer], x: points.map(([x]) => x), y: points.map(([, y]) => y) };
    }),
  };
}

/** The statistic of the mark along each ladder, with its threshold; `null`: no mark was read anywhere. */
export function statisticPlot(survival: MarkSurvival): FigureOf<'plot'> | null {
  const threshold = survival.baseline.mark?.threshold;
  const series = survival.attacks.flatMap((attack) => {
    const points = attack.steps.flatMap(({ mark }, index) =>
      mark === null ? [] : [[index + 1, mark.statistic] as const],
    );
    return points.length < 2
      ? []
      : [{ name: attack.title, x: points.map(([x]) => x), y: points.map(([, y]) => y) }];
  });
  if (threshold === undefined || series.length === 0) return null;
  const longest = Math.max(...series.map(({ x }) => Math.max(...x)));
  const limit = { name: localized('threshold', '阈值'), x: [1, longest], y: [threshold, threshold] };
  return {
    kind: 'plot',
    id: 'survival-statistic',
    title: survivalWords.statistic,
    style: 'line',
    x: { title: survivalWords.rung },
    y: { title: survivalWords.statistic },
    series: [limit, ...series],
  };
}
