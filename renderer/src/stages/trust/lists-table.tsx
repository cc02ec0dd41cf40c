import type { TrustListView } from '#shared/domain/trust.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { Hash } from '../../ui/hash.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import styles from './trust.module.css';
import { listTitle, useTrustChanges } from './use-trust.ts';

export interface ListsTableProps {
  readonly lists: readonly TrustListView[];
  readonly managed: boolean;
  readonly onOpen: (id: string) => void;
}

/** All lists at a glance, each with a switch. */
export function ListsTable({ lists, managed, onOpen }: ListsTableProps) {
  const { text, number } = useWords();
  const { setEnabled } = useTrustChanges();
  // What was asked for is shown at once; a box that went grey meanwhile would lose the focus.
  const asked = setEnabled.isPending ? setEnabled.variables : undefined;
  const rows = lists.map((list) => {
    const title = listTitle(list, text);
    return {
      id: list.id,
      cells: [
        <span key="list" className={styles.name}>
          <Button kind="quiet" onPress={() => onOpen(list.id)}>
            {title}
          </Button>
        </span>,
        text(`trust.kind.${list.kind}`),
        list.tier === null ? '–' : text(`trust.tier.${list.tier}`),
        <span key="issued">
          {list.issued ?? text('trust.not-stated')}
          {list.editionKnown === false && (
            <span className={styles.caution}> {text('trust.unknown-edition')}</span>
          )}
        </span>,
        <span key="next">
          {list.nextUpdate ?? text('trust.not-stated')}
          {list.overdue && <span className={styles.caution}> {text('trust.overdue')}</span>}
        </span>,
        number(list.entries),
        list.files[0] === undefined ? (
          '–'
        ) : (
          <Hash key="hash" value={list.files[0].sha256} label={`${text('common.copy')}: SHA-256, ${title}`} />
        ),
        list.held === 'imported' && managed ? (
          <Checkbox
            key="use"
            selected={asked?.list === list.id ? asked.enabled : list.enabled}
            label={text('trust.use.list', { title })}
            onChange={(enabled) => setEnabled.mutate({ list: list.id, enabled })}
          >
            {text('trust.use')}
          </Checkbox>
        ) : (
          text(
            list.held === 'built-in' ? 'trust.always' : list.enabled ? 'trust.in-place' : 'trust.tier.none',
          )
        ),
      ],
    };
  });
  return (
    <div className={styles.scroll}>
      {setEnabled.isError && <ProblemNotice error={setEnabled.error} />}
      <DataTable
        label={text('trust.title')}
        columns={[
          { id: 'list', title: text('trust.column.list') },
          { id: 'kind', title: text('trust.column.kind') },
          { id: 'tier', title: text('trust.column.tier') },
          { id: 'issued', title: text('trust.column.issued') },
          { id: 'next', title: text('trust.column.next-update') },
          { id: 'entries', title: text('trust.column.entries'), align: 'end' },
          { id: 'sha256', title: text('evidence.sha256') },
          { id: 'use', title: text('trust.column.use') },
        ]}
        rows={rows}
      />
    </div>
  );
}
