import type { CredentialResult } from '#shared/domain/credential.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import type { Run } from '#shared/domain/run.ts';
import { artifactAddress, thumbnailAddress } from '../../../bridge/media.ts';
import { FigureView } from '../../../figures/figure-view.tsx';
import { useWords } from '../../../state/text.ts';
import { UncoveredList } from './coverage-bar.tsx';
import styles from './credential.module.css';
import { BindingsTable } from './node-bindings.tsx';

export interface BytesPageProps {
  readonly caseId: string;
  readonly evidence: Evidence;
  readonly run: Run;
  readonly result: CredentialResult;
  readonly onBytes: (range: ByteRange) => void;
}

/** Figures of the run that speak of bytes, besides the boxes. */
const shownFigures = ['hidden-payloads', 'store-like-bytes', 'coverage', 'boxes'];

/** Down to the byte: what the signature covers, how it is bound, the boxes of the store, what is hidden. */
export function BytesPage({ caseId, evidence, run, result, onBytes }: BytesPageProps) {
  const { text, pick } = useWords();
  const coverage = result.state === 'present' ? result.coverage : null;
  const details = result.state === 'present' ? result.details : [];
  const bindings = details.find((detail) => detail.bindings.length > 0)?.bindings ?? [];
  const figures = shownFigures.flatMap((id) => run.figures.filter((figure) => figure.id === id));
  if (coverage === null && bindings.length === 0 && figures.length === 0)
    return <p className={styles.page}>{text('credential.bytes.none')}</p>;
  return (
    <div className={styles.page}>
      {coverage !== null && coverage.unprotected > 0 && (
        <section className={styles.stack}>
          <h4>{text('credential.coverage.parts')}</h4>
          <UncoveredList coverage={coverage} onBytes={onBytes} />
          {coverage.merged && <p className={styles.muted}>{text('credential.coverage.merged')}</p>}
        </section>
      )}
      {bindings.length > 0 && (
        <section>
          <h4>{text('credential.bindings.table')}</h4>
          <BindingsTable bindings={bindings} onBytes={onBytes} />
        </section>
      )}
      {figures.map((figure) => (
        <section key={figure.id}>
          <h4>{pick(figure.title)}</h4>
          <FigureView
            figure={figure}
            owner={run.id}
            background={thumbnailAddress(caseId, evidence.sha256)}
            addressOf={(name) => artifactAddress(caseId, run.id, name)}
            onBytes={onBytes}
          />
        </section>
      ))}
    </div>
  );
}
