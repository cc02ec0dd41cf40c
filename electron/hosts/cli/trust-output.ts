import type { CertificateFacts } from '#shared/domain/certificate.ts';
import type { Language } from '#shared/domain/localized.ts';
import type { Denial, TrustExamination, TrustLine, TrustListView } from '#shared/domain/trust.ts';
import { complain, printLine } from './output.ts';
import { text } from './text.ts';

/** One list: id, what it is, dates, how many entries, and the hash of each of its files. */
export function printList(list: TrustListView, language: Language): void {
  const state = list.enabled ? text.trustOn : text.trustOff;
  const dates = [
    list.issued === null ? null : `${text.trustIssued[language]} ${list.issued}`,
    list.nextUpdate === null ? null : `${text.trustNextUpdate[language]} ${list.nextUpdate}`,
    list.overdue ? text.trustOverdue[language] : null,
    list.editionKnown === false ? text.trustUnknownEdition[language] : null,
  ].filter((part) => part !== null);
  printLine(
    `${list.id}  ${text.trustKinds[list.kind][language]}  ${list.entries}  ${state[language]}  ${dates.join('  ')}`,
  );
  for (const { name, sha256 } of list.files) printLine(`    ${sha256}  ${name}`);
  for (const notice of list.notices) printLine(`    ! ${notice[language]}`);
}

export function printDenial({ list, id, entry, active }: Denial, language: Language): void {
  printLine(`${list}  ${active ? '' : `(${text.trustOff[language]})  `}${id}`);
  printLine(`    ${entry.since ?? ''}  ${entry.reason[language]}`);
}

export function printCertificate(facts: CertificateFacts): void {
  printLine(
    `${facts.sha256}  ${facts.notBefore.slice(0, 10)}…${facts.notAfter.slice(0, 10)}  ${facts.publicKey}`,
  );
  printLine(`    ${facts.subject.text}`);
}

/** What was found in the files, list by list, with what changes; refusals go to standard error. */
export function printExamination(examination: TrustExamination, imported: boolean, language: Language): void {
  for (const { id, kind, state, issued, notices, diff, entries, files } of examination.proposals) {
    const words = imported ? text.trustImported : text.trustProposed;
    printLine(
      `${words[state][language]}  ${id}  ${text.trustKinds[kind][language]}  ${entries}  ${issued ?? ''}`,
    );
    for (const { name, sha256 } of files) printLine(`    ${sha256}  ${name}`);
    for (const notice of notices) printLine(`    ! ${notice[language]}`);
    if (state === 'undecided') printLine(`    ${text.trustUndecided[language]}`);
    // All lines of a new list would say no more than `trust show`.
    if (state === 'new' || state === 'unchanged') continue;
    printLines('+', diff.added);
    printLines('−', diff.removed);
    printLines('±', diff.changed);
  }
  if (examination.proposals.length === 0) complain(text.trustNothing[language]);
  for (const { message } of examination.refused) complain(message[language]);
}

function printLines(sign: string, lines: readonly TrustLine[]): void {
  for (const { id, title, notBefore, notAfter } of lines) {
    const window = notAfter === null ? '' : `  ${notBefore?.slice(0, 10)}…${notAfter.slice(0, 10)}`;
    printLine(`    ${sign} ${title}${window}`);
    printLine(`      ${id}`);
  }
}
