import type { Language, Localized } from '../domain/localized.ts';
import { en } from './en.ts';
import { chooseForm, type Entry, fillPlaceholders, type Placeholders } from './format.ts';
import { pseudo } from './pseudo.ts';
import { visibleLines, visibleText } from './visible-text.ts';
import { chinese } from './zh-cn.ts';

/** What a screen can be shown in. `pseudo` is for tests: longer, accented text that shows clipping. */
export type ScreenLanguage = Language | 'pseudo';

export type TextKey = keyof typeof en;

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;
type FormsOf<Key extends TextKey> = (typeof en)[Key] extends string
  ? (typeof en)[Key]
  : (typeof en)[Key] extends { readonly other: infer Other extends string }
    ? Other
    : never;
type NamesOf<Key extends TextKey> = NamesIn<FormsOf<Key>>;
type Values<Key extends TextKey> = [NamesOf<Key>] extends [never]
  ? []
  : [values: { readonly [Name in NamesOf<Key>]: Name extends 'count' ? number : string | number }];

/** Text of a key in one language; what is put into it is a stranger's. A missing placeholder or an unknown key is a type error. */
export type Translate = <Key extends TextKey>(key: Key, ...values: Values<Key>) => string;

const tables: Readonly<Record<Language, Readonly<Record<TextKey, Entry>>>> = { en, 'zh-CN': chinese };

/** The language whose words and number formats are used under `language`. */
export function baseLanguage(language: ScreenLanguage): Language {
  return language === 'pseudo' ? 'en' : language;
}

export function translator(language: ScreenLanguage): Translate {
  const base = baseLanguage(language);
  const grouped = new Intl.NumberFormat(base);
  return (key, ...rest) => {
    const given: Placeholders = rest[0] ?? {};
    const count = given.count;
    const form = chooseForm(tables[base][key], base, typeof count === 'number' ? count : 0);
    const values: Record<string, string | number> = {};
    for (const [name, value] of Object.entries(given))
      values[name] = typeof value === 'string' ? visibleText(value) : value;
    if (typeof count === 'number') values.count = grouped.format(count);
    return fillPlaceholders(language === 'pseudo' ? pseudo(form) : form, values);
  };
}

/** The words of an analysis or of the core in the screen's language, visible where they repeat what a file says. */
export function pick(text: Localized, language: ScreenLanguage): string {
  return language === 'pseudo' ? pseudo(visibleLines(text.en)) : visibleLines(text[language]);
}
