import { useMemo } from 'react';
import type { Localized } from '#shared/domain/localized.ts';
import { formatBytes, formatDuration, formatElapsed, formatNumber } from '#shared/text/format.ts';
import { baseLanguage, pick, type ScreenLanguage, type Translate, translator } from '#shared/text/text.ts';
import { settings } from './settings.ts';
import { useStore } from './store.ts';

export interface Words {
  readonly language: ScreenLanguage;
  /** Text of a key of `shared/text/en.ts`. */
  readonly text: Translate;
  /** Words that an analysis or the core brought along. */
  readonly pick: (localized: Localized) => string;
  readonly bytes: (bytes: number) => string;
  readonly number: (value: number, digits?: number) => string;
  /** Length of a medium, from seconds. */
  readonly duration: (seconds: number) => string;
  /** Time a computation took, from milliseconds. */
  readonly elapsed: (milliseconds: number) => string;
}

function wordsIn(language: ScreenLanguage): Words {
  const base = baseLanguage(language);
  return {
    language,
    text: translator(language),
    pick: (localized) => pick(localized, language),
    bytes: (bytes) => formatBytes(bytes, base),
    number: (value, digits) => formatNumber(value, base, digits),
    duration: (seconds) => formatDuration(seconds, base),
    elapsed: (milliseconds) => formatElapsed(milliseconds, base),
  };
}

/** All words and number formats in the language of the screen. */
export function useWords(): Words {
  const language = useStore(settings, (value) => value.language);
  return useMemo(() => wordsIn(language), [language]);
}
