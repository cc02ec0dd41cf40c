/**
 * Letters that look like a Latin letter or a digit, by what they look like: code points in hexadecimal.
 *
 * From `confusables.txt` of UTS #39 (Unicode Security Mechanisms), version 15.0.0, © 2022 Unicode, Inc., used under the
 * Unicode licence for data files (see NOTICE). Taken are letters of the alphabets in which substitution happens (Latin, Greek,
 * Cyrillic, Armenian, Cherokee, Coptic, Lisu and a few more) that no compatibility mapping changes and whose prototype,
 * without marks, is one ASCII letter or digit. ASCII itself is not mapped on ASCII (`m` on `rn`, `1` on `l`): that would
 * make different words equal. Where the prototype of a capital is `l`, it is the capital `I` here.
 */
const table: Readonly<Record<string, string>> = {
  '2': '1a7 1bb 3e8 14bf a644 a75a',
  '3': '1b7 21c 417 498 4e0 2ccc a76a a7ab 118ca',
  '4': '13ce 118af',
  '5': '1bc 118bb',
  '6': '431 13ee 2cd2 118d5',
  '7': '104d2 118c6',
  '8': '222 223',
  '9': '2cca a76e 118ac 118cc 118d6',
  A: '391 410 13aa 15c5 a4ee',
  B: '392 412 13f4 15f7 a4d0 a7b4',
  C: '421 4aa 13df 2ca4 a4da 10415 1051c',
  D: 'd0 110 189 13a0 15de 15ea a4d3',
  E: '246 395 415 13ac 2d39 a4f0 118a6 118ae',
  F: '191 3dc 15b4 a4dd a798 10525 118a2 118c2',
  G: '1e4 50c 13c0 13f3 a4d6',
  H: '126 397 41d 4a2 4c7 4c9 13bb 157c 2c67 2c8e a4e7',
  I: '196 197 399 406 4c0 2c92',
  J: '248 37f 408 13ab 148d a4d9 a7b2',
  K: '39a 41a 49a 49e 13e6 2c69 2c94 a4d7 a740 10518',
  L: '141 13de 14aa 2cd0 a4e1 1041b 10526 118a3 118b2',
  M: '39c 3fa 41c 4cd 13b7 15f0 2c98 a4df',
  N: '19d 39d 2c9a a4e0 10513',
  O: 'd8 19f 398 39f 3b8 41e 472 4e8 555 13be 13eb 2c9e 2d31 2d41 2d54 a4f3 a74a 10404 104c2 10516 118b5',
  P: '3a1 420 13e2 146d 2ca2 a4d1',
  Q: '2d55',
  R: '1a6 13a1 13d2 1587 a4e3 104b4',
  S: '405 54f 13d5 13da a4e2 10420',
  T: '166 1ae 23e 3a4 422 4ac 13a2 2ca6 a4d4 118bc',
  U: '244 54d 13cc 144c a4f4 104ce 118b8',
  V: '474 13d9 142f 2d38 a4e6 1051d 118a0',
  W: '51c 13b3 13d4 a4ea',
  X: '3a7 425 4b2 2cac 2d5d a4eb a7b3 10527',
  Y: '24e 3a5 423 4ae 4b0 13a9 13bd 2ca8 a4ec 118a4',
  Z: '1b5 224 396 13c3 a4dc 118a9',
  a: '251 3b1 430',
  b: '180 182 183 184 253 411 42c 462 463 48c 48d 13cf 1472 1473 15af',
  c: '23c 441 4ab 1d04 2ca5 abaf 1043d',
  d: '111 18c 256 257 501 13e7 146f a4d2',
  e: '247 435 4bd 4bf ab32',
  f: '192 584 1d6e 1e9d a799 ab35',
  g: '18d 1e5 260 261 581 1d83',
  h: '127 266 45b 4bb 570 13c2 13f2 a695',
  i: '131 268 269 26a 3b9 456 4cf 13a5 1d7b 1d7c a647 ab75 118c3',
  j: '249 3f3 458',
  k: '199',
  l: '142 19a 1c0 26b 26d 2d4f a4f2',
  n: '19e 273 3b7 578 57c 1d70',
  o: 'f8 275 3bf 3c3 43e 473 4e9 585 10ff 1d0f 1d11 2c9f a74b ab3d ab3e ab74 ab8e abbb 1042c 104ea 118c8 118d7',
  p: '1a5 3c1 440 1d7d 2ca3',
  q: '2a0 51b 563 566',
  r: '24d 27c 27d 433 493 1d26 1d72 2c85 ab47 ab48 ab81',
  s: '1bd 282 455 1d74 a731 abaa 10448 118c1',
  t: '167 1ad 1d75',
  u: '28b 3c5 57d 1d1c 1d7e a79f ab4e ab52 ab9c 104f6 118d8',
  v: '3bd 475 1d20 aba9 118c0',
  w: '26f 461 47d 51d 561 1d21 a761 ab83',
  x: '445 1541 157d',
  y: '1b4 24f 263 28f 3b3 443 4af 4b1 10e7 1d8c 1eff ab5a 118dc',
  z: '1b6 225 290 1d22 1d76 ab93 118c4',
};

const looks: ReadonlyMap<number, number> = new Map(
  Object.entries(table).flatMap(([letter, codes]) =>
    codes.split(' ').map((code) => [Number.parseInt(code, 16), letter.charCodeAt(0)] as const),
  ),
);

/** The ASCII letter or digit this code point is drawn like, case and all; 0: none. */
export function drawnLike(code: number): number {
  return looks.get(code) ?? 0;
}
