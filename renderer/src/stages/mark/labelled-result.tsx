import { useMutation, useQuery } from '@tanstack/react-query';
import type { LabelledFile } from '#shared/domain/labelling.ts';
import { calls } from '../../bridge/bridge.ts';
import { rememberJob } from '../../state/activity.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { CopyButton, Hash } from '../../ui/hash.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { ChangeTable } from './label-outlook.tsx';
import styles from './mark.module.css';

/** What was made, who read it back, and what the user should know. */
export function LabelledResult({ caseId, made }: { readonly caseId: string; readonly made: LabelledFile }) {
  const { text, pick } = useWords();
  const { signed } = made;
  const capabilities = useQuery(calls.app.capabilities.queryOptions());
  const reveal = useMutation(calls.labels.reveal.mutationOptions());
  const takeIn = useMutation(calls.evidence.add.mutationOptions({ onSuccess: rememberJob }));
  return (
    <div className={styles.result}>
      <Notice kind="information">{text('mark.done')}</Notice>
      <FactList
        facts={[
          {
            name: text('sign.done.file'),
            value: (
              <span className={styles.path}>
                <code>{made.path}</code>
                <CopyButton value={made.path} label={text('common.copy')} />
              </span>
            ),
          },
          {
            name: text('evidence.sha256'),
            value: <Hash value={made.sha256} whole label={text('evidence.copy-hash')} />,
          },
          { name: text('mark.rest'), value: text(`mark.rest.${made.rest}`) },
          ...(signed === null
            ? []
            : [
                {
                  name: text('sign.done.signer'),
                  value: `${signed.signer.organisation}, ${signed.signer.name}`,
                },
              ]),
        ]}
      />
      {reveal.isError && <ProblemNotice error={reveal.error} />}
      {takeIn.isError && <ProblemNotice error={takeIn.error} />}
      <div className={styles.acts}>
        {capabilities.data?.reveal === true && (
          <Button onPress={() => reveal.mutate({ caseId, name: nameOf(made.path) })}>
            {text('report.reveal')}
          </Button>
        )}
        <Button
          disabled={takeIn.isPending || takeIn.isSuccess}
          onPress={() => takeIn.mutate({ caseId, paths: [made.path] })}
        >
          {text('mark.take-in')}
        </Button>
      </div>
      {made.readBack.length + (signed?.checks.length ?? 0) > 0 && (
        <section className={styles.section}>
          <h3>{text('mark.read-back')}</h3>
          <DataTable
            label={text('mark.read-back')}
            columns={[
              { id: 'reader', title: text('mark.column.reader') },
              { id: 'state', title: text('mark.column.result') },
              { id: 'name', title: text('mark.column.name') },
            ]}
            rows={[
              ...made.readBack.map(({ reader, version, state, name }, place) => ({
                id: `${place} ${reader}`,
                cells: [
                  `${reader} ${version}`,
                  text(`mark.read-back.${state}`),
                  name === null ? '' : <code key="name">{name}</code>,
                ],
              })),
              ...(signed?.checks ?? []).map(({ name, version, state }) => ({
                id: name,
                cells: [`${name} ${version}`, state, ''],
              })),
            ]}
          />
        </section>
      )}
      {made.changes.length > 0 && (
        <section className={styles.section}>
          <h3>{text('mark.changed')}</h3>
          <ChangeTable changes={made.changes} />
        </section>
      )}
      {[...made.notes, ...(signed?.notes ?? [])].map((note) => (
        <p key={note.en}>{pick(note)}</p>
      ))}
    </div>
  );
}

/** Last part of a path of either kind of system. */
export function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
