import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import { carrierOf, type LabelReading, readLabels } from '#core/labels/read-labels.ts';
import { standard as comfyui } from '#core/labels/standards/comfyui.ts';
import { checkSignature, novelaiKey, readSignedComment } from '#core/labels/traces/novelai-signature.ts';
import { exiftoolScript } from '#core/media/program-paths.ts';
import { LabelStatement } from '#shared/domain/label.ts';
import { makeClip, testSource } from '../fixtures/make/clips.ts';
import { plainPng, pngChunk } from '../fixtures/make/containers.ts';
import { comfyPrompt, comfyWorkflow, pythonJson, uuid } from '../fixtures/make/generator-texts.ts';
import { sunoId3, traceFixtures, webpWithExif } from '../fixtures/make/generator-traces.ts';
import { novelaiPicture } from '../fixtures/make/novelai-picture.ts';
import { makeMp3 } from '../fixtures/make/small-formats.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { corpusFiles } from '../support/corpus-files.ts';

const run = promisify(execFile);
const signal = new AbortController().signal;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-traces-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(path: string): Promise<LabelReading | null> {
  const media = await identify(path, null);
  return carrierOf(media.format) === undefined ? null : await readLabels(path, media, signal);
}

async function readBytes(name: string, bytes: Uint8Array): Promise<LabelReading> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return (await read(path))!;
}

/** Value of every tag under its group and name, one process for all files. */
async function exiftool(paths: readonly string[]): Promise<Record<string, unknown>[]> {
  const script = (await exiftoolScript())!;
  const options = ['-j', '-G1', '-a', '-b', '-api', 'LargeFileSupport=1'];
  const { stdout } = await run('perl', [script, ...options, ...paths], { maxBuffer: 1 << 28 });
  return JSON.parse(stdout) as Record<string, unknown>[];
}

describe('traces as their generators leave them', () => {
  const fixtures = traceFixtures();
  const readings = new Map<string, LabelReading>();
  beforeAll(async () => {
    for (const { name, bytes } of fixtures) readings.set(name, await readBytes(name, bytes));
  });

  it.each(fixtures.map(({ name, standards: expected }) => [name, expected] as const))(
    '%s',
    (name, expected) => {
      const { statements, complete } = readings.get(name)!;
      expect(complete).toBe(true);
      expect(statements.map(({ standard }) => standard).sort()).toEqual([...expected].sort());
      for (const statement of statements) {
        expect(LabelStatement.parse(statement)).toEqual(statement);
        expect(statement.kind).toBe('trace');
        expect(statement.asserted[0]?.role).toBe('generator');
        expect(statement.standingNote).not.toBeNull();
      }
    },
  );

  it('gives the bytes the text stands in', () => {
    for (const { name, bytes } of fixtures) {
      for (const {
        bytes: [offset, length],
        raw,
        place,
      } of readings.get(name)!.statements) {
        if (!['tEXt', 'iTXt'].includes(place)) continue;
        expect(Buffer.from(bytes).toString('utf8', offset, offset + length), name).toBe(raw);
      }
    }
  });

  it('reads the texts exiftool reads', async () => {
    const chosen = fixtures.filter(
      ({ standards: expected }) => expected.includes('a1111') || expected.includes('comfyui'),
    );
    const tags = await exiftool(chosen.map(({ name }) => join(folder, name)));
    chosen.forEach(({ name }, index) => {
      const values = Object.values(tags[index] ?? {}).map((value) => String(value).trim());
      for (const { raw, place } of readings.get(name)!.statements) {
        if (place !== 'alpha LSB') expect(values, name).toContain(raw);
      }
    });
  });

  it('marks what may name a person', () => {
    const personal = (name: string) =>
      readings
        .get(name)!
        .statements.flatMap(({ fields }) =>
          fields.filter((field) => field.personal).map((field) => field.name),
        );
    expect(personal('midjourney.png')).toEqual(['description', 'job id', 'author']);
    expect(personal('fooocus.png')).toEqual(['created_by']);
    expect(personal('grok.jpg')).toEqual(['identifier']);
    expect(personal('a1111.png')).toEqual([]);
  });

  it('tells programs of one family apart, and processing from generating', () => {
    const [a1111, forge, extras, upscale] = [
      'a1111.png',
      'forge.png',
      'extras.png',
      'comfyui-upscale.png',
    ].map((name) => readings.get(name)!.statements[0]!);
    expect(a1111?.asserted[0]?.name).toBe('Stable Diffusion WebUI v1.10.1');
    expect(a1111?.says.en).toContain('madeUp_v20');
    expect(forge?.asserted[0]?.name).toContain('Forge');
    expect([a1111, forge, extras, upscale].map((statement) => statement?.meaning)).toEqual([
      'generated',
      'generated',
      'unclear',
      'unclear',
    ]);
  });
});

describe('ComfyUI graphs in sound and film, written by the libraries ComfyUI uses', () => {
  const graphs = ['-metadata', `prompt=${pythonJson(comfyPrompt)}`, '-metadata', `workflow=${comfyWorkflow}`];
  const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=8000:duration=0.2'];
  const clip = testSource(0.2, '64x48', 10);

  it.each([
    ['mp4', [...clip, '-c:v', 'mjpeg', '-an', '-movflags', 'use_metadata_tags']],
    ['mkv', [...clip, '-c:v', 'mjpeg', '-an']],
    ['flac', tone],
    ['mp3', [...tone, '-c:a', 'libmp3lame']],
    ['opus', [...tone, '-c:a', 'libopus', '-ar', '48000']],
  ] as const)('%s', async (suffix, args) => {
    const { statements, complete } = (await read(
      makeClip(folder, `comfyui.${suffix}`, [...args, ...graphs]),
    ))!;
    expect(complete).toBe(true);
    expect(
      statements.map(({ standard, key }) => [standard, key.toLowerCase().replace('txxx:', '')]).sort(),
    ).toEqual([
      ['comfyui', 'prompt'],
      ['comfyui', 'workflow'],
    ]);
    expect(statements.map(({ raw }) => raw).sort()).toEqual([comfyWorkflow, pythonJson(comfyPrompt)].sort());
  });

  it('animated PNG and WebP, in a chunk of its own and in Exif', async () => {
    const own = pngChunk('comf', Buffer.from(`prompt\0${pythonJson(comfyPrompt)}`, 'latin1'));
    const animated = await readBytes('animated.png', plainPng([], [own]));
    expect(animated.statements.map(({ standard, place, key }) => [standard, place, key])).toEqual([
      ['comfyui', 'comf', 'prompt'],
    ]);
    const exif = new Map([
      [0x010f, `workflow:${comfyWorkflow}`],
      [0x0110, `prompt:${pythonJson(comfyPrompt)}`],
    ]);
    const { statements } = await readBytes('animated.webp', webpWithExif(exif));
    expect(statements.map(({ standard, key }) => [standard, key])).toEqual([
      ['comfyui', 'IFD0 Make'],
      ['comfyui', 'IFD0 Model'],
    ]);
  });
});

describe('Suno', () => {
  it('is read from ID3, comment and address', async () => {
    const { statements } = await readBytes('suno.mp3', sunoId3(makeMp3(12)));
    expect(statements.map(({ standard, key }) => [standard, key])).toEqual([
      ['suno', expect.stringMatching(/^COMM/)],
      ['suno', 'WOAS'],
    ]);
    const fields = statements.flatMap((statement) => statement.fields);
    expect(fields.filter(({ value }) => value === uuid).map(({ personal }) => personal)).toEqual([
      true,
      true,
    ]);
  });
});

describe('the signature of NovelAI', () => {
  it('is not verified under the published key when another made it', async () => {
    const { bytes } = novelaiPicture({ texts: true, alpha: true });
    const { statements } = await readBytes('signed.png', bytes);
    expect(statements.map(({ place }) => place).sort()).toEqual(['alpha LSB', 'tEXt']);
    for (const { standing, standingNote, fields } of statements) {
      expect(standing).toBe('not-verified');
      expect(standingNote?.en).toContain('does not show tampering');
      expect(fields.some(({ name }) => name === 'signed_hash')).toBe(true);
    }
  });

  it('fits the decoded picture under the key that made it, and under no other', async () => {
    const { bytes, comment, publicKey } = novelaiPicture({ texts: true, alpha: true });
    const path = join(folder, 'own-key.png');
    await writeFile(path, bytes);
    const file = { path, media: await identify(path, null), signal };
    const signed = readSignedComment(comment)!;
    expect(await checkSignature(signed, file, publicKey)).toEqual({ state: 'fits' });
    expect(await checkSignature(signed, file, novelaiKey)).toEqual({ state: 'differs' });
    await writeFile(path, bytes.subarray(0, 60));
    expect((await checkSignature(signed, file, publicKey)).state).toBe('unread');
  });

  it('is not looked for where there is none', async () => {
    const { bytes, comment } = novelaiPicture({ texts: true, alpha: false });
    const unsigned = Buffer.from(bytes.toString('latin1').replace('signed_hash', 'signed_hush'), 'latin1');
    const { statements } = await readBytes('unsigned.png', unsigned);
    expect(comment).toContain('signed_hash');
    expect(statements.map(({ standing }) => standing)).toEqual(['unsigned']);
  });
});

describe.skipIf(!corpusPresent)('real files', () => {
  it('of ComfyUI are read as exiftool and JSON read them', async () => {
    const names = corpusFiles().filter(
      (name) => name.startsWith('comfyui-workflows/') && name.endsWith('.png'),
    );
    const tags = await exiftool(names.map((name) => corpus(name)));
    let traces = 0;
    for (const [index, name] of names.entries()) {
      const { statements, complete } = (await read(corpus(name)))!;
      const prompt = tags[index]?.['PNG:Prompt'];
      const graph = typeof prompt === 'string' ? (JSON.parse(prompt) as Record<string, ComfyNode>) : null;
      expect(complete, name).toBe(true);
      if (graph === null) {
        expect(statements, name).toEqual([]);
        continue;
      }
      traces += 1;
      expect(
        statements.map(({ standard, key, meaning }) => [standard, key, meaning]),
        name,
      ).toEqual([
        ['comfyui', 'prompt', 'generated'],
        ['comfyui', 'workflow', 'generated'],
      ]);
      const values = (field: string) =>
        statements[0]!.fields.filter((found) => found.name === field).map(({ value }) => value);
      const nodes = Object.values(graph);
      expect(values('nodes'), name).toEqual([String(nodes.length)]);
      expect(values('node types')[0]?.split(', ').sort(), name).toEqual(
        [...new Set(nodes.map((node) => node.class_type))].sort(),
      );
      const inputs = (input: string) => [
        ...new Set(
          nodes
            .flatMap((node) => node.inputs[input] ?? [])
            .filter((value) => !Array.isArray(value))
            .map(String),
        ),
      ];
      expect(values('seed').sort(), name).toEqual(
        [...new Set([...inputs('seed'), ...inputs('noise_seed')])].sort(),
      );
      for (const model of inputs('ckpt_name')) expect(values('model'), name).toContain(model);
    }
    expect(traces).toBe(13);
  });

  it('that hold a ComfyUI workflow alone are recognised by the standard', async () => {
    const names = corpusFiles().filter(
      (name) => name.startsWith('comfyui-workflows/') && name.endsWith('.json'),
    );
    expect(names.length).toBe(21);
    for (const name of names) {
      const text = await readFile(corpus(name), 'utf8');
      const { nodes } = JSON.parse(text) as { nodes: { type: string }[] };
      const [statement] = comfyui.read(
        [{ kind: 'text', place: 'JSON', key: 'workflow', text, bytes: [0, Buffer.byteLength(text)] }],
        'json',
      );
      const types = statement?.fields.find((found) => found.name === 'node types')?.value.split(', ');
      for (const { type } of nodes) expect(types, name).toContain(type);
    }
  });

  it('whose provenance is a credential or a watermark have no trace', async () => {
    const place = 'ai-provenance/data/fixtures/provenance';
    for (const name of (await readdir(corpus(place))).filter((file) => extname(file) === '.png')) {
      const reading = (await read(corpus(place, name)))!;
      expect([name, reading.complete, reading.statements]).toEqual([name, true, []]);
    }
  });

  // A sample of every property of the IPTC and PLUS schemas: exiftool reads the source type there too.
  const samples = ['exiftool-t-images/t/images/PLUS.xmp: iptc-digital-source-type'];

  it.each(['metadata-goldens', 'exiftool-t-images', 'photos', 'heif-avif', 'audio', 'video'])(
    'without a label or a trace get none: %s',
    async (place) => {
      const found: string[] = [];
      let count = 0;
      for (const name of corpusFiles().filter((file) => file.startsWith(`${place}/`))) {
        const reading = await read(corpus(name));
        if (reading === null) continue;
        count += 1;
        found.push(...reading.statements.map(({ standard }) => `${name}: ${standard}`));
      }
      expect(found.filter((line) => !samples.includes(line))).toEqual([]);
      expect(count).toBeGreaterThan(0);
    },
  );
});

interface ComfyNode {
  readonly class_type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}
