import { useEffect, useRef, useState } from 'react';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import { evidenceAddress } from '../../bridge/media.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { ByteSource } from '../../viewer/byte-source.ts';
import { HexView } from '../../viewer/hex-view.tsx';
import { letterOf } from '../../viewer/picture.ts';
import { type ByteDifference, firstDifference } from './byte-difference.ts';
import styles from './compare.module.css';

export interface BytesComparedProps {
  readonly caseId: string;
  readonly exhibits: readonly Evidence[];
}

/** Bytes of the exhibits beside each other, scrolled together, and where the first two begin to differ. */
export function BytesCompared({ caseId, exhibits }: BytesComparedProps) {
  const { text, bytes } = useWords();
  const [together, setTogether] = useState(true);
  const [top, setTop] = useState(0);
  const [selection, setSelection] = useState<ByteRange | null>(null);
  const [answer, setAnswer] = useState<ByteDifference | 'searching' | Error | null>(null);
  const abort = useRef<AbortController | null>(null);
  const pair = `${exhibits[0]?.sha256} ${exhibits[1]?.sha256}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another pair begins anew
  useEffect(() => {
    setAnswer(null);
    setSelection(null);
    return () => abort.current?.abort();
  }, [pair]);

  const search = async (from: number) => {
    const [one, other] = exhibits;
    if (one === undefined || other === undefined) return;
    abort.current?.abort();
    const started = new AbortController();
    abort.current = started;
    const { signal } = started;
    const sources = [one, other].map(
      ({ sha256, size }) => new ByteSource(evidenceAddress(caseId, sha256), size, () => undefined),
    );
    const [a, b] = sources.map((source) => ({
      size: source.size,
      read: (start: number, length: number) => source.read(start, length),
    }));
    if (a === undefined || b === undefined) return;
    setAnswer('searching');
    try {
      const found = await firstDifference(a, b, from, signal);
      if (signal.aborted) return;
      setAnswer(found);
      if (found.found) setSelection([found.offset, 1]);
    } catch (error) {
      if (!signal.aborted) setAnswer(error instanceof Error ? error : new Error(String(error)));
    } finally {
      for (const source of sources) source.close();
    }
  };
  return (
    <div className={styles.bytes}>
      <div className={styles.bar}>
        <Checkbox selected={together} onChange={setTogether}>
          {text('compare.bytes.together')}
        </Checkbox>
        <Button kind="quiet" disabled={answer === 'searching'} onPress={() => void search(0)}>
          {`${text('compare.bytes.first')} (${letterOf(0)}, ${letterOf(1)})`}
        </Button>
        <span className={styles.muted} role="status">
          {answer === 'searching' && text('compare.bytes.searching')}
          {answer instanceof Error && text('hex.failed', { reason: answer.message })}
          {answer !== null &&
            typeof answer === 'object' &&
            'found' in answer &&
            (answer.found
              ? text('compare.bytes.found', { offset: `0x${answer.offset.toString(16)}` })
              : text('compare.bytes.equal-to', { size: bytes(answer.searched) }))}
        </span>
      </div>
      <div className={styles.hexes}>
        {exhibits.map((exhibit, index) => (
          <section key={exhibit.sha256} className={styles.hexPane}>
            <h2>
              {text('viewer.pane.name', {
                letter: letterOf(index),
                number: exhibit.number,
                name: exhibit.name,
              })}
            </h2>
            <HexView
              caseId={caseId}
              evidence={exhibit}
              selection={selection}
              {...(together ? { top, onTop: setTop } : {})}
            />
          </section>
        ))}
      </div>
    </div>
  );
}
