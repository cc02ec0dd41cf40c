import { Command } from 'commander';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Language } from '#shared/domain/localized.ts';
import type { Protection } from '#shared/domain/protection.ts';
import type { Run } from '#shared/domain/run.ts';
import { protectionWords } from '#shared/text/protection-words.ts';
import { coveredOf } from '../cover.ts';
import { printEvidence, printEvidenceJson, printLine } from '../output.ts';
import { type Session, valueOrUsage, withSession } from '../session.ts';
import { text } from '../text.ts';
import { everything } from './examine.ts';

export function caseCommand(language: Language): Command {
  const show = new Command('show')
    .description(text.caseShow[language])
    .argument('<directory>')
    .option('--json', text.optionJson[language])
    .action((directory: string, options: { json?: true }) =>
      withSession(language, async (session) => {
        const caseId = await session.openCase(directory, 'read');
        const info = session.app.cases.opened().find((candidate) => candidate.id === caseId)!;
        const covered = coveredOf(session, caseId, everyExhibit(session, caseId));
        const all = uncovered(everything(session, caseId, []), covered);
        if (options.json) {
          const { id, name, createdAt } = info;
          const { protections } = session.app.ports.workers;
          const head = { case: { id, name, createdAt }, protections, covered: [...covered] };
          await printEvidenceJson(head, all);
        } else {
          printLine(`${info.name}  ${info.createdAt}  ${info.id}`);
          printProtections(session.app.ports.workers.protections, language);
          for (const { evidence, runs } of all) printEvidence(evidence, runs, language);
        }
        return covered.size > 0 ? 1 : 0;
      }),
    );
  return new Command('case')
    .description(text.case[language])
    .addCommand(show.exitOverride().showHelpAfterError());
}

function everyExhibit({ app, language }: Session, caseId: string): string[] {
  const all: string[] = [];
  for (;;) {
    const page = { caseId, offset: all.length, limit: 500, search: '', kind: '' as const };
    const { items } = valueOrUsage(app.evidence.list(page), language);
    all.push(...items.map(({ sha256 }) => sha256));
    if (items.length < 500) return all;
  }
}

/** Of covered exhibits no run is printed. */
function* uncovered(
  all: Iterable<{ evidence: Evidence; runs: Run[] }>,
  covered: ReadonlySet<string>,
): Generator<{ evidence: Evidence; runs: Run[] }> {
  for (const { evidence, runs } of all) yield { evidence, runs: covered.has(evidence.sha256) ? [] : runs };
}

/** What stands between a hostile file and this machine; what does not is said first. */
function printProtections(protections: readonly Protection[], language: Language): void {
  for (const active of [false, true])
    for (const one of protections.filter((candidate) => candidate.active === active))
      printLine(
        `${text[active ? 'protectionActive' : 'protectionMissing'][language]}  ${protectionWords[one.id][language]}  ${one.note[language]}`,
      );
}
