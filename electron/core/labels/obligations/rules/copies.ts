import { localized } from '#shared/domain/localized.ts';
import { type Asked, type Judgement, judged, remarked } from '../define.ts';
import type { DutyFacts } from '../facts.ts';
import { fieldOf } from '../marks.ts';
import { statementSupport } from '../support.ts';
import { producersMatter, withLabels } from './payload.ts';

/** GB 45438-2025, 6.1 c): one copy per file; copies that disagree are worse than copies that repeat. */
export function oneCopy(facts: DutyFacts, asked: Asked): Judgement {
  return withLabels(facts, (labels) => {
    const support = statementSupport(facts, labels);
    const found = facts.overview.contradictions.filter(({ code }) => code.startsWith('aigc-copies'));
    if (labels.length === 1 && found.length === 0) {
      return judged('pass', localized('There is one AIGC label.', '仅有一份 AIGC 标识。'), support);
    }
    const differ = found.some(({ code }) => code === 'aigc-copies-differ');
    const texts =
      found.length > 0
        ? found.map(({ text }) => text)
        : [
            localized(
              `There are ${labels.length} AIGC labels; the standard keeps one.`,
              `共有 ${labels.length} 份 AIGC 标识，标准要求仅保留一份。`,
            ),
          ];
    return producersMatter(judged(differ ? 'fail' : 'warn', texts, support), asked);
  });
}

/** TC260-PG-202511A: a signature inside the label. What does not verify is not thereby shown to be forged. */
export function labelSignature(facts: DutyFacts): Judgement {
  return withLabels(facts, (labels) => {
    const signed = labels.filter(
      (label) =>
        label.standing !== 'unsigned' ||
        fieldOf(label, 'ReservedCode1').includes('SecurityData') ||
        fieldOf(label, 'ReservedCode2').includes('SecurityData'),
    );
    const support = statementSupport(facts, signed);
    if (signed.length === 0) {
      return judged(
        'not-applicable',
        localized(
          'The label holds no signature. The guide does not ask for one.',
          '标识中没有签名。指南不强制要求签名。',
        ),
        statementSupport(facts, labels),
      );
    }
    const pinned = signed.every(({ standing }) => standing === 'verified-pinned');
    const verdict = pinned
      ? judged(
          'pass',
          localized(
            'The signature in the label fits it, and its key is one the examiner trusts.',
            '标识中的签名与其相符，且密钥为检验人所信任。',
          ),
          support,
        )
      : judged(
          'undetermined',
          localized(
            'A signature stands in the label. It could not be tied to a key the examiner trusts; that does not show tampering.',
            '标识中含有签名，但无法与检验人信任的密钥对应；这并不表明标识被篡改。',
          ),
          support,
        );
    return remarked(verdict, ...signed.flatMap(({ standingNote }) => standingNote ?? []));
  });
}
