import { scripts } from './letter-forms.ts';
import { BOTTOM, MINIMA, type WordSketch } from './sketch.ts';

/**
 * Layout, 32-bit words, little-endian: window, distinct short shingles, distinct long shingles, letters by script, whole hash (2),
 * SimHash (2), number of smallest hashes, these, 128 minima, number of kept long shingles, these.
 */
const FIXED = 3 + scripts.length + 2 + 2;

export function sketchBytes(sketch: WordSketch): Uint8Array {
  const { bottom, minima, selected } = sketch;
  const words = new Uint32Array(FIXED + 1 + bottom.length + MINIMA + 1 + selected.length);
  words.set([sketch.window, sketch.fine, sketch.coarse, ...sketch.scripts]);
  words.set(sketch.whole, 3 + scripts.length);
  words.set(sketch.similar, 5 + scripts.length);
  words[FIXED] = bottom.length;
  words.set(bottom, FIXED + 1);
  words.set(minima, FIXED + 1 + bottom.length);
  words[FIXED + 1 + bottom.length + MINIMA] = selected.length;
  words.set(selected, FIXED + 2 + bottom.length + MINIMA);
  const bytes = new Uint8Array(words.length * 4);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < words.length; at += 1) view.setUint32(at * 4, words[at]!, true);
  return bytes;
}

/** `null`: not a sketch; registers are exchanged between strangers. */
export function sketchFromBytes(bytes: Uint8Array): WordSketch | null {
  if (bytes.length % 4 !== 0 || bytes.length < (FIXED + 2 + MINIMA) * 4) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = new Uint32Array(bytes.length / 4);
  for (let at = 0; at < words.length; at += 1) words[at] = view.getUint32(at * 4, true);
  const bottom = words[FIXED]!;
  if (bottom > BOTTOM || FIXED + 2 + bottom + MINIMA > words.length) return null;
  const minima = FIXED + 1 + bottom;
  const selected = minima + MINIMA + 1;
  if (words[selected - 1] !== words.length - selected || words[0] === 0) return null;
  const sketch: WordSketch = {
    window: words[0]!,
    fine: words[1]!,
    coarse: words[2]!,
    scripts: words.subarray(3, 3 + scripts.length),
    whole: words.subarray(3 + scripts.length, 5 + scripts.length),
    similar: words.subarray(5 + scripts.length, FIXED),
    bottom: words.subarray(FIXED + 1, minima),
    minima: words.subarray(minima, minima + MINIMA),
    selected: words.subarray(selected),
  };
  const counted = sketch.bottom.length <= sketch.fine && sketch.selected.length <= sketch.coarse;
  return counted && rises(sketch.bottom) && rises(sketch.selected) ? sketch : null;
}

function rises(hashes: Uint32Array): boolean {
  for (let at = 1; at < hashes.length; at += 1) if (hashes[at]! <= hashes[at - 1]!) return false;
  return true;
}
