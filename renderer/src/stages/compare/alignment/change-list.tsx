import { useState } from 'react';
import type { Change, ChangeKind } from '#shared/domain/comparison.ts';
import type { Flag } from '#shared/domain/figure.ts';
import { placePhrase } from '#shared/text/comparison-facts.ts';
import { changeWords } from '#shared/text/trace-words.ts';
import { FlagWords } from '../../../figures/flag-mark.tsx';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import { GroupedList } from '../../../ui/grouped-list.tsx';
import styles from './alignment.module.css';

/** What alters the meaning most often asks for attention; a crop or another speed is a fact like others. */
const flags: Readonly<Record<ChangeKind, Flag>> = {
  added: 'warning',
  removed: 'warning',
  moved: 'warning',
  recoloured: 'warning',
  cropped: 'notice',
  overlaid: 'warning',
  changed: 'warning',
  cut: 'warning',
  inserted: 'warning',
  resampled: 'notice',
  hidden: 'warning',
};

/** Changes shown before more are asked for. */
const step = 100;

/** What was done, the gravest first; the selected one is pointed at in the pictures and texts. */
export function ChangeList({
  changes,
  active,
  onActive,
}: {
  readonly changes: readonly Change[];
  readonly active: number | null;
  readonly onActive: (index: number) => void;
}) {
  const { text, pick, number } = useWords();
  const [most, setMost] = useState(step);
  return (
    <div className={styles.changes}>
      <GroupedList
        label={text('alignment.changes.list')}
        selected={active === null ? '' : String(active)}
        onSelect={(id) => onActive(Number(id))}
        groups={[
          {
            id: 'changes',
            heading: null,
            entries: changes.slice(0, most).map((change, index) => {
              const place = placePhrase(change);
              return {
                id: String(index),
                name: pick(change.statement),
                content: (
                  <span className={styles.change}>
                    <span className={styles.changeNumber}>{number(index + 1)}</span>
                    <span className={styles.changeWords}>
                      <span className={styles.changeHead}>
                        <FlagWords flag={flags[change.kind]}>{pick(changeWords[change.kind])}</FlagWords>
                        <span className={styles.muted}>
                          {text(`alignment.changes.in.${change.in}`)}
                          {place !== null && ` · ${place}`}
                        </span>
                      </span>
                      <span>{pick(change.statement)}</span>
                    </span>
                  </span>
                ),
              };
            }),
          },
        ]}
      />
      {changes.length > most && (
        <Button kind="quiet" onPress={() => setMost(most + step)}>
          {text('common.more', { count: Math.min(step, changes.length - most) })}
        </Button>
      )}
    </div>
  );
}
