import { localized } from '#shared/domain/localized.ts';
import { text as textOf } from '../../media/hostile-json.ts';
import { type CarriedPayload, defineStandard } from '../define.ts';
import { type JsonObject, jsonOf } from '../traces/lenient-json.ts';
import { fieldsOf, plain, traceResidue, traceStatement } from '../traces/trace-statement.ts';
import { named } from '../traces/trace-text.ts';

/** Fooocus' own scheme: a JSON object in `parameters`, Exif UserComment, or, in early forks, `Comment`. */
export const standard = defineStandard({
  id: 'fooocus',
  title: localized('Fooocus parameters', 'Fooocus 生成参数'),
  cite: 'lllyasviel/Fooocus, modules/meta_parser.py (FooocusMetadataParser), modules/private_logger.py',
  read: (payloads) => {
    const places = named(payloads, 'parameters', 'usercomment', 'comment');
    return places.flatMap((found) => {
      const object = jsonOf(found);
      const scheme = named(payloads, 'fooocus_scheme').length > 0;
      if (object === null && scheme && found.text.startsWith('{'))
        return [traceResidue(standard, found, 'Fooocus')];
      if (object === null || !isFooocus(object, payloads)) return [];
      const version = textOf(object.get('version') ?? object.get('software'), 60);
      return [
        traceStatement(standard, found, {
          generator: version !== null && /fooocus/i.test(version) ? version : 'Fooocus',
          model: plain(object.get('base_model') ?? object.get('base_model_name')) ?? undefined,
          fields: fieldsOf(object, ['created_by']),
        }),
      ];
    });
  },
});

/** A model, a prompt, and one thing only Fooocus writes: its version, its scheme, or its ADM guidance. */
function isFooocus(object: JsonObject, payloads: readonly CarriedPayload[]): boolean {
  const model = textOf(object.get('base_model') ?? object.get('base_model_name'));
  if (model === null || textOf(object.get('prompt') ?? object.get('Prompt')) === null) return false;
  const version = textOf(object.get('version') ?? object.get('software')) ?? '';
  return (
    /fooocus/i.test(version) ||
    object.has('adm_guidance') ||
    named(payloads, 'fooocus_scheme').length > 0 ||
    named(payloads, 'software').some(({ text }) => text.startsWith('Fooocus'))
  );
}
