import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RegisterExport, RegisterImport } from '#shared/domain/register.ts';
import { formatDate } from '#shared/text/format.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { FactList } from '../../ui/fact-list.tsx';
import { Hash } from '../../ui/hash.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PathDialog } from './path-dialog.tsx';

/** Somebody else's register, from a file of this machine. */
export function ImportRegister({ onClose }: { readonly onClose: () => void }) {
  const { text } = useWords();
  const queries = useQueryClient();
  const [path, setPath] = useState('');
  const bring = useMutation(
    calls.register.import.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: calls.register.key() }),
    }),
  );
  return (
    <PathDialog
      title={text('register.import.title')}
      note={text('register.import.note')}
      label={text('register.import.path')}
      submit={text('register.import.submit')}
      path={path}
      onPath={setPath}
      busy={bring.isPending}
      error={bring.error}
      onSubmit={() => bring.mutate({ path: path.trim() })}
      onClose={onClose}
    >
      {bring.data !== undefined && <Imported made={bring.data} />}
    </PathDialog>
  );
}

function Imported({ made: { from, at, entries, entered, left } }: { readonly made: RegisterImport }) {
  const { text, pick } = useWords();
  return (
    <Notice
      kind={left.length > 0 ? 'caution' : 'information'}
      title={text('register.import.done', { count: entries, entered })}
    >
      <FactList
        facts={[
          {
            name: text('register.import.from'),
            value: <Hash value={from} whole label={text('evidence.copy-hash')} />,
          },
          { name: text('register.import.at'), value: formatDate(at) },
        ]}
      />
      {left.length > 0 && (
        <>
          <p>{text('register.import.left')}</p>
          <ul>
            {left.map(({ name, reason }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat; the list never changes
              <li key={index}>
                {name}: {pick(reason)}
              </li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}

/** All finished entries as a new file of this machine. */
export function ExportRegister({ onClose }: { readonly onClose: () => void }) {
  const { text } = useWords();
  const [path, setPath] = useState('');
  const give = useMutation(calls.register.export.mutationOptions());
  return (
    <PathDialog
      title={text('register.export.title')}
      note={text('register.export.note')}
      label={text('register.export.path')}
      submit={text('register.export.submit')}
      path={path}
      onPath={setPath}
      busy={give.isPending}
      error={give.error}
      onSubmit={() => give.mutate({ out: path.trim() })}
      onClose={onClose}
    >
      {give.data !== undefined && <Exported made={give.data} />}
    </PathDialog>
  );
}

function Exported({ made: { path, sha256, entries, key } }: { readonly made: RegisterExport }) {
  const { text } = useWords();
  const hash = (value: string) => <Hash value={value} whole label={text('evidence.copy-hash')} />;
  return (
    <Notice kind="information" title={text('register.export.done', { count: entries })}>
      <FactList
        facts={[
          { name: text('register.export.file'), value: <code>{path}</code> },
          { name: text('register.export.sha256'), value: hash(sha256) },
          {
            name: text('register.export.key'),
            value: (
              <>
                {hash(key)}
                <p>{text('register.export.key.note')}</p>
              </>
            ),
          },
        ]}
      />
    </Notice>
  );
}
