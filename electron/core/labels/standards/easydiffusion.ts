import { localized } from '#shared/domain/localized.ts';
import { type CarriedPayload, defineStandard, type OwnStatement } from '../define.ts';
import { jsonOf } from '../traces/lenient-json.ts';
import { field, fieldsOf, plain, traceStatement } from '../traces/trace-statement.ts';
import { named, traceTexts } from '../traces/trace-text.ts';

/** Names of the settings, as stored and as shown; the model's name is what other programs do not share. */
const settings = [
  'prompt',
  'negative_prompt',
  'seed',
  'use_stable_diffusion_model',
  'clip_skip',
  'use_vae_model',
  'sampler_name',
  'scheduler_name',
  'width',
  'height',
  'num_inference_steps',
  'guidance_scale',
  'negative prompt',
  'stable diffusion model',
  'clip skip',
  'vae model',
  'sampler',
  'steps',
  'guidance scale',
] as const;

/** Easy Diffusion: one PNG text per setting, or a JSON object in Exif UserComment. */
export const standard = defineStandard({
  id: 'easydiffusion',
  title: localized('Easy Diffusion parameters', 'Easy Diffusion 生成参数'),
  cite: 'easydiffusion/easydiffusion, ui/easydiffusion/utils/save_utils.py (TASK_TEXT_MAPPING)',
  read: (payloads) => [...apart(payloads), ...together(payloads)],
});

function apart(payloads: readonly CarriedPayload[]): OwnStatement[] {
  const [model] = named(payloads, 'use_stable_diffusion_model', 'stable diffusion model');
  const steps = named(payloads, 'num_inference_steps', 'steps').some(({ text }) => /^\d{1,6}$/.test(text));
  const seed = named(payloads, 'seed').some(({ text }) => /^-?\d{1,20}$/.test(text));
  if (model === undefined || !steps || !seed) return [];
  const all = traceTexts(payloads).filter(({ name }) => (settings as readonly string[]).includes(name));
  return [
    traceStatement(standard, model, {
      generator: 'Easy Diffusion',
      model: fileName(model.text),
      fields: all.flatMap(({ key, text }) => field(key, text)),
    }),
  ];
}

function together(payloads: readonly CarriedPayload[]): OwnStatement[] {
  return named(payloads, 'usercomment').flatMap((found) => {
    const object = jsonOf(found);
    const model = object?.get('use_stable_diffusion_model') ?? object?.get('Stable Diffusion model');
    if (object === null || typeof model !== 'string') return [];
    if (!object.has('num_inference_steps') && !object.has('Steps')) return [];
    return [
      traceStatement(standard, found, {
        generator: 'Easy Diffusion',
        model: fileName(plain(model) ?? ''),
        fields: fieldsOf(object),
      }),
    ];
  });
}

/** Models are stored with the path they have on the maker's machine. */
function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
