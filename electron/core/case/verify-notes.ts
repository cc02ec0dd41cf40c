import { localized } from '#shared/domain/localized.ts';
import { dutyChoiceHash } from './duty-choice-table.ts';
import { recordTextHash } from './rows.ts';
import type { CaseStore } from './store.ts';
import type { VerificationProblem } from './verify-evidence.ts';
import type { CustodyLedger } from './verify-records.ts';

/** How a version of a note is named in problems: the evidence, the table and the version. */
export function noteAddress(evidence: string, table: string, version: unknown): string {
  return `${evidence}/${table}/${version}`;
}

export function choiceAddress(number: unknown): string {
  return `duties/${number}`;
}

/** A version of a note about the case as a whole. */
export function caseNoteAddress(kind: string, version: unknown): string {
  return `case/${kind}/${version}`;
}

const pageSize = 200;

/** Do the publication records, drawings, regions and choices of duties say what the chain says? `seen` takes their addresses. */
export function verifyNotes(
  store: CaseStore,
  ledger: CustodyLedger,
  problems: VerificationProblem[],
  seen: Set<string>,
  signal: AbortSignal | undefined,
): true {
  const check = (address: string, hash: string) => {
    signal?.throwIfAborted();
    seen.add(address);
    if (ledger.notes.get(address) !== hash) problems.push(changed(address));
  };
  const { publications, geometries, regions, dutyChoices } = store.tables;
  for (const table of [publications, geometries, regions]) {
    for (let last = 0; ; ) {
      const rows = table.rowsAfter(last, pageSize);
      for (const row of rows) {
        check(noteAddress(row.evidence, table.name, row.version), recordTextHash(row.record));
        last = row.number;
      }
      if (rows.length < pageSize) break;
    }
  }
  for (let last = 0; ; ) {
    const rows = store.caseNotes.rowsAfter(last, pageSize);
    for (const row of rows) {
      check(caseNoteAddress(row.kind, row.version), recordTextHash(row.record));
      last = row.number;
    }
    if (rows.length < pageSize) break;
  }
  for (let last = 0; ; ) {
    const rows = dutyChoices.rowsAfter(last, pageSize);
    for (const row of rows) {
      check(choiceAddress(row.number), dutyChoiceHash(row));
      last = row.number;
    }
    if (rows.length < pageSize) return true;
  }
}

function changed(object: string): VerificationProblem {
  return {
    code: 'record-changed',
    object,
    message: localized('The record differs from what the custody chain says', '记录与保管链的记载不一致'),
  };
}
