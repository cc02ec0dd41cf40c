import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { LabelledFile } from '#shared/domain/labelling.ts';
import { calls } from '../../bridge/bridge.ts';
import { rememberJob } from '../../state/activity.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { CopyButton, Hash } from '../../ui/hash.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { ChangeTable } from './label-outlook.tsx';
import styles from './mark.module.css';

interface CopyResultProps {
  readonly caseId: string;
  readonly made: Pick<LabelledFile, 'path' | 'sha256' | 'signed' | 'changes' | 'notes'>;
  /** What came of it, in a sentence. */
  readonly notice: ReactNode;
  /** Facts of this kind of copy, between its hash and who signed it. */
  readonly facts: readonly { readonly name: string; readonly value: ReactNode }[];
  /** Acts beside showing it and taking it in. */
  readonly acts?: ReactNode;
  /** Sections of this kind of copy. */
  readonly children: ReactNode;
}

/** A copy that was written: where it is, what can be done with it, what changed and what the user should know. */
export function CopyResult({ caseId, made, notice, facts, acts, children }: CopyResultProps) {
  const { text, pick } = useWords();
  const { signed } = made;
  const capabilities = useQuery(calls.app.capabilities.queryOptions());
  const reveal = useMutation(calls.labels.reveal.mutationOptions());
  const takeIn = useMutation(calls.evidence.add.mutationOptions({ onSuccess: rememberJob }));
  return (
    <div className={styles.result}>
      {notice}
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
          ...facts,
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
        {acts}
      </div>
      {children}
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
