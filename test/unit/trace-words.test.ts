import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equalRuns } from '#core/trace/words/difference.ts';
import { oddities } from '#core/trace/words/hidden-characters.ts';
import { judgeSketches } from '#core/trace/words/judge-sketches.ts';
import {
  bottomResemblance,
  coarseLikeness,
  fineContainment,
  minhashResemblance,
} from '#core/trace/words/likeness.ts';
import { passagesOf } from '#core/trace/words/passages.ts';
import { rtfText } from '#core/trace/words/rtf.ts';
import { ShingleIndex } from '#core/trace/words/shingle-index.ts';
import { FINE, shinglesOf } from '#core/trace/words/shingles.ts';
import { sketchOf } from '#core/trace/words/sketch.ts';
import { sketchBytes, sketchFromBytes } from '#core/trace/words/sketch-bytes.ts';
import { winnow } from '#core/trace/words/winnowing.ts';
import { type Words, wordReader } from '#core/trace/words/words.ts';
import { editedCharacters, replacedWords, seeded } from '../fixtures/make/edited-text.ts';
import { chinese, english, thorny } from '../fixtures/make/running-text.ts';

const read = await wordReader();

function plain(text: string): string {
  return String.fromCodePoint(...read(text).codes);
}

function listed({ oddities: list }: Words): string[] {
  return Array.from(
    { length: list.length },
    (_, at) =>
      `${list.at[at]} ${list.codes[at]!.toString(16)} ${oddities[list.kinds[at]!]}${list.ordinary[at] === 1 ? ' ordinary' : ''}`,
  );
}

describe('plain letters', () => {
  test('case, width, forms, accents, punctuation and spaces are folded', () => {
    expect(plain('Ｈello, “Wörld”! ﬃ ① Straße STRASSE ΣΊΣΥΦΟΣ')).toBe(
      plain('hello world ffi 1 strasse strasse σίσυφος'),
    );
    expect(plain('e\u0301tude')).toBe(plain('étude'));
    expect(plain('ｶﾞ か\u3099 \u1112\u1161\u11ab')).toBe('ガが한');
  });
  test('traditional writing meets simplified writing, where a word decides too', () => {
    // Taiwan and Hong Kong spellings of "clear", "history", "Emperor Qianlong", "after the queen", "dry": by hand.
    for (const [traditional, simplified] of [
      ['瞭解', '了解'],
      ['歷史說明書', '历史说明书'],
      ['乾隆皇帝', '乾隆皇帝'],
      ['皇后之後', '皇后之后'],
      ['乾淨的頭髮，發現', '干净的头发，发现'],
      ['這裏與這裡', '这里与这里'],
    ] as const)
      expect(plain(traditional)).toBe(plain(simplified));
  });
  test('look-alike letters are folded in mixed words, in either case, and in whole words among Latin ones', () => {
    const words = read('p\u0430yp\u0430l and \u039dEW \u0441\u043e\u0441\u043e now');
    expect(String.fromCodePoint(...words.codes)).toBe('paypalandnewcoconow');
    expect(listed(words).map((one) => one.split(' ').slice(0, 2).join(' '))).toEqual([
      '1 430',
      '4 430',
      '11 39d',
      '15 441',
      '16 43e',
      '17 441',
      '18 43e',
    ]);
    expect(listed(read('Москва и Осень'))).toEqual([]);
  });
  test('every hidden character is listed with its place', () => {
    const text = 'a\u200bb\u00a0c\u202ed\u{e0041}e\ufe03f\u2060g\x08h\ue000';
    expect(listed(read(text))).toEqual([
      '1 200b zero-width',
      '3 a0 space',
      '5 202e direction',
      '7 e0041 tag',
      '10 fe03 selector',
      '12 2060 zero-width',
      '14 8 control',
      '16 e000 private',
    ]);
    expect(String.fromCodePoint(...read(text).codes)).toBe('abcdefgh');
  });
  test('every default-ignorable code point is taken out and listed', () => {
    for (let code = 0; code < 0x110000; code += 1) {
      if (!/^\p{Default_Ignorable_Code_Point}$/u.test(String.fromCodePoint(code))) continue;
      const words = read(`a${String.fromCodePoint(code)}b`);
      expect(words.length, code.toString(16)).toBe(2);
      expect(words.oddities.length, code.toString(16)).toBe(1);
    }
  });
  test('joiners, emoji, flags and directions in their ordinary use are told apart', () => {
    const all = listed(read(thorny)).filter((one) => !/compatibility|look-alike/.test(one));
    expect(all.length).toBeGreaterThan(8);
    expect(all.filter((one) => !one.endsWith('ordinary'))).toEqual([]);
  });
  test('offsets lead back to the text', () => {
    const random = seeded(8);
    for (let round = 0; round < 200; round += 1) {
      const reach = [0x250, 0x3100, 0xa000, 0x30000, 0x110000][round % 5]!;
      const text = Array.from({ length: 80 }, () => String.fromCodePoint(Math.floor(random() * reach))).join(
        '',
      );
      const words = read(text);
      const { oddities: list } = words;
      const rises = words.starts.every(
        (start, at) => start < text.length && (at === 0 || start >= words.starts[at - 1]!),
      );
      expect(rises, JSON.stringify(text)).toBe(true);
      const places = Array.from({ length: list.length }, (_, at) => text.codePointAt(list.at[at]!));
      expect(places).toEqual(Array.from(list.codes.subarray(0, list.length)));
    }
  });
  test('stacked marks are cut and listed, and floods cost no more than their length', () => {
    const words = read(`Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d${'\u0301'.repeat(200_000)}algo`);
    expect(words.length).toBe(5);
    expect(words.oddities.length).toBe(200_004);
  });
});

describe('shingles', () => {
  test('two ideographs, five letters, and both in one text', () => {
    expect(Array.from(shinglesOf(read('数字水印'), FINE).lengths)).toEqual([2, 2, 2, 0]);
    expect(shinglesOf(read('abcdefg'), FINE).count).toBe(3);
    expect(Array.from(shinglesOf(read('AI技术'), FINE).lengths)).toEqual([3, 3, 2, 0]);
  });
  test('winnowing keeps what the example of its authors keeps (SIGMOD 2003, figure 2)', () => {
    const hashes = Uint32Array.of(77, 74, 42, 17, 98, 50, 17, 98, 8, 88, 67, 39, 77, 74, 42, 17, 98);
    expect(Array.from(winnow(hashes, 17, 4))).toEqual([3, 6, 8, 11, 15]);
  });
  test('a wider window keeps a part of what a narrower one keeps', () => {
    const random = seeded(5);
    const hashes = Uint32Array.from({ length: 4000 }, () => random() * 2 ** 32);
    const narrow = new Set(winnow(hashes, 4000, 4));
    const wide = winnow(hashes, 4000, 40);
    // at both ends a window is not full
    expect(wide.filter((at) => !narrow.has(at)).length).toBe(0);
    expect(wide.length / 4000).toBeCloseTo(2 / 41, 2);
  });
  test('estimates against sets of strings', () => {
    const grams = (text: string): Set<string> => {
      const letters = Array.from(text.toLowerCase().replace(/[^a-z]/g, ''));
      return new Set(letters.slice(4).map((_, at) => letters.slice(at, at + 5).join('')));
    };
    const other = replacedWords(english, 0.1, seeded(1));
    const [a, b] = [grams(english), grams(other)];
    const shared = [...a].filter((gram) => b.has(gram)).length;
    const jaccard = shared / (a.size + b.size - shared);
    const [one, two] = [sketchOf(read(english)), sketchOf(read(other))];
    expect(one.fine).toBe(a.size);
    expect(Math.abs(minhashResemblance(one, two) - jaccard)).toBeLessThan(
      4 * Math.sqrt((jaccard * (1 - jaccard)) / 128),
    );
    expect(Math.abs(bottomResemblance(one, two) - jaccard)).toBeLessThan(
      4 * Math.sqrt((jaccard * (1 - jaccard)) / 512),
    );
    expect(Math.abs(fineContainment(one, two) - shared / Math.min(a.size, b.size))).toBeLessThan(0.08);
  });
  test('sketches survive their bytes, and damaged bytes are none', () => {
    const sketch = sketchOf(read(chinese));
    const bytes = sketchBytes(sketch);
    expect(sketchFromBytes(bytes)).toEqual(sketch);
    expect(sketchFromBytes(bytes.subarray(0, bytes.length - 4))).toBeNull();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (noise) => sketchFromBytes(noise) === null));
  });
});

describe('copies', () => {
  const traditional =
    '水印只能說明有人曾經向文件中寫入過什麼，並不能證明寫入者是誠實的，更不能證明畫面中的事情真實發生過。它可能因為意外而丟失，也可能被人故意清除，還可能被複製到本不屬於它的文件裡。';
  test.each([
    ['a tenth of the characters', chinese, editedCharacters(chinese, 0.1, seeded(2)), 'copy'],
    ['a tenth of the words', english, replacedWords(english, 0.1, seeded(3)), 'copy'],
    ['traditional excerpt', chinese, traditional, 'copy'],
    ['hidden characters', english, english.replaceAll('e', 'e\u200b'), 'same-content'],
    ['another text', chinese, english, undefined],
  ])('%s', (_name, first, second, claim) => {
    const match = judgeSketches(sketchOf(read(second)), sketchOf(read(first)), 1);
    expect(match?.claim).toBe(claim);
  });
  test('an excerpt is contained', () => {
    for (const text of [english, chinese]) {
      const cut = text.slice(Math.floor(text.length * 0.3), Math.floor(text.length * 0.7));
      expect(coarseLikeness(sketchOf(read(text)), sketchOf(read(cut))).containment).toBeGreaterThanOrEqual(
        0.95,
      );
      expect(fineContainment(sketchOf(read(text)), sketchOf(read(cut)))).toBeGreaterThanOrEqual(0.95);
    }
  });
  test('the index finds what was added and not what was removed', () => {
    const index = new ShingleIndex();
    const random = seeded(9);
    const texts = Array.from({ length: 80 }, () => editedCharacters(chinese.slice(0, 120), 1, random));
    for (const [id, text] of texts.entries()) index.add(id, sketchOf(read(text)));
    index.add(80, sketchOf(read(chinese)));
    const asked = sketchOf(read(editedCharacters(chinese, 0.1, random)));
    expect(index.search(asked, 5)[0]?.id).toBe(80);
    index.remove(80);
    expect(index.search(asked, 5).map(({ id }) => id)).not.toContain(80);
    index.add(80, sketchOf(read(english)));
    expect(index.search(asked, 5).map(({ id }) => id)).not.toContain(80);
    expect(index.search(sketchOf(read(english)), 5)[0]?.id).toBe(80);
    expect(index.size).toBe(81);
  });
});

describe('differences', () => {
  const short = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 24 });
  test('the equal runs are a longest common subsequence', () => {
    fc.assert(
      fc.property(short, short, (first, second) => {
        const runs = equalRuns(Uint32Array.from(first), Uint32Array.from(second), [
          0,
          first.length,
          0,
          second.length,
        ]);
        let [i, j, total] = [0, 0, 0];
        for (const run of runs) {
          expect(run.first >= i && run.second >= j).toBe(true);
          expect(first.slice(run.first, run.first + run.length)).toEqual(
            second.slice(run.second, run.second + run.length),
          );
          [i, j] = [run.first + run.length, run.second + run.length];
          total += run.length;
        }
        expect(total).toBe(longest(first, second));
      }),
      { numRuns: 500 },
    );
  });
  test('an edited excerpt inside another text, and a moved paragraph', () => {
    const [one, two, three, ...rest] = english.split('\n\n');
    const excerpt = passagesOf(
      read(english),
      read(`${chinese}${replacedWords(two!, 0.1, seeded(4))}${chinese}`),
    );
    expect(excerpt.passages.length).toBe(1);
    const [from, to] = excerpt.passages[0]!.first;
    const inside = read(one!).length;
    expect(Math.abs(from - inside)).toBeLessThan(60);
    expect(Math.abs(to - inside - read(two!).length)).toBeLessThan(60);
    const moved = passagesOf(read(english), read([one, three, ...rest, two].join('\n\n')));
    expect(moved.cover).toEqual([1, 1]);
    expect(moved.passages.filter((passage) => passage.moved).length).toBe(1);
  });
  test.each([
    ['one letter', '好'.repeat(100_000), '好'.repeat(70_000)],
    ['two letters in turn', 'ab'.repeat(100_000), 'abb'.repeat(70_000)],
    [
      'a long text against itself, edited',
      english.repeat(100),
      replacedWords(english.repeat(100), 0.1, seeded(6)),
    ],
  ])('bounded time: %s', (_name, first, second) => {
    const start = performance.now();
    passagesOf(read(first), read(second));
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

function longest(first: readonly number[], second: readonly number[]): number {
  let row = new Array<number>(second.length + 1).fill(0);
  for (const one of first) {
    const next = [0];
    for (const [at, other] of second.entries())
      next.push(one === other ? row[at]! + 1 : Math.max(row[at + 1]!, next[at]!));
    row = next;
  }
  return row.at(-1)!;
}

describe('RTF', () => {
  test('characters of the code page and of Unicode, without tables, pictures and fields', () => {
    const source =
      "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 Song;}}{\\info{\\title No}}\\uc1 \\'ca\\'fd\\'d7\\'d6 \\u27700?\\u21360?{\\b bold}\\par{\\*\\generator X;}a\\u8203?b{\\pict 00ff}\\{c\\}}";
    expect(rtfText(Buffer.from(source, 'latin1'))).toEqual({
      text: '数字 水印bold\na\u200bb{c}',
      damaged: false,
    });
  });
  test('depth and torn groups end reading', () => {
    expect(rtfText(Buffer.from(`{\\rtf1 ${'{'.repeat(100_000)}`)).damaged).toBe(true);
    expect(rtfText(Buffer.from('{\\rtf1 a}}}}b')).damaged).toBe(true);
  });
});
