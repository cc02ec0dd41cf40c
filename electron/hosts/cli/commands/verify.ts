import { Command } from 'commander';
import type { Language } from '#shared/domain/localized.ts';
import { printJson, printLine } from '../output.ts';
import { valueOrUsage, withSession } from '../session.ts';
import { text } from '../text.ts';

export function verifyCommand(language: Language): Command {
  return new Command('verify')
    .description(text.verify[language])
    .argument('<directory>')
    .option('--json', text.optionJson[language])
    .action((directory: string, options: { json?: true }) =>
      withSession(language, async ({ app }) => {
        const verification = valueOrUsage(await app.cases.verifyFolder(directory), language);
        if (options.json) printJson(verification);
        else {
          const { evidenceChecked, eventsChecked, problems } = verification;
          printLine(
            text.checked[language]
              .replace('{evidence}', String(evidenceChecked))
              .replace('{events}', String(eventsChecked)),
          );
          printLine(problems.length === 0 ? text.verified[language] : text.problemsFound[language]);
          for (const { code, object, message } of problems)
            printLine(`  ${code}  ${object}  ${message[language]}`);
        }
        return verification.problems.length === 0 ? 0 : 1;
      }),
    );
}
