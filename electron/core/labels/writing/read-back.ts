import type { LabelStatement } from '#shared/domain/label.ts';
import type { LabelReadBack } from '#shared/domain/labelling.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { version } from '../../version.ts';
import { carrierOf, readLabels } from '../read-labels.ts';
import { readWithExiftool, readWithFfprobe } from './other-readers.ts';
import type { Promised } from './tasks.ts';
import { elsewhere, lostStatements, otherReading, ownReading } from './words.ts';
import type { WrittenEntry } from './written-entry.ts';

export type CheckedCopy =
  | {
      readonly ok: true;
      readonly statements: readonly LabelStatement[];
      readonly readBack: readonly LabelReadBack[];
    }
  | { readonly ok: false; readonly reason: Reason };

/**
 * Read a finished draft: by our own reader, which must find each label exactly once with the values asked for
 * and every earlier statement, and by the programs of others.
 */
export async function checkCopy(
  path: string,
  media: Media,
  { entries, others }: Promised,
  context: TaskContext,
): Promise<CheckedCopy> {
  if (carrierOf(media.format) === undefined) return { ok: true, statements: [], readBack: [] };
  const { statements, complete, warnings } = await readLabels(path, media, context.signal);
  if (!complete) return { ok: false, reason: ownReading(warnings.slice(0, 5).join('\n')) };
  for (const standard of new Set(entries.map((entry) => entry.standard))) {
    const own = statements.filter((one) => one.standard === standard && one.kind === 'label');
    const wanted = entries.filter((entry) => entry.standard === standard);
    const right = own.filter((statement) => wanted.every((entry) => shows(statement, entry)));
    if (right.length === 0)
      return { ok: false, reason: ownReading(wanted.map(({ place, key }) => `${place}: ${key}`).join('\n')) };
    const extra = own.filter((statement) => statement !== right[0]);
    if (extra.length > 0)
      return { ok: false, reason: elsewhere(standard, [...new Set(extra.map(({ place }) => place))]) };
  }
  const lost = missingFrom(others, statements);
  if (lost.length > 0) return { ok: false, reason: lostStatements(lost) };

  const readBack: LabelReadBack[] =
    entries.length === 0
      ? []
      : [{ reader: 'assay', version, state: 'agrees', name: entries.map(({ place }) => place)[0] ?? null }];
  // One value of each standard: the one its label stands or falls with comes first.
  for (const entry of firstOfEach(entries)) {
    const answers = [
      await readWithExiftool(path, media, entry, context),
      await readWithFfprobe(path, media, entry, context),
    ].filter((answer) => answer !== null);
    const shown = answers.some((answer) => answer.ok && answer.readBack.state === 'agrees');
    for (const answer of answers) {
      if (answer.ok) readBack.push(answer.readBack);
      // each has forms of a container it does not look into, which another one shows: Speex, literal boxes
      else if (answer.shows === '' && shown) readBack.push(answer.silent);
      else return { ok: false, reason: otherReading(answer.reader, answer.shows) };
    }
  }
  return { ok: true, statements, readBack };
}

function shows({ raw, fields }: LabelStatement, { value, key }: WrittenEntry): boolean {
  return raw === value || fields.some((field) => field.name === key && field.value === value);
}

function missingFrom(others: Promised['others'], statements: readonly LabelStatement[]): string[] {
  const left = [...statements];
  return others.flatMap(({ standard, key, raw }) => {
    const at = left.findIndex((one) => one.standard === standard && one.key === key && one.raw === raw);
    if (at >= 0) left.splice(at, 1);
    return at >= 0 ? [] : [`${standard} (${key})`];
  });
}

function firstOfEach(entries: readonly WrittenEntry[]): WrittenEntry[] {
  const seen = new Set<string>();
  return entries.filter(({ standard }) => !seen.has(standard) && seen.add(standard));
}
