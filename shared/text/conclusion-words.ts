import { type Localized, localized } from '../domain/localized.ts';
import type { Conclusion, Degree, FindingBearing, VerbalTerm } from '../domain/opinion.ts';
import { fillPlaceholders } from './format.ts';

/** Words of findings, conclusions and reviews, for the screen and the report. */

export const bearingWords: Record<FindingBearing, Localized> = {
  supports: localized('supports', '支持'),
  contradicts: localized('contradicts', '相悖'),
  neutral: localized('neutral', '中立'),
};

export const degreeWords: Record<Degree, Localized> = {
  support: localized('support for a proposition', '支持某一命题'),
  'no-support': localized('no support for one proposition over the other', '不支持任一命题优于其他命题'),
  inconclusive: localized('inconclusive', '无法得出结论'),
};

/** ENFSI Guideline for Evaluative Reporting (2015), 2.4. */
export const verbalWords: Record<VerbalTerm, Localized> = {
  neither: localized('no support for one proposition over the other', '不支持其中任一命题优于另一命题'),
  weak: localized('weak support', '弱支持'),
  moderate: localized('moderate support', '中等支持'),
  'moderately-strong': localized('moderately strong support', '较强支持'),
  strong: localized('strong support', '强支持'),
  'very-strong': localized('very strong support', '很强支持'),
  'extremely-strong': localized('extremely strong support', '极强支持'),
};

export const verbalRanges: Record<VerbalTerm, string> = {
  neither: '1–2',
  weak: '2–10',
  moderate: '10–100',
  'moderately-strong': '100–1000',
  strong: '1000–10 000',
  'very-strong': '10 000–1 000 000',
  'extremely-strong': '≥ 1 000 000',
};

export const scaleWords = {
  support: localized('support / no support / inconclusive', '支持／不支持／无法得出结论'),
  verbal: localized(
    'ENFSI verbal scale (2015), on a calibrated likelihood ratio',
    'ENFSI 言语表述等级（2015），以经校准的似然比为依据',
  ),
} as const;

/** H1, H2, … as in the literature. */
export function propositionName(place: number): string {
  return `H${place + 1}`;
}

const forms = {
  supports: localized('The findings support {name}.', '检验所见支持 {name}。'),
  noSupport: localized(
    'The findings support no proposition over the others.',
    '检验所见不支持任一命题优于其他命题。',
  ),
  inconclusive: localized('Inconclusive.', '无法得出结论。'),
  verbal: localized(
    'The findings provide {term} for {name} relative to {other}.',
    '相对于 {other}，检验所见对 {name} 提供{term}。',
  ),
  neither: localized(
    'The findings do not support {name} over {other}, nor {other} over {name}.',
    '检验所见既不支持 {name} 优于 {other}，也不支持 {other} 优于 {name}。',
  ),
} as const;

/** A conclusion as a sentence; it is the person's, put into the words of its scale. */
export function conclusionSentence(conclusion: Conclusion): Localized {
  const { proposition } = conclusion;
  if (conclusion.scale === 'verbal') {
    const name = propositionName(proposition ?? 0);
    const other = propositionName(proposition === 1 ? 0 : 1);
    const form = conclusion.term === 'neither' ? forms.neither : forms.verbal;
    const term = verbalWords[conclusion.term];
    return {
      en: fillPlaceholders(form.en, { name, other, term: term.en }),
      'zh-CN': fillPlaceholders(form['zh-CN'], { name, other, term: term['zh-CN'] }),
    };
  }
  if (conclusion.degree === 'no-support') return forms.noSupport;
  if (conclusion.degree === 'inconclusive') return forms.inconclusive;
  const name = propositionName(proposition ?? 0);
  return {
    en: fillPlaceholders(forms.supports.en, { name }),
    'zh-CN': fillPlaceholders(forms.supports['zh-CN'], { name }),
  };
}

export const modeWords = {
  blind: localized('blind: the examiner’s conclusion was hidden', '盲审：检验人结论予以隐藏'),
  open: localized('open: the examiner’s conclusion was shown', '明审：检验人结论予以显示'),
} as const;

export const agreementWords = {
  agree: localized('agrees', '同意'),
  disagree: localized('disagrees', '不同意'),
} as const;

/** What a blind review does and does not ensure. */
export const blindLimit = localized(
  'In a blind review the screen hides the examiner’s conclusions, bearings and words until the reviewer’s own are recorded; the custody log proves that order. It does not encrypt them, and it cannot know who sits at the keyboard.',
  '盲审时，在复核人记录自己的结论之前，屏幕不显示检验人的结论、倾向及说明；先后顺序由保管日志证明。上述内容并未加密，软件也无法得知实际操作者是谁。',
);
