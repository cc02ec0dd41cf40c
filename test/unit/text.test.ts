import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { en } from '#shared/text/en.ts';
import { type Entry, placeholdersOf } from '#shared/text/format.ts';
import { pseudo } from '#shared/text/pseudo.ts';
import { terms } from '#shared/text/terms.ts';
import { pick, type TextKey, translator } from '#shared/text/text.ts';
import { chinese } from '#shared/text/zh-cn.ts';

const english: Readonly<Record<string, Entry>> = en;
const keys = Object.keys(en) as TextKey[];
const formsOf = (entry: Entry) => (typeof entry === 'string' ? [entry] : Object.values(entry));

/** Texts that are the same in both languages: names, codes, signs. */
const sameInBoth =
  /^(app\.name|language\..*|help\.key\..*|evidence\.sha256|facts\.sha512|colors\.(viridis|cividis)|viewer\.pixel(\.transparent)?)$/;

describe('texts', () => {
  test('both languages have the same keys', () => {
    expect(Object.keys(chinese).sort()).toEqual([...keys].sort());
  });

  test.each(keys)('%s has the same placeholders in both languages', (key) => {
    expect(placeholdersOf(chinese[key])).toEqual(placeholdersOf(english[key]!));
  });

  test('no text is empty or has stray spaces', () => {
    for (const key of keys) {
      for (const form of [...formsOf(english[key]!), ...formsOf(chinese[key])]) {
        expect(form, key).toMatch(/^\S(.*\S)?$/s);
      }
    }
  });

  test('every form of a plural shows the count, so that no number is lost', () => {
    for (const key of keys) {
      const entry = english[key]!;
      if (typeof entry === 'string') continue;
      expect(entry.other, key).toContain('{count}');
    }
  });

  test('Chinese is translated: it differs from English and has Chinese characters', () => {
    const letters = (key: TextKey) =>
      /\p{L}{2}/u.test(
        formsOf(english[key]!)
          .join()
          .replace(/\{[a-zA-Z]+\}/g, ''),
      );
    const same = keys.filter(
      (key) =>
        !sameInBoth.test(key) &&
        letters(key) &&
        formsOf(chinese[key]).join() === formsOf(english[key]!).join(),
    );
    expect(same).toEqual([]);
    const without = keys.filter(
      (key) => !sameInBoth.test(key) && !/\p{Script=Han}/u.test(formsOf(chinese[key]).join()),
    );
    expect(without.filter((key) => !/^[\p{P}\p{S}\s{}a-zA-Z]*$/u.test(formsOf(chinese[key]).join()))).toEqual(
      [],
    );
  });

  test('Chinese prose has full-width punctuation', () => {
    const halfWidth = keys.filter((key) =>
      formsOf(chinese[key]).some((form) => /\p{Script=Han}[,;:?!]/u.test(form)),
    );
    expect(halfWidth).toEqual([]);
  });

  test('English copy is neutral: no "we", no exclamation, no verdict words', () => {
    const words = /\b(we|our|us|please|sorry|oops|fake|authentic)\b|!/i;
    expect(keys.filter((key) => formsOf(english[key]!).some((form) => words.test(form)))).toEqual([]);
  });
});

describe('use', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const sources = ['renderer/src', 'shared']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(root, folder, name),
      ),
    )
    .filter((name) => /\.tsx?$/.test(name) && !/text\/(en|zh-cn|terms)\.ts$/.test(name))
    .map((name) => readFileSync(name, 'utf8'))
    .join('\n');

  test('every key is used somewhere, by itself or by its beginning', () => {
    const beginnings = [...sources.matchAll(/`([a-z][a-z0-9.-]*\.)\$\{/g)].map((match) => match[1] ?? '');
    const unused = keys.filter(
      (key) => !sources.includes(`'${key}'`) && !beginnings.some((beginning) => key.startsWith(beginning)),
    );
    expect(unused).toEqual([]);
  });

  test('no words stand in the markup itself', () => {
    // Text between tags or in a labelling attribute, two letters or more, that is no expression.
    const screens = readdirSync(join(root, 'renderer/src'), { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.tsx'),
    );
    expect(screens.length).toBeGreaterThan(30);
    const literal =
      /(?:aria-label|title|label|placeholder|alt)="[^"]*\p{L}{2}[^"]*"|<[a-zA-Z][^<>{}=]*>\s*[^<>{}]*\p{L}{2}[^<>{}]*<\//u;
    const found = screens.flatMap((name) =>
      readFileSync(join(root, 'renderer/src', name), 'utf8')
        .split('\n')
        .filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line) && literal.test(line))
        .map((line) => `${name}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });
});

describe('translator', () => {
  test('fills placeholders and chooses the plural form by language', () => {
    expect(translator('en')('evidence.count', { count: 1 })).toBe('1 exhibit');
    expect(translator('en')('evidence.count', { count: 12_345 })).toBe('12,345 exhibits');
    expect(translator('zh-CN')('evidence.count', { count: 1 })).toBe('1 件检材');
    expect(translator('en')('job.of', { done: '1 MiB', total: '2 MiB' })).toBe('1 MiB of 2 MiB');
  });

  test('a value that looks like a placeholder or a pattern is taken as it is', () => {
    expect(translator('en')('report.exported', { path: '$& {count}' })).toBe('Written to $& {count}');
  });

  test('the pseudo-locale is longer, accented, bracketed, and keeps its placeholders', () => {
    expect(pseudo('Choose {count} files')).toMatch(/^\[.*\{count\}.*~+\]$/);
    const shown = translator('pseudo')('evidence.count', { count: 3 });
    expect(shown).toMatch(/^\[3 .*\]$/);
    expect(shown.length).toBeGreaterThan('3 exhibits'.length * 1.3);
    expect(pick({ en: 'Limits', 'zh-CN': '局限' }, 'pseudo')).toMatch(/^\[/);
    expect(pick({ en: 'Limits', 'zh-CN': '局限' }, 'zh-CN')).toBe('局限');
  });
});

describe('terms', () => {
  test('a term has one Chinese word and the screen uses it', () => {
    const used = new Map(
      keys.flatMap((key) =>
        formsOf(english[key]!).map((form, place) => [form, formsOf(chinese[key])[place]]),
      ),
    );
    for (const term of terms) {
      const shown = used.get(term.en);
      if (shown !== undefined) expect(shown, term.en).toBe(term['zh-CN']);
    }
    expect(new Set(terms.map((term) => term.en)).size).toBe(terms.length);
  });
});
