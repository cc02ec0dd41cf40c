import type { Assignment, Guard, PropositionPair } from '#shared/domain/assignment.ts';
import type { KeptOpinion, Versioned } from '#shared/domain/opinion.ts';
import { screen } from '#shared/text/conclusion-screen.ts';
import { bearingWords, conclusionSentence, propositionName } from '#shared/text/conclusion-words.ts';
import type { useSay } from './use-conclusion.ts';

/** One part of a version in words; the key stays the same from version to version. */
interface Part {
  readonly key: string;
  readonly name: string;
  readonly value: string;
}

export interface Change {
  readonly key: string;
  readonly name: string;
  /** `null`: it was not there. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface VersionChanges {
  readonly version: number;
  readonly at: string;
  readonly actor: string;
  readonly changes: readonly Change[];
}

/** What each version changed in the one before it, the newest first. */
export function changesOf<N>(
  versions: readonly Versioned<N>[],
  partsOf: (note: N) => readonly Part[],
): VersionChanges[] {
  return versions
    .map(({ version, at, actor, note }, index) => {
      const previous = versions[index - 1];
      const before = previous === undefined ? [] : partsOf(previous.note);
      return { version, at, actor, changes: between(before, partsOf(note)) };
    })
    .toReversed();
}

function between(before: readonly Part[], after: readonly Part[]): Change[] {
  const valueIn = (parts: readonly Part[], key: string) =>
    parts.find((part) => part.key === key)?.value ?? null;
  const gone = before.filter(({ key }) => valueIn(after, key) === null);
  return [...after, ...gone]
    .map(({ key, name }) => ({ key, name, before: valueIn(before, key), after: valueIn(after, key) }))
    .filter((one) => one.before !== one.after);
}

type Say = ReturnType<typeof useSay>;
type NameOf = (exhibit: string) => string;

export function assignmentParts({ request, pairs }: Assignment, say: Say, nameOf: NameOf): Part[] {
  const asked = (['from', 'reference', 'received', 'questions', 'circumstances'] as const).map((key) => ({
    key,
    name: say(screen[key]),
    value: request[key],
  }));
  const groups = pairs.flatMap(({ id, propositions, exhibit, camera }, index): Part[] => {
    const group = say(screen.group, { number: index + 1 });
    const about = exhibit === null ? say(screen.wholeCase) : nameOf(exhibit);
    return [
      ...propositions.map((value, place) => ({
        ...{ key: `${id} ${place}`, value },
        name: `${group} · ${propositionName(place)}`,
      })),
      { key: `${id} about`, name: `${group} · ${say(screen.about)}`, value: about },
      { key: `${id} camera`, name: `${group} · ${say(screen.camera)}`, value: camera?.name ?? '' },
    ];
  });
  return written([...asked, ...groups]);
}

/** @param pairsAt the groups of a version of the propositions */
export function opinionParts(
  { examiner, findings, limitations, conclusions, assignment }: KeptOpinion,
  say: Say,
  nameOf: NameOf,
  pairsAt: (version: number) => readonly PropositionPair[],
): Part[] {
  const place = new Map(pairsAt(assignment).map(({ id }, index) => [id, index + 1]));
  const group = (pair: string) => say(screen.group, { number: place.get(pair) ?? '—' });
  return written([
    ...findings.map(({ id, pair, exhibit, proposition, bearing, words }) => ({
      key: `finding ${id}`,
      name: `${group(pair)} · ${say(screen.finding)} · ${nameOf(exhibit)}`,
      value: `${propositionName(proposition)} · ${say(bearingWords[bearing])} · ${words}`,
    })),
    ...conclusions.map((one) => ({
      key: `conclusion ${one.pair}`,
      name: `${group(one.pair)} · ${say(screen.conclusion)}`,
      value: `${say(conclusionSentence(one))} ${one.reasons}`,
    })),
    { key: 'limitations', name: say(screen.limitations), value: limitations },
    {
      key: 'examiner',
      name: say(screen.examiner),
      value: [examiner.name, examiner.position, examiner.organisation]
        .filter((part) => part !== '')
        .join(', '),
    },
    { key: 'assignment', name: say(screen.restsOn), value: String(assignment) },
  ]);
}

export function guardParts({ on, reason, uncovered }: Guard, say: Say, nameOf: NameOf): Part[] {
  return written([
    { key: 'on', name: say(screen.guard), value: say(on ? screen.guardIsOn : screen.guardIsOff) },
    { key: 'reason', name: say(screen.reason), value: reason },
    ...uncovered.map(({ exhibit, reason: why, at }) => ({
      key: `${at} ${exhibit ?? ''}`,
      name: `${say(screen.lookAnyway)} · ${exhibit === null ? say(screen.wholeCase) : nameOf(exhibit)}`,
      value: why,
    })),
  ]);
}

function written(parts: readonly Part[]): Part[] {
  return parts.filter(({ value }) => value.trim() !== '');
}
