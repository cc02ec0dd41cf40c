import { createXXHash32 } from 'hash-wasm';
import { MinHash } from './minhash.ts';
import { collapsedText } from './text-forms.ts';
import type { Unit } from './unit.ts';
import { eachWindow } from './windows.ts';

/** Characters of one feature (ISO 24138:2024, Text-Code). */
const WIDTH = 13;

/** The Text-Code: minimum hashes of all 13 characters in a row of the collapsed text. */
export async function textUnit(text: string): Promise<{ readonly unit: Unit; readonly characters: number }> {
  const hash = await createXXHash32(0);
  const minima = new MinHash();
  const characters = eachWindow(collapsedText(text), WIDTH, (window) => {
    const digest = hash.init().update(window).digest('binary');
    minima.add(((digest[0]! << 24) | (digest[1]! << 16) | (digest[2]! << 8) | digest[3]!) >>> 0);
  });
  return { unit: { mainType: 'content', media: 'text', digest: minima.digest() }, characters };
}
