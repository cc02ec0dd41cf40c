import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RingKey } from '#shared/domain/marking.ts';
import { formatDate } from '#shared/text/format.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import styles from './mark.module.css';

/** The private keys of this installation: make one, bring one, remove one. */
export function KeyDialog({
  onClose,
  onNew,
  onRemoved,
}: {
  readonly onClose: () => void;
  readonly onNew: (fingerprint: string) => void;
  readonly onRemoved: (fingerprint: string) => void;
}) {
  const { text } = useWords();
  const keys = useQuery(calls.mark.keys.queryOptions());
  const [removing, setRemoving] = useState<RingKey | null>(null);
  return (
    <Dialog
      title={
        removing === null
          ? text('mark.keys.title')
          : text('mark.keys.remove.title', named(removing, text('mark.key.unnamed')))
      }
      open
      onClose={removing === null ? onClose : () => setRemoving(null)}
      wide
    >
      {removing !== null ? (
        <Removal
          ring={removing}
          onBack={() => setRemoving(null)}
          onRemoved={() => {
            onRemoved(removing.fingerprint);
            setRemoving(null);
          }}
        />
      ) : (
        <div className={styles.dialog}>
          <p>{text('mark.keys.note')}</p>
          {keys.isError && <ProblemNotice error={keys.error} onRetry={() => void keys.refetch()} />}
          {keys.data?.length === 0 && <Notice kind="information">{text('mark.keys.none')}</Notice>}
          {keys.data !== undefined && keys.data.length > 0 && (
            <KeyTable keys={keys.data} onRemove={setRemoving} />
          )}
          <NewKey onNew={onNew} />
        </div>
      )}
    </Dialog>
  );
}

function named({ name }: RingKey, unnamed: string): { readonly name: string } {
  return { name: name === '' ? unnamed : name };
}

function KeyTable({
  keys,
  onRemove,
}: {
  readonly keys: readonly RingKey[];
  readonly onRemove: (key: RingKey) => void;
}) {
  const { text } = useWords();
  return (
    <DataTable
      label={text('mark.keys.list')}
      columns={[
        { id: 'name', title: text('mark.keys.name') },
        { id: 'fingerprint', title: text('mark.keys.fingerprint') },
        { id: 'created', title: text('mark.keys.created') },
        { id: 'action', title: text('mark.keys.action') },
      ]}
      rows={keys.map((key) => {
        const words = named(key, text('mark.key.unnamed'));
        return {
          id: key.fingerprint,
          cells: [
            words.name,
            <code key="fingerprint">{key.fingerprint}</code>,
            formatDate(key.createdAt),
            <Button
              key="remove"
              kind="quiet"
              label={text('mark.keys.remove.one', words)}
              onPress={() => onRemove(key)}
            >
              {text('mark.keys.remove')}
            </Button>,
          ],
        };
      })}
    />
  );
}

/** Without a path a key is drawn; with one it is read from that file. */
function NewKey({ onNew }: { readonly onNew: (fingerprint: string) => void }) {
  const { text } = useWords();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [path, setPath] = useState('');
  const added = {
    onSuccess: async (key: RingKey) => {
      setName('');
      setPath('');
      onNew(key.fingerprint);
      await queries.invalidateQueries({ queryKey: calls.mark.keys.key() });
    },
  };
  const make = useMutation(calls.mark.makeKey.mutationOptions(added));
  const bring = useMutation(calls.mark.importKey.mutationOptions(added));
  const imports = path.trim() !== '';
  const busy = make.isPending || bring.isPending;
  const failed = make.error ?? bring.error;
  return (
    <form
      className={styles.dialogForm}
      aria-label={text('mark.keys.new')}
      onSubmit={(event) => {
        event.preventDefault();
        // The dialog stands in a form of its own in the tree of components: that one is not sent off.
        event.stopPropagation();
        if (busy) return;
        make.reset();
        bring.reset();
        if (imports) bring.mutate({ path: path.trim(), name: name.trim() });
        else make.mutate({ name: name.trim() });
      }}
    >
      <h3>{text('mark.keys.new')}</h3>
      {failed !== null && <ProblemNotice error={failed} />}
      <TextField label={text('mark.keys.name.optional')} value={name} onChange={setName} />
      <TextField
        label={text('mark.keys.path')}
        note={text('mark.keys.path.note')}
        value={path}
        onChange={setPath}
        code
      />
      <div className={styles.acts}>
        <Button type="submit" kind="primary" disabled={busy}>
          {text(imports ? 'mark.keys.import' : 'mark.keys.make')}
        </Button>
      </div>
    </form>
  );
}

function Removal({
  ring,
  onBack,
  onRemoved,
}: {
  readonly ring: RingKey;
  readonly onBack: () => void;
  readonly onRemoved: () => void;
}) {
  const { text } = useWords();
  const queries = useQueryClient();
  const remove = useMutation(
    calls.mark.removeKey.mutationOptions({
      onSuccess: async () => {
        onRemoved();
        await queries.invalidateQueries({ queryKey: calls.mark.keys.key() });
      },
    }),
  );
  return (
    <div className={styles.dialog}>
      {remove.isError && <ProblemNotice error={remove.error} />}
      <Notice kind="caution">{text('mark.keys.remove.lost', { fingerprint: ring.fingerprint })}</Notice>
      <div className={styles.dialogActs}>
        <Button onPress={onBack} autoFocus>
          {text('common.cancel')}
        </Button>
        <Button
          kind="primary"
          disabled={remove.isPending}
          onPress={() => remove.mutate({ key: ring.fingerprint })}
        >
          {text('mark.keys.remove.submit')}
        </Button>
      </div>
    </div>
  );
}
