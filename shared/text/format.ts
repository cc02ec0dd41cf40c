import type { Language } from '../domain/localized.ts';

/** A text whose wording depends on a number. Chinese needs `other` only; English `one` and `other`. */
interface Plural {
  readonly one?: string;
  readonly other: string;
}
export type Entry = string | Plural;

export type Placeholders = Readonly<Record<string, string | number>>;

const pluralRules = { en: new Intl.PluralRules('en'), 'zh-CN': new Intl.PluralRules('zh-CN') } as const;

/** Replace `{name}` by its value. A name without a value stays visible, so that the mistake is seen. */
export function fillPlaceholders(text: string, values: Placeholders): string {
  return text.replace(/\{([a-zA-Z]+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? whole : String(value);
  });
}

/** The wording of an entry for `count`, which is shown through the placeholder `{count}`. */
export function chooseForm(entry: Entry, language: Language, count: number): string {
  if (typeof entry === 'string') return entry;
  return pluralRules[language].select(count) === 'one' ? (entry.one ?? entry.other) : entry.other;
}

/** Names of the placeholders of an entry, each once, in alphabetical order. */
export function placeholdersOf(entry: Entry): readonly string[] {
  const texts = typeof entry === 'string' ? [entry] : [entry.one ?? entry.other, entry.other];
  const names = texts.flatMap((text) =>
    [...text.matchAll(/\{([a-zA-Z]+)\}/g)].map((match) => match[1] ?? ''),
  );
  return [...new Set(names)].sort();
}

/** `1234567` → `1,234,567`; both languages of the product group by thousands with a comma. */
export function formatNumber(value: number, language: Language, digits = 0): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Size in binary units with at most three significant digits: `1.18 MiB`. Below 1 KiB the exact count. */
export function formatBytes(bytes: number, language: Language): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < binaryUnits.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${formatNumber(value, language, digits)} ${binaryUnits[unit]}`;
}

/** `0:07`, `3:25`, `1:02:03`; under ten seconds with one decimal (`7.4 s`). */
export function formatDuration(seconds: number, language: Language): string {
  if (seconds < 10) return `${formatNumber(seconds, language, 1)} s`;
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** Time a computation took: `840 ms`, `3.2 s`, `2:05`. */
export function formatElapsed(milliseconds: number, language: Language): string {
  if (milliseconds < 1000) return `${formatNumber(Math.round(milliseconds), language)} ms`;
  return formatDuration(milliseconds / 1000, language);
}

/**
 * ISO 8601 with offset, to the second: `2026-03-09T14:05:33+08:00`. The offset is that of this machine
 * at that moment unless another is given (minutes east of UTC).
 */
export function formatDate(instant: string, offsetMinutes?: number): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const offset = offsetMinutes ?? -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 19);
  const size = Math.abs(offset);
  const hours = String(Math.floor(size / 60)).padStart(2, '0');
  const minutes = String(size % 60).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
}

/** First and last digits of a hash, enough to tell exhibits apart on screen: `3f9a1c…07be`. */
export function shortHash(hash: string): string {
  return hash.length <= 14 ? hash : `${hash.slice(0, 8)}…${hash.slice(-4)}`;
}
