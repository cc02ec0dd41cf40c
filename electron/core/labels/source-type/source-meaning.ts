import { readSourceType, type SourceClass, type SourceTypeForm } from '#shared/domain/digital-source-type.ts';
import type { LabelCheck, LabelMeaning } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';

/** Terms that leave open whether generative AI took part say nothing either way. */
const meanings = {
  generative: 'generated',
  'partly-generative': 'partly-generated',
  'possibly-generative': 'unclear',
  algorithmic: 'not-generative',
  captured: 'not-generative',
  human: 'not-generative',
  digitised: 'not-generative',
  blank: 'unclear',
} as const satisfies Record<SourceClass, LabelMeaning>;

/** What a digital source type says, whichever standard carries it. */
export interface SourceReading {
  readonly form: SourceTypeForm;
  readonly class: SourceClass | null;
  readonly uri: string | null;
  readonly meaning: LabelMeaning;
  readonly says: Localized;
  readonly retired: boolean;
}

export function readSource(value: string): SourceReading {
  const { form, type } = readSourceType(value);
  return {
    form,
    class: type?.class ?? null,
    uri: type?.uri ?? null,
    meaning: type === null ? 'unclear' : meanings[type.class],
    says:
      type?.title ??
      localized(`Unknown source type: ${value.slice(0, 200)}`, `未知的来源类型：${value.slice(0, 200)}`),
    retired: type?.retired === true,
  };
}

const formTexts: Readonly<Record<Exclude<SourceTypeForm, 'exact'>, Localized>> = {
  https: localized(
    'Written with https; the vocabulary’s identifier begins with http',
    '以 https 书写，而词表标识符以 http 开头',
  ),
  'letter-case': localized('Letter case differs from the vocabulary', '大小写与词表不一致'),
  'trailing-slash': localized('Ends in a slash the identifier does not have', '末尾多出斜杠'),
  'bare-code': localized(
    'Only the code is given, not the identifier (URI)',
    '仅给出代码，未给出完整标识符（URI）',
  ),
  'schema-org': localized('Written as the schema.org term', '以 schema.org 术语书写'),
  unknown: localized('The value is not a term of the vocabulary', '该值不是词表中的术语'),
};

/** Departures of a value from the vocabulary's identifier, and terms that were withdrawn. */
export function sourceChecks({ form, retired }: SourceReading, cite: string): LabelCheck[] {
  const checks: LabelCheck[] =
    form === 'exact' ? [] : [{ code: `value-${form}`, severity: 'departs', text: formTexts[form], cite }];
  if (retired) {
    checks.push({
      code: 'retired-term',
      severity: 'warning',
      text: localized('The term has been withdrawn from the vocabulary', '该术语已从词表中撤销'),
      cite: 'IPTC NewsCodes, digitalsourcetype',
    });
  }
  return checks;
}

/** How much a term says about generative AI; a label is never replaced by one that says less. */
export function sourceStrength(kind: SourceClass | null): number {
  if (kind === 'generative') return 3;
  if (kind === 'partly-generative') return 2;
  return kind === 'possibly-generative' ? 1 : 0;
}
