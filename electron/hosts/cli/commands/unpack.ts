import { Command } from 'commander';
import type { Language } from '#shared/domain/localized.ts';
import { fillPlaceholders } from '#shared/text/format.ts';
import { printJson, printLine } from '../output.ts';
import { printPackageFacts, verificationDocument } from '../package-output.ts';
import { packageText as text } from '../package-text.ts';
import { valueOrUsage, withSession } from '../session.ts';
import { text as common } from '../text.ts';

export function unpackCommand(language: Language): Command {
  return new Command('unpack')
    .description(text.unpack[language])
    .argument('<package>')
    .requiredOption('--out <directory>', text.optionCaseOut[language])
    .option('--json', common.optionJson[language])
    .action((directory: string, options: { out: string; json?: true }) =>
      withSession(language, async ({ app }) => {
        const opened = valueOrUsage(await app.packaging.open(directory, options.out), language);
        if (options.json)
          printJson({ case: opened.case, package: verificationDocument(opened.verification) });
        else {
          printPackageFacts(opened.verification, language);
          printLine(fillPlaceholders(text.opened[language], { path: opened.case.directory }));
        }
        return 0;
      }),
    );
}
