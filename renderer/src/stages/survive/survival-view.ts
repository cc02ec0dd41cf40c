import type { FigureOf, Flag } from '#shared/domain/figure.ts';
import type { Localized } from '#shared/domain/localized.ts';
import {
  attackFamilies,
  type LayerFate,
  type SurvivalAttack,
  type SurvivalLayer,
} from '#shared/domain/mark-survival.ts';
import { layerFateWords } from '#shared/text/survival-words.ts';

export interface AttackGroup {
  readonly family: SurvivalAttack['family'];
  readonly attacks: readonly SurvivalAttack[];
}

/** Attacks by family, in the order families are shown in; regeneration is the last. */
export function byFamily(attacks: readonly SurvivalAttack[]): AttackGroup[] {
  return attackFamilies.flatMap((family) => {
    const own = attacks.filter((attack) => attack.family === family);
    return own.length === 0 ? [] : [{ family, attacks: own }];
  });
}

/** Shape and colour of a cell: lost at the mildest, lost somewhere, never lost, or nothing to be said. */
export function flagOf(attack: SurvivalAttack, layer: SurvivalLayer): Flag {
  const threshold = attack.thresholds[layer];
  if (threshold === undefined) return flagOfFates(attack.steps.map(({ layers }) => layers[layer].fate));
  if (threshold.lost === null) return 'ok';
  return threshold.survives === null ? 'error' : 'warning';
}

function flagOfFates(fates: readonly LayerFate[]): Flag {
  const [first] = fates;
  return first !== undefined && fates.every((fate) => fate === first) ? layerFateWords[first].flag : 'notice';
}

export interface PlotWords {
  readonly title: Localized;
  readonly step: Localized;
  readonly mark: Localized;
  readonly threshold: Localized;
}

/**
 * The statistic of the mark at each strength with the threshold it was held against; `null`: fewer than two strengths
 * gave one. A strength at which nothing was read is a gap: what was not read has no statistic.
 */
export function statisticPlot(attack: SurvivalAttack, words: PlotWords): FigureOf<'plot'> | null {
  const points = attack.steps.flatMap(({ mark }, index) =>
    mark === null ? [] : [{ x: index + 1, statistic: mark.statistic, threshold: mark.threshold }],
  );
  if (points.length < 2) return null;
  const x = points.map((point) => point.x);
  return {
    kind: 'plot',
    id: 'statistic',
    title: words.title,
    style: 'line',
    x: { title: words.step },
    y: { title: words.mark },
    series: [
      { name: words.mark, x, y: points.map(({ statistic }) => statistic) },
      { name: words.threshold, x, y: points.map(({ threshold }) => threshold) },
    ],
  };
}
