/**
 * Names brought to forms in which look-alikes meet. After the skeletons of Unicode Technical Standard #39
 * §4, with a table of our own for the letters that can pass for Latin ones; wider than the standard in that
 * case, diacritics and the tall strokes i, l, I, 1 and | are one.
 */

/** Characters that pass for a Latin letter or digit and that NFKC leaves alone: code points in hexadecimal. */
const lookAlikes: Readonly<Record<string, string>> = {
  a: '0430 0410 03b1 0391 0251 13aa',
  b: '0412 0432 0392 042c 044c 0185 0299 13f4 0184 13cf',
  c: '0441 0421 03f2 03f9 1d04 13df',
  d: '0501 0500 13a0 13e7',
  e: '0435 0415 0395 04bd 212e 0454 03b5 13ac',
  f: '03dc 0192 a799 0584',
  g: '0261 0581 018d 050c 13c0 13f3',
  h: '04bb 041d 043d 0397 0570 029c 13bb 13c2',
  i: '0456 0406 03b9 0399 04cf 04c0 0131 0269 026a 01c0 2223 05c0 2160 13a5 a647',
  j: '0458 0408 03f3 037f 13ab a7b2',
  k: '043a 041a 03ba 039a 1d0b 13e6',
  l: '029f 13de 0142 0141 0196',
  m: '043c 041c 039c 13b7 03fa',
  n: '0578 057c 043f 03b7 039d 0274',
  o: '043e 041e 03bf 039f 03c3 0585 0555 1d0f 00f8 00d8 0275 0ae6 09e6 0966 1d11',
  p: '0440 0420 03c1 03a1 13e2',
  q: '051b 051a 0563 0566',
  r: '0433 1d26 0280 13a1 01a6 13d2',
  s: '0455 0405 a731 054f 01bd 13da 13d5',
  t: '0422 0442 03a4 03c4 1d1b 13a2',
  u: '03c5 057d 054d 028b 1d1c a79f',
  v: '0475 0474 03bd 1d20 13d9 a6df',
  w: '0461 0460 051d 051c 0561 1d21 13b3 13d4 026f',
  x: '0445 0425 03c7 03a7 a7b3',
  y: '0443 0423 03b3 04af 04ae 03a5 028f 13a9 13bd 0263',
  z: '0396 1d22 13c3',
};

const prototypes: ReadonlyMap<string, string> = new Map(
  Object.entries(lookAlikes).flatMap(([letter, codes]) =>
    codes
      .split(' ')
      .map((code): [string, string] => [String.fromCodePoint(Number.parseInt(code, 16)), letter]),
  ),
);

/** Strokes, and groups of letters that read as one at a glance. */
const glyphs: readonly (readonly [RegExp, string])[] = [
  [/[il1|!]/gu, 'l'],
  [/0/gu, 'o'],
  [/m/gu, 'rn'],
  [/vv/gu, 'w'],
  [/cl/gu, 'd'],
];

/** Words of legal form, as single words after punctuation has gone. */
const legalForms: ReadonlySet<string> = new Set(
  `inc incorporated llc llp lp ltd limited plc corp corporation co company gmbh mbh ag kg kgaa ug se sa sas sarl
   srl spa sl nv bv bvba ab as asa oy oyj aps pty pte pvt kk zrt kft doo ooo oao zao pao ead sro ohg ev eg
   株式会社 有限会社 有限公司 股份有限公司 有限责任公司 公司 주식회사 ооо оао зао пао ао`
    .trim()
    .split(/\s+/u),
);
/** Legal forms that Chinese, Japanese and Korean names carry without a space. */
const joinedForms = /(株式会社|有限会社|股份有限公司|有限责任公司|有限公司|集团|公司|주식회사)/gu;

/** Words that makers put beside their name in certificates: they make no other name of it. */
const plainWords: ReadonlySet<string> = new Set(
  `the group holding holdings international global worldwide usa us america japan europe systems system camera
   cameras imaging electronics technologies technology software security content credentials credential
   authenticity provenance signing signer signature certificate services service platform platforms network
   cloud production prod test staging root ca`
    .trim()
    .split(/\s+/u),
);

/** Letters and digits in words: without case, diacritics, width, punctuation and what cannot be seen. */
function wordsOf(name: string): string[] {
  return name
    .normalize('NFKC')
    .replaceAll(/\p{Cf}|\p{Cc}|\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(joinedForms, ' ')
    .replaceAll(/['’.]/gu, '')
    .split(/[^\p{L}\p{N}|!]+/u)
    .filter((word) => word !== '');
}

/** A name without legal form: equal for `Adobe Inc.`, `ADOBE, Incorporated` and `Ａｄｏｂｅ`. */
export function foldedName(name: string): string {
  const words = wordsOf(name);
  const rest = words.filter((word) => !legalForms.has(word));
  return (rest.length > 0 ? rest : words).join(' ');
}

/** What is left of a name when the words that tell nobody apart are gone too: `Adobe Systems` → `adobe`. */
export function coreName(name: string): string {
  const folded = foldedName(name);
  const rest = folded.split(' ').filter((word) => !plainWords.has(word));
  return rest.length > 0 ? rest.join(' ') : folded;
}

/** One word as its shapes. */
function shapeOf(word: string): string {
  let shape = word;
  for (const [pattern, glyph] of glyphs) shape = shape.replaceAll(pattern, glyph);
  return shape;
}

const idleShapes: ReadonlySet<string> = new Set([...legalForms, ...plainWords].map(shapeOf));

/** The name as its shapes, without the words `coreName` drops: equal for names that look alike. Not for showing. */
export function skeleton(name: string): string {
  const latin = Array.from(name.normalize('NFKC').normalize('NFD'), (sign) => prototypes.get(sign) ?? sign);
  const words = wordsOf(latin.join('')).map(shapeOf);
  const rest = words.filter((word) => !idleShapes.has(word));
  return (rest.length > 0 ? rest : words).join('');
}

/**
 * Do two folded names differ by one letter: one more, one less, another one, or two neighbours exchanged?
 * (Damerau, 1964.) Equal names do not.
 */
export function oneLetterApart(left: string, right: string): boolean {
  const [one, other] = [Array.from(left), Array.from(right)];
  if (Math.abs(one.length - other.length) > 1 || left === right) return false;
  let start = 0;
  while (start < Math.min(one.length, other.length) && one[start] === other[start]) start += 1;
  let end = 0;
  while (
    end < Math.min(one.length, other.length) - start &&
    one[one.length - 1 - end] === other[other.length - 1 - end]
  ) {
    end += 1;
  }
  const [leftRest, rightRest] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  if (leftRest.length <= 1 && rightRest.length <= 1) return true;
  return (
    leftRest.length === 2 &&
    rightRest.length === 2 &&
    leftRest[0] === rightRest[1] &&
    leftRest[1] === rightRest[0]
  );
}
