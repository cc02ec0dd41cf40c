import { z } from 'zod';

/** The languages every text of the product exists in. */
export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

/** A sentence or word in every language. Analyses carry their own words, so adding one needs no edit elsewhere. */
export const Localized = z.object({ en: z.string().min(1), 'zh-CN': z.string().min(1) });
export type Localized = z.infer<typeof Localized>;

/** Shorthand for writing a localized text in code. */
export function localized(en: string, chinese: string): Localized {
  return { en, 'zh-CN': chinese };
}

/** For text that is the same in every language: names, codes, file formats. */
export function verbatim(text: string): Localized {
  return { en: text, 'zh-CN': text };
}

/** A text as kept; what was kept in one language only stands for both. */
export const KeptText = z.union([Localized, z.string().min(1).transform(verbatim)]);

/** A number with its English noun: `1 field`, `2 fields`. Chinese nouns do not change. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
