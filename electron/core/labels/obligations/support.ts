import type { LabelStatement } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { DutySupport } from '#shared/domain/obligation.ts';
import type { PublicationRecord } from '#shared/domain/publication.ts';
import type { DutyFacts, Reading } from './facts.ts';

/** Statements named in one answer; more say nothing new. */
const NAMED = 12;

/** Where in the file the statements stand, and by which run they were read. */
export function statementSupport(facts: DutyFacts, statements: readonly LabelStatement[]): DutySupport[] {
  return statements.slice(0, NAMED).map((statement) => {
    const from = statement.carrier === 'credential' ? facts.credential : facts.declared;
    return {
      kind: 'file',
      what: localized(
        `${statement.standardTitle.en}, ${statement.place}: ${statement.says.en}`,
        `${statement.standardTitle['zh-CN']}，${statement.place}：${statement.says['zh-CN']}`,
      ),
      analysis: from.analysis,
      run: from.run,
      bytes: statement.bytes,
    };
  });
}

/** A run as a whole: what was looked for and how it ended. */
export function readingSupport(reading: Reading<unknown>, what: Localized): DutySupport {
  return { kind: 'run', what, analysis: reading.analysis, run: reading.run, bytes: null };
}

/** A field of the examiner's record. */
export function recordSupport(record: PublicationRecord, field: Localized): DutySupport {
  return {
    kind: 'publication',
    what: localized(
      `Publication record, version ${record.version}: ${field.en}`,
      `发布情况记录第 ${record.version} 版：${field['zh-CN']}`,
    ),
    analysis: null,
    run: null,
    bytes: null,
  };
}
