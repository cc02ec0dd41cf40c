import { Trail } from './trail.ts';
import { type Zones, zone } from './zones.ts';

/** Where a character may be put in: behind the unit before `index`. */
export interface Place {
  readonly index: number;
  /** What the place is known by. */
  readonly name: string;
}

/**
 * Places of a text, in order. In scripts with spaces: behind the last letter of a plain word in front of white space. In
 * Chinese and Japanese: behind the last character of a word of the dictionary that another character follows. Scripts
 * whose letters join, stack or carry marks (Arabic, Indic, Thai, Tibetan, Mongolian …) have none.
 */
export function placesOf(text: string, zones: Zones): Place[] {
  const open = new Uint8Array(text.length + 1);
  spacedWords(text, zones, open);
  ideographicWords(text, zones, open);
  const places: Place[] = [];
  const trail = new Trail();
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at)!;
    const next = at + (code > 0xffff ? 2 : 1);
    if (zones[at] === zone.barrier) trail.break();
    else if (zones[at] !== zone.silent) trail.push(code);
    if (open[next] === 1) {
      const name = trail.place();
      if (name !== null) places.push({ index: next, name });
    }
    at = next;
  }
  return places;
}

/** Letters whose neighbours do not change them. */
const steady =
  /[\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Armn}\p{sc=Geor}\p{sc=Hebr}\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}\p{sc=Bopo}\uac00-\ud7a3]$/u;
/** A plain word: letters, with apostrophes and hyphens in it and opening marks before it. Names of files, figures, hash tags are none. */
const word = /^["'“‘«¿¡（「『(]{0,3}\p{L}[\p{L}'’‐-]{0,60}\p{L}$/u;

function spacedWords(text: string, zones: Zones, open: Uint8Array): void {
  for (const { index, 0: token } of text.matchAll(/[^ \t\r\n]+/g)) {
    // Nothing that ends the text counts: what follows it in another copy is not known.
    if (token.length > 70 || index + token.length === text.length) continue;
    if (!word.test(token) || !steady.test(token)) continue;
    const end = index + token.length;
    if (isOpen(zones, index, end + 1)) open[end] = 1;
  }
}

const ideographs = /[\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}\u30fc]{2,}/gu;
const RUN = 20_000;

function ideographicWords(text: string, zones: Zones, open: Uint8Array): void {
  const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
  for (const { index, 0: run } of text.matchAll(ideographs)) {
    for (let from = 0; from < run.length; from += RUN) {
      const part = run.slice(from, from + RUN);
      for (const { index: at } of segmenter.segment(part)) {
        const end = index + from + at;
        // Both neighbours are letters of these scripts, and open.
        if (at > 0 && isOpen(zones, end - 1, end + 1) && /[\p{L}]$/u.test(text.slice(end - 2, end)))
          open[end] = 1;
      }
    }
  }
}

function isOpen(zones: Zones, from: number, to: number): boolean {
  for (let at = from; at < Math.min(to, zones.length); at += 1) if (zones[at] !== zone.open) return false;
  return true;
}
