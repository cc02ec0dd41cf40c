import { type Localized, localized } from '#shared/domain/localized.ts';

/** What was taken out of a text, or put in place of what stood there, before texts are compared. */
export const oddities = [
  'zero-width',
  'direction',
  'selector',
  'tag',
  'filler',
  'control',
  'private',
  'space',
  'stacked-mark',
  'compatibility',
  'look-alike',
  'traditional',
] as const;
export type Oddity = (typeof oddities)[number];

/** Those that show nothing, or nothing of their own. */
export const hiddenOddities: ReadonlySet<Oddity> = new Set([
  'zero-width',
  'direction',
  'selector',
  'tag',
  'filler',
  'control',
  'private',
]);

export const oddityWords: Readonly<Record<Oddity, Localized>> = {
  'zero-width': localized('zero-width character', '零宽字符'),
  direction: localized('control of the writing direction', '书写方向控制符'),
  selector: localized('variation selector', '变体选择符'),
  tag: localized('tag character', '标签字符'),
  filler: localized('other character without a glyph', '其他无字形字符'),
  control: localized('control character', '控制字符'),
  private: localized('unassigned or private-use character', '未分配或私用区字符'),
  space: localized('unusual space', '非常规空格'),
  'stacked-mark': localized('stacked combining mark', '堆叠的组合附加符号'),
  compatibility: localized('compatibility form of a letter', '字母的兼容形式'),
  'look-alike': localized('look-alike letter of another script', '其他文字中的形近字母'),
  traditional: localized('traditional form of an ideograph', '繁体字形'),
};

const names: ReadonlyMap<number, string> = new Map([
  [0x0000, 'NULL'],
  [0x0008, 'BACKSPACE'],
  [0x001b, 'ESCAPE'],
  [0x007f, 'DELETE'],
  [0x00a0, 'NO-BREAK SPACE'],
  [0x00ad, 'SOFT HYPHEN'],
  [0x034f, 'COMBINING GRAPHEME JOINER'],
  [0x061c, 'ARABIC LETTER MARK'],
  [0x115f, 'HANGUL CHOSEONG FILLER'],
  [0x1160, 'HANGUL JUNGSEONG FILLER'],
  [0x1680, 'OGHAM SPACE MARK'],
  [0x180e, 'MONGOLIAN VOWEL SEPARATOR'],
  [0x2000, 'EN QUAD'],
  [0x2001, 'EM QUAD'],
  [0x2002, 'EN SPACE'],
  [0x2003, 'EM SPACE'],
  [0x2004, 'THREE-PER-EM SPACE'],
  [0x2005, 'FOUR-PER-EM SPACE'],
  [0x2006, 'SIX-PER-EM SPACE'],
  [0x2007, 'FIGURE SPACE'],
  [0x2008, 'PUNCTUATION SPACE'],
  [0x2009, 'THIN SPACE'],
  [0x200a, 'HAIR SPACE'],
  [0x200b, 'ZERO WIDTH SPACE'],
  [0x200c, 'ZERO WIDTH NON-JOINER'],
  [0x200d, 'ZERO WIDTH JOINER'],
  [0x200e, 'LEFT-TO-RIGHT MARK'],
  [0x200f, 'RIGHT-TO-LEFT MARK'],
  [0x2028, 'LINE SEPARATOR'],
  [0x2029, 'PARAGRAPH SEPARATOR'],
  [0x202a, 'LEFT-TO-RIGHT EMBEDDING'],
  [0x202b, 'RIGHT-TO-LEFT EMBEDDING'],
  [0x202c, 'POP DIRECTIONAL FORMATTING'],
  [0x202d, 'LEFT-TO-RIGHT OVERRIDE'],
  [0x202e, 'RIGHT-TO-LEFT OVERRIDE'],
  [0x202f, 'NARROW NO-BREAK SPACE'],
  [0x205f, 'MEDIUM MATHEMATICAL SPACE'],
  [0x2060, 'WORD JOINER'],
  [0x2061, 'FUNCTION APPLICATION'],
  [0x2062, 'INVISIBLE TIMES'],
  [0x2063, 'INVISIBLE SEPARATOR'],
  [0x2064, 'INVISIBLE PLUS'],
  [0x2066, 'LEFT-TO-RIGHT ISOLATE'],
  [0x2067, 'RIGHT-TO-LEFT ISOLATE'],
  [0x2068, 'FIRST STRONG ISOLATE'],
  [0x2069, 'POP DIRECTIONAL ISOLATE'],
  [0x3164, 'HANGUL FILLER'],
  [0xfeff, 'ZERO WIDTH NO-BREAK SPACE'],
  [0xffa0, 'HALFWIDTH HANGUL FILLER'],
  [0xfffc, 'OBJECT REPLACEMENT CHARACTER'],
  [0xfffd, 'REPLACEMENT CHARACTER'],
]);

/** Name in the Unicode Standard where it is known here, else an empty text: the number says all. */
export function characterName(code: number): string {
  if (code >= 0xfe00 && code <= 0xfe0f) return `VARIATION SELECTOR-${code - 0xfe00 + 1}`;
  if (code >= 0xe0100 && code <= 0xe01ef) return `VARIATION SELECTOR-${code - 0xe0100 + 17}`;
  if (code >= 0xe0020 && code <= 0xe007e) return `TAG ${String.fromCharCode(code - 0xe0000)}`;
  if (code === 0xe0001) return 'LANGUAGE TAG';
  if (code === 0xe007f) return 'CANCEL TAG';
  return names.get(code) ?? '';
}

export function codePointText(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

const ignorable = /^\p{Default_Ignorable_Code_Point}$/u;

/** Kind of a character that shows nothing of its own; `null`: it is an ordinary one. */
export function hiddenKind(code: number): Oddity | null {
  const wide = code >= 0xe0000 && code <= 0xe0fff;
  if (wide) return code >= 0xe0100 && code <= 0xe01ef ? 'selector' : code < 0xe0080 ? 'tag' : 'filler';
  if (code >= 0xfe00 && code <= 0xfe0f) return 'selector';
  if (code === 0x180b || code === 0x180c || code === 0x180d || code === 0x180f) return 'selector';
  if (isDirection(code)) return 'direction';
  if (code < 0x20) return code >= 0x09 && code <= 0x0d ? null : 'control';
  if (code >= 0x7f && code <= 0x9f) return code === 0x85 ? null : 'control';
  if (code === 0x200b || code === 0x200c || code === 0x200d || code === 0x2060 || code === 0xfeff)
    return 'zero-width';
  const character = String.fromCodePoint(code);
  if (ignorable.test(character)) return 'filler';
  if (code === 0xfffd) return null;
  if (/^[\p{Co}\p{Cs}\p{Cn}]$/u.test(character)) return 'private';
  return code === 0xfffc || (code >= 0xfff9 && code <= 0xfffb) ? 'control' : null;
}

function isDirection(code: number): boolean {
  if (code === 0x061c || code === 0x200e || code === 0x200f) return true;
  return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

/** Scripts in which joiners change what is shown (The Unicode Standard 15.0, 9.2, 12.1, 23.2). */
const joining =
  /[\p{sc=Arab}\p{sc=Syrc}\p{sc=Mong}\p{sc=Nkoo}\p{sc=Thaa}\p{sc=Adlm}\p{sc=Deva}\p{sc=Beng}\p{sc=Guru}\p{sc=Gujr}\p{sc=Orya}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}\p{sc=Sinh}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}\p{sc=Thai}\p{sc=Laoo}\p{sc=Java}\p{sc=Bali}]/u;
const rightToLeft = /[\p{sc=Arab}\p{sc=Hebr}\p{sc=Syrc}\p{sc=Thaa}\p{sc=Nkoo}]/u;
const pictured = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\ufe0f|\u20e3/u;
const selectable = /[\p{Emoji}\p{S}\p{P}\p{sc=Hani}\p{sc=Mong}\p{sc=Mymr}\p{sc=Phag}]|\u200d|\u20e3/u;
const flagTag = /^\u{1f3f4}[\u{e0020}-\u{e007e}]{0,6}$/u;

/** Does a hidden character do its ordinary work here: joins, chooses an emoji, turns right-to-left writing, marks the start? */
export function isOrdinary(text: string, at: number, code: number, kind: Oddity): boolean {
  const next = at + (code > 0xffff ? 2 : 1);
  const around = text.slice(Math.max(0, at - 2), Math.min(text.length, next + 2));
  const before = text.slice(Math.max(0, at - 2), at);
  switch (kind) {
    case 'zero-width':
      if (code === 0xfeff) return at === 0;
      if (code === 0x2060) return false;
      return joining.test(around) || (pictured.test(before) && pictured.test(text.slice(next, next + 2)));
    case 'direction':
      return rightToLeft.test(text.slice(Math.max(0, at - 64), next + 64));
    case 'selector':
      return code >= 0xfe00 && selectable.test(before) && hiddenKind(text.codePointAt(next) ?? 0x20) === null;
    case 'tag': {
      const start = text.lastIndexOf('\u{1f3f4}', at);
      return start >= 0 && at - start <= 16 && flagTag.test(text.slice(start, at));
    }
    default:
      // a soft hyphen says where a word may be divided
      return code === 0xad;
  }
}
