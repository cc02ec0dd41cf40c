import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { HashList, HashListView } from '#shared/domain/hash-list.ts';
import { formatDate } from '#shared/text/format.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PathDialog } from './path-dialog.tsx';
import styles from './register.module.css';

const kinds = ['', 'pdq', 'vpdq', 'md5', 'sha256'] as const;

/** Lists of hashes of others, which traces search as well: what is there, and one more from a file of this machine. */
export function HashLists({ onClose }: { readonly onClose: () => void }) {
  const { text } = useWords();
  const queries = useQueryClient();
  const [path, setPath] = useState('');
  const [name, setName] = useState('');
  const [kind, setKind] = useState<(typeof kinds)[number]>('');
  const again = () => queries.invalidateQueries({ queryKey: calls.hashList.key() });
  const bring = useMutation(calls.hashList.import.mutationOptions({ onSuccess: again }));
  const remove = useMutation(calls.hashList.remove.mutationOptions({ onSuccess: again }));
  const lists = useQuery(calls.hashList.list.queryOptions());
  return (
    <PathDialog
      title={text('hash-lists.title')}
      note={text('hash-lists.note')}
      label={text('hash-lists.path')}
      submit={text('register.import.submit')}
      path={path}
      onPath={setPath}
      busy={bring.isPending}
      error={bring.error ?? remove.error ?? lists.error}
      onSubmit={() => bring.mutate({ path: path.trim(), name, kind: kind === '' ? null : kind })}
      onClose={onClose}
      more={
        <div className={styles.pair}>
          <TextField label={text('hash-lists.name')} value={name} onChange={setName} />
          <Select
            label={text('hash-lists.kind')}
            value={kind}
            choices={kinds.map((id) => ({
              id,
              label: id === '' ? text('hash-lists.kind.own') : kindNames[id],
            }))}
            onChange={setKind}
          />
        </div>
      }
    >
      {bring.isPending && <p role="status">{text('hash-lists.importing')}</p>}
      {bring.data !== undefined && <Imported list={bring.data.list} fresh={bring.data.fresh} />}
      <Known
        lists={lists.data}
        busy={remove.isPending}
        onRemove={(list) => remove.mutate({ list: list.id })}
      />
    </PathDialog>
  );
}

const kindNames = { pdq: 'PDQ', vpdq: 'vPDQ', md5: 'MD5', sha256: 'SHA-256' } as const;

function Imported({ list, fresh }: { readonly list: HashList; readonly fresh: boolean }) {
  const { text, number } = useWords();
  const { entries, rows, bad } = list.counts;
  const unused = Object.entries(list.unused);
  return (
    <Notice
      kind={bad > 0 || unused.length > 0 ? 'caution' : 'information'}
      title={
        fresh
          ? text('hash-lists.done', { entries: number(entries), rows: number(rows) })
          : text('hash-lists.before')
      }
    >
      {bad > 0 && (
        <p>{text('hash-lists.bad', { count: bad, lines: list.bad.map(({ line }) => line).join(', ') })}</p>
      )}
      {unused.length > 0 && (
        <p>
          {text('hash-lists.unused', {
            types: unused.map(([type, count]) => `${type} (${number(count)})`).join(', '),
          })}
        </p>
      )}
    </Notice>
  );
}

function Known({
  lists,
  busy,
  onRemove,
}: {
  readonly lists: readonly HashListView[] | undefined;
  readonly busy: boolean;
  readonly onRemove: (list: HashList) => void;
}) {
  const { text, number } = useWords();
  if (lists === undefined) return null;
  return (
    <section className={styles.section}>
      <h3>{text('hash-lists.known')}</h3>
      {lists.length === 0 ? (
        <p className={styles.muted}>{text('hash-lists.none')}</p>
      ) : (
        <DataTable
          label={text('hash-lists.known')}
          columns={[
            { id: 'name', title: text('hash-lists.name') },
            { id: 'holds', title: text('hash-lists.holds') },
            { id: 'at', title: text('hash-lists.at') },
            { id: 'remove', title: text('hash-lists.remove'), align: 'end' },
          ]}
          rows={lists.map(({ list, damaged }) => ({
            id: list.id,
            cells: [
              list.name === '' ? list.source.name : list.name,
              <span key="holds">
                {holds(list)
                  .map(([what, count]) => `${what} ${number(count)}`)
                  .join(' · ')}
                {damaged.length > 0 && <strong> {text('hash-lists.damaged')}</strong>}
              </span>,
              formatDate(list.importedAt),
              <Button
                key="remove"
                kind="quiet"
                disabled={busy}
                label={`${text('hash-lists.remove')}: ${visibleText(list.name)}`}
                onPress={() => onRemove(list)}
              >
                {text('hash-lists.remove')}
              </Button>,
            ],
          }))}
        />
      )}
    </section>
  );
}

/** Codes of each kind, those that are there. */
function holds({ counts }: HashList): readonly (readonly [string, number])[] {
  const all = [
    ['PDQ', counts.pictures],
    ['vPDQ', counts.films],
    ['MD5', counts.md5],
    ['SHA-256', counts.sha256],
  ] as const;
  return all.filter(([, count]) => count > 0);
}
