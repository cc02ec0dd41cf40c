import { Command } from 'commander';
import type { Language } from '#shared/domain/localized.ts';
import { methodPage } from '#shared/text/method-page.ts';
import { printJson, printLine } from '../output.ts';
import { UsageError, withSession } from '../session.ts';
import { text } from '../text.ts';

export function methodCommand(language: Language): Command {
  return new Command('method')
    .description(text.method[language])
    .argument('<id>', text.methodArgument[language])
    .option('--json', text.optionJson[language])
    .action((id: string, options: { json?: true }) =>
      withSession(language, async ({ app }) => {
        const card = app.analyses().find((one) => one.id === id);
        if (card === undefined) throw new UsageError(`${text.methodUnknown[language]} ${id}`);
        if (options.json) printJson({ method: card });
        else for (const line of methodPage(card, language).trimEnd().split('\n')) printLine(line);
        return 0;
      }),
    );
}
