import { Download } from 'lucide-react';
import type { CredentialResult, PresentCredential } from '#shared/domain/credential.ts';
import type { Flag } from '#shared/domain/figure.ts';
import { readerRemark, readerWord } from '#shared/text/reader-words.ts';
import { openOverlay } from '../../../state/overlays.ts';
import { useWords } from '../../../state/text.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { Hash } from '../../../ui/hash.tsx';
import { AsOf, type AsOfProps } from './as-of.tsx';
import styles from './credential.module.css';
import { nodeFacts, nodeStatuses } from './node-facts.ts';
import { StatusTable } from './node-statuses.tsx';
import { Lead, Marked, Stranger } from './words-shown.tsx';

export interface ChecksPageProps extends Omit<AsOfProps, 'asOf'> {
  readonly result: CredentialResult;
  readonly address: (artifact: string) => string;
}

/** What the answer rests on: readers and their versions, lists, codes, the time certificates were held against. */
export function ChecksPage({ result, address, ...run }: ChecksPageProps) {
  const { text } = useWords();
  const present = result.state === 'present' ? result : null;
  const [file] = present?.nodes ?? [];
  return (
    <div className={styles.page}>
      <section>
        <h4>{text('credential.readers')}</h4>
        <Readers result={result} />
      </section>
      {present !== null && (
        <>
          <section>
            <h4>{text('credential.lists')}</h4>
            <Lists result={present} />
          </section>
          <section>
            <h4>{text('credential.as-of')}</h4>
            <AsOf {...run} asOf={present.asOf} />
          </section>
          {file !== undefined && (
            <section>
              <h4>{text('credential.statuses.table')}</h4>
              <StatusTable statuses={nodeStatuses(present, nodeFacts(present, file))} recorded={false} />
            </section>
          )}
          {present.crJson !== null && (
            <section>
              <h4>{text('credential.export')}</h4>
              <p className={styles.lead}>
                <Download className={styles.icon} aria-hidden="true" />
                <a href={address(present.crJson)} download={present.crJson}>
                  {text('credential.export.crjson')}
                </a>
                <span className={styles.muted}>{text('credential.export.note')}</span>
              </p>
            </section>
          )}
        </>
      )}
    </div>
  );
}

/** An engine's own word, as a flag: it mixes unlike things, so that it is never drawn as an error. */
function stateFlag(state: string): Flag {
  return state === 'Trusted' || state === 'Valid' ? 'ok' : state === 'Invalid' ? 'warning' : 'notice';
}

function Readers({ result: { opinions, observations } }: { readonly result: CredentialResult }) {
  const { text, pick } = useWords();
  const quarrels = observations.filter(({ id }) => id === 'engines-disagree');
  return (
    <>
      <div className={styles.wide}>
        <DataTable
          label={text('credential.readers')}
          columns={[
            { id: 'name', title: text('credential.reader') },
            { id: 'state', title: text('credential.reader.word') },
            { id: 'codes', title: text('credential.reader.codes') },
          ]}
          rows={opinions.map((opinion) => {
            const { name, version, state, codes } = opinion;
            // The version carries the lists that were loaded in brackets.
            const [number, lists] = version.split(/ (?=\()/);
            const word = readerWord(state);
            const remark = readerRemark(opinion);
            return {
              id: name,
              cells: [
                <span key="name" className={styles.stack}>
                  <b>{name === 'assay' ? text('credential.reader.own') : name}</b>
                  <span>{number}</span>
                  {lists !== undefined && (
                    <span className={styles.muted}>
                      <Stranger code>{lists}</Stranger>
                    </span>
                  )}
                </span>,
                <Marked key="state" flag={stateFlag(state)}>
                  {typeof word === 'string' ? word : pick(word)}
                </Marked>,
                <span key="codes" className={styles.stack}>
                  {codes.length === 0 && remark === null && '–'}
                  {codes.map((code) => (
                    <Stranger key={code} code>
                      {code}
                    </Stranger>
                  ))}
                  {typeof remark === 'string' && <Stranger>{remark}</Stranger>}
                  {typeof remark === 'object' && remark !== null && (
                    <span className={styles.muted}>{pick(remark)}</span>
                  )}
                </span>,
              ],
            };
          })}
        />
      </div>
      {quarrels.length === 0 ? (
        <p className={styles.muted}>{text('credential.readers.note')}</p>
      ) : (
        quarrels.map(({ statement, expert }) => (
          <p key={expert.en} className={styles.stack}>
            <Marked flag="notice">{pick(statement)}</Marked>
            <span className={styles.muted}>{pick(expert)}</span>
          </p>
        ))
      )}
    </>
  );
}

function Lists({ result: { lists } }: { readonly result: PresentCredential }) {
  const { text, number } = useWords();
  return (
    <>
      {lists.length === 0 ? (
        <p>
          <Marked flag="notice">{text('credential.lists.none')}</Marked>
        </p>
      ) : (
        <div className={styles.wide}>
          <DataTable
            label={text('credential.lists')}
            columns={[
              { id: 'title', title: text('trust.column.list') },
              { id: 'for', title: text('credential.list.for') },
              { id: 'edition', title: text('trust.column.issued') },
              { id: 'count', title: text('credential.certificates'), align: 'end' },
              { id: 'sha256', title: text('evidence.sha256') },
            ]}
            rows={lists.map((list) => ({
              id: list.id,
              cells: [
                list.title,
                text(`credential.list.for.${list.kind}`),
                list.edition ?? text('trust.not-stated'),
                number(list.certificates),
                <Hash
                  key="sha256"
                  value={list.sha256}
                  label={`${text('common.copy')}: SHA-256, ${list.title}`}
                />,
              ],
            }))}
          />
        </div>
      )}
      <Lead onPress={() => openOverlay('trust')}>{text('credential.lists.open')}</Lead>
    </>
  );
}
