import { type Localized, localized } from '#shared/domain/localized.ts';
import type { DutySupport } from '#shared/domain/obligation.ts';
import type { NoticeClass } from '#shared/domain/publication.ts';
import type { DutyFacts } from '../facts.ts';
import { recordSupport } from '../support.ts';

/** Notices of Art. 6 of the Measures in words. */
export const notices: Readonly<Record<NoticeClass, { readonly en: string; readonly zh: string }>> = {
  is: { en: 'is generated', zh: '属于' },
  'may-be': { en: 'may be generated', zh: '可能' },
  suspected: { en: 'suspected to be generated', zh: '疑似' },
  none: { en: 'no notice', zh: '无提示' },
};

/** A label the record says was displayed beside the content, by its words or by its class; `null`: none is recorded. */
export function displayedLabel({
  publication: record,
}: DutyFacts): { readonly words: Localized; readonly support: DutySupport } | null {
  if (record === null) return null;
  const { text, notice } = record.publication.displayed;
  const support = recordSupport(record, localized('displayed label', '显示的标识'));
  if (text !== '') {
    const words = localized(`A label is recorded as displayed: “${text}”.`, `记录显示有标识：“${text}”。`);
    return { words, support };
  }
  if (notice === null || notice === 'none') return null;
  const { en, zh } = notices[notice];
  const words = localized(`A notice is recorded as displayed: ${en}.`, `记录显示有提示：“${zh}”。`);
  return { words, support };
}
