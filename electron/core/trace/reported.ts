import { type Localized, localized } from '#shared/domain/localized.ts';

/** What a decoder or a parser says of a file; its words exist in English only. */
export function reported(words: string): Localized {
  return localized(`while reading: ${words}`, `读取时报告：${words}`);
}

/** Each warning once. */
export function distinct(warnings: readonly Localized[]): Localized[] {
  return [...new Map(warnings.map((warning) => [warning.en, warning])).values()];
}
