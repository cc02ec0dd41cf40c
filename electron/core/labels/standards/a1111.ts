import { localized } from '#shared/domain/localized.ts';
import { type CarriedPayload, defineStandard, type OwnStatement } from '../define.ts';
import { type GenerationParameters, readGenerationParameters } from '../traces/generation-parameters.ts';
import { type Fields, field, traceStatement } from '../traces/trace-statement.ts';
import { named, type TraceText } from '../traces/trace-text.ts';

/** Names under which the parameters themselves are met; a GIF has them as its comment. */
const places = ['parameters', 'usercomment', 'comment', 'stealth_pnginfo', 'stealth_pngcomp'] as const;
/** Names of what was done to a finished picture on the Extras tab. */
const afterwards = ['postprocessing', 'extras'] as const;

/** Parameters of AUTOMATIC1111's Stable Diffusion web interface and of those that write as it does. */
export const standard = defineStandard({
  id: 'a1111',
  title: localized('Stable Diffusion parameters (A1111, Forge)', 'Stable Diffusion 生成参数（A1111、Forge）'),
  cite: 'AUTOMATIC1111/stable-diffusion-webui, modules/processing.py (create_infotext), modules/images.py',
  read: (payloads) => [...parameters(payloads), ...postprocessing(payloads)],
});

function parameters(payloads: readonly CarriedPayload[]): OwnStatement[] {
  return named(payloads, ...places).flatMap((text) => {
    const found = readGenerationParameters(text.text);
    if (found === null) return [];
    const { settings } = found;
    return [
      traceStatement(standard, text, {
        generator: program(settings),
        model: settings.get('Model') ?? settings.get('Model hash'),
        fields: parameterFields(found),
      }),
    ];
  });
}

/** `Version` and `App` tell the programs apart that write this form; Civitai's service names its resources. */
function program(settings: ReadonlyMap<string, string>): string {
  const version = settings.get('Version') ?? '';
  const app = settings.get('App') ?? '';
  if (app !== '') return `${app} ${version}`.trim();
  if (settings.has('Civitai resources')) return 'Civitai';
  if (/^v\d/.test(version)) return `Stable Diffusion WebUI ${version}`;
  if (/^(?:f\d|classic\b|neo\b)/.test(version)) return `Stable Diffusion WebUI Forge ${version}`;
  if (/^[A-Za-z]{3}/.test(version)) return version;
  return 'Stable Diffusion';
}

function parameterFields({ prompt, negativePrompt, settings }: GenerationParameters): Fields {
  return [
    ...field('prompt', prompt),
    ...field('negative prompt', negativePrompt),
    ...[...settings].flatMap(([name, value]) => field(name, value, name === 'User')),
  ];
}

const operation =
  /^(?:Postprocess [a-z]|Upscale|Upscaler|GFPGAN|CodeFormer|Face restoration|Auto-?Crop|Split|Caption)/i;

function postprocessing(payloads: readonly CarriedPayload[]): OwnStatement[] {
  return named(payloads, ...afterwards).flatMap((text: TraceText) => {
    if (!operation.test(text.text) || !text.text.slice(0, 200).includes(':')) return [];
    return [
      traceStatement(standard, text, {
        generator: 'Stable Diffusion WebUI',
        fields: field(text.key, text.text),
        // Enlarging or repairing a picture does not say how the picture came about.
        meaning: 'unclear',
        says: localized(
          'Enlarged or repaired in Stable Diffusion WebUI; how the picture came about is not said',
          '经 Stable Diffusion WebUI 放大或修复，未说明画面如何产生',
        ),
      }),
    ];
  });
}
