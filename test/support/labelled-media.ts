import { readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { identify } from '#core/intake/identify.ts';
import type { LabelEntry } from '#core/labels/define.ts';
import { carrierOf, readLabels } from '#core/labels/read-labels.ts';
import { ByteReader } from '#core/media/structure/byte-reader.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { aigcJson, aigcPacket } from '../fixtures/make/aigc.ts';
import { makeClip, testSource } from '../fixtures/make/clips.ts';
import { comfyPrompt, comfyWorkflow, pythonJson } from '../fixtures/make/generator-texts.ts';
import { sunoId3, traceFixtures, webpWithExif } from '../fixtures/make/generator-traces.ts';
import { heifWithItems } from '../fixtures/make/label-images.ts';
import {
  aiffWith,
  flvWith,
  id3Variants,
  liveMatroska,
  movieVariants,
} from '../fixtures/make/label-sound-film.ts';
import { makeEpub, makeOffice, makeOpenDocument } from '../fixtures/make/packages.ts';
import { makeDocumentPdf } from '../fixtures/make/pdf.ts';
import { makeBinaryGltf, makeGltf, makeUsda } from '../fixtures/make/scenes.ts';
import { makeMp3 } from '../fixtures/make/small-formats.ts';
import { aigcNamespace } from '../fixtures/make/xmp.ts';
import { smallMedia } from './small-media.ts';

export interface LabelledMedia {
  readonly name: string;
  readonly format: MediaFormat;
  /** Id of the carrier that reads it. */
  readonly carrier: string;
  readonly bytes: Buffer;
  /** Where its texts and packets stand: offset and length. */
  readonly parts: readonly (readonly [offset: number, length: number])[];
}

const signal = new AbortController().signal;
const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=8000:duration=0.3'];
const tiny = testSource(0.2, '64x48', 10);

/** Bases ffmpeg makes: formats whose smallest sound file is not worth writing by hand. */
const clips: readonly (readonly [name: string, args: readonly string[]])[] = [
  ['a.mov', [...tiny, '-c:v', 'mjpeg', '-an']],
  ['a.m4a', [...sound, '-c:a', 'aac', '-f', 'ipod']],
  ['a.mkv', [...tiny, '-c:v', 'mjpeg', '-an']],
  ['a.webm', [...sound, '-c:a', 'libopus']],
  ['a.flac', sound],
  ['a.ogg', [...sound, '-c:a', 'libvorbis']],
  ['a.opus', [...sound, '-c:a', 'libopus']],
];

const documents: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['a.docx', makeOffice('docx')],
  ['a.xlsx', makeOffice('xlsx')],
  ['a.pptx', makeOffice('pptx')],
  ['table.pdf', makeDocumentPdf({ references: 'table', info: '/Title (Sea)' })],
  ['stream.pdf', makeDocumentPdf({ references: 'stream', info: '/Title (Sea)', packed: true })],
  ['a.md', Buffer.from('---\ntitle: Lighthouse\n---\n\n# Lighthouse\n\nA light stands by the sea.\n')],
  [
    'a.html',
    Buffer.from(
      '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Sea</title></head><body><p>A light.</p></body></html>\n',
    ),
  ],
  ['a.gltf', makeGltf()],
  ['a.glb', makeBinaryGltf(makeGltf())],
];

/** Files of formats that are only read, or in forms that no writer here makes. */
function readOnly(): (readonly [name: string, bytes: Uint8Array])[] {
  const json = aigcJson();
  const packet = Buffer.from(aigcPacket(json));
  const comfy = new Map([
    [0x010f, `workflow:${comfyWorkflow}`],
    [0x0110, `prompt:${pythonJson(comfyPrompt)}`],
  ]);
  return [
    ['a.heic', heifWithItems('heic', [{ type: 'mime', data: packet }], 'mdat')],
    ['a.avif', heifWithItems('avif', [{ type: 'mime', data: packet, deflate: true }], 'idat')],
    ['a.xmp', packet],
    ['a.flv', flvWith(json)],
    ['a.aiff', aiffWith(json)],
    ['live.mkv', liveMatroska(json)],
    ['a.odt', makeOpenDocument('AIGC', json)],
    ['a.epub', makeEpub('AIGC', json, aigcPacket(json))],
    ['a.usda', makeUsda(`string AIGC = '${json}'`)],
    ['suno.mp3', sunoId3(makeMp3(12))],
    ['comfyui.webp', webpWithExif(comfy)],
    ...[...movieVariants(json)].map(
      ([name, bytes]) => [`${name.replaceAll(/\W/g, '-')}.mp4`, bytes] as const,
    ),
    ...[...id3Variants(json)].map(([name, bytes]) => [`${name.replaceAll(/\W/g, '-')}.mp3`, bytes] as const),
  ];
}

const entries: readonly LabelEntry[] = [
  { kind: 'text', key: 'AIGC', value: aigcJson() },
  {
    kind: 'xmp',
    properties: [{ uri: aigcNamespace, prefix: 'TC260', name: 'AIGC', value: aigcJson() }],
  },
];

/**
 * Files with labels in every container: whatever the carriers can write, written by them, and what generators
 * leave. A base a carrier refuses or that carries no label in the end is left out.
 *
 * @param withClips with files of ffmpeg too, whose bytes differ with its version
 */
export async function makeLabelledMedia(folder: string, withClips = true): Promise<LabelledMedia[]> {
  const bases: (readonly [name: string, bytes: Uint8Array])[] = [...documents];
  for (const [format, make] of smallMedia) bases.push([`a.${format}`, await make()]);
  for (const [name, args] of withClips ? clips : [])
    bases.push([name, await readFile(makeClip(folder, name, args))]);
  const files: (readonly [name: string, bytes: Uint8Array])[] = traceFixtures().map(({ name, bytes }) => [
    name,
    bytes,
  ]);
  files.push(...readOnly());
  for (const [name, bytes] of bases) {
    files.push([name, bytes]);
    for (const entry of entries) {
      const labelled = await withEntry(folder, name, bytes, entry);
      if (labelled !== null) files.push([`${entry.kind}-${name}`, labelled]);
    }
  }
  const media: LabelledMedia[] = [];
  for (const [name, bytes] of files) {
    const found = await labelsOf(folder, name, bytes);
    if (found !== null) media.push(found);
  }
  return media;
}

async function withEntry(
  folder: string,
  name: string,
  bytes: Uint8Array,
  entry: LabelEntry,
): Promise<Buffer | null> {
  const path = join(folder, `base${extname(name)}`);
  await writeFile(path, bytes);
  const carrier = carrierOf((await identify(path, name)).format);
  if (carrier?.writes?.includes(entry.kind) !== true) return null;
  const reader = new ByteReader(path);
  try {
    const answer = carrier.write?.(reader, [entry], signal);
    if (answer?.ok !== true) return null;
    return Buffer.concat(
      answer.plan.pieces.map((piece) =>
        piece.from === 'memory'
          ? piece.data
          : Buffer.from(bytes.subarray(piece.bytes[0], piece.bytes[0] + piece.bytes[1])),
      ),
    );
  } finally {
    reader.close();
  }
}

async function labelsOf(folder: string, name: string, bytes: Uint8Array): Promise<LabelledMedia | null> {
  const path = join(folder, `labelled${extname(name)}`);
  await writeFile(path, bytes);
  const media = await identify(path, name);
  const carrier = carrierOf(media.format);
  if (carrier === undefined) return null;
  const { statements, complete, warnings } = await readLabels(path, media, signal);
  if (statements.length === 0) return null;
  // A source that is itself damaged would hide what a mutation does.
  if (!complete) throw new Error(`${name} is not read whole: ${warnings.join('; ')}`);
  const reader = new ByteReader(path);
  try {
    const { payloads } = carrier.read(reader, signal);
    const parts = payloads.map((payload) => payload.bytes);
    return { name, format: media.format, carrier: carrier.id, bytes: Buffer.from(bytes), parts };
  } finally {
    reader.close();
  }
}
