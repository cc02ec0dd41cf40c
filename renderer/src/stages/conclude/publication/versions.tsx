import type { PublicationRecord } from '#shared/domain/publication.ts';
import { formatDate } from '#shared/text/format.ts';
import { answerWords } from '#shared/text/publication-words.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { useWords } from '../../../state/text.ts';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { FactList } from '../../../ui/fact-list.tsx';
import { Stranger } from '../../examine/credential/words-shown.tsx';
import styles from './publication.module.css';
import { emptyPublication } from './publication-draft.ts';
import { type PublicationField, publicationChanges } from './publication-fields.ts';

/** All versions of a record, the latest first: who, when, and what they changed. */
export function Versions({ records }: { readonly records: readonly PublicationRecord[] }) {
  const { text } = useWords();
  return (
    <div className={styles.page}>
      <h2>{text('publication.versions')}</h2>
      {records.length === 0 && <p className={styles.muted}>{text('publication.versions.none')}</p>}
      <ol className={styles.versions} reversed>
        {records.toReversed().map((record) => {
          const before = records.find(({ version }) => version === record.version - 1);
          return (
            <li key={record.version}>
              <Disclosure
                level={3}
                open={record.version === records.length}
                title={
                  <span className={styles.version}>
                    <span>{text('publication.version', { version: record.version })}</span>
                    <span
                      className={styles.by}
                    >{`${formatDate(record.at)} · ${visibleText(record.actor)}`}</span>
                  </span>
                }
              >
                <Version record={record} before={before} />
              </Disclosure>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function Version({
  record,
  before,
}: {
  readonly record: PublicationRecord;
  readonly before: PublicationRecord | undefined;
}) {
  const { text, pick } = useWords();
  const changes = publicationChanges(before?.publication ?? emptyPublication, record.publication);
  if (changes.length === 0) return <p className={styles.muted}>{text('publication.version.nothing')}</p>;
  return (
    <FactList
      facts={changes.map(({ field, before: earlier }) => ({
        name: pick(field.name),
        value: (
          <span className={styles.change}>
            {before !== undefined && (
              <del>
                <FieldValue value={earlier} />
              </del>
            )}
            <FieldValue value={field.value} />
          </span>
        ),
      }))}
    />
  );
}

/** What is recorded, without the fields that are not. */
export function RecordedFacts({ fields }: { readonly fields: readonly PublicationField[] }) {
  const { pick } = useWords();
  return (
    <FactList
      facts={fields
        .filter(({ value }) => value !== null)
        .map(({ name, value }) => ({ name: pick(name), value: <FieldValue value={value} /> }))}
    />
  );
}

function FieldValue({ value }: Pick<PublicationField, 'value'>) {
  const { pick } = useWords();
  if (value === null) return <span className={styles.muted}>{pick(answerWords['not-recorded'])}</span>;
  return typeof value === 'string' ? <Stranger>{value}</Stranger> : <span>{pick(value)}</span>;
}
