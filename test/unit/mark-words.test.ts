import { describe, expect, test } from 'vitest';
import { binomialTailLog10, hitsFor } from '#core/mark/code/binomial-tail.ts';
import { KeyStream } from '#core/mark/code/key-stream.ts';
import { AddressBook, codedBits, symbolAt } from '#core/mark/code/self-locating.ts';
import { readSymbols } from '#core/mark/code/symbol-reading.ts';
import { type MarkKey, privateMarkKey, publicMarkKey } from '#core/mark/key.ts';
import { markWords } from '#core/mark/words/mark-words.ts';
import { readWords, WORDS_PURPOSE } from '#core/mark/words/read-words.ts';
import { markdownZones, plainZones } from '#core/mark/words/zones.ts';
import { chinese, english, thorny } from '../fixtures/make/running-text.ts';

const payload = 0xfedc_ba98_7654_3210n;
const nothing = new BigUint64Array(0);

function marked(text: string, key: MarkKey = publicMarkKey, identifier = payload): string {
  return markWords(text, plainZones(text), identifier, new AddressBook(key, WORDS_PURPOSE)).text;
}

function read(text: string, key: MarkKey = publicMarkKey, identifiers = nothing): string[] {
  return readWords(text, plainZones(text), { keys: [key], identifiers }).readings.map((one) => one.payload);
}

function keyOf(number: number): MarkKey {
  const bytes = Buffer.alloc(32);
  bytes.writeUInt32LE(number);
  return privateMarkKey(bytes);
}

/** Our characters taken out as bytes, by their UTF-8 form alone: EF B8 83 … EF B8 8A. */
function strippedBytes(text: string): Buffer {
  const kept: number[] = [];
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length; at += 1) {
    const ours =
      bytes[at] === 0xef && bytes[at + 1] === 0xb8 && bytes[at + 2]! >= 0x83 && bytes[at + 2]! <= 0x8a;
    if (ours) at += 2;
    else kept.push(bytes[at]!);
  }
  return Buffer.from(kept);
}

const ours = /[\ufe03-\ufe0a]/g;

describe('the alphabet', () => {
  test('every character is invisible, extends its letter and survives all normalisation forms', () => {
    for (let code = 0xfe03; code <= 0xfe0a; code += 1) {
      const character = String.fromCharCode(code);
      expect(character).toMatch(/^\p{Default_Ignorable_Code_Point}$/u);
      expect(character).toMatch(/^\p{Grapheme_Extend}$/u);
      expect(character).toMatch(/^\p{Variation_Selector}$/u);
      expect(character.trim()).toBe(character);
      for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'])
        expect(`a${character}e\u0301`.normalize(form)).toContain(character);
    }
  });
});

describe('marking', () => {
  test.each([
    ['English', english],
    ['Chinese', chinese],
  ])('%s text without the characters is the source, byte for byte', (_, text) => {
    const copy = marked(text);
    expect(copy).not.toBe(text);
    expect(strippedBytes(copy).equals(Buffer.from(text, 'utf8'))).toBe(true);
  });

  test.each([
    ['English', english],
    ['Chinese', chinese],
    ['thorny', `${english}\n\n${thorny}\n\n${chinese}`],
  ])('%s text keeps its grapheme clusters, and normalising it before or after is the same', (_, text) => {
    const copy = marked(text);
    const clusters = (value: string): string[] =>
      Array.from(
        new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(value),
        ({ segment }) => segment,
      );
    expect(clusters(copy).map((cluster) => cluster.replace(ours, ''))).toEqual(clusters(text));
    for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'])
      expect(copy.normalize(form).replace(ours, '')).toBe(text.normalize(form));
  });

  test('nothing is put into addresses, emoji, joined and stacked scripts, tags of words, paths and figures', () => {
    const text = `${english}\n\n${thorny}`;
    const copy = marked(text);
    const tail = copy.slice(copy.lastIndexOf('harbour.desk'));
    expect(copy.match(ours)?.length).toBeGreaterThan(100);
    for (const part of thorny.match(/\S+@\S+|https?:\S+|[^\p{ASCII}]+|[#@]\w+|C:\S+|x_1 = 3.5|12345/gu) ?? [])
      expect(tail).toContain(part);
    // What stands in front of each character is a letter of a script that does not join, what follows is white space or a letter.
    for (const [, before, after] of copy.matchAll(/(.)[\ufe03-\ufe0a](.)/gsu)) {
      expect(before).toMatch(/[\p{sc=Latn}\p{sc=Hani}]/u);
      expect(after).toMatch(/[\s\p{L}]/u);
    }
  });

  test('Markdown: code, front matter, headings, links, formulas and markup stay as they are', () => {
    const head = '---\ntitle: A long title in front matter that nobody touches\n---\n';
    const parts = [
      '# A heading whose words are an address',
      'Setext heading of some words\n============================',
      '```js\nconst words = "inside of code are not touched ever";\n```',
      'and `inline code of several words` here',
      'a [link text of words](https://example.org/some words "with a title") there',
      '[reference]: https://example.org/words here',
      '<span title="words in an attribute here">shown</span>',
      '$a formula of words here$',
      '    indented code of several words',
      '![picture with some words](a.png)',
    ];
    const text = `${head}\n${parts.map((part) => `${english.slice(0, 400)}\n\n${part}\n`).join('\n')}`;
    const copy = markWords(
      text,
      markdownZones(text, head.length),
      payload,
      new AddressBook(publicMarkKey, WORDS_PURPOSE),
    ).text;
    expect(copy.replace(ours, '')).toBe(text);
    expect(copy.startsWith(head)).toBe(true);
    const guarded = parts.flatMap(
      (part) =>
        part.match(
          /^#.*|^Setext[\s\S]*|```[\s\S]*|`[^`\n]+`|\[[\s\S]*\)|\[reference[\s\S]*|<span[^>]*>|\$.*\$|^ {4}.*/gm,
        ) ?? [],
    );
    expect(guarded.length).toBeGreaterThanOrEqual(10);
    for (const part of guarded) expect(copy).toContain(part);
    expect(
      readWords(copy, markdownZones(copy, head.length), { keys: [publicMarkKey], identifiers: nothing })
        .readings[0]?.payload,
    ).toBe(String(payload));
  });
});

describe('reading', () => {
  test.each([
    ['English', english],
    ['Chinese', chinese],
  ])('%s: the identifier, below the stated chance, alive everywhere', (_, text) => {
    const { readings } = readWords(marked(text), plainZones(marked(text)), {
      keys: [publicMarkKey],
      identifiers: nothing,
    });
    expect(readings).toHaveLength(1);
    const [reading] = readings;
    expect(reading).toMatchObject({ codec: 'assay-text-1', payload: String(payload), route: 'blind' });
    expect(reading!.falseAlarmLog10).toBeLessThan(-9);
    expect(reading!.statistic).toBeGreaterThanOrEqual(reading!.threshold);
    const known = reading!.presence!.cells.filter((cell) => cell !== null);
    expect(known.length).toBeGreaterThan(30);
    expect(Math.min(...known)).toBe(1);
  });

  test('an excerpt tells: 420 characters of a short English text, 130 of a Chinese one, wherever it is cut', () => {
    for (const [text, length] of [
      [english.slice(0, 1700), 420],
      [chinese.slice(0, 600), 130],
    ] as const) {
      const copy = [...marked(text)];
      for (let part = 0; part < 5; part += 1) {
        const visible = copy.flatMap((character, index) =>
          /[\ufe03-\ufe0a]/.test(character) ? [] : [index],
        );
        const from = Math.floor((part * (visible.length - length - 1)) / 4);
        const excerpt = copy.slice(visible[from]!, visible[from + length]!).join('');
        expect(read(excerpt), `part ${part} of ${length}`).toContain(String(payload));
      }
    }
  });

  test('survives passages taken out, put in and moved, half of the characters lost, other spelling of spaces and case', () => {
    const copy = marked(`${english}\n\n${chinese}`);
    const paragraphs = copy.split('\n\n');
    const without = paragraphs.filter((_, index) => index % 3 !== 1).join('\n\n');
    const foreign = paragraphs.flatMap((one) => [one, thorny.repeat(3)]).join('\n\n');
    const moved = paragraphs.toReversed().join('\n');
    let count = 0;
    const thinned = copy.replace(ours, (character) => (count++ % 2 === 0 ? '' : character));
    const reflowed = copy
      .replace(/\s+/g, ' ')
      .toUpperCase()
      .normalize('NFKD')
      .replace(/[,.“”]/g, ' – ');
    for (const [name, text] of Object.entries({ without, foreign, moved, thinned, reflowed }))
      expect(read(text), name).toContain(String(payload));
    expect(read(copy.replace(ours, ''))).toEqual([]);
  });

  test('where a passage was written anew the presence shows it', () => {
    const copy = marked(english);
    const at = copy.length >> 1;
    const changed = copy.slice(0, at) + copy.slice(at).replace(ours, '');
    const [reading] = readWords(changed, plainZones(changed), {
      keys: [publicMarkKey],
      identifiers: nothing,
    }).readings;
    const cells = reading!.presence!.cells;
    const known = (from: number, to: number): number[] =>
      cells.slice(from, to).filter((cell) => cell !== null);
    expect(Math.min(...known(0, 22))).toBeGreaterThan(0.9);
    expect(Math.max(...known(27, 48))).toBe(0);
  });

  test('two marks in one text are both read', () => {
    const text = `${marked(english)}\n\n${marked(chinese, publicMarkKey, 77n)}`;
    expect(read(text).toSorted()).toEqual([String(payload), '77'].toSorted());
  });

  test('what is too little to decode is found among the identifiers that were issued, and only there', () => {
    const copy = marked(chinese.slice(0, 60));
    expect(read(copy)).toEqual([]);
    const issued = BigUint64Array.from({ length: 1000 }, (_, index) => BigInt(index) * 0x1234_5678_9abn);
    expect(read(copy, publicMarkKey, issued)).toEqual([]);
    issued[500] = payload;
    expect(read(copy, publicMarkKey, issued)).toEqual([String(payload)]);
  });

  test('another key, a plain text, and texts stuffed with these characters hold no mark', () => {
    expect(read(marked(english), keyOf(1))).toEqual([]);
    expect(read(english)).toEqual([]);
    const random = new KeyStream(publicMarkKey, 'test stuffing');
    for (let round = 0; round < 5; round += 1) {
      const stuffed = english.replace(
        /\p{L}/gu,
        (letter) => letter + String.fromCharCode(0xfe03 + random.below(round % 2 === 0 ? 8 : 2)),
      );
      expect(read(stuffed, keyOf(round))).toEqual([]);
    }
    const all = english.replace(
      /\p{L}/gu,
      (letter) => `${letter}\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a`,
    );
    expect(read(all)).toEqual([]);
  });
});

describe('the bound', () => {
  /** Exact sum in whole numbers over 8ⁿ outcomes. */
  function exactTail(count: number, hits: number): number {
    let [sum, choose] = [0n, 1n];
    for (let k = 0; k <= count; k += 1) {
      if (k >= hits) sum += choose * 7n ** BigInt(count - k);
      choose = (choose * BigInt(count - k)) / BigInt(k + 1);
    }
    const digits = ((sum * 10n ** 400n) / 8n ** BigInt(count)).toString();
    return digits.length - 401 + Math.log10(Number(`${digits[0]}.${digits.slice(1, 16)}`));
  }

  test.each([
    [33, 33],
    [40, 37],
    [60, 46],
    [200, 75],
    [350, 300],
  ])('the tail of %i draws from %i hits on is the exact one', (count, hits) => {
    expect(binomialTailLog10(count, hits, 1 / 8)).toBeCloseTo(exactTail(count, hits), 8);
  });

  test('32 symbols are the fewest that tell blind', () => {
    const perFile = -9 - Math.log10(2 ** 64) - Math.log10(2);
    expect(hitsFor(32, 1 / 8, perFile)).toBe(32);
    expect(hitsFor(31, 1 / 8, perFile)).toBe(32);
  });

  test('for a fixed text and random keys the symbols of an identifier fit by chance one in eight', () => {
    const coded = codedBits(payload);
    const counts = Array.from({ length: 300 }, (_, round) => {
      const book = new AddressBook(keyOf(round), WORDS_PURPOSE);
      let fits = 0;
      for (let place = 0; place < 64; place += 1)
        if (symbolAt(book.address(`place ${place}`), coded) === place % 3) fits += 1;
      return fits;
    });
    const mean = counts.reduce((sum, count) => sum + count, 0) / 300;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 299;
    // 64 draws: mean 8, variance 7; four standard errors.
    expect(Math.abs(mean - 8)).toBeLessThan(4 * Math.sqrt(7 / 300));
    expect(variance).toBeGreaterThan(4.5);
    expect(variance).toBeLessThan(10);
  });

  test('33 intact symbols are read, and 60 with a fifth of them wrong mostly are', () => {
    const random = new KeyStream(publicMarkKey, 'test symbols');
    const sequence = (count: number, wrong: number) => {
      const book = new AddressBook(publicMarkKey, 'test');
      const coded = codedBits(payload);
      const bits = new Uint16Array(count * 3);
      const symbols = new Uint8Array(count);
      for (let index = 0; index < count; index += 1) {
        const address = book.address(`${random.word()}`);
        bits.set(address.bits, index * 3);
        symbols[index] =
          random.fraction() < wrong ? random.below(8) : symbolAt(address, coded) ^ address.mask;
      }
      return { count, bits, symbols };
    };
    const question = { keys: 1, identifiers: nothing };
    let intact = 0;
    let damaged = 0;
    for (let round = 0; round < 5; round += 1) {
      if (readSymbols(sequence(33, 0), question)[0]?.payload === payload) intact += 1;
      if (readSymbols(sequence(70, 0.2), question)[0]?.payload === payload) damaged += 1;
    }
    expect(intact).toBe(5);
    // The more keys a file is read with, the more must fit: 33 symbols hold 3 × 33 bits.
    const few = sequence(33, 0);
    expect(readSymbols(few, { ...question, keys: 7 })[0]?.payload).toBe(payload);
    expect(readSymbols(few, { ...question, keys: 20 })).toEqual([]);
    expect(damaged).toBeGreaterThanOrEqual(3);
  });
});
