import { useQuery } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { visibleText } from '#shared/text/visible-text.ts';
import { calls, connection } from '../bridge/bridge.ts';
import { Start } from '../stages/start/start.tsx';
import { useCase } from '../state/case.ts';
import { saveSettings, settings } from '../state/settings.ts';
import { useStore } from '../state/store.ts';
import { useWords } from '../state/text.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { ComponentsProvider } from '../ui/provider.tsx';
import styles from './app.module.css';
import { CasePages } from './case-pages.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { Overlays } from './overlays.tsx';
import { useShellCommands } from './shell-commands.ts';
import { StatusBar } from './status-bar.tsx';
import { TitleBar } from './title-bar.tsx';

/** The whole window. */
export function App() {
  const { text, language } = useWords();
  const saveError = useStore(settings, (value) => value.saveError);
  const state = useSyncExternalStore(connection.subscribe, connection.state);
  const opened = useQuery(calls.case.opened.queryOptions());
  const shown = useCase();
  useShellCommands(shown);

  useEffect(() => {
    document.title = shown === null ? text('app.name') : `${visibleText(shown.name)} · ${text('app.name')}`;
  }, [shown, text]);

  return (
    <ComponentsProvider language={language === 'pseudo' ? 'en' : language}>
      <div className={styles.app}>
        <TitleBar shown={shown} />
        <ConnectionBanner state={state} />
        {saveError !== null && <ProblemNotice error={saveError} onRetry={saveSettings} />}
        {opened.isPending ? (
          <main className={styles.waiting}>{text('app.loading')}</main>
        ) : shown === null ? (
          <Start />
        ) : (
          <CasePages key={shown.id} shown={shown} />
        )}
        <StatusBar shown={shown} />
        <Overlays shown={shown} />
      </div>
    </ComponentsProvider>
  );
}
