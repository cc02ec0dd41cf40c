/** Characters that show nothing, sorted by what they can be misused for; the legitimate ones are left out. */

type InvisibleFamily = 'tags' | 'selectors' | 'zero-width' | 'delete';

export interface InvisibleSequence {
  readonly family: InvisibleFamily;
  /** In a row, or one by one between visible characters. */
  readonly form: 'run' | 'spread';
  /** UTF-16 units in the text: the first of them, and behind the last. */
  readonly from: number;
  readonly to: number;
  /** Code points, in order; of deletions 1 where one stands behind a visible character and 0 where none does. */
  readonly codes: readonly number[];
  /** Lengths of the rows they stand in. */
  readonly rows: readonly number[];
}

export interface InvisibleScan {
  readonly sequences: readonly InvisibleSequence[];
  /** Left out because they belong where they stand: joiners, emoji, flags, ideographic forms, directions. */
  readonly legitimate: number;
  /** Wrappers of C2PA credentials, which are read elsewhere. */
  readonly credentials: number;
  /** Characters of this program's own mark. */
  readonly own: number;
  readonly bounded: boolean;
}

const ROW = 8;
const SPREAD = 16;
const CODES = 200_000;
const DELETES = 16;

function familyOf(code: number): InvisibleFamily | null {
  if (code === 0x7f) return 'delete';
  if ((code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef)) return 'selectors';
  if (code >= 0xe0001 && code <= 0xe007f) return 'tags';
  if (code === 0x034f || code === 0x061c || code === 0x180e || code === 0xfeff) return 'zero-width';
  const format = (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e);
  return format || (code >= 0x2060 && code <= 0x206f) ? 'zero-width' : null;
}

interface Row {
  readonly family: InvisibleFamily;
  readonly from: number;
  readonly to: number;
  readonly codes: number[];
  readonly before: number;
  readonly after: number;
}

export function scanInvisible(text: string): InvisibleScan {
  const { rows, bounded } = rowsOf(text);
  let [legitimate, credentials, own] = [0, 0, 0];
  const direction = /[\p{sc=Arab}\p{sc=Hebr}\p{sc=Syrc}\p{sc=Thaa}\p{sc=Nkoo}]/u.test(text);
  const strange: Row[] = [];
  for (const row of rows) {
    if (isCredential(text, row)) credentials += 1;
    else if (isOwn(row)) own += 1;
    else if (belongs(row, direction)) legitimate += row.codes.length;
    else strange.push(row);
  }
  const sequences: InvisibleSequence[] = strange
    .filter(({ family, codes }) => family !== 'delete' && codes.length >= ROW)
    .map(({ family, from, to, codes }) => ({ family, form: 'run', from, to, codes, rows: [codes.length] }));
  for (const family of ['tags', 'selectors', 'zero-width'] as const) {
    const short = strange.filter((row) => row.family === family && row.codes.length < ROW);
    const codes = short.flatMap((row) => row.codes);
    if (codes.length >= SPREAD) {
      const [from, to] = [short[0]!.from, short.at(-1)!.to];
      sequences.push({ family, form: 'spread', from, to, codes, rows: short.map((row) => row.codes.length) });
    }
  }
  const deleted = deletions(text, strange);
  if (deleted !== null) sequences.push(deleted);
  return { sequences, legitimate, credentials, own, bounded };
}

function rowsOf(text: string): { readonly rows: Row[]; readonly bounded: boolean } {
  const rows: Row[] = [];
  let [before, count] = [0, 0];
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at)!;
    const family = familyOf(code);
    let next = at + (code > 0xffff ? 2 : 1);
    if (family === null) {
      before = code;
      at = next;
      continue;
    }
    const codes = [code];
    while (next < text.length) {
      const other = text.codePointAt(next)!;
      if (familyOf(other) !== family) break;
      codes.push(other);
      next += other > 0xffff ? 2 : 1;
    }
    count += codes.length;
    if (count > CODES) return { rows, bounded: true };
    rows.push({ family, from: at, to: next, codes, before, after: text.codePointAt(next) ?? 0 });
    at = next;
  }
  return { rows, bounded: false };
}

/** U+FEFF, then the bytes `C2PATXT` and zero as variation selectors (C2PA 2.4, A.8). */
function isCredential(text: string, { family, from, codes }: Row): boolean {
  const magic = [...'C2PATXT'].map((letter) => 0xe0100 + letter.charCodeAt(0) - 16);
  if (family === 'zero-width' && codes.length === 1 && codes[0] === 0xfeff)
    return magic.every((code, index) => text.codePointAt(from + 1 + index * 2) === code);
  return family === 'selectors' && magic.every((code, index) => codes[index] === code);
}

/** One of the eight selectors behind a letter: see `words/alphabet.ts`. */
function isOwn({ family, codes, before }: Row): boolean {
  const code = codes.length === 1 && family === 'selectors' ? codes[0]! : 0;
  return code >= 0xfe03 && code <= 0xfe0a && is(/\p{L}/u, before);
}

/** Scripts in which joiners change what is shown (The Unicode Standard 15.0, 9.2, 12.1, 23.2). */
const joining =
  /[\p{sc=Arab}\p{sc=Syrc}\p{sc=Mong}\p{sc=Nkoo}\p{sc=Thaa}\p{sc=Adlm}\p{sc=Deva}\p{sc=Beng}\p{sc=Guru}\p{sc=Gujr}\p{sc=Orya}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}\p{sc=Sinh}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}\p{sc=Thai}\p{sc=Laoo}\p{sc=Java}\p{sc=Bali}]/u;
const pictured = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\ufe0f|\u20e3/u;

function belongs({ family, from, codes, before, after }: Row, direction: boolean): boolean {
  const [code] = codes as [number];
  const last = codes.at(-1)!;
  if (family === 'tags') return before === 0x1f3f4 && last === 0xe007f && codes.length <= 8;
  if (codes.length > 2) return false;
  if (family === 'selectors')
    return (
      codes.length === 1 &&
      (is(/[\p{Emoji}\p{S}\p{P}\p{sc=Hani}\p{sc=Mong}\p{sc=Mymr}\p{sc=Phag}\u200d]/u, before) ||
        before === 0x20e3)
    );
  if (family === 'delete') return false;
  if (code === 0xfeff && from === 0 && codes.length === 1) return true;
  if (codes.every((one) => one === 0x200c || one === 0x200d || one === 0x200b))
    return is(joining, before) || is(joining, after) || (is(pictured, before) && is(pictured, after));
  const turns = codes.every((one) => isDirection(one));
  return turns && direction;
}

function isDirection(code: number): boolean {
  if (code === 0x061c || code === 0x200e || code === 0x200f) return true;
  return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

/** Deletions behind single visible characters, as a row of bits from the first to the last. */
function deletions(text: string, strange: readonly Row[]): InvisibleSequence | null {
  const marks = strange.filter(({ family, codes }) => family === 'delete' && codes.length === 1);
  const [first, last] = [marks[0], marks.at(-1)];
  if (first === undefined || last === undefined || marks.length < DELETES) return null;
  const visible = [...text.slice(first.from - 1, last.to)];
  const codes: number[] = [];
  for (let at = 0; at < visible.length; at += 1) {
    const followed = visible[at + 1] === '\x7f';
    codes.push(followed ? 1 : 0);
    if (followed) at += 1;
  }
  return { family: 'delete', form: 'spread', from: first.from, to: last.to, codes, rows: marks.map(() => 1) };
}

function is(pattern: RegExp, code: number): boolean {
  return code > 0 && pattern.test(String.fromCodePoint(code));
}
