import { useQueries, useQuery } from '@tanstack/react-query';
import { screen } from '#shared/text/conclusion-screen.ts';
import { formatDate } from '#shared/text/format.ts';
import { calls } from '../../../bridge/bridge.ts';
import { useWords } from '../../../state/text.ts';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { Stranger } from '../../examine/credential/words-shown.tsx';
import {
  assignmentParts,
  type Change,
  changesOf,
  guardParts,
  opinionParts,
  type VersionChanges,
} from './history-changes.ts';
import styles from './opinion.module.css';
import { useSay } from './use-conclusion.ts';

type Kept = 'assignments' | 'guards' | 'opinions';

/** Who recorded which version when, and what it changed; nothing recorded is ever gone. */
export function History({ caseId, of }: { readonly caseId: string; readonly of: Kept }) {
  const say = useSay();
  const known = useVersions(caseId, of);
  if (known.error !== null) return <ProblemNotice error={known.error} onRetry={known.again} />;
  if (known.versions.length === 0) return null;
  return (
    <Disclosure title={say(screen.history)} level={3}>
      <ol className={styles.history}>
        {known.versions.map((one) => (
          <li key={one.version}>
            <Version one={one} />
          </li>
        ))}
      </ol>
    </Disclosure>
  );
}

function Version({ one: { version, at, actor, changes } }: { readonly one: VersionChanges }) {
  const say = useSay();
  return (
    <>
      <p className={styles.when}>{say(screen.historyLine, { version, actor, date: formatDate(at) })}</p>
      {changes.length === 0 ? (
        <p className={styles.muted}>{say(screen.historySame)}</p>
      ) : (
        <dl className={styles.changes}>
          {changes.map((change) => (
            <div key={change.key}>
              <dt>{change.name}</dt>
              <dd>
                <Words change={change} first={version === 1} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

/** What stands now, and above it what stood before; of the first version only what stands. */
function Words({ change: { before, after }, first }: { readonly change: Change; readonly first: boolean }) {
  const say = useSay();
  const said = (words: string | null) =>
    words === null ? say(screen.historyNone) : <Stranger>{words}</Stranger>;
  if (first) return <p className={styles.said}>{said(after)}</p>;
  return (
    <>
      <p className={styles.said}>
        <span className={styles.muted}>{say(screen.historyBefore)}</span> {said(before)}
      </p>
      <p className={styles.said}>
        <span className={styles.muted}>{say(screen.historyAfter)}</span> {said(after)}
      </p>
    </>
  );
}

function useVersions(caseId: string, of: Kept) {
  const say = useSay();
  const { text } = useWords();
  const history = useQuery(calls.conclusion.history.queryOptions({ input: { caseId } }));
  const { assignments = [], guards = [], opinions = [] } = history.data ?? {};
  const spoken = [
    ...assignments.flatMap(({ note }) => note.pairs),
    ...guards.flatMap(({ note }) => note.uncovered),
    ...opinions.flatMap(({ note }) => note.findings),
  ].flatMap(({ exhibit }) => exhibit ?? []);
  const exhibits = useQueries({
    queries: [...new Set(spoken)].map((evidence) =>
      calls.evidence.get.queryOptions({ input: { caseId, evidence } }),
    ),
    combine: (answers) => answers.flatMap(({ data }) => data ?? []),
  });
  const nameOf = (sha256: string) => {
    const one = exhibits.find((exhibit) => exhibit.sha256 === sha256);
    return one === undefined ? sha256.slice(0, 8) : text('duties.exhibit', one);
  };
  const pairsAt = (version: number) => assignments.find((one) => one.version === version)?.note.pairs ?? [];
  const versions =
    of === 'assignments'
      ? changesOf(assignments, (note) => assignmentParts(note, say, nameOf))
      : of === 'guards'
        ? changesOf(guards, (note) => guardParts(note, say, nameOf))
        : changesOf(opinions, (note) => opinionParts(note, say, nameOf, pairsAt));
  return { versions, error: history.error, again: () => void history.refetch() };
}
