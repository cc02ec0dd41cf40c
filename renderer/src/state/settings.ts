import type { ScreenLanguage } from '#shared/text/text.ts';
import { createStore } from './store.ts';

export type Theme = 'light' | 'dark' | 'system';

export interface Settings {
  readonly language: ScreenLanguage;
  readonly theme: Theme;
}

const place = 'assay.settings';
const screenLanguages: readonly ScreenLanguage[] = ['en', 'zh-CN', 'pseudo'];
const themes: readonly Theme[] = ['light', 'dark', 'system'];

function ofBrowser(): ScreenLanguage {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

function readStored(): Partial<Record<keyof Settings, unknown>> {
  const stored = localStorage.getItem(place);
  if (stored === null) return {};
  try {
    const value: unknown = JSON.parse(stored);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    // Written by something else on this origin: start from the defaults.
    return {};
  }
}

function load(): Settings {
  const stored = readStored();
  return {
    language: screenLanguages.find((language) => language === stored.language) ?? ofBrowser(),
    theme: themes.find((theme) => theme === stored.theme) ?? 'system',
  };
}

/** Language and theme of this screen, kept on this machine. */
export const settings = createStore<Settings>(load());

const prefersDark = matchMedia('(prefers-color-scheme: dark)');

function apply(): void {
  const { language, theme } = settings.get();
  const root = document.documentElement;
  root.lang = language === 'pseudo' ? 'en' : language;
  root.dataset.theme = theme === 'system' ? (prefersDark.matches ? 'dark' : 'light') : theme;
}

/** Put the settings on the page now and whenever they change. */
export function watchSettings(): void {
  apply();
  prefersDark.addEventListener('change', apply);
  settings.subscribe(() => {
    apply();
    localStorage.setItem(place, JSON.stringify(settings.get()));
  });
}
