import { useQuery } from '@tanstack/react-query';
import type { Evidence, Sha256 } from '#shared/domain/evidence.ts';
import type { FingerprintMatch } from '#shared/domain/fingerprint.ts';
import type { Recovered, TraceCandidate } from '#shared/domain/trace.ts';
import { expectedFalseWords } from '#shared/text/comparison-facts.ts';
import { formatDate } from '#shared/text/format.ts';
import { matchPhrase, methodWords, routeWords, variantWords } from '#shared/text/trace-words.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Thumbnail } from '../evidence/evidence-cells.tsx';
import { useJoin } from '../examine/credential/words-shown.tsx';
import { Identifier } from '../mark/mark-reading.tsx';
import { CandidateActs } from './candidate-acts.tsx';
import { ClaimMark } from './claim-mark.tsx';
import { RecoveredPart } from './recovered-part.tsx';
import styles from './trace.module.css';
import { heldAs } from './trace-view.ts';

export interface CandidateCardProps {
  readonly caseId: string;
  readonly suspect: Sha256;
  readonly candidate: TraceCandidate;
  readonly recovered: Recovered | undefined;
  readonly readOnly: boolean;
}

/** One source: what it is, what led to it, how well it fits, and what can be done with it. */
export function CandidateCard({ caseId, suspect, candidate, recovered, readOnly }: CandidateCardProps) {
  const { text, pick } = useWords();
  const join = useJoin();
  const sourceName = useSourceName(candidate);
  const held = useHeld(caseId, candidate);
  const { name, claim, routes, matches, payload, note } = candidate;
  return (
    <section className={styles.card} aria-label={`${name} · ${sourceName}`} data-claim={claim}>
      <div className={styles.picture}>
        {held !== undefined && <Thumbnail key={held.sha256} caseId={caseId} row={held} />}
      </div>
      <div className={styles.cardBody}>
        <header className={styles.cardHead}>
          <h4>{name}</h4>
          <ClaimMark claim={claim} />
        </header>
        <SourceLine candidate={candidate} />
        {candidate.source.kind === 'register' && held !== undefined && (
          <p className={styles.muted}>{text('register.exhibit', { number: held.number })}</p>
        )}
        <p>
          <span className={styles.muted}>{text('trace.routes')}</span>{' '}
          {join(routes.map((route) => pick(routeWords[route])))}
        </p>
        {payload !== null && (
          <p className={styles.identifier}>
            <span className={styles.muted}>{text('trace.payload')}</span> <Identifier decimal={payload} />
          </p>
        )}
        {matches.length === 0 && candidate.compared.length > 0 && claim !== 'same-bytes' && (
          <p className={styles.muted}>{text('trace.matches.none')}</p>
        )}
        {matches.length > 0 && (
          <ul className={styles.matches} aria-label={text('trace.matches')}>
            {matches.map((match) => (
              <li key={`${match.method} ${match.variant}`}>
                {pick(matchPhrase(match))}
                <span className={styles.muted}> · {pick(expectedFalseWords(match))}</span>
              </li>
            ))}
          </ul>
        )}
        {note !== null && <p className={styles.muted}>{pick(note)}</p>}
        <CandidateActs caseId={caseId} suspect={suspect} candidate={candidate} readOnly={readOnly} />
        <Codes matches={matches} />
        {recovered !== undefined && <RecoveredPart recovered={recovered} />}
      </div>
    </section>
  );
}

/** The exhibit that is this source, when the case holds it: under the hash of the copy, or of the original. */
function useHeld(caseId: string, candidate: TraceCandidate): Evidence | undefined {
  const [first = '', second = ''] = heldAs(candidate);
  const find = (evidence: string) => ({
    ...calls.evidence.get.queryOptions({ input: { caseId, evidence } }),
    // Not there is an answer.
    retry: false,
  });
  const one = useQuery({ ...find(first), enabled: first !== '' });
  const other = useQuery({ ...find(second), enabled: second !== '' && one.isError });
  return one.data ?? other.data;
}

function useSourceName({ source }: TraceCandidate): string {
  const { text } = useWords();
  switch (source.kind) {
    case 'case':
      return text('trace.source.case', { number: source.number });
    case 'register':
      return text('trace.source.register', { number: source.entry });
    case 'list':
      return text('trace.source.list', { list: source.list });
  }
}

function SourceLine({ candidate }: { readonly candidate: TraceCandidate }) {
  const { text } = useWords();
  const sourceName = useSourceName(candidate);
  const { source } = candidate;
  if (source.kind === 'case') return <p>{sourceName}</p>;
  if (source.kind === 'list') {
    return (
      <p>
        {sourceName} · <code>{source.item}</code>
        {source.tags.length > 0 && ` · ${text('trace.source.tags', { tags: source.tags.join(', ') })}`}
      </p>
    );
  }
  return (
    <>
      <p>
        {sourceName} · {text(`trace.source.origin.${source.origin}`)} ·{' '}
        {text('trace.source.entered', { date: formatDate(source.at) })}
      </p>
      {source.note !== '' && <p className={styles.note}>{visibleText(source.note)}</p>}
      {!source.kept && <p className={styles.muted}>{text('trace.source.not-kept')}</p>}
    </>
  );
}

/** Both codes of each match that are short enough to print: anybody can compare them again. */
function Codes({ matches }: { readonly matches: readonly FingerprintMatch[] }) {
  const { text, pick } = useWords();
  const printed = matches.filter(({ codes, quality }) => codes !== null || quality !== null);
  if (printed.length === 0) return null;
  return (
    <Disclosure level={4} title={text('trace.codes')}>
      <div className={styles.codes}>
        <DataTable
          label={text('trace.codes')}
          columns={[
            { id: 'method', title: text('trace.methods.method') },
            { id: 'suspect', title: text('trace.codes.suspect') },
            { id: 'source', title: text('trace.codes.source') },
            { id: 'quality', title: text('trace.codes.quality'), align: 'end' },
          ]}
          rows={printed.map(({ method, variant, codes, quality }) => ({
            id: `${method} ${variant}`,
            cells: [
              `${pick(methodWords[method])} (${pick(variantWords(variant))})`,
              <code key="suspect">{codes?.[0] ?? ''}</code>,
              <code key="source">{codes?.[1] ?? ''}</code>,
              quality === null ? '' : quality.join(' / '),
            ],
          }))}
        />
      </div>
    </Disclosure>
  );
}
