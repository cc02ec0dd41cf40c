import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Evidence, Sha256 } from '#shared/domain/evidence.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SearchField } from '../../ui/field.tsx';
import { EmptyState, ProblemNotice } from '../../ui/notice.tsx';
import { WindowedGrid } from '../../ui/windowed-grid.tsx';
import { Thumbnail } from '../evidence/evidence-cells.tsx';
import styles from './conclude.module.css';

export interface EvidenceChoiceProps {
  readonly caseId: string;
  readonly label: string;
  /** `null`: none. */
  readonly value: Sha256 | null;
  /** In words, when there is none. */
  readonly none: string;
  /** Cannot be chosen: the exhibit that is spoken of, if one is. */
  readonly except: Sha256 | null;
  readonly onChange: (value: Sha256 | null) => void;
}

/** One exhibit of the case, or none. */
export function EvidenceChoice({ caseId, label, value, none, except, onChange }: EvidenceChoiceProps) {
  const { text } = useWords();
  const [choosing, setChoosing] = useState(false);
  return (
    <fieldset className={styles.choice} aria-label={label}>
      <span className={styles.choiceLabel} aria-hidden="true">
        {label}
      </span>
      <div className={styles.chosen}>
        {value === null ? (
          <span className={styles.muted}>{none}</span>
        ) : (
          <ChosenEvidence caseId={caseId} sha256={value} />
        )}
        <Button label={`${label}: ${text('choice.choose')}`} onPress={() => setChoosing(true)}>
          {text('choice.choose')}
        </Button>
        {value !== null && (
          <Button kind="quiet" label={`${label}: ${text('choice.clear')}`} onPress={() => onChange(null)}>
            {text('choice.clear')}
          </Button>
        )}
      </div>
      {choosing && (
        <ChoiceDialog
          caseId={caseId}
          title={label}
          except={except}
          onClose={() => setChoosing(false)}
          onChoose={(sha256) => {
            onChange(sha256);
            setChoosing(false);
          }}
        />
      )}
    </fieldset>
  );
}

/** Picture, number and name of an exhibit. */
export function ChosenEvidence({ caseId, sha256 }: { readonly caseId: string; readonly sha256: Sha256 }) {
  const { text } = useWords();
  const one = useQuery(calls.evidence.get.queryOptions({ input: { caseId, evidence: sha256 } }));
  if (one.data === undefined) return <code>{sha256.slice(0, 8)}</code>;
  return (
    <span className={styles.exhibit}>
      <Thumbnail caseId={caseId} row={one.data} small />
      <span>{text('duties.exhibit', one.data)}</span>
    </span>
  );
}

const most = 200;

function ChoiceDialog({
  caseId,
  title,
  except,
  onClose,
  onChoose,
}: {
  readonly caseId: string;
  readonly title: string;
  readonly except: Sha256 | null;
  readonly onClose: () => void;
  readonly onChoose: (sha256: Sha256) => void;
}) {
  const { text, number } = useWords();
  // A search of its own: that of the exhibit lists behind stays as it is.
  const [search, setSearch] = useState('');
  const [active, setActive] = useState<number | null>(null);
  const list = useQuery({
    ...calls.evidence.list.queryOptions({ input: { caseId, offset: 0, limit: most, search } }),
    placeholderData: keepPreviousData,
  });
  const rows: readonly Evidence[] = (list.data?.items ?? []).filter(({ sha256 }) => sha256 !== except);
  const choose = (index: number | null) => {
    const row = index === null ? undefined : rows[index];
    if (row !== undefined) onChoose(row.sha256);
  };
  return (
    <Dialog
      title={title}
      open
      onClose={onClose}
      foot={
        <>
          <Button onPress={onClose}>{text('common.cancel')}</Button>
          <Button
            kind="primary"
            disabled={active === null || rows[active] === undefined}
            onPress={() => choose(active)}
          >
            {text('choice.take')}
          </Button>
        </>
      }
    >
      <SearchField
        label={text('common.search')}
        value={search}
        onChange={(next) => {
          setSearch(next);
          setActive(null);
        }}
        autoFocus
      />
      {list.isError && <ProblemNotice error={list.error} />}
      <div className={styles.dialogList}>
        {rows.length === 0 && !list.isPending ? (
          <EmptyState>{text('choice.nothing')}</EmptyState>
        ) : (
          <WindowedGrid
            label={title}
            columns={[
              { id: 'number', title: text('evidence.number'), width: '36px', align: 'end' },
              { id: 'picture', title: text('evidence.picture'), width: '34px' },
              { id: 'name', title: text('evidence.name'), width: 'minmax(0, 1fr)' },
            ]}
            hideHeader
            count={rows.length}
            rowHeight={42}
            active={active}
            onActive={setActive}
            onOpen={choose}
            rowName={(index) => rows[index]?.name}
            cells={(index) => {
              const row = rows[index];
              if (row === undefined) return [];
              return [
                number(row.number),
                <Thumbnail key={row.sha256} caseId={caseId} row={row} small />,
                <span key="name" title={row.name}>
                  {row.name}
                </span>,
              ];
            }}
          />
        )}
      </div>
      {(list.data?.total ?? 0) > most && (
        <p className={styles.muted}>{text('choice.more', { count: most })}</p>
      )}
    </Dialog>
  );
}
