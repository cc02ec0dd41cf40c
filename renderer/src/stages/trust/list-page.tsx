import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import type { TrustListView } from '#shared/domain/trust.ts';
import { formatDate } from '#shared/text/format.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { Hash } from '../../ui/hash.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { DifferenceView } from './difference-view.tsx';
import { Certificates, Products } from './list-entries.tsx';
import styles from './trust.module.css';
import { listTitle, useTrustChanges } from './use-trust.ts';

export interface ListPageProps {
  readonly list: TrustListView;
  readonly managed: boolean;
  readonly onBack: () => void;
  readonly onCertificate: (sha256: string) => void;
}

/** One list: where it is from, the edition before, and everything on it. */
export function ListPage({ list, managed, onBack, onCertificate }: ListPageProps) {
  const { text, pick } = useWords();
  const title = listTitle(list, text);
  const facts = [
    { name: text('trust.column.kind'), value: text(`trust.kind.${list.kind}`) },
    ...(list.tier === null
      ? []
      : [{ name: text('trust.column.tier'), value: text(`trust.tier.${list.tier}`) }]),
    { name: text('trust.column.issued'), value: list.issued ?? text('trust.not-stated') },
    { name: text('trust.column.next-update'), value: list.nextUpdate ?? text('trust.not-stated') },
    ...(list.importedAt === null
      ? []
      : [
          { name: text('trust.imported'), value: formatDate(list.importedAt) },
          { name: text('trust.source'), value: list.source },
        ]),
    ...list.files.map((file) => ({
      name: file.name,
      value: <Hash value={file.sha256} whole label={`${text('common.copy')}: SHA-256, ${file.name}`} />,
    })),
    ...(list.previous === null
      ? []
      : [
          {
            name: text('trust.previous'),
            value: `${list.previous.issued ?? text('trust.not-stated')} · ${list.previous.sha256.slice(0, 16)}…`,
          },
        ]),
  ];
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <Button kind="quiet" icon={<ArrowLeft aria-hidden="true" />} onPress={onBack} autoFocus>
          {text('trust.back')}
        </Button>
        <h3>{title}</h3>
      </div>
      {list.editionKnown === false && <Notice kind="caution">{text('trust.unknown-edition')}</Notice>}
      {list.overdue && (
        <Notice kind="caution">{text('trust.overdue.note', { date: list.nextUpdate ?? '' })}</Notice>
      )}
      {list.notices.map((notice) => (
        <p key={notice.en} className={styles.caution}>
          {pick(notice)}
        </p>
      ))}
      <FactList facts={facts} />
      {list.held === 'imported' && managed && <Acts list={list} title={title} onRemoved={onBack} />}
      {list.kind === 'conforming-products' ? (
        <Products list={list.id} />
      ) : (
        list.kind !== 'deny' && <Certificates list={list.id} onCertificate={onCertificate} />
      )}
    </div>
  );
}

interface ActsProps {
  readonly list: TrustListView;
  readonly title: string;
  readonly onRemoved: () => void;
}

function Acts({ list, title, onRemoved }: ActsProps) {
  const { text } = useWords();
  const { rollback, remove } = useTrustChanges();
  const [comparing, setComparing] = useState(false);
  const [removing, setRemoving] = useState(false);
  const history = useQuery({
    ...calls.trust.history.queryOptions({ input: { list: list.id } }),
    enabled: comparing && list.previous !== null,
  });
  return (
    <>
      <div className={styles.acts}>
        {list.previous !== null && (
          <>
            <Button onPress={() => setComparing(!comparing)}>{text('trust.previous.compare')}</Button>
            <Button disabled={rollback.isPending} onPress={() => rollback.mutate({ list: list.id })}>
              {text('trust.rollback')}
            </Button>
          </>
        )}
        {removing ? (
          <>
            <span>{text('trust.remove.sure')}</span>
            <Button
              disabled={remove.isPending}
              onPress={() => remove.mutate({ list: list.id }, { onSuccess: onRemoved })}
            >
              {text('trust.remove.confirm')}
            </Button>
            <Button onPress={() => setRemoving(false)}>{text('common.cancel')}</Button>
          </>
        ) : (
          <Button onPress={() => setRemoving(true)}>{text('trust.remove')}</Button>
        )}
      </div>
      {rollback.isError && <ProblemNotice error={rollback.error} />}
      {remove.isError && <ProblemNotice error={remove.error} />}
      {comparing && history.isError && <ProblemNotice error={history.error} />}
      {comparing && history.data !== undefined && <DifferenceView title={title} diff={history.data} />}
    </>
  );
}
