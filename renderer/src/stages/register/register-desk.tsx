import { BookOpen, MousePointerClick } from 'lucide-react';
import { useState } from 'react';
import type { Case } from '#shared/domain/case.ts';
import { formatDate } from '#shared/text/format.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { useWords } from '../../state/text.ts';
import { useView, view } from '../../state/view.ts';
import { SearchField } from '../../ui/field.tsx';
import { EmptyState, ProblemNotice } from '../../ui/notice.tsx';
import { Pane, PaneBorder, Panes } from '../../ui/panes.tsx';
import { WindowedGrid } from '../../ui/windowed-grid.tsx';
import styles from './register.module.css';
import { EntryDetail } from './register-entry.tsx';
import { type RegisterDialog, RegisterDialogs, RegisterTools } from './register-tools.tsx';
import { type RegisterWindow, useRegister } from './use-register.ts';

/** Known originals and what was marked on this machine: found by name, note, identifier or hash, and what each entry holds. */
export function RegisterDesk({ shown }: { readonly shown: Case }) {
  const [dialog, setDialog] = useState<RegisterDialog | null>(null);
  return (
    <>
      <RegisterPanes shown={shown} onOpen={setDialog} />
      <RegisterDialogs shown={shown} open={dialog} onClose={() => setDialog(null)} />
    </>
  );
}

function RegisterPanes({
  shown,
  onOpen,
}: {
  readonly shown: Case;
  readonly onOpen: (dialog: RegisterDialog) => void;
}) {
  const { text } = useWords();
  const [search, setSearch] = useState('');
  const entry = useView((value) => value.entry);
  const list = useRegister(search);
  if (!list.loading && list.error === null && list.total === 0 && search === '') {
    return (
      <EmptyState
        icon={<BookOpen aria-hidden="true" />}
        note={text('register.empty.note')}
        action={<RegisterTools empty onOpen={onOpen} />}
      >
        {text('register.empty')}
      </EmptyState>
    );
  }
  return (
    <Panes id="register">
      <Pane id="register-list" label={text('register.title')} minimum={360}>
        <div className={styles.bar}>
          <SearchField label={text('register.search')} value={search} onChange={setSearch} />
          <span className={styles.muted} role="status">
            {list.loading ? '' : text('register.count', { count: list.total })}
          </span>
          <RegisterTools empty={false} onOpen={onOpen} />
        </div>
        {list.error !== null && <ProblemNotice error={list.error} onRetry={list.again} />}
        {!list.loading && list.total === 0 && list.error === null ? (
          <EmptyState>{text('register.no-match')}</EmptyState>
        ) : (
          <EntryGrid list={list} chosen={entry} />
        )}
      </Pane>
      <PaneBorder id="register-border" />
      <Pane id="register-detail" label={text('register.detail')} size={520} minimum={340} maximum="60%" fixed>
        {entry === null ? (
          <EmptyState icon={<MousePointerClick aria-hidden="true" />}>{text('register.choose')}</EmptyState>
        ) : (
          <EntryDetail key={entry} entry={entry} caseId={shown.id} />
        )}
      </Pane>
    </Panes>
  );
}

function EntryGrid({ list, chosen }: { readonly list: RegisterWindow; readonly chosen: number | null }) {
  const { text, number } = useWords();
  // The newest first, without gaps as long as nothing is removed: looked for among what is here.
  const [place, setPlace] = useState<number | null>(null);
  const here = place !== null && list.at(place)?.number === chosen;
  const active = here ? place : placeOf(list, chosen);
  return (
    <WindowedGrid
      label={text('register.list')}
      columns={[
        { id: 'number', title: text('register.column.number'), width: '44px', align: 'end' },
        { id: 'name', title: text('register.column.name'), width: 'minmax(120px, 1fr)' },
        { id: 'identifier', title: text('register.column.identifier'), width: '176px' },
        { id: 'codec', title: text('register.column.codec'), width: '112px' },
        { id: 'at', title: text('register.column.at'), width: '190px' },
        { id: 'state', title: text('register.column.state'), width: '80px' },
      ]}
      count={list.total}
      rowHeight={26}
      active={active}
      onActive={(index) => {
        const entry = list.at(index);
        setPlace(index);
        if (entry !== undefined) view.set({ entry: entry.number });
      }}
      onShow={list.show}
      rowName={(index) => visibleText(list.at(index)?.name ?? '')}
      cells={(index) => {
        const entry = list.at(index);
        if (entry === undefined) return ['', text('common.loading')];
        return [
          number(entry.number),
          <span key="name" title={visibleText(entry.name)}>
            {visibleText(entry.name)}
          </span>,
          entry.payload === null ? (
            <span key="none" className={styles.muted}>
              {text('register.no-mark')}
            </span>
          ) : (
            <code key="identifier">{entry.payload}</code>
          ),
          entry.codec === null ? '' : <code key="codec">{entry.codec}</code>,
          formatDate(entry.at),
          text(`register.state.${entry.state}`),
        ];
      }}
    />
  );
}

/** Entries looked through for the chosen one when it was not chosen in this list. */
const near = 200;

function placeOf(list: RegisterWindow, chosen: number | null): number | null {
  if (chosen === null) return null;
  const most = Math.min(list.total, near);
  for (let index = 0; index < most; index += 1) if (list.at(index)?.number === chosen) return index;
  return null;
}
