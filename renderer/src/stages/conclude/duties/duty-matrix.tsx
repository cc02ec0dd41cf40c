import { useMemo, useRef } from 'react';
import type { Duty, DutyCatalogue, DutyMatrix } from '#shared/domain/obligation.ts';
import { dutyOutcomeWords, forceWords, jurisdictionWords } from '#shared/text/duty-words.ts';
import { useWords } from '../../../state/text.ts';
import { changeDuties, useView } from '../../../state/view.ts';
import { MatrixGrid, type MatrixPlace, type MatrixRow } from '../../../ui/matrix-grid.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import styles from './duties.module.css';
import { byPack, cellKey, cellsByPlace, dutiesShown } from './matrix-view.ts';
import { DutyOutcomeMark } from './outcome-mark.tsx';

export interface DutyMatrixViewProps {
  readonly matrix: DutyMatrix;
  readonly packs: DutyCatalogue['packs'] | undefined;
  /** Enter on a cell: the focus goes to what is shown of it. */
  readonly onEnter: () => void;
}

/** Duties down, exhibits across; a cell opens to its clause and reasoning. */
export function DutyMatrixView({ matrix, packs, onEnter }: DutyMatrixViewProps) {
  const { text, pick, number } = useWords();
  const { rows, cell: active, opened } = useView((value) => value.duties);
  const grid = useRef<{ focus(): void }>(null);
  const cells = useMemo(() => cellsByPlace(matrix), [matrix]);
  const groups = useMemo(() => byPack(dutiesShown(matrix, rows), packs), [matrix, rows, packs]);
  const lines = groups.flatMap(({ id, pack, duties }): MatrixRow[] => [
    {
      kind: 'group',
      id,
      header: pack === undefined ? id : <PackHeader pack={pack} />,
    },
    ...duties.map((duty) => ({
      kind: 'row' as const,
      id: duty.id,
      header: <DutyHeader duty={duty} />,
    })),
  ]);
  const numbers = new Map(matrix.exhibits.map((exhibit) => [exhibit.sha256, exhibit.number]));
  const { copies } = matrix.choice;
  const columns = matrix.exhibits.map((exhibit) => {
    const from = numbers.get(copies.find(({ evidence }) => evidence === exhibit.sha256)?.from ?? '');
    const copy = from === undefined ? null : text('duties.copy-of', { number: from });
    return {
      id: exhibit.sha256,
      name: [text('duties.exhibit', exhibit), ...(copy === null ? [] : [copy])].join(', '),
      header: (
        <>
          <span className={styles.columnNumber}>
            {number(exhibit.number)}
            {copy !== null && <span className={styles.muted}>{copy}</span>}
          </span>
          <span className={styles.columnName}>{exhibit.name}</span>
        </>
      ),
    };
  });
  const go = (place: MatrixPlace, open: boolean) =>
    changeDuties({ cell: { duty: place.row, evidence: place.column }, opened: open });
  if (lines.length === 0) {
    return <EmptyState>{text(rows === 'open' ? 'duties.none-open' : 'duties.none-applicable')}</EmptyState>;
  }
  return (
    <MatrixGrid
      ref={grid}
      label={text('duties.matrix')}
      corner={text('duties.corner')}
      columns={columns}
      rows={lines}
      active={active === null ? null : { row: active.duty, column: active.evidence }}
      onActive={(place) => go(place, opened)}
      onOpen={(place, by) => {
        go(place, true);
        if (by === 'keyboard') onEnter();
      }}
      cell={(row, column) => {
        const cell = cells.get(cellKey(row, column));
        if (cell === undefined) return undefined;
        return {
          name: text('duties.cell', {
            duty: row,
            number: numbers.get(column) ?? 0,
            outcome: pick(dutyOutcomeWords[cell.outcome].name),
          }),
          content: <DutyOutcomeMark outcome={cell.outcome} />,
          tone: cell.outcome === 'fail' ? 'problem' : cell.outcome === 'warn' ? 'caution' : undefined,
        };
      }}
    />
  );
}

function PackHeader({ pack }: { readonly pack: DutyCatalogue['packs'][number] }) {
  const { pick } = useWords();
  return (
    <span className={styles.pack} title={pick(pack.note)}>
      {pick(pack.title)}
      <span className={styles.muted}>{pick(jurisdictionWords[pack.jurisdiction])}</span>
    </span>
  );
}

function DutyHeader({ duty }: { readonly duty: Duty }) {
  const { pick } = useWords();
  const { id, title, citation, force } = duty;
  const place = `${id} · ${pick(citation.clause)}`;
  return (
    <>
      <span className={styles.dutyTitle} title={pick(title)}>
        {pick(title)}
      </span>
      <span className={styles.dutyPlace} title={place}>
        {place}
        {force !== 'in-force' && <em>{pick(forceWords[force])}</em>}
      </span>
    </>
  );
}
