import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FingerprintMethod } from '#shared/domain/fingerprint.ts';
import type { RegisterEntry } from '#shared/domain/register.ts';
import { formatDate } from '#shared/text/format.ts';
import { publicKeyFingerprint } from '#shared/text/mark-identifier.ts';
import { formatName } from '#shared/text/media-names.ts';
import { methodWords } from '#shared/text/trace-words.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { selectEvidence, view } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { Hash } from '../../ui/hash.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import markStyles from '../mark/mark.module.css';
import { Identifier } from '../mark/mark-reading.tsx';
import { EntryNote, EntryRemoval } from './entry-acts.tsx';
import styles from './register.module.css';

/** One entry: what leads back to the original, the owner's note, and the way to remove it. */
export function EntryDetail({ entry, caseId }: { readonly entry: number; readonly caseId: string }) {
  const { text } = useWords();
  const shown = useQuery(calls.register.show.queryOptions({ input: { entry } }));
  const [removing, setRemoving] = useState(false);
  if (shown.isError) return <ProblemNotice error={shown.error} onRetry={() => void shown.refetch()} />;
  if (shown.data === undefined) return <p className={styles.loading}>{text('common.loading')}</p>;
  return (
    <article className={styles.detail}>
      <h2>{text('register.entry', { number: entry })}</h2>
      {shown.data.state === 'reserved' && (
        <Notice kind="caution">{text('register.state.reserved.note')}</Notice>
      )}
      <EntryFacts entry={shown.data} />
      <InThisCase caseId={caseId} entry={shown.data} />
      <EntryNote entry={shown.data} />
      <Fingerprints entry={shown.data} />
      <Labels entry={shown.data} />
      <Credential entry={shown.data} />
      <div className={markStyles.acts}>
        <Button onPress={() => setRemoving(true)}>{text('register.remove')}</Button>
      </div>
      {removing && <EntryRemoval entry={shown.data} onClose={() => setRemoving(false)} />}
    </article>
  );
}

function EntryFacts({ entry }: { readonly entry: RegisterEntry }) {
  const { text, pick } = useWords();
  const keys = useQuery(calls.mark.keys.queryOptions());
  const ring = keys.data?.find(({ fingerprint }) => fingerprint === entry.key);
  const hash = (value: string) => <Hash value={value} whole label={text('evidence.copy-hash')} />;
  return (
    <FactList
      facts={[
        { name: text('register.column.name'), value: entry.name },
        { name: text('register.format'), value: pick(formatName(entry.format)) },
        { name: text('register.column.at'), value: formatDate(entry.at) },
        { name: text('register.state'), value: text(`register.state.${entry.state}`) },
        {
          name: text('mark.reading.identifier'),
          value: entry.payload === null ? text('register.no-mark') : <Identifier decimal={entry.payload} />,
        },
        ...(entry.codec === null ? [] : [{ name: text('mark.codec'), value: <code>{entry.codec}</code> }]),
        ...(entry.key === null
          ? []
          : [
              {
                name: text('mark.key'),
                value: (
                  <>
                    <code>{entry.key}</code>{' '}
                    {entry.key === publicKeyFingerprint ? text('mark.key.public') : (ring?.name ?? '')}
                  </>
                ),
              },
            ]),
        { name: text('register.original'), value: hash(entry.original) },
        // A known original was entered as it is: there is no other copy.
        ...(entry.copy === entry.original
          ? []
          : [
              {
                name: text('register.copy'),
                value: entry.copy === null ? text('register.copy.none') : hash(entry.copy),
              },
            ]),
      ]}
    />
  );
}

/** The original, or the copy, when the open case holds it. */
function InThisCase({ caseId, entry }: { readonly caseId: string; readonly entry: RegisterEntry }) {
  const { text } = useWords();
  const find = (sha256: string) => ({
    ...calls.evidence.get.queryOptions({ input: { caseId, evidence: sha256 } }),
    // Not there is an answer.
    retry: false,
  });
  const original = useQuery(find(entry.original)).data;
  const copy = useQuery({
    ...find(entry.copy ?? entry.original),
    enabled: entry.copy !== null && entry.copy !== entry.original,
  }).data;
  const held = [original, entry.copy === entry.original ? undefined : copy].flatMap((one) => one ?? []);
  return held.map((evidence) => (
    <div key={evidence.sha256} className={markStyles.acts}>
      <span>{text('register.exhibit', { number: evidence.number })}</span>
      <Button
        onPress={() => {
          selectEvidence({ sha256: evidence.sha256, index: evidence.number - 1 });
          view.set({ stage: 'examine' });
        }}
      >
        {text('register.exhibit.open')}
      </Button>
    </div>
  ));
}

function Fingerprints({ entry }: { readonly entry: RegisterEntry }) {
  const { text, number } = useWords();
  const fingerprintName = useFingerprintName();
  return (
    <section className={styles.section}>
      <h3>{text('register.fingerprints')}</h3>
      {entry.fingerprints.length === 0 ? (
        <p className={styles.muted}>{text('register.fingerprints.none')}</p>
      ) : (
        <DataTable
          label={text('register.fingerprints')}
          columns={[
            { id: 'method', title: text('register.fingerprint.method'), width: '120px' },
            { id: 'code', title: text('register.fingerprint.code') },
            { id: 'quality', title: text('register.fingerprint.quality'), align: 'end', width: '110px' },
          ]}
          rows={entry.fingerprints.map(({ method, code, quality }, index) => ({
            id: `${index} ${method}`,
            cells: [
              fingerprintName(method),
              <code key="code" title={code}>
                {code.length > longestCode ? `${code.slice(0, longestCode)}…` : code}
              </code>,
              quality === null ? '' : number(quality),
            ],
          }))}
        />
      )}
    </section>
  );
}

const longestCode = 64;

/** Registers of others may name methods that are not known here. */
function useFingerprintName(): (method: string) => string {
  const { pick } = useWords();
  return (method) => {
    const known = FingerprintMethod.safeParse(method);
    return known.success ? pick(methodWords[known.data]) : method;
  };
}

function Labels({ entry }: { readonly entry: RegisterEntry }) {
  const { text } = useWords();
  return (
    <section className={styles.section}>
      <h3>{text('register.labels')}</h3>
      {entry.labels.length === 0 ? (
        <p className={styles.muted}>{text('register.labels.none')}</p>
      ) : (
        <DataTable
          label={text('register.labels')}
          columns={[
            { id: 'key', title: text('mark.column.field') },
            { id: 'value', title: text('mark.column.value') },
            { id: 'place', title: text('mark.column.place') },
          ]}
          rows={entry.labels.map(({ standard, key, value, place }, index) => ({
            id: `${index} ${standard} ${key}`,
            cells: [<code key="key">{key}</code>, value, <code key="place">{place}</code>],
          }))}
        />
      )}
    </section>
  );
}

function Credential({ entry }: { readonly entry: RegisterEntry }) {
  const { text } = useWords();
  const { manifest, binding } = entry;
  return (
    <section className={styles.section}>
      <h3>{text('register.credential')}</h3>
      {manifest === null ? (
        <p className={styles.muted}>{text('register.credential.none')}</p>
      ) : (
        <FactList
          facts={[
            { name: text('register.credential.manifest'), value: <code>{manifest}</code> },
            ...(binding === null
              ? []
              : [
                  {
                    name: text('register.credential.binding'),
                    value: (
                      <code>
                        {binding.algorithm} {binding.value}
                      </code>
                    ),
                  },
                ]),
          ]}
        />
      )}
    </section>
  );
}
