import type { ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';

/** Gives the components the language for their own words. */
export function ComponentsProvider({
  language,
  children,
}: {
  readonly language: string;
  readonly children: ReactNode;
}) {
  return <I18nProvider locale={language}>{children}</I18nProvider>;
}
