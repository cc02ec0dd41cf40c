import { Command } from 'commander';
import type { Language } from '#shared/domain/localized.ts';
import { printJson, printLine } from '../output.ts';
import { withSession } from '../session.ts';
import { text } from '../text.ts';

export function analysesCommand(language: Language): Command {
  return new Command('analyses')
    .description(text.analyses[language])
    .option('--json', text.optionJson[language])
    .action((options: { json?: true }) =>
      withSession(language, async ({ app }) => {
        const cards = app.analyses();
        if (options.json) printJson({ analyses: cards });
        else
          for (const card of cards)
            printLine(`${card.id.padEnd(26)} ${String(card.version).padStart(2)}  ${card.title[language]}`);
        return 0;
      }),
    );
}
