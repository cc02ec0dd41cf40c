import { useState } from 'react';
import { closeOverlay } from '../../state/overlays.ts';
import { useWords } from '../../state/text.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { CertificatePage } from './certificate-page.tsx';
import { Denials } from './denials.tsx';
import { ImportPanel } from './import-panel.tsx';
import { ListPage } from './list-page.tsx';
import { ListsTable } from './lists-table.tsx';
import styles from './trust.module.css';
import { useTrustLists } from './use-trust.ts';

/** What is looked at: all lists, one of them, one of its certificates. */
interface Place {
  readonly list: string | null;
  readonly certificate: string | null;
}

const allLists: Place = { list: null, certificate: null };

/** The lists of whom to believe: import, compare, choose; and whom not to believe. */
export function TrustDialog() {
  const { text } = useWords();
  const [tab, setTab] = useState<'lists' | 'denied'>('lists');
  const [place, setPlace] = useState<Place>(allLists);
  const [toDeny, setToDeny] = useState('');
  const denyCertificate = (sha256: string) => {
    setToDeny(sha256);
    setTab('denied');
  };
  return (
    <Dialog title={text('trust.title')} open onClose={closeOverlay} page flush>
      <Tabs
        label={text('trust.views')}
        value={tab}
        onChange={setTab}
        entries={[
          {
            id: 'lists',
            label: text('trust.tab.lists'),
            content: <Lists place={place} onPlace={setPlace} onDeny={denyCertificate} />,
          },
          { id: 'denied', label: text('trust.tab.denied'), content: <Denials certificate={toDeny} /> },
        ]}
      />
    </Dialog>
  );
}

interface ListsProps {
  readonly place: Place;
  readonly onPlace: (place: Place) => void;
  readonly onDeny: (sha256: string) => void;
}

function Lists({ place, onPlace, onDeny }: ListsProps) {
  const { text } = useWords();
  const overview = useTrustLists();
  if (overview.isError)
    return (
      <div className={styles.page}>
        <ProblemNotice error={overview.error} onRetry={() => void overview.refetch()} />
      </div>
    );
  if (overview.data === undefined) return <p className={styles.page}>{text('common.loading')}</p>;
  const { lists, managed, problems } = overview.data;
  const list = lists.find(({ id }) => id === place.list);
  if (list !== undefined && place.certificate !== null)
    return (
      <CertificatePage
        list={list}
        sha256={place.certificate}
        onBack={() => onPlace({ ...place, certificate: null })}
        onDeny={managed ? onDeny : null}
      />
    );
  if (list !== undefined)
    return (
      <ListPage
        list={list}
        managed={managed}
        onBack={() => onPlace(allLists)}
        onCertificate={(certificate) => onPlace({ list: list.id, certificate })}
      />
    );
  const loaded = lists.some(({ tier, enabled }) => tier !== null && enabled);
  return (
    <div className={styles.page}>
      <p className={styles.muted}>{text('trust.note')}</p>
      {managed ? <ImportPanel /> : <Notice kind="information">{text('trust.not-managed')}</Notice>}
      {!loaded && <Notice kind="caution">{text('trust.empty')}</Notice>}
      {problems.length > 0 && (
        <Notice kind="caution" title={text('trust.folder-problem')}>
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Notice>
      )}
      <ListsTable lists={lists} managed={managed} onOpen={(id) => onPlace({ list: id, certificate: null })} />
    </div>
  );
}
