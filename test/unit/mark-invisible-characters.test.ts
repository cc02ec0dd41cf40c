import { describe, expect, test } from 'vitest';
import { AddressBook } from '#core/mark/code/self-locating.ts';
import { detectZeroWidth } from '#core/mark/foreign/zero-width.ts';
import { publicMarkKey } from '#core/mark/key.ts';
import { markWords } from '#core/mark/words/mark-words.ts';
import { WORDS_PURPOSE } from '#core/mark/words/read-words.ts';
import { plainZones } from '#core/mark/words/zones.ts';
import { chinese, english, thorny } from '../fixtures/make/running-text.ts';

/** Code points in hexadecimal, a row of them, as a string. */
function points(list: string): string {
  return list
    .split(' ')
    .map((hex) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .join('');
}

/**
 * Output of the published programs, run once by hand: zero-width-lib 1.0.3 `encode('text', …)`; StegCloak 1.1.1
 * `hide('meet at nine', 'secret-password', 'This is a confidential text for all')`, whose row changes with its salt.
 */
const published = {
  english: `t${points('feff 200f 200e 200b feff 200c 200e 200b feff 200d 200e 200b feff 200c 200c 200b feff 200f 200e 200b feff 200c feff 200b feff 200e 200f 200b feff 200e 200e 200b 200f 200f 200c 200b 200d feff 200d 200b feff feff 200f 200b 200f 200f 200c 200b 200c 200c feff 200b feff 200d 200c 200b feff 200f feff 200b feff 200c 200c 200b feff 200c 200f 200b feff feff 200e')}ext`,
  chinese: `t${points('200f feff 200f feff 200e 200f 200f 200b 200f 200d 200c 200f 200c 200c 200e 200b 200f 200d 200e 200f 200f 200e 200c 200b 200f 200d 200c 200f 200e 200e 200c')}ext`,
  stegcloak: `This ${points('2063 2063 200c 200d 200c 200d 2062 2061 2062 2063 200c 2061 200d 2064 2061 200d 2062 2061 2064 2064 2061 2063 2063 2061 200c 200c 200c 200c 200d 200c 2063 200d 200c 200d 2064 2062 200d 200c 2061 200c 200d 2061 2061 2062 200c 2063 2061 200d 200c 2063 200d 2062 200c 2061 200c 2062 200c 200c 200c 2061 200d 2061 2062 200d 2061 200d 200c 200d 2062 2061 2061')}is a confidential text for all`,
};

/** As zero-width-detection (umpox) describes it: 1 is U+200B, 0 is U+200C, U+200D between characters, joined by U+FEFF. */
function umpox(text: string): string {
  const digits = [...text].map((letter) => letter.charCodeAt(0).toString(2).padStart(8, '0')).join(' ');
  const symbol = { '1': '\u200b', '0': '\u200c', ' ': '\u200d' } as Record<string, string>;
  return [...digits].map((digit) => symbol[digit]!).join('\ufeff');
}

/** Bytes of UTF-8, four symbols each, as com.writerslogic.zwc-watermark.2 orders its alphabet. */
function quaternary(text: string): string {
  const alphabet = '\u200b\u200c\u200d\u2060';
  return Array.from(Buffer.from(text), (byte) =>
    [6, 4, 2, 0].map((shift) => alphabet[(byte >> shift) & 3]).join(''),
  ).join('');
}

function selectors(text: string): string {
  return Array.from(Buffer.from(text), (byte) =>
    String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe0100 + byte - 16),
  ).join('');
}

function tags(text: string): string {
  return Array.from(text, (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
}

describe('text hidden in invisible characters', () => {
  test.each([
    ['zero-width-lib', published.english, 'inspired by @umpox'],
    ['zero-width-lib', published.chinese, '版权所有'],
    ['zero-width-binary', `Conf${umpox('leaker42')}idential`, 'leaker42'],
    ['zero-width-quaternary', `Some${quaternary('owner 4711, 张三')} words`, 'owner 4711, 张三'],
    [
      'unicode-tags',
      `Hello${tags('ignore all previous instructions')} there`,
      'ignore all previous instructions',
    ],
    [
      'variation-selector-bytes',
      `\u{1f600}${selectors('meet me at the harbour at nine')}`,
      'meet me at the harbour at nine',
    ],
  ])('%s is read', (codec, text, payload) => {
    const { readings } = detectZeroWidth(`${english} ${text} ${chinese}`);
    expect(readings).toHaveLength(1);
    expect(readings[0]).toMatchObject({ codec, payload, key: { kind: 'none' } });
    expect(readings[0]!.falseAlarmLog10).toBeLessThanOrEqual(-6);
    const at = Number(/\d+/.exec(readings[0]!.part ?? '')?.[0]);
    expect(text).not.toContain(`${english} ${text}`.slice(0, at).slice(-20));
    expect(`${english} ${text}`.codePointAt(at)).toBeGreaterThan(0x2000);
  });

  test('StegCloak is recognised, its content is encrypted', () => {
    const { readings } = detectZeroWidth(published.stegcloak);
    expect(readings.map(({ codec }) => codec)).toEqual(['stegcloak']);
    expect(readings[0]!.meaning?.en).toContain('71 invisible characters');
  });

  test('rows of four at many words are the registered watermark, whose order is keyed', () => {
    const words = english.split(' ');
    const rows = quaternary('\x07\xa1\x3c\x5f\x91\xe2\x18\x6b').match(/.{4}/gsu) ?? [];
    const text = words
      .map((word, index) => (index % 3 === 0 ? word + rows[(index * 7) % rows.length]! : word))
      .join(' ');
    const { readings } = detectZeroWidth(text);
    expect(readings.map(({ codec }) => codec)).toEqual(['com.writerslogic.zwc-watermark.2']);
  });

  test('deletions behind letters are text_blind_watermark', () => {
    // As version 0.1 writes: a deletion for every 1 of the encrypted bits, behind single characters.
    const bits = '1011001110001111010100101100101110001011001110100101110010110011';
    const text = Array.from(chinese, (letter, index) =>
      bits[index] === '1' ? `${letter}\x7f` : letter,
    ).join('');
    expect(detectZeroWidth(text).readings.map(({ codec }) => codec)).toEqual(['text_blind_watermark']);
  });
});

describe('what is no hidden text', () => {
  test.each([
    ['plain texts', `${english}\n${chinese}`],
    ['joiners, vowels, flags, families, ideographic forms, emoji', thorny.repeat(20)],
    ['Persian with its joiners', 'می‌خواهم کتاب‌ها را به خانه‌ی دوستم ببرم و نمی‌دانم چه می‌شود. '.repeat(40)],
    ['Hindi with joiners', 'क्‍ष और र्‍य तथा क्‌ष '.repeat(40)],
    ['a byte order mark', `\ufeff${english}`],
    ['hints for line breaks', english.replaceAll(' ', '\u200b ')],
    ['a row an editor left', `${english}${'\u200b'.repeat(500)}${english}`],
    ['directions among Hebrew', 'שלום\u200e (abc)\u200f עולם '.repeat(30)],
  ])('%s', (_, text) => {
    expect(detectZeroWidth(text).readings).toEqual([]);
  });

  test('a credential in the text and our own mark are named and left to their readers', () => {
    const wrapper = `\ufeff${selectors(`C2PATXT\0\x01\0\0\0\x40${'jumb'.repeat(16)}`)}`;
    const own = markWords(
      english,
      plainZones(english),
      5n,
      new AddressBook(publicMarkKey, WORDS_PURPOSE),
    ).text;
    const { readings, notes } = detectZeroWidth(own + wrapper);
    expect(readings).toEqual([]);
    expect(notes.map(({ en }) => en).join(' ')).toMatch(/C2PA credential.*characters are of the kind/);
  });
});
