import type { LabelStatement } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { assertedRoleWords } from '#shared/text/label-words.ts';

/** Who is named in a statement, with the part each plays; `null`: nobody is. */
export function assertedWords(asserted: LabelStatement['asserted']): Localized | null {
  if (asserted.length === 0) return null;
  return localized(
    asserted.map(({ role, name }) => `${assertedRoleWords[role].en}: ${name}`).join('; '),
    asserted.map(({ role, name }) => `${assertedRoleWords[role]['zh-CN']}：${name}`).join('；'),
  );
}
