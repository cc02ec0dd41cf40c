import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { connection } from '../bridge/bridge.ts';
import { problemOf } from '../bridge/problem.ts';
import { useWords } from '../state/text.ts';
import { Button } from './button.tsx';
import styles from './notice.module.css';

const icons = { information: Info, caution: TriangleAlert, problem: CircleAlert } as const;

export interface NoticeProps {
  readonly kind: keyof typeof icons;
  readonly title?: string | undefined;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** A remark in the flow of the page. */
export function Notice({ kind, title, children, action }: NoticeProps) {
  const Icon = icons[kind];
  return (
    <div className={`${styles.notice} ${styles[kind]}`} role={kind === 'problem' ? 'alert' : 'status'}>
      <Icon aria-hidden="true" />
      <div className={styles.words}>
        {title !== undefined && <strong>{title}</strong>}
        {children}
      </div>
      {action}
    </div>
  );
}

/** A failed call: what happened, and that the case is as it was. */
export function ProblemNotice({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry?: () => void;
}) {
  const { text, pick } = useWords();
  const problem = problemOf(error);
  const sentence =
    problem !== null
      ? pick(problem.message)
      : connection.state() === 'open'
        ? text('problem.unexpected')
        : text('problem.connection');
  const detail = problem === null ? (error instanceof Error ? error.message : String(error)) : problem.detail;
  return (
    <Notice
      kind="problem"
      title={sentence}
      action={onRetry !== undefined && <Button onPress={onRetry}>{text('common.retry')}</Button>}
    >
      <p>{text('problem.unchanged')}</p>
      {detail !== undefined && <code className={styles.detail}>{detail}</code>}
    </Notice>
  );
}

/** Nothing here yet, and what to do next. */
export function EmptyState({
  icon,
  children,
  note,
  action,
}: {
  readonly icon?: ReactNode;
  readonly children: ReactNode;
  readonly note?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className={styles.empty}>
      {icon}
      <p>{children}</p>
      {note !== undefined && <p className={styles.note}>{note}</p>}
      {action}
    </div>
  );
}
