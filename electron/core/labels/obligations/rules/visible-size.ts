import type { VisibleLabel, VisibleLabels } from '#shared/domain/explicit-label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { DutyOutcome } from '#shared/domain/obligation.ts';
import { type Asked, type Judgement, judged, remarked } from '../define.ts';
import type { DutyFacts } from '../facts.ts';
import { absenceCounts, notKnown, premiseGiven, premiseSentence } from '../premise.ts';
import { readingSupport } from '../support.ts';
import { absent, bothElements } from './explicit-label.ts';

/** GB 45438-2025, 5.2 and 5.4: text height against the shortest side. Below `LOWEST` no reading of it is met. */
const REQUIRED = 0.05;
const LOWEST = 0.04;
/** GB 45438-2025, 5.4: seconds at normal speed. */
const SHOWN = 2;

const percent = (ratio: number): string => `${(ratio * 100).toFixed(1)} %`;

interface Measured {
  readonly outcome: DutyOutcome;
  readonly reasoning: readonly Localized[];
}

/** GB 45438-2025, 5.2: both elements, at an edge or corner, at least 5 % high. */
export function imageLabel(facts: DutyFacts, asked: Asked): Judgement {
  return visibleLabel(facts, asked, (label) => [place(label), height(label)]);
}

/** GB 45438-2025, 5.4: on the opening frames for at least two seconds, at least 5 % high. */
export function videoLabel(facts: DutyFacts, asked: Asked): Judgement {
  return visibleLabel(facts, asked, (label, sampled) => [shown(label, sampled), height(label)]);
}

function visibleLabel(
  facts: DutyFacts,
  asked: Asked,
  measure: (label: VisibleLabel, sampled: VisibleLabels['sampled']) => Measured[],
): Judgement {
  const reading = facts.visible;
  if (reading.state === 'unknown') return notKnown(reading);
  const { labels, sampled } = reading.value;
  const whole = labels.filter(bothElements);
  if (whole.length > 0) {
    const judgements = whole.map((label) => {
      const parts = measure(label, sampled);
      const outcome = worst(parts.map((part) => part.outcome));
      return judged(
        outcome,
        parts.flatMap((part) => part.reasoning),
        [readingSupport(reading, localized(`“${label.text}”`, `“${label.text}”`))],
      );
    });
    // One label that is right is enough.
    const best = judgements.reduce((a, b) => (order.indexOf(b.outcome) < order.indexOf(a.outcome) ? b : a));
    if (best.outcome !== 'fail') return best;
    return premiseGiven(asked) ? remarked(best, premiseSentence) : { ...best, outcome: 'warn' };
  }
  if (!absenceCounts(reading)) return notKnown(reading);
  const [partial] = labels;
  if (partial === undefined) {
    return remarked(
      absent(reading, asked, 'warn'),
      localized(
        'The recogniser can miss text: small, slanted, ornamental or of low contrast.',
        '文字识别可能遗漏过小、倾斜、艺术字或低对比度的文字。',
      ),
    );
  }
  return judged(
    'warn',
    localized(
      'A mark was recognised that lacks one of the two elements (AI; generated or synthesised), or one of them was not recognised.',
      '识别到的标记缺少两项要素（人工智能；生成或合成）之一，或其中一项未被识别。',
    ),
    [readingSupport(reading, localized(`“${partial.text}”`, `“${partial.text}”`))],
  );
}

const order: readonly DutyOutcome[] = ['pass', 'undetermined', 'warn', 'fail'];

function worst(outcomes: readonly DutyOutcome[]): DutyOutcome {
  return outcomes.reduce((a, b) => (order.indexOf(b) > order.indexOf(a) ? b : a));
}

/** What "text height" measures is not settled: the ink is the lower reading, the line's box the upper one. */
function height({ ratio, boxRatio, contrast }: VisibleLabel): Measured {
  const measured = localized(
    `Text height: ${percent(ratio)} of the shortest side by its ink, ${percent(boxRatio)} by its line; the standard asks for 5 %.`,
    `文字高度：按字迹为最短边的 ${percent(ratio)}，按行框为 ${percent(boxRatio)}；标准要求不低于 5%。`,
  );
  if (ratio >= REQUIRED && contrast === null) {
    return {
      outcome: 'warn',
      reasoning: [
        measured,
        localized(
          'Ink and ground could not be told apart: the height of the ink is estimated from the line, and may be 10 % less.',
          '字迹与背景无法区分：字迹高度系根据行框估计，实际可能小 10%。',
        ),
      ],
    };
  }
  if (ratio >= REQUIRED) return { outcome: 'pass', reasoning: [measured] };
  if (boxRatio >= LOWEST) {
    return {
      outcome: 'warn',
      reasoning: [
        measured,
        localized(
          'Borderline: whether the height is that of the ink, the letter or the line is not settled in the standard.',
          '临界：文字高度究竟指字迹、字符还是行框的高度，标准未予明确。',
        ),
      ],
    };
  }
  return {
    outcome: 'fail',
    reasoning: [measured, localized('By every reading it is below 4 %.', '按任何一种理解均低于 4%。')],
  };
}

function place({ position }: VisibleLabel): Measured {
  if (position === 'inside') {
    return {
      outcome: 'warn',
      reasoning: [
        localized(
          'It stands inside the picture. The standard asks for an edge or a corner; how near that is, is measured here as a tenth of the side.',
          '标识位于画面内部。标准要求位于边或角；此处以边长的十分之一作为判断范围。',
        ),
      ],
    };
  }
  return {
    outcome: 'pass',
    reasoning: [localized('It stands at an edge or a corner.', '标识位于画面的边或角。')],
  };
}

function shown({ seen }: VisibleLabel, sampled: VisibleLabels['sampled']): Measured {
  if (seen === null || sampled === null) {
    return {
      outcome: 'undetermined',
      reasoning: [localized('How long it is shown was not measured.', '未测得其显示时长。')],
    };
  }
  const { from, to } = seen;
  const { step } = sampled;
  const measured = localized(
    `Seen from ${from.toFixed(1)} s to ${to.toFixed(1)} s, in steps of ${step.toFixed(1)} s; the standard asks for the opening frames and at least 2 s.`,
    `在 ${from.toFixed(1)} 秒至 ${to.toFixed(1)} 秒可见，采样间隔 ${step.toFixed(1)} 秒；标准要求位于起始画面且不少于 2 秒。`,
  );
  const only = (outcome: DutyOutcome, ...more: Localized[]): Measured => ({
    outcome,
    reasoning: [measured, ...more],
  });
  if (from > sampled.from + step) {
    return only('fail', localized('It is not there on the opening frames.', '起始画面上没有该标识。'));
  }
  if (to - from >= SHOWN) return only('pass');
  // The label was still there in the last frame that was looked at: it may stay longer.
  if (to + step > sampled.to) {
    return only(
      'undetermined',
      localized('It was still there in the last frame that was looked at.', '在最后一个采样帧中仍然可见。'),
    );
  }
  if (to - from + 2 * step >= SHOWN) {
    return only(
      'warn',
      localized(
        'Borderline: within the step of the sampling it may be two seconds.',
        '临界：在采样间隔的误差范围内，可能达到两秒。',
      ),
    );
  }
  return only('fail', localized('It is shown for less than two seconds.', '显示时间不足两秒。'));
}
