import { type HanFolding, hanFolding } from './han-folding.ts';
import { isOrdinary, oddities } from './hidden-characters.ts';
import { type LetterForm, LetterForms, scripts } from './letter-forms.ts';
import { OddityList, WordBuffer } from './word-buffer.ts';

/**
 * The plain letters of a text, by which texts are compared: compatibility forms, case, accents, writing (traditional or
 * simplified) and look-alike letters folded; punctuation, symbols, spaces and everything invisible left out. Each
 * letter knows where in the text it comes from, and everything that was not ordinary is listed.
 */
export interface Words {
  /** The text as it was decoded. */
  readonly raw: string;
  readonly length: number;
  /** `length` code points of the plain letters. */
  readonly codes: Uint32Array;
  /** UTF-16 offset in `raw` of the character each letter comes from; never falls. */
  readonly starts: Uint32Array;
  /** What each tells: 5 an ideograph, 4 kana and Hangul, 2 any other letter or digit. */
  readonly weights: Uint8Array;
  /** 1 where a word begins; every ideograph is a word. */
  readonly breaks: Uint8Array;
  readonly oddities: OddityList;
  /** Letters by script, in the order of `scripts`. */
  readonly scripts: Uint32Array;
}

const kind = Object.fromEntries(oddities.map((name, index) => [name, index])) as Record<
  (typeof oddities)[number],
  number
>;
const LATIN = scripts.indexOf('latin');
const ALPHABET = scripts.indexOf('alphabet');
const HAN = scripts.indexOf('han');
const KANA = scripts.indexOf('kana');
const HANGUL = scripts.indexOf('hangul');
/** Marks on one letter from which on they are listed: no orthography needs more than three. */
const STACK = 4;

/** A reader of texts; made once, since it loads the tables of ideographs. */
export async function wordReader(): Promise<(raw: string) => Words> {
  const han = await hanFolding();
  const forms = new LetterForms(han);
  return (raw) => new Scan(raw, forms, simplified(raw, han)).run();
}

/** Ideographs by their offset as phrases decide them; `null`: nothing in the text is traditional. */
function simplified(raw: string, han: HanFolding): Uint32Array | null {
  let places: Uint32Array | null = null;
  for (const match of raw.matchAll(/\p{sc=Han}{1,400}/gu)) {
    const row = han.row(match[0]);
    if (row === match[0]) continue;
    const [before, after] = [Array.from(match[0]), Array.from(row)];
    if (before.length !== after.length) continue;
    places ??= new Uint32Array(raw.length);
    let at = match.index;
    for (const [index, character] of before.entries()) {
      if (after[index] !== character) places[at] = after[index]!.codePointAt(0)!;
      at += character.length;
    }
  }
  return places;
}

/** The word that is being read, as far as look-alikes are concerned. */
interface Spelling {
  from: number;
  latin: number;
  alike: number;
  foreign: number;
}

class Scan {
  readonly #raw: string;
  readonly #forms: LetterForms;
  readonly #phrases: Uint32Array | null;
  readonly #out: WordBuffer;
  readonly #odd = new OddityList();
  readonly #scripts = new Uint32Array(scripts.length);
  #opens = 1;
  #last = -1;
  readonly #word: Spelling = { from: 0, latin: 0, alike: 0, foreign: 0 };
  /** Look-alikes of a word wholly spelled with them, until the next word shows whether it stands among Latin ones. */
  #waiting: readonly [from: number, to: number] | null = null;
  #afterLatin = false;

  constructor(raw: string, forms: LetterForms, phrases: Uint32Array | null) {
    this.#raw = raw;
    this.#forms = forms;
    this.#phrases = phrases;
    this.#out = new WordBuffer(raw.length + 16);
  }

  run(): Words {
    const raw = this.#raw;
    let marks = 0;
    for (let at = 0; at < raw.length; ) {
      const code = raw.codePointAt(at)!;
      const next = at + (code > 0xffff ? 2 : 1);
      const form = this.#forms.of(code);
      if (form.role === 'letter') {
        this.#letter(form, code, at);
        marks = 0;
      } else if (form.role === 'mark') {
        marks += 1;
        if (marks >= STACK) this.#odd.push(at, code, kind['stacked-mark'], 0, false);
        else this.#compose(code);
      } else if (form.role === 'hidden') {
        this.#odd.push(at, code, kind[form.oddity!], 0, isOrdinary(raw, at, code, form.oddity!));
      } else {
        if (form.oddity !== null) this.#odd.push(at, code, kind[form.oddity], 0x20, false);
        this.#endWord();
        marks = 0;
      }
      at = next;
    }
    this.#endWord();
    this.#decide(true);
    this.#odd.sort();
    return this.#words();
  }

  #letter(form: LetterForm, code: number, at: number): void {
    const { script } = form;
    const alone = script === HAN || script === KANA || script === HANGUL;
    const part = code >= 0x1161 && code <= 0x11ff;
    const apart = this.#last === HAN || this.#last === KANA || this.#last === HANGUL;
    if (!part && (alone ? this.#last !== -1 : apart)) this.#endWord();
    const given = this.#phrases?.[at] ?? 0;
    const plain = given === 0 ? form.plain : this.#forms.of(given).plain;
    this.#scripts[script]! += plain.length;
    for (const one of plain) {
      if (this.#conjoin(one)) continue;
      this.#out.push(one, at, form.weight, this.#opens);
      this.#opens = 0;
    }
    // Some characters are folded by themselves and kept by phrases (著名, 乾隆): those are no sign of the writing.
    const oddity = given !== 0 ? 'traditional' : form.oddity === 'traditional' ? null : form.oddity;
    if (oddity !== null) this.#odd.push(at, code, kind[oddity], plain[0]!, false);
    if (script === LATIN && form.drawn === 0) this.#word.latin += 1;
    else if (form.drawn !== 0) this.#word.alike += 1;
    else if (script === ALPHABET) this.#word.foreign += 1;
    this.#last = script;
  }

  /** Parts of a letter that stand by themselves: Hangul that was decomposed, sound marks of half-width kana. */
  #conjoin(code: number): boolean {
    if (code === 0x3099 || code === 0x309a) return this.#composed(code);
    return code >= 0x1161 && code <= 0x11ff && this.#opens === 0 && this.#composed(code);
  }

  /** Sound marks of kana make another letter; accents are left out. */
  #compose(code: number): void {
    if (code === 0x3099 || code === 0x309a) this.#composed(code);
  }

  #composed(code: number): boolean {
    const last = this.#out.length - 1;
    if (last < 0) return false;
    const joined = String.fromCodePoint(this.#out.codes[last]!, code).normalize('NFC');
    if (joined.length !== 1) return false;
    this.#out.codes[last] = joined.charCodeAt(0);
    return true;
  }

  #endWord(): void {
    this.#opens = 1;
    this.#last = -1;
    const { from, latin, alike, foreign } = this.#word;
    const to = this.#out.length;
    if (to > from) {
      if (alike > 0 && latin > 0) {
        // Mixed, so that both cases can be told: what each letter is drawn like stands for it.
        this.#decide(false);
        this.#lookAlikes(from, to, true);
        this.#afterLatin = true;
      } else if (alike > 1 && foreign === 0) {
        this.#decide(false);
        this.#waiting = this.#afterLatin || from === 0 ? [from, to] : null;
      } else {
        this.#decide(latin > 0);
        this.#afterLatin = latin > 0;
      }
    }
    Object.assign(this.#word, { from: to, latin: 0, alike: 0, foreign: 0 });
  }

  #decide(latin: boolean): void {
    if (this.#waiting !== null && latin) this.#lookAlikes(...this.#waiting, false);
    this.#waiting = null;
  }

  #lookAlikes(from: number, to: number, redraw: boolean): void {
    const { codes, starts } = this.#out;
    for (let index = from; index < to; index += 1) {
      const at = starts[index]!;
      const code = this.#raw.codePointAt(at)!;
      const { drawn } = this.#forms.of(code);
      if (drawn === 0) continue;
      const small = String.fromCharCode(drawn).toLowerCase().charCodeAt(0);
      if (redraw) codes[index] = small;
      this.#odd.push(at, code, kind['look-alike'], small, false);
    }
  }

  #words(): Words {
    const { length, codes, starts, weights, breaks } = this.#out;
    return {
      raw: this.#raw,
      length,
      codes: codes.subarray(0, length),
      starts: starts.subarray(0, length),
      weights: weights.subarray(0, length),
      breaks: breaks.subarray(0, length),
      oddities: this.#odd,
      scripts: this.#scripts,
    };
  }
}

/** UTF-16 offset behind the letter at `index`, marks and invisible characters after it not counted. */
export function endOf(words: Words, index: number): number {
  const start = words.starts[index]!;
  return start + ((words.raw.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
}
