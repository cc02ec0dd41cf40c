import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { CarriedText } from '#core/labels/define.ts';
import { standard as comfyui } from '#core/labels/standards/comfyui.ts';
import { standard as fooocus } from '#core/labels/standards/fooocus.ts';
import { standard as invokeai } from '#core/labels/standards/invokeai.ts';
import { standard as novelai } from '#core/labels/standards/novelai.ts';
import { standard as swarmui } from '#core/labels/standards/swarmui.ts';
import { readComfyGraph } from '#core/labels/traces/comfy-graph.ts';
import { readGenerationParameters, readSettings } from '#core/labels/traces/generation-parameters.ts';
import { readLenientJson } from '#core/labels/traces/lenient-json.ts';
import { readSignedComment, signatureFits } from '#core/labels/traces/novelai-signature.ts';
import { pythonFloat, readPythonJson, writePythonJson } from '#core/labels/traces/python-json.ts';
import {
  comfyPrompt,
  comfyUpscale,
  comfyWorkflow,
  fooocusParameters,
  infotext,
  invokeMetadata,
  pythonJson,
  swarmParameters,
} from '../../fixtures/make/generator-texts.ts';
import { novelaiPicture } from '../../fixtures/make/novelai-picture.ts';

const python = spawnSync('python3', ['-c', 'print(1)']).status === 0;

function rewritten(source: string): string | null {
  const value = readPythonJson(source);
  return value === null ? null : writePythonJson(value);
}

describe('JSON as Python writes it', () => {
  const sources = [
    '{"a": 1, "b": [1.0, 2.50, -0.0, -0, 1e5, 1E-7, 1.5e300, 123456789012345678901234567890]}',
    '{"a":[],"b":{},"c":null,"d":true,"e":false,"f":NaN,"g":-Infinity,"h":Infinity}',
    '{"text": "宇宙 😀 \\u00e9 é \\ud83d\\ude00 \\/ \\" \\\\ \\b\\f\\n\\r\\t \\u0001 \\u007f"}',
    '{"twice": 1, "other": 2, "twice": {"x": 3}}',
    '[0.1, 0.30000000000000004, 1e16, 9999999999999998.0, 1e15, 0.0001, 0.00001, 1e22, 5e-324, 1e999]',
    ' {"scale": 5.0, "cfg_rescale": 0.56, "skip": 19.343056794463642, "seed": 4294967295}\n',
  ];

  it.skipIf(!python)('is written as json.dumps(json.loads(…)) writes it', () => {
    const script =
      'import json,sys\nprint(json.dumps([json.dumps(json.loads(s)) for s in json.load(sys.stdin)]))';
    const { stdout, status } = spawnSync('python3', ['-c', script], { input: JSON.stringify(sources) });
    expect(status).toBe(0);
    expect(sources.map(rewritten)).toEqual(JSON.parse(stdout.toString('utf8')));
  });

  it.skipIf(!python)('gives fractions the digits of repr(float)', () => {
    const numbers = Array.from({ length: 3000 }, (_, at) => {
      const mantissa = ((at * 2654435761) % 1e9) / 1e9 + 0.1;
      return mantissa * 10 ** ((at % 61) - 30);
    });
    const script = 'import json,sys\nprint(json.dumps([repr(float(s)) for s in json.load(sys.stdin)]))';
    const input = JSON.stringify(numbers.map((number) => number.toExponential(17)));
    const { stdout } = spawnSync('python3', ['-c', script], { input });
    expect(numbers.map(pythonFloat)).toEqual(JSON.parse(stdout.toString('utf8')));
  });

  it.each([
    '',
    '{',
    '{"a"}',
    '{"a": 01}',
    '{"a": 1,}',
    '[1 2]',
    '{"a": "\u0001"}',
    '{} {}',
    'nan',
    `${'['.repeat(200)}`,
  ])('refuses %j', (source) => expect(rewritten(source)).toBeNull());
});

describe('JSON of generators', () => {
  it('reads the bare words Python writes, and leaves them alone inside strings', () => {
    const object = readLenientJson('{"a": NaN, "b": [-Infinity, "NaN, \\" -Infinity"], "c": Infinity}');
    expect([...(object ?? [])]).toEqual([
      ['a', null],
      ['b', [null, 'NaN, " -Infinity']],
      ['c', null],
    ]);
  });

  it.each(['', 'NaN', '[1]', '{"a": NaNa}', '{a: 1}', '{"a": 1'])('does not read %j', (text) => {
    expect(readLenientJson(text)).toBeNull();
  });

  it('is read in time that grows with the text', () => {
    const hostile = `{"a": ${'-'.repeat(4_000_000)}NaN, "b": "${'\\\\'.repeat(1_000_000)}"`;
    const start = performance.now();
    expect(readLenientJson(hostile)).toBeNull();
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe('generation parameters', () => {
  it('gives prompt, negative prompt and settings', () => {
    const found = readGenerationParameters(infotext);
    expect(found?.prompt).toBe('a lighthouse, (storm:1.2)');
    expect(found?.negativePrompt).toBe('blurry, text');
    expect([...(found?.settings ?? [])].slice(0, 5)).toEqual([
      ['Steps', '20'],
      ['Sampler', 'Euler a'],
      ['Schedule type', 'Automatic'],
      ['CFG scale', '7'],
      ['Seed', '1234567890'],
    ]);
    expect(found?.settings.get('Lora hashes')).toBe('light: 0123abcd, sea: 4567ef01');
    expect(found?.settings.get('Version')).toBe('v1.10.1');
  });

  it('reads prompts of several lines, none at all, and settings that are JSON or bare names', () => {
    const found = readGenerationParameters(
      'one\ntwo\nNegative prompt: three\nfour\nSteps: 1, Sampler: UniPC, Face restoration, Seed: 2, Hashes: {"vae": "c6", "model": "c0"}, Tail: x\nTemplate: left over',
    );
    expect(found?.prompt).toBe('one\ntwo');
    expect(found?.negativePrompt).toBe('three\nfour');
    expect(found?.settings.get('Seed')).toBe('2');
    expect(found?.settings.get('Hashes')).toBe('{"vae": "c6", "model": "c0"}');
    expect(found?.settings.get('Tail')).toBe('x');
    expect(readGenerationParameters('Steps: 4, Sampler: LCM, Size: 8x8')?.prompt).toBe('');
    // SD.Next with its default sampler
    expect(readGenerationParameters('x\nSteps: 4, Size: 8x8, Seed: 3, App: SD.Next')?.prompt).toBe('x');
  });

  it.each([
    'Steps: 20',
    'Steps: 20, Sampler: Euler a',
    'Steps: many, Sampler: Euler a, Seed: 1',
    'In 3 Steps: 20, Sampler: Euler a, Seed: 1',
    'Steps: 20, Sampler: , Seed: 1',
    'Steps: 20, Size: 8x8, Seed: 1',
    'Steps: 20\nSampler: Euler a\nSeed: 1',
  ])('is not %j', (text) => expect(readGenerationParameters(text)).toBeNull());

  it('costs no more than the text is long', () => {
    const hostile = `Steps: 1, Sampler: x, ${'a '.repeat(30_000)}"${'{'.repeat(1000)}: ${'"'.repeat(999)}`;
    const start = performance.now();
    readSettings(hostile);
    readGenerationParameters(`${'\nNegative prompt:'.repeat(200_000)}\n${hostile}`);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('ComfyUI graphs', () => {
  const graph = (text: string) => {
    const object = readLenientJson(text);
    return object === null ? null : readComfyGraph(object);
  };

  it('tells what was run', () => {
    expect(graph(pythonJson(comfyPrompt))).toEqual({
      form: 'api',
      types: Object.values(comfyPrompt)
        .map((node) => node.class_type)
        .filter((type, at, all) => all.indexOf(type) === at),
      nodes: 7,
      models: ['made-up-v1.safetensors'],
      samplers: ['euler'],
      seeds: ['156680208700286'],
      texts: ['a bottle with a galaxy inside', '水印，文字'],
      generative: true,
    });
  });

  it('tells what was drawn, although a number is missing', () => {
    expect(graph(comfyWorkflow)).toMatchObject({
      form: 'editor',
      nodes: 3,
      models: ['made-up-v1.safetensors'],
      texts: ['a bottle with "NaN" inside'],
      generative: true,
    });
  });

  it('is read with what Civitai puts beside the nodes', () => {
    const beside = { ...comfyPrompt, extra: { airs: [] }, extraMetadata: '{}' };
    expect(graph(pythonJson(beside))?.nodes).toBe(7);
    expect(graph('{"extra": {}, "extraMetadata": "{}"}')).toBeNull();
  });

  it('tells a graph that only enlarges from one that generates', () => {
    expect(graph(pythonJson(comfyUpscale))?.generative).toBe(false);
  });

  it.each([
    '{}',
    '{"nodes": [], "links": []}',
    '{"nodes": [{"type": "x"}], "links": []}',
    '{"3": {"class_type": "KSampler"}}',
    '{"3": {"class_type": "KSampler", "inputs": {}}, "x": 1}',
    '{"__proto__": {"class_type": 3, "inputs": {}}}',
  ])('is not %s', (text) => expect(graph(text)).toBeNull());
});

describe('what is left of a generator’s text', () => {
  const carried = (text: string, key: string): CarriedText => ({
    kind: 'text',
    place: 'tEXt',
    key,
    text,
    bytes: [0, text.length],
  });
  const read = (text: string, key = 'prompt') => comfyui.read([carried(text, key)], 'png');

  it.each([
    ['swarmui', swarmui, 'parameters', swarmParameters, null],
    ['invokeai', invokeai, 'invokeai_metadata', invokeMetadata, null],
    ['fooocus', fooocus, 'parameters', fooocusParameters, carried('fooocus', 'fooocus_scheme')],
    ['novelai', novelai, 'Comment', '{"steps": 28, "sampler": "k_euler"}', carried('NovelAI', 'Software')],
  ] as const)('is a residue: %s', (_, standard, key, text, beside) => {
    const kinds = (value: string) =>
      standard
        .read([carried(value, key), ...(beside === null ? [] : [beside])], 'png')
        .map(({ kind }) => kind);
    expect(kinds(text)).toEqual(['trace']);
    expect(kinds(text.slice(0, -12))).toEqual(['residue']);
    expect(kinds('other words')).toEqual([]);
  });

  it('is a residue when a graph was cut off, and of nothing else', () => {
    const whole = pythonJson(comfyPrompt);
    expect(read(whole).map(({ kind }) => kind)).toEqual(['trace']);
    const cut = read(whole.slice(0, 700));
    expect(cut.map(({ kind, meaning }) => [kind, meaning])).toEqual([['residue', 'unclear']]);
    expect(read(`workflow:${whole.slice(0, 700)}`, 'IFD0 Make').map(({ kind }) => kind)).toEqual(['residue']);
    expect(read(whole.slice(0, 700), 'Title')).toEqual([]);
    expect(read('"class_type": "x" is said twice: "class_type": "y"')).toEqual([]);
  });
});

describe('the signature of NovelAI', () => {
  const { comment, colours, publicKey } = novelaiPicture({ texts: true, alpha: false });
  const signed = readSignedComment(comment)!;

  it('fits the pixels and the comment it was made over, and nothing else', () => {
    const pixels = { data: colours, channels: 3 };
    expect(signatureFits(signed, pixels, publicKey)).toBe(true);
    const rgba = new Uint8Array((colours.length / 3) * 4).map((_, at) =>
      at % 4 === 3 ? 9 : colours[Math.floor(at / 4) * 3 + (at % 4)]!,
    );
    expect(signatureFits(signed, { data: rgba, channels: 4 }, publicKey)).toBe(true);
    const other = Uint8Array.from(colours);
    other[100]! ^= 1;
    expect(signatureFits(signed, { data: other, channels: 3 }, publicKey)).toBe(false);
    const changed = readSignedComment(comment.replace('"steps": 28', '"steps": 29'))!;
    expect(signatureFits(changed, pixels, publicKey)).toBe(false);
    expect(signatureFits(signed, pixels, novelaiPicture({ texts: true, alpha: false }).publicKey)).toBe(
      false,
    );
  });

  it('is found in a comment inside a comment', () => {
    expect(readSignedComment(pythonJson({ Comment: comment }))).toEqual(signed);
  });

  it.each(['{}', '{"signed_hash": "short"}', '{"signed_hash": 3}', 'text', '{"Comment": "text"}'])(
    'is not in %s',
    (text) => expect(readSignedComment(text)).toBeNull(),
  );
});
