import { localized } from '#shared/domain/localized.ts';
import type { HostileValue } from '../../media/hostile-json.ts';
import { defineStandard, type OwnStatement } from '../define.ts';
import { type ComfyGraph, comfyFields, readComfyGraph } from '../traces/comfy-graph.ts';
import { type JsonObject, jsonOf, readLenientJson } from '../traces/lenient-json.ts';
import { traceResidue, traceStatement } from '../traces/trace-statement.ts';
import { type TraceText, traceTexts } from '../traces/trace-text.ts';

const own: ReadonlySet<string> = new Set(['prompt', 'workflow']);
/** Names under which both graphs stand as one object: Exif of JPEG and WebP, comments of older films. */
const shared: ReadonlySet<string> = new Set(['usercomment', 'comment', 'description']);

/** The node graph ComfyUI keeps in everything it saves: what was run, and the canvas it was drawn on. */
export const standard = defineStandard({
  id: 'comfyui',
  title: localized('ComfyUI node graph', 'ComfyUI 节点工作流'),
  cite: 'comfyanonymous/ComfyUI, nodes.py (SaveImage), comfy_api/latest/_ui.py; Kosinkadink/ComfyUI-VideoHelperSuite',
  read: (payloads) => traceTexts(payloads).flatMap(statements),
});

function statements(text: TraceText): OwnStatement[] {
  const graphs = graphsIn(text);
  if (graphs.length === 0 && isRemains(text)) return [traceResidue(standard, text, 'ComfyUI')];
  return graphs.map((graph) => {
    const [model] = graph.models;
    return traceStatement(standard, text, {
      generator: 'ComfyUI',
      model,
      fields: comfyFields(graph),
      meaning: graph.generative ? 'generated' : 'unclear',
      says: words(graph, model),
    });
  });
}

/** What is left of a graph still names its nodes. */
function isRemains({ name, text }: TraceText): boolean {
  const prefixed = /^(?:prompt|workflow):\s{0,4}\{/i.test(text.slice(0, 20));
  if (!prefixed && !own.has(name) && !shared.has(name)) return false;
  const members = [
    ...text.slice(0, REMAINS).matchAll(/"(class_type|inputs|widgets_values|outputs)": ?["[{]/g),
  ];
  const count = (wanted: string) => members.filter(([, member]) => member === wanted).length;
  return (
    (count('class_type') >= 2 && count('inputs') >= 2) ||
    (count('widgets_values') >= 2 && count('outputs') >= 2)
  );
}

const REMAINS = 256 * 1024;

function graphsIn(text: TraceText): ComfyGraph[] {
  // WebP keeps each under the next free text tag of Exif, counting down from Make: `workflow:{…}`.
  const prefixed = /^(?:prompt|workflow):/i.exec(text.text.slice(0, 10));
  if (prefixed !== null) return graphOf(readLenientJson(text.text.slice(prefixed[0].length)));
  const object = own.has(text.name) || shared.has(text.name) ? jsonOf(text) : null;
  if (object === null) return [];
  const whole = graphOf(object);
  if (whole.length > 0 || own.has(text.name)) return whole;
  return [...own].flatMap((name) => graphOf(asObject(object.get(name))));
}

function graphOf(object: JsonObject | null): ComfyGraph[] {
  const graph = object === null ? null : readComfyGraph(object);
  return graph === null ? [] : [graph];
}

/** A member may be the object itself or its JSON text. */
function asObject(value: HostileValue | undefined): JsonObject | null {
  if (value instanceof Map) return value;
  return typeof value === 'string' ? readLenientJson(value) : null;
}

function words({ form, nodes, generative }: ComfyGraph, model: string | undefined) {
  const name = model === undefined ? '' : model.slice(0, 200);
  const what =
    form === 'api'
      ? localized(`ComfyUI graph of ${nodes} nodes as it was run`, `ComfyUI 执行的工作流（${nodes} 个节点）`)
      : localized(`ComfyUI workflow of ${nodes} nodes`, `ComfyUI 编辑器工作流（${nodes} 个节点）`);
  if (!generative)
    return localized(
      `${what.en}; no node in it generates, it may only process a picture`,
      `${what['zh-CN']}，其中没有生成类节点，可能仅用于处理图像`,
    );
  if (name === '') return what;
  return localized(`${what.en}, model ${name}`, `${what['zh-CN']}，模型：${name}`);
}
