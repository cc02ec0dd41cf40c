import { writeFileSync } from 'node:fs';
import { readScene } from '#core/mark/scene/scene-file.ts';
import { makeBinaryGltf, makeGltf } from '../../../fixtures/make/scenes.ts';
import { type FuzzInput, type FuzzTarget, must } from '../target.ts';

const bytesOf = (hint: string, ...files: readonly Uint8Array[]): FuzzInput[] =>
  files.map((bytes) => ({ hint, bytes }));

/** Three-dimensional scenes, as far as marking reads them. */
export const target: FuzzTarget = {
  name: 'scenes',
  tokens: [
    'glTF',
    'JSON',
    'BIN\0',
    '"byteLength":',
    '"buffers":',
    '"bufferViews":',
    '"accessors":',
    '"uri":"data:',
    '-1',
    '1e9',
    'null',
  ],
  seeds: async () => [...bytesOf('gltf', makeGltf()), ...bytesOf('glb', makeBinaryGltf(makeGltf()))],
  read({ bytes }, path) {
    writeFileSync(path, bytes);
    const outcome = readScene(path);
    if (!outcome.ok) return;
    const { chunk } = outcome.file;
    must(
      chunk === null || (chunk.start <= chunk.end && chunk.end <= bytes.length),
      'the chunk lies in the file',
    );
  },
};
