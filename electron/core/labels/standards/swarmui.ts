import { localized } from '#shared/domain/localized.ts';
import { text as textOf } from '../../media/hostile-json.ts';
import { defineStandard } from '../define.ts';
import { jsonOf } from '../traces/lenient-json.ts';
import { fieldsOf, plain, traceResidue, traceStatement } from '../traces/trace-statement.ts';
import { named } from '../traces/trace-text.ts';

/** PNG, Exif, the tag StableSwarmUI once used, and the picture's alpha channel. */
const places = ['parameters', 'usercomment', 'model', 'stealth_pnginfo', 'stealth_pngcomp'] as const;

const opening = /^\s{0,8}\{\s{0,8}"sui_image_params": ?\{/;

/** SwarmUI (formerly StableSwarmUI): a JSON object with `sui_image_params`. */
export const standard = defineStandard({
  id: 'swarmui',
  title: localized('SwarmUI parameters', 'SwarmUI 生成参数'),
  cite: 'mcmonkeyprojects/SwarmUI, docs/Image Metadata Format.md',
  read: (payloads) =>
    named(payloads, ...places)
      .filter((found) => found.text.includes('sui_image_params'))
      .flatMap((found) => {
        const object = jsonOf(found);
        const parameters = object?.get('sui_image_params');
        if (object === null && opening.test(found.text.slice(0, 60)))
          return [traceResidue(standard, found, 'SwarmUI')];
        if (!(parameters instanceof Map) || parameters.size === 0) return [];
        const version = textOf(parameters.get('swarm_version'), 60);
        const extra = object?.get('sui_extra_data');
        return [
          traceStatement(standard, found, {
            generator: version === null ? 'SwarmUI' : `SwarmUI ${version}`,
            model: plain(parameters.get('model')) ?? undefined,
            fields: [
              ...fieldsOf(parameters),
              ...(extra instanceof Map ? fieldsOf(extra, ['user', 'creator']) : []),
            ],
          }),
        ];
      }),
});
