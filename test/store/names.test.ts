import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caseFolderName } from '#core/case/folder.ts';
import { displayName, displayPath, lastName } from '#core/intake/names.ts';

const shown = (text: string) => displayName(Buffer.from(text));
const bytes = (...values: number[]) => displayName(Buffer.from(values));

describe('displayName', () => {
  test('leaves names people write alone', () => {
    for (const name of [
      'photo.jpg',
      '现场照片 01.jpg',
      'Überweisung – März.pdf',
      '写真　全角.png',
      'صورة.jpg',
      '🖼.png',
      "a'b&c.txt",
    ]) {
      expect(shown(name)).toBe(name);
    }
  });

  // Boucher & Anderson, "Trojan Source: Invisible Vulnerabilities", 2021, table 1; and Unicode UAX #9 §2.
  const bidirectional = [
    0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x200e, 0x200f, 0x061c,
  ];
  test('shows every bidirectional control', () => {
    for (const point of bidirectional) {
      expect(shown(`a${String.fromCodePoint(point)}b`)).toBe(`a\\u{${point.toString(16).toUpperCase()}}b`);
    }
    expect(shown('evidence\u202Egpj.exe')).toBe('evidence\\u{202E}gpj.exe');
  });

  test('shows what is invisible: zero-width, soft hyphen, joiners, fillers, tags, selectors, odd spaces', () => {
    const invisible = [
      0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, 0xad, 0x34f, 0x115f, 0x3164, 0xffa0, 0x180e, 0x2800, 0xe0041,
      0xfe0f, 0xe0100, 0xa0, 0x2003, 0x202f, 0x2028, 0x2029, 0x1d173,
    ];
    for (const point of invisible) {
      expect(shown(`a${String.fromCodePoint(point)}b`)).toBe(`a\\u{${point.toString(16).toUpperCase()}}b`);
    }
  });

  test('shows controls, private use, non-characters and unassigned characters', () => {
    expect(shown('a\nb\tc\u0000d\u001b[31me\u007f\u0085')).toBe(
      'a\\u{A}b\\u{9}c\\u{0}d\\u{1B}[31me\\u{7F}\\u{85}',
    );
    expect(shown('\ue000\u{f0000}\u{10fffd}')).toBe('\\u{E000}\\u{F0000}\\u{10FFFD}');
    expect(shown('\uffff\u0378')).toBe('\\u{FFFF}\\u{378}');
  });

  test('shows bytes that are not UTF-8, one by one', () => {
    expect(bytes(0x61, 0xff, 0x62)).toBe('a\\xFFb');
    // Unicode 3.9 D92: overlong forms, surrogates, beyond U+10FFFF, cut off, lone continuation.
    expect(bytes(0xc0, 0xaf)).toBe('\\xC0\\xAF');
    expect(bytes(0xe0, 0x80, 0xaf)).toBe('\\xE0\\x80\\xAF');
    expect(bytes(0xed, 0xa0, 0x80)).toBe('\\xED\\xA0\\x80');
    expect(bytes(0xf4, 0x90, 0x80, 0x80)).toBe('\\xF4\\x90\\x80\\x80');
    expect(bytes(0xe4, 0xb8)).toBe('\\xE4\\xB8');
    expect(bytes(0xe4, 0xb8, 0x61)).toBe('\\xE4\\xB8a');
    expect(bytes(0x80)).toBe('\\x80');
    // GBK "照片"
    expect(bytes(0xd5, 0xd5, 0xc6, 0xac)).toBe('\\xD5\\xD5Ƭ');
  });

  test('cannot be forged: a backslash of the name is doubled', () => {
    expect(shown('a\\u{202E}b')).toBe('a\\\\u{202E}b');
    expect(shown('a\\xFFb')).toBe('a\\\\xFFb');
  });

  test('never hides anything and never shows two names alike (any bytes)', () => {
    const hidden = /[\p{C}\p{Default_Ignorable_Code_Point}]/u;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (first, second) => {
        const shownFirst = displayName(first);
        expect(hidden.test(shownFirst)).toBe(false);
        expect(shownFirst.isWellFormed()).toBe(true);
        if (Buffer.compare(first, second) !== 0) expect(displayName(second)).not.toBe(shownFirst);
      }),
      { numRuns: 2000 },
    );
  });

  test('agrees with the platform decoder about what is UTF-8 (any bytes)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 6 }), (value) => {
        const valid = Buffer.from(value).equals(Buffer.from(Buffer.from(value).toString('utf8')));
        expect(/(^|[^\\])(\\\\)*\\x/.test(displayName(value))).toBe(!valid);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('paths', () => {
  test('lastName is byte-exact', () => {
    expect(lastName(Buffer.from('/a/b/c.txt')).toString()).toBe('c.txt');
    expect(lastName(Buffer.from('c.txt')).toString()).toBe('c.txt');
    expect(lastName(Buffer.from('/a/b/')).toString()).toBe('b');
    expect([...lastName(Buffer.from([0x2f, 0xff, 0x2f, 0xfe, 0x0a]))]).toEqual([0xfe, 0x0a]);
  });

  test('displayPath keeps separators', () => {
    expect(displayPath(Buffer.from('/现场/a\u202Eb'))).toBe('/现场/a\\u{202E}b');
  });
});

describe('caseFolderName', () => {
  test('gives a name every file system takes', () => {
    expect(caseFolderName('Matter 7')).toBe('Matter 7.case');
    expect(caseFolderName('二〇二六年第七号')).toBe('二〇二六年第七号.case');
    expect(caseFolderName('../../etc/passwd')).toBe('etc-passwd.case');
    expect(caseFolderName('a\u202Eb\n<c>|"d"')).toBe('a-b-c-d.case');
    expect(caseFolderName(' .. ')).toBe('case.case');
    expect(Buffer.byteLength(caseFolderName('案'.repeat(500)))).toBeLessThanOrEqual(255);
  });
});
