import type { Language } from '#shared/domain/localized.ts';
import { defaultSettings, type Settings, type Theme } from '#shared/domain/settings.ts';
import type { ScreenLanguage } from '#shared/text/text.ts';
import { client } from '../bridge/bridge.ts';
import { createStore } from './store.ts';

export interface ScreenSettings {
  readonly language: ScreenLanguage;
  readonly theme: Theme;
  /** Why the last choice could not be kept; the screen follows it all the same. */
  readonly saveError: unknown;
}

function ofSystem(): Language {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** What the host keeps. */
let kept: Settings = defaultSettings;

/** Language and theme of this screen. */
export const settings = createStore<ScreenSettings>({
  language: ofSystem(),
  theme: defaultSettings.theme,
  saveError: null,
});

const prefersDark = matchMedia('(prefers-color-scheme: dark)');

function apply(): void {
  const { language, theme } = settings.get();
  const root = document.documentElement;
  root.lang = language === 'pseudo' ? 'en' : language;
  root.dataset.theme = theme === 'system' ? (prefersDark.matches ? 'dark' : 'light') : theme;
}

/** Ask the host for the settings, put them on the page, and again whenever they change. */
export async function startSettings(): Promise<void> {
  try {
    kept = await client.app.settings();
  } finally {
    // `/?pseudo` shows the longer, accented text that makes clipping visible.
    const pseudo = new URLSearchParams(location.search).has('pseudo');
    settings.set({ language: pseudo ? 'pseudo' : (kept.language ?? ofSystem()), theme: kept.theme });
    apply();
    prefersDark.addEventListener('change', apply);
    settings.subscribe(apply);
  }
}

/** Hand the settings to the host once more. */
export function saveSettings(): void {
  client.app.saveSettings(kept).then(
    () => settings.set({ saveError: null }),
    (error: unknown) => settings.set({ saveError: error }),
  );
}

export function chooseTheme(theme: Theme): void {
  kept = { ...kept, theme };
  settings.set({ theme });
  saveSettings();
}

export function chooseLanguage(language: Language): void {
  kept = { ...kept, language };
  settings.set({ language });
  saveSettings();
}
