import type { HanFolding } from './han-folding.ts';
import { hiddenKind, type Oddity } from './hidden-characters.ts';
import { drawnLike } from './look-alikes.ts';

/** Groups of scripts that are written, and compared, in the same way. */
export const scripts = ['latin', 'alphabet', 'han', 'kana', 'hangul', 'other', 'digit'] as const;
export type Script = (typeof scripts)[number];

/** What becomes of a code point. */
export interface LetterForm {
  /** `letter`: stands in the plain text as `plain`; `hidden`: taken out; `mark`: combining; `gap`: ends a word. */
  readonly role: 'letter' | 'hidden' | 'mark' | 'gap';
  readonly plain: readonly number[];
  /** Index in `scripts`. */
  readonly script: number;
  /** How much it tells: two ideographs are worth five Latin letters (see `shingles.ts`). */
  readonly weight: number;
  /** What it is listed as; `null`: an ordinary character. */
  readonly oddity: Oddity | null;
  /** ASCII letter or digit it is drawn like; 0: none. */
  readonly drawn: number;
}

const scriptWeights: Readonly<Record<Script, number>> = {
  latin: 2,
  alphabet: 2,
  han: 5,
  kana: 4,
  hangul: 4,
  other: 2,
  digit: 2,
};

const gap: LetterForm = { role: 'gap', plain: [], script: 0, weight: 0, oddity: null, drawn: 0 };
const patterns: readonly (readonly [Script, RegExp])[] = [
  ['han', /^\p{sc=Han}/u],
  ['kana', /^[\p{sc=Hiragana}\p{sc=Katakana}\u30fc]/u],
  ['hangul', /^\p{sc=Hangul}/u],
  ['digit', /^\p{N}/u],
  ['latin', /^\p{sc=Latin}/u],
  [
    'alphabet',
    /^[\p{sc=Grek}\p{sc=Cyrl}\p{sc=Armn}\p{sc=Cher}\p{sc=Copt}\p{sc=Lisu}\p{sc=Dsrt}\p{sc=Geor}]/u,
  ],
];

/** Plain forms of code points, each worked out once. */
export class LetterForms {
  readonly #han: HanFolding;
  readonly #near: (LetterForm | undefined)[] = new Array(0x10000);
  readonly #far = new Map<number, LetterForm>();

  constructor(han: HanFolding) {
    this.#han = han;
  }

  of(code: number): LetterForm {
    if (code < 0x10000) {
      const known = this.#near[code];
      if (known !== undefined) return known;
      const made = this.#make(code);
      this.#near[code] = made;
      return made;
    }
    const known = this.#far.get(code);
    if (known !== undefined) return known;
    const made = this.#make(code);
    this.#far.set(code, made);
    return made;
  }

  #make(code: number): LetterForm {
    const hidden = hiddenKind(code);
    if (hidden !== null) return { ...gap, role: 'hidden', oddity: hidden };
    const character = String.fromCodePoint(code);
    if (/^\p{M}$/u.test(character)) return this.#mark(code, character);
    if (/^\p{Z}$/u.test(character)) {
      // The wide space is the ordinary one of Chinese and Japanese.
      return code === 0x20 || code === 0x3000 ? gap : { ...gap, oddity: 'space' };
    }
    // Case goes up and down again, so that 'ß', 'ς' and 'ı' meet 'SS', 'σ' and 'i'.
    const folded = character.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKD');
    const base = folded.replace(dropped, '').normalize('NFC');
    const kept = Array.from(base.replace(/[^\p{L}\p{N}\p{M}]/gu, ''), (one) => one.codePointAt(0)!);
    if (kept.length === 0) return gap;
    const plain = kept.map((one) => this.#plain(one));
    const script = scriptOf(kept[0]!);
    return {
      role: 'letter',
      plain,
      script: scripts.indexOf(script),
      weight: scriptWeights[script],
      oddity: this.#oddity(character, code),
      drawn: drawnLike(code),
    };
  }

  /** Marks that only decorate a letter go; those that are letters of their own script (vowels, killers) stay. */
  #mark(code: number, character: string): LetterForm {
    if (dropsMark.test(character)) return { ...gap, role: 'mark' };
    return {
      role: 'letter',
      plain: [code],
      script: scripts.indexOf('other'),
      weight: 2,
      oddity: null,
      drawn: 0,
    };
  }

  #plain(code: number): number {
    if (code < 0x80) return code;
    const folded = this.#han.character(code);
    if (folded !== code) return folded;
    // One answer for both cases of a letter, or capitals would tell texts apart; see `words.ts` for mixed words.
    const upper = String.fromCodePoint(code).toUpperCase();
    const drawn = drawnLike(code) || (upper.length <= 2 ? drawnLike(upper.codePointAt(0)!) : 0);
    return drawn === 0 ? code : String.fromCharCode(drawn).toLowerCase().charCodeAt(0);
  }

  #oddity(character: string, code: number): Oddity | null {
    // Composed and decomposed spellings are the same text; everything else NFKC changes was another character.
    if (character.normalize('NFKC') !== character.normalize('NFC')) return 'compatibility';
    if (/^[\uf900-\ufaff\u{2f800}-\u{2fa1f}]$/u.test(character)) return 'compatibility';
    return code > 0x80 && this.#han.character(code) !== code ? 'traditional' : null;
  }
}

const dropsMark = /^[\p{sc=Zinh}\p{sc=Arab}\p{sc=Hebr}\p{sc=Cyrl}\p{Me}]$/u;
/** Sound marks of kana are marks that make another letter. */
const dropped = /(?![\u3099\u309a])[\p{sc=Zinh}\p{sc=Cyrl}\p{sc=Arab}\p{sc=Hebr}](?<=\p{M})/gu;

function scriptOf(code: number): Script {
  const character = String.fromCodePoint(code);
  return patterns.find(([, pattern]) => pattern.test(character))?.[0] ?? 'other';
}
