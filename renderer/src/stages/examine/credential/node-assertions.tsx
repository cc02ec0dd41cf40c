import type { ByteRange, Flag } from '#shared/domain/figure.ts';
import { assertionWords } from '#shared/text/credential-terms.ts';
import { useWords } from '../../../state/text.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import styles from './credential.module.css';
import type { AssertionFact } from './node-facts.ts';
import { briefText } from './stranger-text.ts';
import { BytesLead, Marked, ScrolledText, Stranger } from './words-shown.tsx';

const standingFlags = {
  created: 'ok',
  gathered: 'notice',
  listed: 'notice',
  redacted: 'notice',
  unsigned: 'warning',
  unknown: 'notice',
} as const satisfies Record<AssertionFact['standing'], Flag>;

/** Every statement of a manifest: is it signed, is it as it was signed, what does it say, where does it lie. */
export function AssertionsTable({
  assertions,
  onBytes,
}: {
  readonly assertions: readonly AssertionFact[];
  readonly onBytes: (range: ByteRange) => void;
}) {
  const { text } = useWords();
  return (
    <div className={styles.wide}>
      <DataTable
        label={text('credential.assertions.table')}
        columns={[
          { id: 'label', title: text('credential.assertion') },
          { id: 'signed', title: text('credential.assertion.signed'), width: '14em' },
          { id: 'bytes', title: text('examine.tab.bytes'), width: '11em' },
        ]}
        rows={assertions.map((one, index) => ({
          id: String(index),
          cells: [
            <Content key="label" assertion={one} />,
            <span key="signed" className={styles.stack}>
              <Marked flag={standingFlags[one.standing]}>
                {text(`credential.standing.${one.standing}`)}
              </Marked>
              <HashAnswer assertion={one} />
            </span>,
            <Place key="bytes" assertion={one} onBytes={onBytes} />,
          ],
        }))}
      />
    </div>
  );
}

function Content({ assertion: { label, content, preview } }: { readonly assertion: AssertionFact }) {
  const { text, pick } = useWords();
  const plain = assertionWords(label);
  return (
    <span className={styles.stack}>
      {plain !== null && <span>{pick(plain)}</span>}
      <span>
        <Stranger code>{label}</Stranger>
        {content !== null && <span className={styles.muted}> {briefText(content)}</span>}
      </span>
      {preview !== null && preview !== '' && (
        <Disclosure title={<span className={styles.muted}>{text('credential.assertion.preview')}</span>}>
          <ScrolledText label={briefText(label)}>{preview}</ScrolledText>
        </Disclosure>
      )}
    </span>
  );
}

function HashAnswer({ assertion: { hashMatches, hashAlgorithm } }: { readonly assertion: AssertionFact }) {
  const { text } = useWords();
  const answer = hashMatches === null ? 'unchecked' : hashMatches ? 'fits' : 'differs';
  const flag = { unchecked: 'notice', fits: 'ok', differs: 'error' } as const;
  return (
    <Marked flag={flag[answer]}>
      {text(`credential.hash.${answer}`)}{' '}
      {hashAlgorithm !== null && <Stranger code>{hashAlgorithm}</Stranger>}
    </Marked>
  );
}

function Place({
  assertion: { place, label },
  onBytes,
}: {
  readonly assertion: AssertionFact;
  readonly onBytes: (range: ByteRange) => void;
}) {
  const { text } = useWords();
  if (place === null) return text('credential.assertion.no-place');
  return <BytesLead range={place} name={briefText(label)} onBytes={onBytes} />;
}
