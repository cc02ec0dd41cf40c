import { localized } from '#shared/domain/localized.ts';
import { defineStandard } from '../define.ts';
import { type JsonObject, jsonOf } from '../traces/lenient-json.ts';
import { fieldsOf, plain, traceStatement } from '../traces/trace-statement.ts';
import { named } from '../traces/trace-text.ts';

/** Draw Things (macOS, iOS): a JSON object in `exif:UserComment` of the XMP packet, in Exif, or as PNG comment. */
export const standard = defineStandard({
  id: 'drawthings',
  title: localized('Draw Things parameters', 'Draw Things 生成参数'),
  cite: 'drawthingsai/draw-things-community, Libraries/LocalImageGenerator/Sources/ImageConverter.swift',
  read: (payloads) =>
    named(payloads, 'usercomment', 'comment').flatMap((found) => {
      const object = jsonOf(found);
      if (object === null || !isDrawThings(object)) return [];
      return [
        traceStatement(standard, found, {
          generator: 'Draw Things',
          model: plain(object.get('model')) ?? undefined,
          fields: fieldsOf(object),
        }),
      ];
    }),
});

/** `c` and `uc` are the prompts; with sampler, seed and model no other known program writes them together. */
function isDrawThings(object: JsonObject): boolean {
  const texts = ['c', 'uc', 'sampler', 'model'].every((name) => typeof object.get(name) === 'string');
  return texts && typeof object.get('seed') === 'number' && typeof object.get('steps') === 'number';
}
