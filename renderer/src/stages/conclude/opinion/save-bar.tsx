import type { Versioned } from '#shared/domain/opinion.ts';
import { screen } from '#shared/text/conclusion-screen.ts';
import { formatDate } from '#shared/text/format.ts';
import { capsOf, useCommand } from '../../../state/command-center.ts';
import { Button } from '../../../ui/button.tsx';
import { KeyCaps } from '../../../ui/key-caps.tsx';
import { Notice, ProblemNotice } from '../../../ui/notice.tsx';
import styles from './opinion.module.css';
import { useSay } from './use-conclusion.ts';

export interface SaveBarProps {
  readonly saved: Versioned<unknown> | null;
  readonly dirty: boolean;
  readonly pending: boolean;
  readonly error: Error | null;
  /** In words; empty: it can be recorded. */
  readonly faults: readonly string[];
  readonly onSave: () => void;
  readonly onDiscard: () => void;
}

/** What is not recorded yet, and the two ways out of that. */
export function SaveBar({ saved, dirty, pending, error, faults, onSave, onDiscard }: SaveBarProps) {
  const say = useSay();
  const ready = dirty && faults.length === 0 && !pending;
  useCommand('publication-save', ready ? onSave : null);
  return (
    <div className={styles.save}>
      {dirty && faults.length > 0 && (
        <Notice kind="caution">{say(screen.incomplete, { what: faults.join('; ') })}</Notice>
      )}
      {error !== null && <ProblemNotice error={error} />}
      <div className={styles.acts}>
        <Button kind="primary" disabled={!ready} onPress={onSave}>
          {say(screen.save, { version: (saved?.version ?? 0) + 1 })}
        </Button>
        {dirty && (
          <>
            <KeyCaps caps={capsOf('publication-save')} />
            <Button kind="quiet" disabled={pending} onPress={onDiscard}>
              {say(screen.discard)}
            </Button>
          </>
        )}
        <span className={styles.muted} role="status">
          {pending
            ? say(screen.saving)
            : dirty
              ? say(screen.unsaved)
              : saved === null
                ? say(screen.nothing)
                : say(screen.saved, {
                    version: saved.version,
                    date: formatDate(saved.at),
                    actor: saved.actor,
                  })}
        </span>
      </div>
    </div>
  );
}
