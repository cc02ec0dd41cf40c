import { describe, expect, test } from 'vitest';
import { attacks } from '#core/mark/attacks/attacks.generated.ts';
import { chooseAttacks, measuredSuites } from '#core/mark/suites.ts';
import { localized } from '#shared/domain/localized.ts';
import {
  attackMedia,
  type LayerThreshold,
  type SurvivalAttack,
  type SurvivalCatalogue,
  SurvivalRequest,
  type SurvivalStep,
} from '#shared/domain/mark-survival.ts';
import { byFamily, flagOf, statisticPlot } from '../../../renderer/src/stages/survive/survival-view.ts';
import {
  attackMediaOf,
  attacksByFamily,
  chosenAttacks,
  chosenSuite,
  type SurviveDraft,
  suitesFor,
  survivalRequestOf,
  ticked,
} from '../../../renderer/src/stages/survive/survive-draft.ts';

const catalogue: SurvivalCatalogue = {
  suites: measuredSuites(),
  attacks: attacks.map(({ id, media, family, title, about, cite, ladder }) => ({
    ...{ id, media, family, title, about, cite },
    ladder: ladder.map((step) => ({ id: step.id, label: step.label, typical: step.typical })),
  })),
};
const evidence = 'a'.repeat(64);

function draft(changes: Partial<SurviveDraft>): SurviveDraft {
  return { suite: 'quick', attacks: new Set(), key: '', identifiers: false, ...changes };
}

describe('from the form to the request', () => {
  test('a suite is named as it is', () => {
    const request = survivalRequestOf(draft({ identifiers: true }), evidence, catalogue, 'image');
    expect(request).toEqual({ evidence, attacks: 'quick', key: null, identifiers: true });
    expect(SurvivalRequest.parse(request)).toEqual(request);
  });

  test('every suite that is offered is one the core takes for that kind', () => {
    for (const media of attackMedia) {
      for (const { id } of suitesFor(catalogue, media))
        expect(chooseAttacks(id, media).ok, `${media} ${id}`).toBe(true);
    }
    expect(suitesFor(catalogue, 'audio').map(({ id }) => id)).not.toContain('pairs');
  });

  test('all attacks of a kind, ticked one by one, are ones the core takes', () => {
    for (const media of attackMedia) {
      const ids = catalogue.attacks.map(({ id }) => id);
      const one = draft({ suite: chosenSuite, attacks: new Set(ids), key: '0123456789abcdef' });
      const request = SurvivalRequest.parse(survivalRequestOf(one, evidence, catalogue, media));
      const choice = chooseAttacks(request.attacks, media);
      const own = catalogue.attacks.filter((attack) => attack.media === media).length;
      expect(choice.ok && choice.chosen.length, media).toBe(own);
      expect(request.key).toBe('0123456789abcdef');
    }
  });

  test('nothing ticked is no request, and attacks of another kind do not count', () => {
    expect(survivalRequestOf(draft({ suite: chosenSuite }), evidence, catalogue, 'image')).toBeNull();
    const sound = draft({ suite: chosenSuite, attacks: new Set(['sound.mp3']) });
    expect(chosenAttacks(sound, catalogue, 'image')).toEqual([]);
    expect(survivalRequestOf(sound, evidence, catalogue, 'image')).toBeNull();
    expect(survivalRequestOf(sound, evidence, catalogue, 'audio')?.attacks).toBe('sound.mp3');
  });

  test('a suite that is not there for this kind stands for what is ticked', () => {
    const pairs = draft({ suite: 'pairs', attacks: new Set(['sound.mp3']) });
    expect(survivalRequestOf(pairs, evidence, catalogue, 'audio')?.attacks).toBe('sound.mp3');
  });

  test('families hold each attack of a kind once, regeneration last', () => {
    const families = attacksByFamily(catalogue, 'image');
    const own = catalogue.attacks.filter(({ media }) => media === 'image');
    expect(families.flatMap((one) => one.attacks).length).toBe(own.length);
    expect(families.at(-1)?.family).toBe('regeneration');
  });

  test('ticks are set and taken', () => {
    expect([...ticked(new Set(['a']), ['b', 'c'], true)]).toEqual(['a', 'b', 'c']);
    expect([...ticked(new Set(['a', 'b']), ['a'], false)]).toEqual(['b']);
    expect([attackMediaOf('video'), attackMediaOf('archive')]).toEqual(['video', null]);
  });
});

const words = localized('x', '某');

function step(
  id: string,
  fate: SurvivalStep['layers']['mark']['fate'],
  statistic: number | null,
): SurvivalStep {
  const answer = { fate, note: null };
  return {
    ...{
      id,
      label: words,
      typical: false,
      notRun: null,
      copy: null,
      durationMs: 1,
      fingerprintDistance: null,
    },
    layers: { label: answer, credential: { fate: 'absent', note: null }, mark: answer, fingerprint: answer },
    mark:
      statistic === null
        ? null
        : {
            ...{ codec: 'assay-image-1', payload: '1', exact: true, statistic, threshold: 9 },
            ...{ falseAlarmLog10: -20, route: 'blind', key: { kind: 'public', fingerprint: 'f' } },
          },
  };
}

function attack(
  family: SurvivalAttack['family'],
  mark: LayerThreshold | undefined,
  steps: SurvivalStep[],
): SurvivalAttack {
  return {
    ...{ id: family, family, title: words, about: words, cite: 'c', steps },
    thresholds: mark === undefined ? {} : { mark },
  };
}

describe('what is shown of a run', () => {
  test('a cell says lost at once, lost somewhere, never lost', () => {
    const of = (survives: string | null, lost: string | null) =>
      flagOf(attack('coding', { survives, lost, returns: false }, [step('a', 'survived', 20)]), 'mark');
    expect([of('a', null), of('a', 'b'), of(null, 'a')]).toEqual(['ok', 'warning', 'error']);
    expect(flagOf(attack('coding', undefined, [step('a', 'survived', 20)]), 'credential')).toBe('notice');
  });

  test('families stand in one order, whatever order the attacks came in', () => {
    const order = byFamily([
      attack('regeneration', undefined, [step('a', 'lost', null)]),
      attack('coding', undefined, [step('a', 'lost', null)]),
    ]);
    expect(order.map(({ family }) => family)).toEqual(['coding', 'regeneration']);
  });

  test('what was not read is a gap in the plot, and one point is no line', () => {
    const names = { title: words, step: words, mark: words, threshold: words };
    const ladder = [step('a', 'survived', 30), step('b', 'lost', null), step('c', 'survived', 12)];
    const plot = statisticPlot(attack('coding', undefined, ladder), names);
    expect(plot?.series.map(({ x, y }) => [x, y])).toEqual([
      [
        [1, 3],
        [30, 12],
      ],
      [
        [1, 3],
        [9, 9],
      ],
    ]);
    expect(statisticPlot(attack('coding', undefined, ladder.slice(0, 2)), names)).toBeNull();
  });
});
