import { useMutation, useQuery } from '@tanstack/react-query';
import type { MarkedFile } from '#shared/domain/marking.ts';
import { calls } from '../../bridge/bridge.ts';
import { rememberJob } from '../../state/activity.ts';
import { useWords } from '../../state/text.ts';
import { showEntry } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { CopyButton, Hash } from '../../ui/hash.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { ChangeTable } from './label-outlook.tsx';
import { nameOf } from './labelled-result.tsx';
import { LayerTable } from './layer-table.tsx';
import styles from './mark.module.css';
import { MarkQualityTable, MarkReadingFacts } from './mark-reading.tsx';

/** The copy of the whole chain: where it is, which layers it has, how the mark reads, and what it cost. */
export function MarkedResult({ caseId, made }: { readonly caseId: string; readonly made: MarkedFile }) {
  const { text, bytes } = useWords();
  const capabilities = useQuery(calls.app.capabilities.queryOptions());
  const reveal = useMutation(calls.labels.reveal.mutationOptions());
  const takeIn = useMutation(calls.evidence.add.mutationOptions({ onSuccess: rememberJob }));
  const missing = made.layers.filter(({ state }) => state === 'refused' || state === 'failed').length;
  const { entry, mark } = made;
  return (
    <div className={styles.result}>
      <Notice kind={missing === 0 ? 'information' : 'caution'}>
        {missing === 0 ? text('mark.made') : text('mark.made.partly', { count: missing })}
      </Notice>
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
          {
            name: text('mark.size'),
            value: text('mark.size.value', { size: bytes(made.size), before: bytes(made.source.size) }),
          },
          ...(entry === null
            ? []
            : [{ name: text('mark.entry'), value: text('register.entry', { number: entry }) }]),
          ...(made.signed === null
            ? []
            : [
                {
                  name: text('sign.done.signer'),
                  value: `${made.signed.signer.organisation}, ${made.signed.signer.name}`,
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
        {entry !== null && <Button onPress={() => showEntry(entry)}>{text('mark.entry.open')}</Button>}
      </div>
      <section className={styles.section}>
        <h3>{text('mark.layers')}</h3>
        <LayerTable layers={made.layers} />
      </section>
      {mark !== null && (
        <section className={styles.section}>
          <h3>{text('mark.reading')}</h3>
          <MarkReadingFacts mark={mark} />
        </section>
      )}
      {mark !== null && mark.quality.length > 0 && (
        <section className={styles.section}>
          <h3>{text('mark.quality')}</h3>
          <MarkQualityTable quality={mark.quality} />
        </section>
      )}
      {made.changes.length > 0 && (
        <section className={styles.section}>
          <h3>{text('mark.changed')}</h3>
          <ChangeTable changes={made.changes} />
        </section>
      )}
      <Notes made={made} />
    </div>
  );
}

function Notes({ made }: { readonly made: MarkedFile }) {
  const { pick } = useWords();
  return [...made.notes, ...(made.signed?.notes ?? [])].map((note) => <p key={note.en}>{pick(note)}</p>);
}
