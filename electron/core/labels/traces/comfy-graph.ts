import { type HostileValue, list, record, text } from '../../media/hostile-json.ts';
import type { JsonObject } from './lenient-json.ts';
import { type Fields, field } from './trace-statement.ts';

/** What a ComfyUI graph says. `api`: what was run (`prompt`); `editor`: the canvas it was drawn on (`workflow`). */
export interface ComfyGraph {
  readonly form: 'api' | 'editor';
  /** Types of the nodes in order of appearance, each once. */
  readonly types: readonly string[];
  readonly nodes: number;
  /** Files of weights; checkpoints and diffusion models come before encoders, adapters and the like. */
  readonly models: readonly string[];
  readonly samplers: readonly string[];
  readonly seeds: readonly string[];
  readonly texts: readonly string[];
  /** A node samples or loads a generative model; a graph without one may only resize a photograph. */
  readonly generative: boolean;
}

const NODES = 10_000;
const NAMES = 60;
const modelFile = /\.(?:safetensors|ckpt|pt|pth|gguf|sft|bin|onnx)$/i;
const samplerType = /sampler/i;
const loaderType = /^(?:checkpoint|unet|diffusion)\w*loader/i;
const loaderInput = /^(?:ckpt_name|unet_name)$/;

interface Node {
  readonly type: string;
  /** Inputs by name; in the editor's form widgets have no names and are numbered. */
  readonly inputs: ReadonlyMap<string, HostileValue>;
}

/** The object as a graph, or `null` when it is no ComfyUI graph. */
export function readComfyGraph(object: JsonObject): ComfyGraph | null {
  const run = apiNodes(object);
  if (run !== null) return summary('api', run);
  const drawn = editorNodes(object);
  return drawn === null ? null : summary('editor', drawn);
}

/** What Civitai's service puts beside the nodes. */
const besides: ReadonlySet<string> = new Set(['extra', 'extraMetadata']);

/** `{"3": {"class_type": "KSampler", "inputs": {…}}, …}`: every member must be a node. */
function apiNodes(object: JsonObject): Node[] | null {
  if (object.size === 0 || object.size > NODES) return null;
  const nodes: Node[] = [];
  for (const [name, value] of object) {
    if (besides.has(name)) continue;
    const node = record(value);
    const type = node.get('class_type');
    const inputs = node.get('inputs');
    if (typeof type !== 'string' || type === '' || !(inputs instanceof Map)) return null;
    nodes.push({ type, inputs });
  }
  return nodes.length === 0 ? null : nodes;
}

/** `{"nodes": [{"id", "type", "widgets_values"}…], "links": […]}`, with the nodes of subgraphs. */
function editorNodes(object: JsonObject): Node[] | null {
  const own = object.get('nodes');
  if (!Array.isArray(own) || own.length === 0 || !Array.isArray(object.get('links'))) return null;
  const subgraphs = list(record(object.get('definitions')).get('subgraphs'));
  const all = [...own, ...subgraphs.flatMap((graph) => list(record(graph).get('nodes')))].slice(0, NODES);
  const nodes: Node[] = [];
  for (const value of all) {
    const node = record(value);
    const type = node.get('type');
    const id = node.get('id');
    if (typeof type !== 'string' || (typeof id !== 'number' && typeof id !== 'string')) return null;
    const widgets = node.get('widgets_values');
    const inputs = Array.isArray(widgets)
      ? new Map(widgets.map((widget, index) => [String(index), widget] as const))
      : record(widgets);
    nodes.push({ type, inputs });
  }
  return nodes;
}

function summary(form: ComfyGraph['form'], nodes: readonly Node[]): ComfyGraph {
  const main = new Set<string>();
  const models = new Set<string>();
  const samplers = new Set<string>();
  const seeds = new Set<string>();
  const texts = new Set<string>();
  let generative = false;
  for (const { type, inputs } of nodes) {
    if (samplerType.test(type) || loaderType.test(type)) generative = true;
    // Nodes that call a service: a prompt and a seed in one.
    if (inputs.has('prompt') && inputs.has('seed')) generative = true;
    for (const [name, value] of inputs) {
      if (loaderInput.test(name)) generative = true;
      if (typeof value === 'string' && (loaderInput.test(name) || modelFile.test(value)))
        add(loaderType.test(type) || loaderInput.test(name) ? main : models, value);
      const written = text(value);
      if (written === null || written.trim() === '') continue;
      if (name === 'sampler_name' || (type === 'KSamplerSelect' && name === '0')) add(samplers, written);
      if (name === 'seed' || name === 'noise_seed') add(seeds, written);
      if (typeof value === 'string' && isPrompt(type, name)) add(texts, written);
    }
  }
  return {
    form,
    types: [...new Set(nodes.map(({ type }) => type))],
    nodes: nodes.length,
    models: [...new Set([...main, ...models])],
    samplers: [...samplers],
    seeds: [...seeds],
    texts: [...texts],
    generative,
  };
}

/** Text inputs of encoders (`text`, `text_g`, `clip_l`, `prompt`…), not of nodes that show or name files. */
function isPrompt(type: string, name: string): boolean {
  if (/textencode/i.test(type)) return !/^(?:token_normalization|weight_interpretation)$/.test(name);
  return /^(?:prompt|positive|positive_prompt|negative_prompt|prompt_text)$/.test(name);
}

function add(set: Set<string>, value: string): void {
  if (set.size < NAMES) set.add(value.slice(0, 2000));
}

/** The summary as fields. Prompts are shown: they name no person by themselves. */
export function comfyFields(graph: ComfyGraph): Fields {
  return [
    ...field('nodes', String(graph.nodes)),
    ...field('node types', graph.types.slice(0, 200).join(', ')),
    ...graph.models.flatMap((model) => field('model', model)),
    ...graph.samplers.flatMap((sampler) => field('sampler', sampler)),
    ...graph.seeds.flatMap((seed) => field('seed', seed)),
    ...graph.texts.flatMap((prompt) => field('prompt', prompt)),
  ];
}
