import type { ByteRange } from '#shared/domain/figure.ts';
import type { LabelOverview, LabelStatement } from '#shared/domain/label.ts';
import {
  assertedRoleWords,
  labelMeaningWords,
  labelStandingWords,
  labelStateWords,
  statementKindWords,
} from '#shared/text/label-words.ts';
import { useWords } from '../../../state/text.ts';
import { selectAnalysis } from '../../../state/view.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { BytesLead, Lead, Marked, ScrolledText, Stranger } from '../credential/words-shown.tsx';
import styles from './labels.module.css';

export interface StatementsPageProps {
  readonly overview: LabelOverview;
  readonly onBytes: (bytes: ByteRange) => void;
  /** What was answered about labels meant for people. */
  readonly people: React.ReactNode;
}

/** Every statement as a card; the state of the file above them. */
export function StatementsPage({ overview, onBytes, people }: StatementsPageProps) {
  const { text, pick } = useWords();
  const { state, statements, contradictions, missing } = overview;
  const words = labelStateWords[state];
  return (
    <div className={styles.page}>
      <p className={styles.state}>
        <Marked flag={words.flag}>{pick(words.text)}</Marked>
      </p>
      {missing.length > 0 && (
        <Notice kind="information">
          <p>{text('labels.missing')}</p>
          <p>
            {missing.map((analysis) => (
              <Lead key={analysis} onPress={() => selectAnalysis(analysis)}>
                {analysis}
              </Lead>
            ))}
          </p>
        </Notice>
      )}
      {contradictions.length > 0 && (
        <Notice kind="caution" title={text('labels.contradictions')}>
          <ul className={styles.list}>
            {contradictions.map((contradiction) => (
              <li key={contradiction.code}>{pick(contradiction.text)}</li>
            ))}
          </ul>
        </Notice>
      )}
      <ol className={styles.statements}>
        {statements.map((statement, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two copies of a label may be equal; the list is only replaced whole
          <li key={index}>
            <StatementCard number={index + 1} statement={statement} onBytes={onBytes} />
          </li>
        ))}
      </ol>
      {people}
    </div>
  );
}

interface StatementCardProps {
  readonly number: number;
  readonly statement: LabelStatement;
  readonly onBytes: (bytes: ByteRange) => void;
}

function StatementCard({ number, statement, onBytes }: StatementCardProps) {
  const { text, pick } = useWords();
  const { standard, standardTitle, kind, place, key, bytes, meaning, says, asserted, standing } = statement;
  const title = pick(standardTitle);
  const behind = labelStandingWords[standing];
  const departures = statement.checks.filter(({ severity }) => severity === 'departs').length;
  return (
    <article className={styles.card} aria-label={`${number}. ${title}`}>
      <header>
        <span className={styles.number}>{number}</span>
        <h4>{title}</h4>
        <span className={styles.muted}>{pick(statementKindWords[kind])}</span>
      </header>
      <p className={styles.says}>
        <Marked flag={labelMeaningWords[meaning].flag}>
          <Stranger>{pick(says)}</Stranger>
        </Marked>
      </p>
      <dl className={styles.facts}>
        {asserted.map(({ role, name }) => (
          <div key={`${role} ${name}`}>
            <dt>{pick(assertedRoleWords[role])}</dt>
            <dd>
              <Stranger>{name}</Stranger>
            </dd>
          </div>
        ))}
        <div>
          <dt>{text('labels.standing')}</dt>
          <dd className={styles.stack}>
            <Marked flag={behind.flag}>{pick(behind.text)}</Marked>
            <span className={styles.muted}>{pick(statement.standingNote ?? behind.note)}</span>
          </dd>
        </div>
        <div>
          <dt>{text('labels.place')}</dt>
          <dd className={styles.where}>
            <Stranger code>{place}</Stranger>
            <Stranger code>{key}</Stranger>
            <BytesLead range={bytes} name={title} onBytes={onBytes} />
          </dd>
        </div>
        {statement.checks.length > 0 && (
          <div>
            <dt>{text('labels.strict')}</dt>
            <dd>
              <Marked flag={departures > 0 ? 'warning' : 'notice'}>
                {departures > 0
                  ? text('labels.departs', { count: departures })
                  : text('labels.noted', { count: statement.checks.length })}
              </Marked>
            </dd>
          </div>
        )}
      </dl>
      <Disclosure title={text('labels.details')}>
        <div className={styles.details} data-standard={standard}>
          <Checks statement={statement} />
          <Fields statement={statement} />
          <ScrolledText label={text('labels.raw')}>{statement.raw}</ScrolledText>
        </div>
      </Disclosure>
    </article>
  );
}

const severityFlags = { departs: 'error', warning: 'warning', information: 'notice' } as const;

function Checks({ statement: { checks } }: { readonly statement: LabelStatement }) {
  const { text, pick } = useWords();
  if (checks.length === 0) return null;
  return (
    <div className={styles.wide}>
      <DataTable
        label={text('labels.strict')}
        columns={[
          { id: 'result', title: text('labels.strict.result'), width: '8em' },
          { id: 'text', title: text('labels.strict.text') },
          { id: 'cite', title: text('labels.strict.cite') },
        ]}
        rows={checks.map((check, index) => ({
          id: `${index} ${check.code}`,
          cells: [
            <Marked key="result" flag={severityFlags[check.severity]}>
              {text(`labels.severity.${check.severity}`)}
            </Marked>,
            pick(check.text),
            check.cite,
          ],
        }))}
      />
    </div>
  );
}

function Fields({ statement: { fields } }: { readonly statement: LabelStatement }) {
  const { text } = useWords();
  if (fields.length === 0) return null;
  return (
    <div className={styles.wide}>
      <DataTable
        label={text('labels.fields')}
        columns={[
          { id: 'name', title: text('labels.field.name'), width: '14em' },
          { id: 'value', title: text('labels.field.value') },
        ]}
        rows={fields.map((field, index) => ({
          id: `${index} ${field.name}`,
          cells: [
            <Stranger key="name" code>
              {field.name}
            </Stranger>,
            <span key="value" className={styles.stack}>
              {field.value === '' ? (
                <span className={styles.muted}>{text('labels.field.empty')}</span>
              ) : (
                <Stranger>{field.value}</Stranger>
              )}
              {field.personal && <Marked flag="notice">{text('labels.field.personal')}</Marked>}
            </span>,
          ],
        }))}
      />
    </div>
  );
}
