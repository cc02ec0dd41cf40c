import type { LabelToWrite } from '#shared/domain/labelling.ts';
import { localized } from '#shared/domain/localized.ts';
import type { ComposeAnswer, ComposeTarget } from '../define.ts';
import { chosenSource } from '../source-type/compose-source.ts';
import { schemaTerm } from './terms.ts';

/** The entry that makes a web page say by schema.org how it came about. */
export function composeSchemaOrg(label: LabelToWrite, target: ComposeTarget): ComposeAnswer {
  if (label.standard !== 'schema-org') throw new Error('another standard’s label');
  if (target.format !== 'html') {
    return {
      ok: false,
      reason: localized('schema.org labels are written into web pages only', 'schema.org 标识仅可写入网页'),
    };
  }
  const choice = chosenSource(label.sourceType, target.existing);
  if (!choice.ok) return choice;
  const term = schemaTerm(choice.source.uri);
  if (term === null) {
    return {
      ok: false,
      reason: localized(
        `schema.org has no term for ${choice.source.uri}`,
        `schema.org 中没有与 ${choice.source.uri} 对应的术语`,
      ),
    };
  }
  return { ok: true, entries: [{ kind: 'text', key: 'digitalSourceType', value: term }], notes: [] };
}
