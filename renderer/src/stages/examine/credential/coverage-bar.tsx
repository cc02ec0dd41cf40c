import { useId, useMemo } from 'react';
import type { Coverage } from '#shared/domain/credential-detail.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import { RolePatterns, Swatch } from '../../../figures/bytes-figure.tsx';
import { cellRange, coverageCells, coverageRuns } from '../../../figures/coverage.ts';
import { useWords } from '../../../state/text.ts';
import styles from './coverage-bar.module.css';
import { type UncoveredPart, uncoveredParts } from './uncovered.ts';
import { BytesLead } from './words-shown.tsx';

const cells = 360;
const shownPlaces = 4;
const states = ['protected', 'credential', 'unprotected'] as const;

export interface CoverageProps {
  readonly coverage: Coverage;
  readonly onBytes: (range: ByteRange) => void;
}

/** The whole file as one bar: what the signature protects, the credential itself, and what nothing protects. */
export function CoverageBar({ coverage, onBytes }: CoverageProps) {
  const { text, bytes, number } = useWords();
  const patterns = useId();
  const { size, spans } = coverage;
  const parts = useMemo(() => spans.map(({ state, ...span }) => ({ ...span, role: state })), [spans]);
  const drawn = useMemo(() => coverageCells(size, parts, cells), [size, parts]);
  const runs = useMemo(() => coverageRuns(drawn, cells), [drawn]);
  const share = (count: number) =>
    text('viewer.percent', { value: number((100 * count) / Math.max(1, size), 2) });
  const pick = (event: React.MouseEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const cell = Math.min(
      drawn.length - 1,
      Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * drawn.length)),
    );
    const run = runs.find(({ column, length }) => column <= cell && cell < column + length);
    if (run === undefined) return;
    const [start] = cellRange(size, drawn.length, run.column);
    const [, end] = cellRange(size, drawn.length, run.column + run.length - 1);
    // The bar is coarse: the first stretch of that kind that reaches into what was pointed at.
    const span = parts.find(
      (one) => one.role === run.role && one.start < end && start < one.start + one.length,
    );
    if (span !== undefined) onBytes([span.start, span.length]);
  };
  return (
    <div className={styles.coverage}>
      <RolePatterns id={patterns} />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the list of parts does the same for the keyboard */}
      <svg
        className={styles.bar}
        viewBox={`0 0 ${drawn.length} 14`}
        preserveAspectRatio="none"
        role="img"
        aria-label={text('credential.coverage.bar')}
        onClick={pick}
      >
        {runs.map(({ role, column, length }) => (
          <rect key={column} x={column} width={length} height="14" fill={`url(#${patterns}-${role})`} />
        ))}
      </svg>
      <ul className={styles.legend}>
        {states.map((state) => (
          <li key={state}>
            <Swatch role={state} patterns={patterns} />
            {text(`figure.role.${state}`)}
            <span className={styles.muted}>
              {bytes(coverage[state])} · {share(coverage[state])}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What no signature protects, by what it is, with the way to its bytes. */
export function UncoveredList({ coverage, onBytes }: CoverageProps) {
  const { text, bytes } = useWords();
  const parts = useMemo(() => uncoveredParts(coverage.spans), [coverage]);
  if (parts.length === 0) return null;
  return (
    <ul className={styles.parts} aria-label={text('credential.coverage.parts')}>
      {parts.map((part) => (
        <li key={part.kind}>
          <span className={styles.kind}>{text(`credential.part.${part.kind}`)}</span>
          <span className={styles.muted}>{bytes(part.bytes)}</span>
          <span className={styles.places}>
            <Places part={part} onBytes={onBytes} />
          </span>
          <bdi className={styles.owners} title={part.owners.join(', ')}>
            {part.owners.join(', ')}
          </bdi>
        </li>
      ))}
    </ul>
  );
}

function Places({
  part,
  onBytes,
}: {
  readonly part: UncoveredPart;
  readonly onBytes: (range: ByteRange) => void;
}) {
  const { text } = useWords();
  const shown = part.places.slice(0, shownPlaces);
  return (
    <>
      {shown.map((range) => (
        <BytesLead
          key={range[0]}
          range={range}
          name={text(`credential.part.${part.kind}`)}
          onBytes={onBytes}
        />
      ))}
      {part.places.length > shown.length && (
        <span className={styles.muted}>
          {text('credential.coverage.more', { count: part.places.length - shown.length })}
        </span>
      )}
    </>
  );
}
