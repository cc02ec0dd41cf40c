import type { ReactNode } from 'react';
import type { ComparedFile } from '#shared/domain/comparison.ts';
import { formatName } from '#shared/text/media-names.ts';
import { useWords } from '../../../state/text.ts';
import { Hash } from '../../../ui/hash.tsx';
import { Thumbnail } from '../../evidence/evidence-cells.tsx';
import styles from './alignment.module.css';

type Compared = Pick<ComparedFile, 'name' | 'sha256' | 'number' | 'media'>;

/** Which of the two is taken for the original, and which for the suspect. */
export function PairHead({
  caseId,
  first,
  second,
  acts,
}: {
  readonly caseId: string;
  readonly first: Compared;
  readonly second: Compared;
  readonly acts: ReactNode;
}) {
  const { text } = useWords();
  return (
    <header className={styles.pair}>
      <FileLine caseId={caseId} file={first} role={text('alignment.first')} />
      <FileLine caseId={caseId} file={second} role={text('alignment.second')} />
      <div className={styles.acts}>{acts}</div>
    </header>
  );
}

function FileLine({
  caseId,
  file,
  role,
}: {
  readonly caseId: string;
  readonly file: Compared;
  readonly role: string;
}) {
  const { text, pick } = useWords();
  const { name, number, sha256, media } = file;
  return (
    <div className={styles.file}>
      {number !== null && <Thumbnail key={sha256} caseId={caseId} row={file} small />}
      <div className={styles.fileWords}>
        <span className={styles.muted}>{role}</span>
        <strong>{number === null ? name : text('duties.exhibit', { number, name })}</strong>
        <span className={styles.muted}>
          {number === null && `${text('alignment.of-register')} · `}
          {pick(formatName(media.format))} · <Hash value={sha256} label={text('evidence.copy-hash')} />
        </span>
      </div>
    </div>
  );
}
