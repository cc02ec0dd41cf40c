import { localized } from '#shared/domain/localized.ts';
import { record, text as textOf } from '../../media/hostile-json.ts';
import { type CarriedPayload, defineStandard, type OwnStatement } from '../define.ts';
import { type JsonObject, jsonOf } from '../traces/lenient-json.ts';
import { field, fieldsOf, plain, traceResidue, traceStatement } from '../traces/trace-statement.ts';
import { named } from '../traces/trace-text.ts';

/** InvokeAI in its three ages: `invokeai_metadata` (3 on), `sd-metadata` (2), `Dream` (1). */
export const standard = defineStandard({
  id: 'invokeai',
  title: localized('InvokeAI metadata', 'InvokeAI 元数据'),
  cite: 'invoke-ai/InvokeAI, invokeai/app/services/image_files/image_files_disk.py, invokeai/app/invocations/metadata.py',
  read: (payloads) => [...current(payloads), ...second(payloads), ...first(payloads)],
});

/** Members CoreMetadata writes; any may be missing, a workflow may add others. */
const known = ['generation_mode', 'positive_prompt', 'seed', 'steps', 'scheduler', 'model', 'app_version'];

function current(payloads: readonly CarriedPayload[]): OwnStatement[] {
  return named(payloads, 'invokeai_metadata').flatMap((found) => {
    const object = jsonOf(found);
    if (object === null && found.text.startsWith('{')) return [traceResidue(standard, found, 'InvokeAI')];
    if (object === null || !known.some((name) => object.has(name))) return [];
    const version = textOf(object.get('app_version'), 60);
    return [
      traceStatement(standard, found, {
        generator: version === null ? 'InvokeAI' : `InvokeAI ${version}`,
        model: modelName(object) ?? undefined,
        fields: fieldsOf(object),
      }),
    ];
  });
}

function modelName(object: JsonObject): string | null {
  const model = record(object.get('model'));
  return plain(model.get('model_name') ?? model.get('name') ?? model.get('key'));
}

function second(payloads: readonly CarriedPayload[]): OwnStatement[] {
  return named(payloads, 'sd-metadata').flatMap((found) => {
    const object = jsonOf(found);
    const image = object?.get('image');
    if (object === null || !(image instanceof Map) || !object.has('app_id')) return [];
    const version = textOf(object.get('app_version'), 60);
    return [
      traceStatement(standard, found, {
        generator: version === null ? 'InvokeAI' : `InvokeAI ${version}`,
        model: plain(object.get('model_weights')) ?? undefined,
        fields: [...fieldsOf(object).filter(({ name }) => name !== 'image'), ...fieldsOf(image)],
      }),
    ];
  });
}

function first(payloads: readonly CarriedPayload[]): OwnStatement[] {
  return named(payloads, 'dream').flatMap((found) => {
    // `"prompt [negative]" -s 50 -S 2980747362 -W 512 …`
    const quote = found.text.startsWith('"') ? found.text.lastIndexOf('"') : 0;
    const options = found.text.slice(quote + 1, quote + 2000);
    if (quote <= 0 || !/ -s ?\d/.test(options) || !/ -S ?\d/.test(options)) return [];
    return [
      traceStatement(standard, found, {
        generator: 'InvokeAI',
        fields: [...field('prompt', found.text.slice(1, quote)), ...field('options', options.trim())],
      }),
    ];
  });
}
