import { localized } from '#shared/domain/localized.ts';
import { defineStandard } from '../define.ts';
import { jsonOf } from '../traces/lenient-json.ts';
import { fieldsOf, plain, traceStatement } from '../traces/trace-statement.ts';
import { named } from '../traces/trace-text.ts';

/** Demonstrations built on the Diffusers library (Hugging Face Spaces): its argument names as JSON `parameters`. */
export const standard = defineStandard({
  id: 'diffusers',
  title: localized('Diffusers parameters', 'Diffusers 生成参数'),
  cite: 'Hugging Face Spaces as observed: PNG tEXt `parameters`; argument names of huggingface/diffusers pipelines',
  read: (payloads) =>
    named(payloads, 'parameters', 'usercomment').flatMap((found) => {
      const object = jsonOf(found);
      const members = ['prompt', 'guidance_scale', 'num_inference_steps', 'seed'];
      if (object === null || !members.every((name) => object.has(name))) return [];
      // Easy Diffusion uses the same names, and its own for the model.
      if (object.has('use_stable_diffusion_model')) return [];
      return [
        traceStatement(standard, found, {
          generator: 'Diffusers',
          model: plain(object.get('Model') ?? object.get('model')) ?? undefined,
          fields: fieldsOf(object),
        }),
      ];
    }),
});
