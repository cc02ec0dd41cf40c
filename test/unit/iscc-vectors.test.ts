import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { audioUnit } from '#core/trace/iscc/audio-unit.ts';
import { compositeCode } from '#core/trace/iscc/composite.ts';
import { dataHasher } from '#core/trace/iscc/data-unit.ts';
import { imageUnit } from '#core/trace/iscc/image-unit.ts';
import { instanceHasher } from '#core/trace/iscc/instance-unit.ts';
import { metaUnit } from '#core/trace/iscc/meta-unit.ts';
import { mixedUnit } from '#core/trace/iscc/mixed-unit.ts';
import { textUnit } from '#core/trace/iscc/text-unit.ts';
import { isccBytes, isccText, readUnit, type Unit, unitText } from '#core/trace/iscc/unit.ts';
import { videoUnit } from '#core/trace/iscc/video-unit.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';

/** Conformance data of ISO 24138:2024, made by iscc-core 1.3.0 (Apache-2.0): `iscc_core/data.json`. */
interface Vector {
  readonly inputs: readonly unknown[];
  readonly outputs: { readonly iscc: string } & Readonly<Record<string, unknown>>;
}

const file = corpus('iscc', 'data.json');
const present = corpusPresent && existsSync(file);
const groups = Object.entries(
  present ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, Vector>>) : {},
).filter(([name]) => name.startsWith('gen_'));

function stream(input: unknown): Uint8Array {
  return Buffer.from(String(input).slice('stream:'.length), 'hex');
}

/** RFC 8785 for the flat objects of the vectors. */
function metaBytes(meta: unknown): Uint8Array {
  if (typeof meta === 'string') return Buffer.from(meta.slice(meta.indexOf(',') + 1), 'base64');
  return Buffer.from(meta === null ? '' : JSON.stringify(meta), 'utf8');
}

function unitOf(text: unknown): Unit {
  const unit = readUnit(isccBytes(String(text))!);
  if (unit === null) throw new Error(`no unit: ${String(text)}`);
  return unit;
}

async function dataUnit(bytes: Uint8Array, step = bytes.length): Promise<Unit> {
  const hasher = await dataHasher();
  for (let at = 0; at < bytes.length; at += step) hasher.push(bytes.subarray(at, at + step));
  return hasher.finish().unit;
}

/** What ours says to the inputs of a vector, in the form of its outputs. */
const answers: Readonly<Record<string, (inputs: readonly unknown[]) => Promise<Record<string, unknown>>>> = {
  async gen_meta_code_v0([name, description, meta, bits]) {
    const made = await metaUnit(String(name), String(description), metaBytes(meta));
    return {
      iscc: unitText(made!.unit, Number(bits)),
      name: made!.name,
      ...(made!.description === '' ? {} : { description: made!.description }),
      metahash: made!.hash,
    };
  },
  async gen_text_code_v0([text, bits]) {
    const { unit, characters } = await textUnit(String(text));
    return { iscc: unitText(unit, Number(bits)), characters };
  },
  async gen_image_code_v0([pixels, bits]) {
    return { iscc: unitText(imageUnit(pixels as number[]).unit, Number(bits)) };
  },
  async gen_audio_code_v0([features, bits]) {
    return { iscc: unitText(audioUnit(Int32Array.from(features as number[])).unit, Number(bits)) };
  },
  async gen_video_code_v0([frames, bits]) {
    return { iscc: unitText(videoUnit((frames as number[][]).flat()).unit, Number(bits)) };
  },
  async gen_mixed_code_v0([codes, bits]) {
    const parts = codes as string[];
    return {
      iscc: unitText(
        mixedUnit(
          parts.map((part) => isccBytes(part)!),
          Number(bits),
        )!,
      ),
      parts,
    };
  },
  async gen_data_code_v0([input, bits]) {
    return { iscc: unitText(await dataUnit(stream(input)), Number(bits)) };
  },
  async gen_instance_code_v0([input, bits]) {
    const hasher = await instanceHasher();
    hasher.push(stream(input));
    const unit = hasher.finish();
    return {
      iscc: unitText(unit, Number(bits)),
      datahash: `1e20${Buffer.from(unit.digest).toString('hex')}`,
      filesize: stream(input).length,
    };
  },
  async gen_iscc_code_v0([codes]) {
    return { iscc: isccText(compositeCode((codes as string[]).map(unitOf))!) };
  },
};

describe.skipIf(!present)('ISCC: official vectors', () => {
  it('are 50', () => {
    expect(groups.reduce((sum, [, group]) => sum + Object.keys(group).length, 0)).toBe(50);
  });
  for (const [name, group] of groups) {
    it.each(Object.entries(group))(`${name} %s`, async (_, { inputs, outputs }) => {
      // How the metadata is wrapped into an address is no part of the code.
      const { meta: _wrapped, ...expected } = outputs;
      expect(await answers[name]!(inputs)).toEqual(expected);
    });
  }
});
