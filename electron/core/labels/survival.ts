import type { Evidence } from '#shared/domain/evidence.ts';
import type { LabelOverview, LabelStatement } from '#shared/domain/label.ts';
import type { LabelPassage, LabelSurvival } from '#shared/domain/label-survival.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { changedByDesign } from './by-design.ts';
import { innocentCauses } from './innocent-causes.ts';

/** One file of the comparison with what it says about its making. */
export interface LabelledExhibit {
  readonly evidence: Pick<Evidence, 'sha256' | 'number' | 'name' | 'media'>;
  readonly overview: LabelOverview;
}

type Fate = LabelPassage['labels'][number];

/**
 * What became of every label on the way from each file to the next. The order is the examiner's: that one
 * file came from the other is an assumption here, and not a result.
 *
 * @param exhibits at least two, the earliest first
 */
export function labelSurvival(exhibits: readonly LabelledExhibit[]): LabelSurvival {
  return {
    files: exhibits.map(({ evidence, overview }) => ({
      sha256: evidence.sha256,
      number: evidence.number,
      name: evidence.name,
      state: overview.state,
      standards: [...new Set(overview.statements.map(({ standard }) => standard))],
    })),
    passages: exhibits.slice(1).map((after, index) => passage(exhibits[index]!, after)),
  };
}

function passage(before: LabelledExhibit, after: LabelledExhibit): LabelPassage {
  const labels = fates(before.overview, after.overview);
  const changed = labels.filter(({ fate }) => fate === 'lost' || fate === 'altered');
  return {
    from: before.evidence.sha256,
    to: after.evidence.sha256,
    labels,
    innocent: changed.length > 0 ? innocentCauses(labels, before.evidence.media, after.evidence.media) : [],
    // What the Measures ask of a platform is no removal and no alteration in the sense of Art. 10.
    reading: changed.every(changedByDesign) ? null : reading,
  };
}

const reading: Localized = localized(
  'Measures for Labeling, Art. 10, and Deep Synthesis Provisions, Art. 18, forbid removing or altering labels; Art. 10 asks for malice. That a label is gone or changed is a fact; who caused it, and with what intent, no file can tell',
  '《标识办法》第十条和《深度合成管理规定》第十八条禁止删除、篡改标识，其中第十条以“恶意”为要件。标识丢失或改变是事实，但由谁造成、出于何种意图，仅凭文件无法得知',
);

function fates(before: LabelOverview, after: LabelOverview): Fate[] {
  const rest = [...after.statements];
  const take = (holds: (candidate: LabelStatement) => boolean): LabelStatement | null => {
    const index = rest.findIndex(holds);
    return index === -1 ? null : (rest.splice(index, 1)[0] ?? null);
  };
  const open = [...before.statements];
  const matched = new Map<LabelStatement, Fate>();
  // Every label is held against every other: the content of each is written out once.
  const contents = new Map([...open, ...rest].map((statement) => [statement, content(statement)]));
  const same: Likeness = (a, b) => contents.get(a) === contents.get(b);
  // The strictest likeness first, so that one copy of a repeated label cannot claim the place of another.
  const likenesses: readonly [LabelPassage['labels'][number]['fate'], Likeness][] = [
    ['kept', (a, b) => a.place === b.place && a.carrier === b.carrier && same(a, b)],
    ['moved', same],
    ['altered', (a, b) => a.place === b.place && a.carrier === b.carrier],
    ['altered', () => true],
  ];
  for (const [fate, alike] of likenesses) {
    for (const statement of open) {
      if (matched.has(statement)) continue;
      const found = take((other) => other.standard === statement.standard && alike(statement, other));
      if (found !== null) matched.set(statement, describe(fate, statement, found));
    }
  }
  return [
    ...open.map(
      (statement) =>
        matched.get(statement) ??
        describe(couldHaveBeenSeen(statement, after) ? 'lost' : 'undetermined', statement, null),
    ),
    ...rest.map((statement) => describe('added', null, statement)),
  ];
}

type Likeness = (before: LabelStatement, after: LabelStatement) => boolean;

/** Would the analyses of the later file have found the label, had it been there? */
function couldHaveBeenSeen(statement: LabelStatement, after: LabelOverview): boolean {
  const analysis = statement.carrier === 'credential' ? 'provenance.c2pa' : 'labels.declared';
  return after.complete && !after.missing.includes(analysis);
}

/** The statement's content without its packing: fields in any order, or the value when it has none. */
function content({ fields, raw, meaning }: LabelStatement): string {
  return fields.length === 0
    ? JSON.stringify([meaning, raw.trim()])
    : JSON.stringify(fields.map(({ name, value }) => [name, value]).sort());
}

function describe(fate: Fate['fate'], before: LabelStatement | null, after: LabelStatement | null): Fate {
  const one = (before ?? after)!;
  return {
    fate,
    standard: one.standard,
    standardTitle: one.standardTitle,
    before: before === null ? null : { place: before.place, says: before.says },
    after: after === null ? null : { place: after.place, says: after.says },
    changed: before === null || after === null ? [] : changes(before, after),
  };
}

function changes(before: LabelStatement, after: LabelStatement): Fate['changed'] {
  const earlier = new Map(before.fields.map(({ name, value }) => [name, value]));
  const later = new Map(after.fields.map(({ name, value }) => [name, value]));
  const named = [...new Set([...earlier.keys(), ...later.keys()])].flatMap((name) => {
    const [from, to] = [earlier.get(name) ?? null, later.get(name) ?? null];
    return from === to ? [] : [{ name, before: from, after: to }];
  });
  if (named.length > 0 || earlier.size + later.size > 0 || before.raw.trim() === after.raw.trim())
    return named;
  return [{ name: before.key, before: before.raw, after: after.raw }];
}
