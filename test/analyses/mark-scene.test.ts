import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import { assayImage1 } from '#core/mark/codecs/assay-image-1.ts';
import { assayMesh1 } from '#core/mark/codecs/assay-mesh-1.ts';
import { codecFor } from '#core/mark/codecs/index.ts';
import type { DetectAnswer, EmbedAnswer } from '#core/mark/define.ts';
import { publicMarkKey } from '#core/mark/key.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { panoramaPacket } from '../fixtures/make/panoramas.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { makeBinaryGltf, makeGltf } from '../fixtures/make/scenes.ts';
import { makeTexturedScene, type TexturedScene } from '../fixtures/make/textured-scene.ts';

const payload = 0x1122_3344_5566_7788n;
const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };
const nothing = new BigUint64Array(0);
let folder: string;
let made: TexturedScene;
let marked: { readonly answer: EmbedAnswer; readonly bytes: Buffer; readonly path: string };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-scene-'));
  made = await makeTexturedScene();
  marked = await embedded(made.glb, 'glb');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function embedded(content: Buffer, name: string) {
  const [path, target] = [join(folder, name), join(folder, `marked-${name}`)];
  await writeFile(path, content);
  const media = await identify(path, null);
  const answer = await assayMesh1.embed({
    path,
    media,
    target,
    payload,
    key: publicMarkKey,
    strength: null,
    context,
  });
  return { answer, path: target, bytes: answer.ok ? await readFile(target) : Buffer.alloc(0) };
}

async function detected(path: string): Promise<DetectAnswer> {
  const media = await identify(path, null);
  return await assayMesh1.detect({ path, media, keys: [publicMarkKey], identifiers: nothing, context });
}

interface Parsed {
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a scene is read here with no schema, as an independent reader would
  readonly json: any;
  readonly buffer: Buffer;
  readonly rest: Buffer;
}

/** A reader of its own: header, chunks, lengths (glTF 2.0, chapter 4). */
function parsed(glb: Buffer): Parsed {
  expect(glb.toString('latin1', 0, 4)).toBe('glTF');
  expect(glb.readUInt32LE(8)).toBe(glb.length);
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = 12; at < glb.length; ) {
    const length = glb.readUInt32LE(at);
    expect(length % 4).toBe(0);
    chunks.push({
      type: glb.toString('latin1', at + 4, at + 8),
      data: glb.subarray(at + 8, at + 8 + length),
    });
    at += 8 + length;
  }
  expect(chunks.map(({ type }) => type)).toEqual(['JSON', 'BIN\0', 'XTRA']);
  const text = chunks[0]!.data.toString('utf8');
  return { text, json: JSON.parse(text), buffer: chunks[1]!.data, rest: chunks[2]!.data };
}

function view({ json, buffer }: Parsed, index: number): Buffer {
  const { byteOffset, byteLength } = json.bufferViews[index];
  return buffer.subarray(byteOffset, byteOffset + byteLength);
}

function floats(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
}

describe('marking a scene', () => {
  test('the textures that colour a surface and lie in the file are marked, the others are named', () => {
    const { answer } = marked;
    expect(answer.ok).toBe(true);
    if (!answer.ok) return;
    expect(answer.quality.find(({ name }) => name === 'textures-marked')?.value).toBe(2);
    const notes = answer.notes.map(({ en }) => en).join('\n');
    expect(notes).toMatch(/texture 3 "Beside": lies outside/);
    expect(notes).toMatch(/texture 4 "Card": is compressed for graphics cards/);
    expect(notes).toMatch(/fragile mark stands in the last bits of \d+ vertices/);
  });

  test('of the JSON only places and lengths change, to the letter', () => {
    const [before, after] = [parsed(made.glb), parsed(marked.bytes)];
    const plain = (text: string): string =>
      text
        .replace(/"byte(?:Offset|Length)": \d+/g, '#')
        .replace(/data:image\/jpeg;base64,[A-Za-z0-9+/=]+/, '#')
        .trimEnd();
    expect(plain(after.text)).toBe(plain(before.text));
    expect(after.json.buffers[0].byteLength).toBeLessThanOrEqual(after.buffer.length);
    expect(after.rest).toEqual(before.rest);
  });

  test('whatever is no marked texture and no position keeps its bytes and its alignment', () => {
    const [before, after] = [parsed(made.glb), parsed(marked.bytes)];
    for (const index of [2, 3, 4]) expect(view(after, index)).toEqual(view(before, index));
    for (const [index, { byteOffset }] of after.json.bufferViews.entries())
      expect(byteOffset % 8, `view ${index}`).toBe(before.json.bufferViews[index].byteOffset % 8);
    // Nothing of the unmarked texture is left between the parts.
    const old = view(before, 0);
    expect(marked.bytes.includes(old.subarray(200, 260))).toBe(false);
  });

  test('positions move by less than 2⁻²⁰ of their size, alike at one point, and their bounds stay exact', () => {
    const [before, after] = [parsed(made.glb), parsed(marked.bytes)];
    const [old, now] = [floats(view(before, 1)), floats(view(after, 1))];
    let moved = 0;
    const places = new Map<string, string>();
    for (let at = 0; at < old.length; at += 3) {
      for (const axis of [0, 1, 2]) {
        expect(Math.abs(now[at + axis]! - old[at + axis]!)).toBeLessThanOrEqual(
          Math.abs(old[at + axis]!) * 2 ** -20,
        );
        if (now[at + axis] !== old[at + axis]) moved += 1;
      }
      const [was, is] = [old.slice(at, at + 3).join(), now.slice(at, at + 3).join()];
      expect(places.get(was) ?? is).toBe(is);
      places.set(was, is);
    }
    expect(moved).toBeGreaterThan(300);
    const { min, max } = after.json.accessors[0];
    for (const axis of [0, 1, 2]) {
      const values = now.filter((_, index) => index % 3 === axis);
      expect([Math.min(...values), Math.max(...values)]).toEqual([
        Math.fround(min[axis]),
        Math.fround(max[axis]),
      ]);
    }
  });

  test('the texture is the same picture: same size, same kind, more than 36 dB', async () => {
    const [before, after] = [view(parsed(made.glb), 0), view(parsed(marked.bytes), 0)];
    const decode = (bytes: Buffer) => sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    const [old, now] = await Promise.all([decode(before), decode(after)]);
    expect(now.info).toMatchObject({ width: 330, height: 280, channels: 3 });
    expect((await sharp(after).metadata()).format).toBe('png');
    let squares = 0;
    for (let at = 0; at < old.data.length; at += 1) squares += (old.data[at]! - now.data[at]!) ** 2;
    expect(squares).toBeGreaterThan(0);
    expect(10 * Math.log10((255 ** 2 * old.data.length) / squares)).toBeGreaterThan(36);
  });
});

describe('reading a scene', () => {
  test('each texture and the vertices tell, each by its part', async () => {
    const answer = await detected(marked.path);
    expect(answer.state).toBe('marked');
    if (answer.state !== 'marked') return;
    const parts = answer.readings.map(({ codec, part, payload: read }) => `${codec} ${part} ${read}`);
    expect(parts).toEqual([
      `assay-image-1 texture 0 "Wood" ${payload}`,
      `assay-image-1 texture 1 "Paint" ${payload}`,
      `assay-mesh-1 vertices ${payload}`,
    ]);
    for (const { falseAlarmLog10 } of answer.readings) expect(falseAlarmLog10).toBeLessThan(-9);
    // All pictures of the scene, read or not, and its vertices share its one chance of a false alarm.
    const carriers = parsed(marked.bytes).json.images.length + 1;
    const [wood, paint, vertices] = answer.readings.map(({ trials }) => trials / 2 ** 64);
    expect([wood, paint]).toEqual([100 * carriers, 100 * carriers]);
    expect(vertices! % carriers).toBe(0);
  });

  test('the fragile layer bears another order of vertices, and is lost when numbers are rounded; textures are not', async () => {
    const scene = parsed(marked.bytes);
    const { byteOffset, byteLength } = scene.json.bufferViews[1];
    const at = marked.bytes.indexOf(view(scene, 1));
    expect(at).toBeGreaterThan(byteOffset);
    const turned = Buffer.from(marked.bytes);
    for (let from = 0; from < byteLength; from += 12)
      marked.bytes.copy(turned, at + byteLength - 12 - from, at + from, at + from + 12);
    const rounded = Buffer.from(marked.bytes);
    for (let from = 0; from < byteLength; from += 4)
      rounded.writeFloatLE(Math.fround(Math.round(rounded.readFloatLE(at + from) * 1e4) / 1e4), at + from);
    const codecs = async (name: string, bytes: Buffer): Promise<string[]> => {
      await writeFile(join(folder, name), bytes);
      const answer = await detected(join(folder, name));
      return answer.state === 'marked' ? answer.readings.map(({ codec }) => codec) : [];
    };
    expect(await codecs('turned.glb', turned)).toContain('assay-mesh-1');
    const left = await codecs('rounded.glb', rounded);
    expect(left).toContain('assay-image-1');
    expect(left).not.toContain('assay-mesh-1');
  });

  test('an unmarked scene with textures elsewhere is undetermined, a cut one too', async () => {
    await writeFile(join(folder, 'plain.glb'), makeBinaryGltf(makeGltf({ images: [{ uri: 'beside.png' }] })));
    const plain = await detected(join(folder, 'plain.glb'));
    expect(plain).toMatchObject({ state: 'undetermined', reason: { code: 'scene-partly-read' } });
    await writeFile(join(folder, 'cut.glb'), marked.bytes.subarray(0, 700));
    expect(await detected(join(folder, 'cut.glb'))).toMatchObject({
      state: 'undetermined',
      reason: { code: 'scene-unreadable' },
    });
    await writeFile(join(folder, 'bare.glb'), makeBinaryGltf(makeGltf()));
    expect(await detected(join(folder, 'bare.glb'))).toMatchObject({
      state: 'undetermined',
      reason: { code: 'too-little' },
    });
  });
});

test('a scene as text keeps everything in its data URLs', async () => {
  const { answer, bytes, path } = await embedded(made.gltf, 'gltf');
  expect(answer.ok).toBe(true);
  const json = JSON.parse(bytes.toString('utf8'));
  const buffer = Buffer.from(json.buffers[0].uri.split(',')[1], 'base64');
  expect(buffer.length).toBe(json.buffers[0].byteLength);
  const { byteOffset, byteLength } = json.bufferViews[2];
  expect(buffer.subarray(byteOffset, byteOffset + byteLength)).toEqual(view(parsed(made.glb), 2));
  expect(bytes.toString('utf8')).toContain('"big": 123456789012345678901234567890');
  const answerAgain = await detected(path);
  expect(answerAgain.state === 'marked' && answerAgain.readings.length).toBe(3);
});

test('scenes without textures, and other kinds of scenes, are refused in words', async () => {
  const { answer } = await embedded(makeBinaryGltf(makeGltf()), 'bare-source.glb');
  expect(answer).toMatchObject({ ok: false, reason: { code: 'scene-without-textures' } });
  for (const format of ['usdz', 'usd', 'obj'] as const) {
    const media = { kind: 'scene', format, mime: 'model/x', extensionFits: true } as const;
    expect(codecFor(media)).toBe(assayMesh1);
    expect(assayMesh1.embedsInto(media)).toMatchObject({ en: expect.stringContaining('glTF and GLB') });
  }
});

test('a 360° photograph is marked as a picture and keeps what makes it one', async () => {
  const packet = panoramaPacket(640, 320);
  const [path, target] = [join(folder, 'sphere.jpg'), join(folder, 'sphere-marked.jpg')];
  await patternImage(640, 320, 11).jpeg({ quality: 92 }).withXmp(packet).toFile(path);
  const media = await identify(path, null);
  const request = { path, media, target, payload, key: publicMarkKey, strength: null, context };
  expect(await assayImage1.embed(request)).toMatchObject({ ok: true });
  const [before, after] = await Promise.all([path, target].map((file) => sharp(file).metadata()));
  expect(after!.xmpAsString).toBe(before!.xmpAsString);
  expect(after!.xmpAsString).toMatch(/GPano:ProjectionType/);
  expect([after!.width, after!.height]).toEqual([640, 320]);
});
