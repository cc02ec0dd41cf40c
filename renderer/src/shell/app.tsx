import { useQuery } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { calls, connection } from '../bridge/bridge.ts';
import { Start } from '../stages/start/start.tsx';
import { useCase } from '../state/case.ts';
import { useWords } from '../state/text.ts';
import { enterCase, useView } from '../state/view.ts';
import { ComponentsProvider } from '../ui/provider.tsx';
import styles from './app.module.css';
import { CasePages } from './case-pages.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { Overlays } from './overlays.tsx';
import { StatusBar } from './status-bar.tsx';
import { TitleBar } from './title-bar.tsx';
import { useShellCommands } from './shell-commands.ts';

/** The whole window. */
export function App() {
  const { text, language } = useWords();
  const state = useSyncExternalStore(connection.subscribe, connection.state);
  const opened = useQuery(calls.case.opened.queryOptions());
  const caseId = useView((value) => value.caseId);
  const shown = useCase();
  useShellCommands(shown);

  // A case opened by the host (sample, command line, earlier page) is entered at once; one closed elsewhere is left.
  const first = opened.data?.[0];
  useEffect(() => {
    if (caseId === null && first !== undefined) enterCase(first.id, first.evidenceCount === 0 ? 'intake' : 'examine');
    // Only at the start of the page: later the user decides.
    // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the first answer is there
  }, [opened.isSuccess]);

  useEffect(() => {
    document.title = shown === null ? text('app.name') : `${shown.name} · ${text('app.name')}`;
  }, [shown, text]);

  return (
    <ComponentsProvider language={language === 'pseudo' ? 'en' : language}>
      <div className={styles.app}>
        <TitleBar shown={shown} />
        <ConnectionBanner state={state} />
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
