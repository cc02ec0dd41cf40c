import { Command } from 'commander';
import type { Language } from '#shared/domain/localized.ts';
import { printEvidence, printEvidenceJson, printLine } from '../output.ts';
import { withSession } from '../session.ts';
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
        const all = everything(session, caseId, []);
        if (options.json) {
          const { id, name, createdAt } = info;
          await printEvidenceJson({ case: { id, name, createdAt } }, all);
        } else {
          printLine(`${info.name}  ${info.createdAt}  ${info.id}`);
          for (const { evidence, runs } of all) printEvidence(evidence, runs, language);
        }
        return 0;
      }),
    );
  return new Command('case')
    .description(text.case[language])
    .addCommand(show.exitOverride().showHelpAfterError());
}
