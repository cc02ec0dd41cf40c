import { useEffect, useMemo, useRef, useState } from 'react';
import type { Comparison, TextTransform } from '#shared/domain/comparison.ts';
import { visibleLines } from '#shared/text/visible-text.ts';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import styles from './alignment.module.css';
import { type PassageRow, passageRows, rowOf, shortened, type TextPart } from './alignment-view.ts';
import { useComparedTexts } from './use-comparison.ts';

/** Rows shown before more are asked for, and characters of a part that is the same in both. */
const step = 40;
const longestSame = 600;

/** Both texts side by side, passage by passage, with what differs marked. */
export function PassagesView({
  caseId,
  comparison,
  transform,
  active,
}: {
  readonly caseId: string;
  readonly comparison: Comparison;
  readonly transform: TextTransform;
  readonly active: number | null;
}) {
  const { text } = useWords();
  const [most, setMost] = useState(step);
  const { texts, failed } = useComparedTexts(caseId, comparison.id);
  const rows = useMemo(
    () => (texts === null ? [] : passageRows(texts, transform, comparison.changes)),
    [texts, transform, comparison.changes],
  );
  const pointed = active === null ? -1 : rowOf(rows, active);
  const shown = Math.max(most, pointed + 1);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (active === null) return;
    const mark = list.current?.querySelector(`[data-change="${active}"]`);
    mark?.scrollIntoView({ block: 'center' });
  }, [active]);
  return (
    <section className={styles.section}>
      <h3>{text('alignment.passages')}</h3>
      <p className={styles.muted}>{text('alignment.passages.note')}</p>
      {failed && <Notice kind="problem">{text('alignment.passages.none')}</Notice>}
      <div className={styles.passageHead} aria-hidden="true">
        <span>{text('alignment.first')}</span>
        <span>{text('alignment.second')}</span>
      </div>
      <ol ref={list} className={styles.passages}>
        {rows.slice(0, shown).map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a comparison never change
          <Row key={index} row={row} active={active} />
        ))}
      </ol>
      {rows.length > shown && (
        <div>
          <Button onPress={() => setMost(shown + step)}>
            {text('common.more', { count: Math.min(step, rows.length - shown) })}
          </Button>
        </div>
      )}
    </section>
  );
}

function Row({ row, active }: { readonly row: PassageRow; readonly active: number | null }) {
  const { text } = useWords();
  const [whole, setWhole] = useState(false);
  const long = [...(row.first ?? []), ...(row.second ?? [])].some(
    ({ change, text: words }) => change === null && words.length > longestSame,
  );
  return (
    <li className={styles.passage}>
      <Stretch parts={row.first} side="first" whole={whole} active={active} />
      <Stretch parts={row.second} side="second" whole={whole} active={active} />
      {long && !whole && (
        <div className={styles.whole}>
          <Button kind="quiet" onPress={() => setWhole(true)}>
            {text('alignment.passages.whole')}
          </Button>
        </div>
      )}
    </li>
  );
}

function Stretch({
  parts,
  side,
  whole,
  active,
}: {
  readonly parts: readonly TextPart[] | null;
  readonly side: 'first' | 'second';
  readonly whole: boolean;
  readonly active: number | null;
}) {
  const { text } = useWords();
  if (parts === null) return <div className={styles.nowhere}>{text('alignment.passages.nowhere')}</div>;
  return (
    <p className={styles.stretch} data-side={side}>
      {parts.map(({ text: words, change }, index) =>
        change === null ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a passage never change
          <span key={index}>{visibleLines(whole ? words : shortened(words, longestSame))}</span>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a passage never change
          <mark key={index} data-change={change} data-active={change === active ? true : undefined}>
            {visibleLines(words)}
          </mark>
        ),
      )}
    </p>
  );
}
