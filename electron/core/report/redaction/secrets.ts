/**
 * Finds words that must not leave the house in text of any kind: as they are, in other case, with other spaces or
 * invisible characters between the letters, and in the escapes of JSON, XML and addresses.
 */
export interface Secrets {
  /** The text with every occurrence replaced by the mark, and how many there were. */
  replace(text: string): { readonly text: string; readonly count: number };
  /** Is one of them in it, also when the whole text is their hexadecimal or Base64 form? */
  within(text: string): boolean;
}

/** Between two letters of a name: what is not seen, as it is or as reports show it (`visible-text.ts`). */
const unseen = '(?:[\\p{Default_Ignorable_Code_Point}\\p{Cc}]|\\\\u\\{[0-9A-F]{1,6}\\})*';
/** Between two words of a name: also as file names and addresses write it. */
const space = '(?:%20|[\\s._+\\-])*';
/** A longer value is also found when it is cut short after this many characters. */
const leastPart = 20;
const longestPattern = 400;

/** @param names looked for with everything between their letters; `values`: as they are written */
export function secretsOf(names: readonly string[], values: readonly string[], mark: string): Secrets {
  const forms = (all: readonly string[]) =>
    [...new Set(all.flatMap((one) => [one.normalize('NFC'), one.normalize('NFD')]))].sort(
      (a, b) => b.length - a.length,
    );
  const named = forms(names).map(namePattern);
  const patterns = [...named, ...valuePatterns(forms(values), longestPattern)];
  if (patterns.length === 0) return { replace: (text) => ({ text, count: 0 }), within: () => false };
  const pattern = new RegExp(patterns.join('|'), 'giu');
  // Beginnings alone decide whether there is anything: far smaller, and most texts have nothing.
  const plain = new RegExp([...named, ...valuePatterns(forms(values), leastPart)].join('|'), 'iu');
  const has = (text: string) => plain.test(text);
  return {
    replace(text) {
      if (!has(text)) return { text, count: 0 };
      let count = 0;
      const replaced = text.replace(pattern, () => {
        count += 1;
        return mark;
      });
      return { text: replaced, count };
    },
    within: (text) => has(text) || decoded(text).some(has),
  };
}

function namePattern(name: string): string {
  const words = name.split(/\s+/).map((word) => [...word].map(letter).join(unseen));
  const joined = words.join(`${unseen}${space}${unseen}`);
  // "Li" stands in every third word; as a name it stands by itself.
  if (/^[\p{Script=Latin}\p{N}]{1,3}$/u.test(name)) return `(?<![\\p{L}\\p{N}])${joined}(?![\\p{L}\\p{N}])`;
  return `${joined}|${cutName(name)}`;
}

/** The beginning of a name where a text was cut: "Magda Hon…". */
function cutName(name: string): string {
  const letters = [...name];
  const least = /\p{Script=Han}/u.test(name) ? 2 : 3;
  if (letters.length <= least) return letters.map(letter).join(unseen);
  const rest = letters.slice(least, -1);
  return `${letters.slice(0, least).map(letter).join(unseen)}${rest.map((one) => `(?:${unseen}${letter(one)}`).join('')}${')?'.repeat(rest.length)}(?=…)`;
}

/** By their first letter: of hundreds of values only a few are tried at each place of a text. */
function valuePatterns(values: readonly string[], longest: number): string[] {
  const groups = Map.groupBy(values, (value) => [...value.toLowerCase()][0] ?? '');
  return [...groups].map(
    ([first, all]) => `${letter(first)}(?:${all.map((value) => restPattern(value, longest)).join('|')})`,
  );
}

/** What follows the first letter: the beginning, and as much of the rest as stands there. Methods cut long values short. */
function restPattern(value: string, longest: number): string {
  const letters = [...value].slice(1, longest).map(letter);
  const least = letters.slice(0, leastPart - 1).join('');
  const rest = letters.slice(leastPart - 1);
  return `${least}${rest.map((one) => `(?:${one}`).join('')}${')?'.repeat(rest.length)}`;
}

/** As JSON and XML name them; several stand for one character. */
const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['\n', '\\\\n'],
  ['\r', '\\\\r'],
  ['\t', '\\\\t'],
  ['"', '\\\\"|&quot;'],
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ["'", '&apos;'],
]);

/** One character as text, JSON, XML, addresses and reports (`visible-text.ts`) write it. */
function letter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const own = character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  if (/[a-z0-9]/i.test(character)) return own;
  const short = shortEscapes.get(character);
  const percent = [...Buffer.from(character.toWellFormed(), 'utf8')]
    .map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
    .join('');
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map((unit) => `\\\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
  const shown = `\\\\u\\{0*${code.toString(16)}\\}${code < 256 ? `|\\\\x${code.toString(16).padStart(2, '0')}` : ''}`;
  return `(?:${own}|${percent}|${units}|${shown}|&#x0*${code.toString(16)};|&#0*${code};${short === undefined ? '' : `|${short}`})`;
}

/** What a text says when it is nothing but hexadecimal or Base64. Hashes have no meaning of their own. */
function decoded(text: string): string[] {
  const hexadecimal = text.replace(/[\s:]/g, '');
  const found: Buffer[] = [];
  if (/^(?:[0-9a-f]{2}){3,}$/i.test(hexadecimal)) found.push(Buffer.from(hexadecimal, 'hex'));
  if (/^[A-Za-z0-9+/_-]{6,}={0,2}$/.test(text)) found.push(Buffer.from(text, 'base64'));
  return found.flatMap((bytes) => [
    bytes.toString('utf8'),
    bytes.toString('utf16le'),
    Buffer.from(bytes)
      .subarray(0, bytes.byteLength & ~1)
      .swap16()
      .toString('utf16le'),
  ]);
}
