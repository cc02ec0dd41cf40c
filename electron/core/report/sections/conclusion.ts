import { localized } from '#shared/domain/localized.ts';
import { paragraph, type Section } from '../section.ts';

const intro = localized(
  'To be completed by the examiner. The software never fills in this section. The conclusion rests on the findings, the circumstances of the case and the examiner’s own judgement; the propositions considered and the scale used should be named.',
  '由检验人填写，软件从不填写本节。结论以检验所见、案情及检验人自身的判断为依据；应写明所考虑的命题和所用的结论等级。',
);
const labels = {
  propositions: localized('Propositions considered', '所考虑的命题'),
  conclusion: localized('Conclusion and scale used', '结论及所用的结论等级'),
  examiner: localized('Examiner: name, date, signature', '检验人：姓名、日期、签名'),
  reviewer: localized('Reviewer: name, date, signature', '复核人：姓名、日期、签名'),
} as const;

export const section: Section = {
  id: 'conclusion',
  title: localized('Examiner’s conclusion', '检验人结论'),
  blocks({ say }) {
    return [
      paragraph(say(intro)),
      {
        kind: 'form',
        entries: [
          { label: say(labels.propositions), lines: 3 },
          { label: say(labels.conclusion), lines: 6 },
          { label: say(labels.examiner), lines: 2 },
          { label: say(labels.reviewer), lines: 2 },
        ],
      },
    ];
  },
};
